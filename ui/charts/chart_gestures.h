#pragma once

#include "models/metric/clock.h"

#include <QtCore/QObject>
#include <QtCore/QPointF>
#include <QtCore/QRectF>

#include <optional>

class QMouseEvent;
class QWheelEvent;
class QWidget;

namespace ui {

// Turns the mouse over a widget's plot area into moments and windows: drag pans, the wheel zooms at the cursor, Shift+drag
// selects, a double click asks for live. A filter on the widget's events; the owner tells it the area and the window.
class ChartGestures : public QObject {
    Q_OBJECT

public:
    explicit ChartGestures(QWidget *widget);

    void setPlot(const QRectF &plot) { m_plot = plot; }
    void setWindow(metric::Timestamp from, metric::Timestamp to);
    const QRectF &plot() const { return m_plot; }
    metric::Timestamp timeAt(double x) const;
    bool pointing() const { return m_pointing; }
    bool dragging() const { return m_drag == Drag::Pan || m_drag == Drag::Select; }
    // While selecting: from one x to the other.
    std::optional<std::pair<double, double>> selection() const;

Q_SIGNALS:
    // The pointer is at a moment, or nowhere.
    void pointed(std::optional<metric::Timestamp> time);
    // While dragging: show this window for now.
    void panned(metric::Timestamp from, metric::Timestamp to);
    // A drag or a turn of the wheel is done.
    void windowChosen(metric::Timestamp from, metric::Timestamp to);
    void doubleClicked();
    // A drag ended or was cancelled: stand still no longer.
    void dragEnded();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum class Drag { None, Pressed, Pan, Select };
    bool press(const QMouseEvent &event);
    void move(const QMouseEvent &event);
    void release(const QMouseEvent &event);
    bool wheel(const QWheelEvent &event);

    QWidget *m_widget;
    QRectF m_plot;
    metric::Timestamp m_from{};
    metric::Timestamp m_to{};
    Drag m_drag = Drag::None;
    QPointF m_start;
    double m_x = 0;
    metric::Timestamp m_startFrom{}, m_startTo{};
    bool m_pointing = false;
};

} // namespace ui
