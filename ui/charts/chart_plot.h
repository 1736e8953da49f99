#pragma once

#include "ui/charts/chart_series.h"
#include "ui/theme/theme.h"

#include <QtGui/QFont>
#include <QtGui/QPolygonF>
#include <QtWidgets/QGraphicsItem>

namespace ui {

// All that a chart shows, in pixels; chart_widget makes it once per refresh.
struct ChartPicture {
    struct Line {
        QColor color;
        bool filled;
        std::vector<QPolygonF> runs;
        std::vector<QRect> fill = {}; // made by ChartPlot
    };
    struct Label {
        double at; // y of a value label, x of a time label
        QString text;
    };
    struct Threshold {
        double y;
        items::State state;
        QString name;
        bool isHeld = false; // somebody drags it: it stands out
    };
    QRectF plot;
    std::vector<Line> lines;
    std::vector<Label> values;
    std::vector<Label> times;
    std::vector<Threshold> thresholds;
    std::vector<double> marks;
    QString message; // in the middle, in grey
};

// Paints a ChartPicture inside the back end's scene.
class ChartPlot : public QGraphicsItem {
public:
    ChartPlot(const Theme &theme, QGraphicsItem *parent);

    void setPicture(ChartPicture picture, const QRectF &bounds);
    const ChartPicture &picture() const { return m_picture; }
    void setFont(const QFont &font) { m_font = font; }

    QRectF boundingRect() const override { return m_bounds; }
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

private:
    void paintLines(QPainter &painter) const;
    void paintThresholds(QPainter &painter) const;
    void paintAxes(QPainter &painter) const;

    const Theme &m_theme;
    ChartPicture m_picture;
    QRectF m_bounds;
    QFont m_font;
};

} // namespace ui
