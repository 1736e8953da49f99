#pragma once

#include "ui/theme/theme.h"

#include <QtGui/QFont>
#include <QtWidgets/QGraphicsItem>

#include <optional>
#include <vector>

namespace ui {

// The crosshair of one chart: a line, a dot on each series, the selected range, and, in the chart that is pointed at, a box of
// values.
class ChartCursor : public QGraphicsItem {
public:
    struct Dot {
        double y;
        QColor color;
        bool operator==(const Dot &) const = default;
    };
    struct Row {
        QString text;
        QColor color;
        bool operator==(const Row &) const = default;
    };
    struct State {
        std::optional<double> x;
        std::vector<Dot> dots;
        std::vector<Row> rows; // empty: no box
        std::optional<std::pair<double, double>> selection;
        bool paused = false;
        bool operator==(const State &) const = default;
    };

    ChartCursor(const Theme &theme, QGraphicsItem *parent);

    void setState(State state, const QRectF &plot);
    const State &state() const { return m_state; }
    void setFont(const QFont &font) { m_font = font; }

    QRectF boundingRect() const override { return m_plot.adjusted(-4, -4, 4, 4); }
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

private:
    void paintBox(QPainter &painter) const;
    void paintPause(QPainter &painter) const;

    const Theme &m_theme;
    State m_state;
    QRectF m_plot;
    QFont m_font;
};

} // namespace ui
