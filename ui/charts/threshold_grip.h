#pragma once

#include "models/metric/unit.h"

#include <QtCore/QObject>
#include <QtCore/QPointF>
#include <QtCore/QRectF>

#include <optional>
#include <vector>

class QMouseEvent;
class QWidget;

namespace ui {

// Lets the threshold lines of a chart be dragged: over one of them the cursor says so, Escape puts it back. Of several within reach the nearest
// counts. A filter on the widget's events, in front of its other gestures; the owner tells it where the lines are.
class ThresholdGrip : public QObject {
    Q_OBJECT

public:
    struct Line {
        double y; // in the widget
        double value;
        qint64 ruleId;
        bool isMovable;
    };
    // What the values' axis says: y grows from high at the plot's top to low at its bottom.
    struct Axis {
        QRectF plot;
        double low = 0;
        double high = 1;
        double step = 1; // between its labels
        metric::Unit unit = metric::Unit::None;
    };
    struct Held {
        qint64 ruleId;
        double value; // where it is by now
    };

    explicit ThresholdGrip(QWidget *widget);

    // What is held stays held.
    void setLines(const Axis &axis, std::vector<Line> lines);
    const std::optional<Held> &held() const { return m_held; }
    // The line that is nearest to that place, within reach.
    std::optional<qint64> ruleAt(const QPointF &position) const;

Q_SIGNALS:
    void dragged();                          // held() is another
    void moved(qint64 ruleId, double value); // let go somewhere else
    void ended();                            // nothing is held any more, wherever it went

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    const Line *lineAt(const QPointF &position, bool movableOnly) const;
    bool press(const QMouseEvent &event);
    bool move(const QMouseEvent &event);
    bool release(const QMouseEvent &event);
    bool cancel();
    double valueAt(double y) const;

    QWidget *m_widget;
    Axis m_axis;
    std::vector<Line> m_lines;
    std::optional<Held> m_held;
    double m_before = 0; // its value when it was taken
    double m_offset = 0; // of the pointer, from the line
    bool m_isOver = false;
};

} // namespace ui
