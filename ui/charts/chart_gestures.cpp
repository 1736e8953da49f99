#include "ui/charts/chart_gestures.h"

#include <QtGui/QMouseEvent>
#include <QtGui/QWheelEvent>
#include <QtWidgets/QApplication>
#include <QtWidgets/QWidget>

#include <algorithm>
#include <cmath>

namespace ui {

static constexpr metric::Duration kNarrowest = std::chrono::seconds(5);
static constexpr metric::Duration kWidest = std::chrono::hours(24 * 366);
static constexpr double kSelectPixels = 4;

ChartGestures::ChartGestures(QWidget *widget) : QObject(widget), m_widget(widget)
{
    widget->setMouseTracking(true);
    widget->installEventFilter(this);
}

void ChartGestures::setWindow(metric::Timestamp from, metric::Timestamp to)
{
    m_from = from;
    m_to = to;
}

metric::Timestamp ChartGestures::timeAt(double x) const
{
    const double share = m_plot.width() > 0 ? std::clamp((x - m_plot.left()) / m_plot.width(), 0.0, 1.0) : 0;
    return m_from + metric::Duration(std::llround(share * double((m_to - m_from).count())));
}

std::optional<std::pair<double, double>> ChartGestures::selection() const
{
    if (m_drag != Drag::Select)
        return std::nullopt;
    return std::pair(m_start.x(), m_x);
}

bool ChartGestures::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::MouseButtonPress: return press(*static_cast<QMouseEvent *>(event));
    case QEvent::MouseMove: move(*static_cast<QMouseEvent *>(event)); return true;
    case QEvent::MouseButtonRelease: release(*static_cast<QMouseEvent *>(event)); break;
    case QEvent::MouseButtonDblClick:
        if (static_cast<QMouseEvent *>(event)->button() == Qt::LeftButton) {
            m_drag = Drag::None;
            Q_EMIT doubleClicked();
            return true;
        }
        break;
    case QEvent::Wheel: return wheel(*static_cast<QWheelEvent *>(event));
    case QEvent::Leave:
        m_pointing = false;
        Q_EMIT pointed(std::nullopt);
        break;
    case QEvent::Hide:
        if (dragging()) {
            m_drag = Drag::None;
            Q_EMIT dragEnded();
        }
        break;
    default: break;
    }
    return QObject::eventFilter(watched, event);
}

bool ChartGestures::press(const QMouseEvent &event)
{
    if (event.button() != Qt::LeftButton || !m_plot.contains(event.position()))
        return false;
    m_widget->setFocus(Qt::MouseFocusReason);
    m_drag = event.modifiers() & Qt::ShiftModifier ? Drag::Select : Drag::Pressed;
    m_start = event.position();
    m_x = m_start.x();
    m_startFrom = m_from;
    m_startTo = m_to;
    return true;
}

void ChartGestures::move(const QMouseEvent &event)
{
    const double x = event.position().x();
    m_x = std::clamp(x, m_plot.left(), m_plot.right());
    if (m_drag == Drag::Pressed && std::abs(x - m_start.x()) >= QApplication::startDragDistance())
        m_drag = Drag::Pan;
    if (m_drag == Drag::Pan) {
        const auto shift = metric::Duration(std::llround((m_start.x() - x) / m_plot.width() * double((m_startTo - m_startFrom).count())));
        setWindow(m_startFrom + shift, m_startTo + shift);
        Q_EMIT panned(m_from, m_to);
    }
    m_pointing = m_plot.contains(event.position());
    Q_EMIT pointed(m_pointing || m_drag == Drag::Select ? std::optional(timeAt(m_x)) : std::nullopt);
}

void ChartGestures::release(const QMouseEvent &event)
{
    if (event.button() != Qt::LeftButton || m_drag == Drag::None)
        return;
    const auto drag = std::exchange(m_drag, Drag::None);
    if (drag == Drag::Pan)
        Q_EMIT windowChosen(m_from, m_to);
    if (drag == Drag::Select && std::abs(m_x - m_start.x()) >= kSelectPixels) {
        const auto [from, to] = std::minmax({timeAt(m_start.x()), timeAt(m_x)});
        Q_EMIT windowChosen(from, std::max(to, from + kNarrowest));
    }
    Q_EMIT dragEnded();
}

bool ChartGestures::wheel(const QWheelEvent &event)
{
    // A sideways wheel belongs to whoever scrolls; so does one beside the plot.
    const int turned = event.angleDelta().y();
    if (turned == 0 || m_drag != Drag::None || !m_plot.contains(event.position()))
        return false;
    const auto span = m_to - m_from;
    const auto wanted = metric::Duration(std::llround(double(span.count()) * std::pow(0.8, turned / 120.0)));
    const auto zoomed = std::clamp(wanted, kNarrowest, kWidest);
    const double share = (event.position().x() - m_plot.left()) / m_plot.width();
    const auto from = m_from + metric::Duration(std::llround(share * double((span - zoomed).count())));
    Q_EMIT windowChosen(from, from + zoomed);
    return true;
}

} // namespace ui
