#include "ui/charts/threshold_grip.h"

#include <QtGui/QKeyEvent>
#include <QtGui/QMouseEvent>
#include <QtWidgets/QWidget>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ui {

static constexpr double kReachPixels = 4;

// What the axis counts in: GiB where it grows by GiB, minutes where it grows by minutes.
static double scaleOf(const ThresholdGrip::Axis &axis)
{
    switch (axis.unit) {
    case metric::Unit::Bytes:
    case metric::Unit::BytesPerSecond: return std::pow(1024, std::max(0.0, std::floor(std::log2(axis.step) / 10)));
    case metric::Unit::Seconds: return axis.step >= 86400 ? 86400 : axis.step >= 3600 ? 3600 : axis.step >= 60 ? 60 : 1;
    default: return 1;
    }
}

// 1, 2 or 5 of some power of ten, and not less.
static double roundStep(double least)
{
    const double power = std::pow(10, std::floor(std::log10(least)));
    for (const double part : {1.0, 2.0, 5.0}) {
        if (part * power >= least)
            return part * power;
    }
    return 10 * power;
}

ThresholdGrip::ThresholdGrip(QWidget *widget) : QObject(widget), m_widget(widget) { widget->installEventFilter(this); }

void ThresholdGrip::setLines(const Axis &axis, std::vector<Line> lines)
{
    m_axis = axis;
    m_lines = std::move(lines);
}

std::optional<qint64> ThresholdGrip::ruleAt(const QPointF &position) const
{
    const auto *line = lineAt(position, false);
    return line ? std::optional(line->ruleId) : std::nullopt;
}

const ThresholdGrip::Line *ThresholdGrip::lineAt(const QPointF &position, bool movableOnly) const
{
    const Line *nearest = nullptr;
    if (position.x() < m_axis.plot.left() || position.x() > m_axis.plot.right())
        return nullptr;
    for (const auto &line : m_lines) {
        const double distance = std::abs(line.y - position.y());
        const bool counts = line.ruleId != 0 && (line.isMovable || !movableOnly);
        if (counts && distance <= kReachPixels && (!nearest || distance < std::abs(nearest->y - position.y())))
            nearest = &line;
    }
    return nearest;
}

bool ThresholdGrip::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::MouseButtonPress: return press(*static_cast<QMouseEvent *>(event));
    case QEvent::MouseMove: return move(*static_cast<QMouseEvent *>(event));
    case QEvent::MouseButtonRelease: return release(*static_cast<QMouseEvent *>(event));
    case QEvent::ShortcutOverride: // Escape may be the window's
        if (m_held && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape)
            event->accept();
        return false;
    case QEvent::KeyPress: return static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape && cancel();
    case QEvent::Hide: cancel(); break;
    default: break;
    }
    return QObject::eventFilter(watched, event);
}

bool ThresholdGrip::press(const QMouseEvent &event)
{
    const auto *line = event.button() == Qt::LeftButton && event.modifiers() == Qt::NoModifier ? lineAt(event.position(), true) : nullptr;
    if (!line)
        return false;
    m_widget->setFocus(Qt::MouseFocusReason);
    m_held = Held{line->ruleId, line->value};
    m_before = line->value;
    m_offset = line->y - event.position().y();
    Q_EMIT dragged();
    return true;
}

bool ThresholdGrip::move(const QMouseEvent &event)
{
    if (m_held) {
        const double value = valueAt(event.position().y() + m_offset);
        if (value != std::exchange(m_held->value, value))
            Q_EMIT dragged();
        return true;
    }
    const bool isOver = event.buttons() == Qt::NoButton && lineAt(event.position(), true);
    if (isOver != std::exchange(m_isOver, isOver)) {
        if (isOver)
            m_widget->setCursor(Qt::SizeVerCursor);
        else
            m_widget->unsetCursor();
    }
    return false;
}

bool ThresholdGrip::release(const QMouseEvent &event)
{
    if (event.button() != Qt::LeftButton || !m_held)
        return false;
    const auto held = *std::exchange(m_held, std::nullopt);
    if (held.value != m_before)
        Q_EMIT moved(held.ruleId, held.value);
    Q_EMIT ended();
    return true;
}

bool ThresholdGrip::cancel()
{
    if (!std::exchange(m_held, std::nullopt))
        return false;
    Q_EMIT ended();
    return true;
}

// As exact as a pixel is, and round: nobody means 0.7341.
double ThresholdGrip::valueAt(double y) const
{
    const auto &plot = m_axis.plot;
    const double pixel = (m_axis.high - m_axis.low) / std::max(1.0, plot.height());
    if (std::abs(y - (plot.bottom() - (m_before - m_axis.low) / pixel)) < 0.5)
        return m_before;
    const double value = std::clamp(m_axis.low + (plot.bottom() - y) * pixel, m_axis.low, m_axis.high);
    const double scale = scaleOf(m_axis);
    const double step = roundStep(pixel / scale) * scale;
    const double rounded = std::clamp(std::round(value / step) * step, m_axis.low, m_axis.high);
    return QByteArray::number(rounded, 'g', 12).toDouble(); // 0.73, not 0.7300000000000001
}

} // namespace ui
