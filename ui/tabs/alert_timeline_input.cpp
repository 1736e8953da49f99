// What people do with a timeline: the mouse, the wheel, the keys.
#include "models/items/incident_model.h"
#include "ui/tabs/alert_timeline.h"

#include <QtGui/QHelpEvent>
#include <QtGui/QWheelEvent>
#include <QtWidgets/QApplication>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QToolTip>

#include <cmath>

namespace ui {

using metric::Timestamp;

QString AlertTimeline::hintAt(const QPointF &position) const
{
    if (const auto incident = incidentAt(position); incident != kNone)
        return items::incidentText((*m_incidents)[incident]);
    const auto area = plot();
    if (position.x() < area.left()) {
        const auto below = std::ranges::upper_bound(m_tops, int(position.y()) + verticalScrollBar()->value());
        if (below == m_tops.begin() || below == m_tops.end())
            return {};
        const auto &lane = m_lanes.lanes[std::size_t(below - m_tops.begin() - 1)];
        return lane.title + u'\n' + tr("%n incident(s)", nullptr, int(lane.incidents));
    }
    for (const auto &gap : m_gaps) {
        if (area.contains(position) && position.x() >= xOf(gap.from) && position.x() <= xOf(gap.to))
            return tr("Nobody watched from %1 to %2.").arg(items::timeText(gap.from), items::timeText(gap.to));
    }
    return {};
}

bool AlertTimeline::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const auto hint = hintAt(help->pos());
    if (hint.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), hint, viewport());
    return true;
}

void AlertTimeline::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    layOut();
}

// Over the names it scrolls, over the bars it zooms.
void AlertTimeline::wheelEvent(QWheelEvent *event)
{
    if (event->position().x() < plot().left())
        return QAbstractScrollArea::wheelEvent(event);
    zoom(std::pow(0.8, event->angleDelta().y() / 120.0), timeAt(event->position().x()));
    event->accept();
}

void AlertTimeline::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_pressedAt = m_draggedTo = event->position();
    m_isDragging = false;
}

void AlertTimeline::mouseMoveEvent(QMouseEvent *event)
{
    if (!(event->buttons() & Qt::LeftButton))
        return;
    m_isDragging |= (event->position() - m_pressedAt).manhattanLength() >= QApplication::startDragDistance();
    if (!m_isDragging)
        return;
    const auto by = timeAt(m_draggedTo.x()) - timeAt(event->position().x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() + int(m_draggedTo.y() - event->position().y()));
    m_draggedTo = event->position();
    lookAt({m_window.from + by, m_window.to + by});
}

void AlertTimeline::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && !m_isDragging)
        choose(incidentAt(event->position()));
}

void AlertTimeline::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && incidentAt(event->position()) == kNone)
        lookAt(m_range);
}

std::size_t AlertTimeline::nearest(int lane, Timestamp time) const
{
    std::size_t found = kNone;
    for (const auto i : m_inLane[std::size_t(lane)]) {
        const auto away = [&](std::size_t each) { return std::chrono::abs((*m_incidents)[each].firingSince - time); };
        if (found == kNone || away(i) < away(found))
            found = i;
    }
    return found;
}

// Left and right go through a lane, up and down from lane to lane; what is chosen first is the newest of the first lane.
void AlertTimeline::keyPressEvent(QKeyEvent *event)
{
    const auto middle = m_window.from + (m_window.to - m_window.from) / 2;
    switch (event->key()) {
    case Qt::Key_Plus: return zoom(0.8, middle);
    case Qt::Key_Minus: return zoom(1.25, middle);
    case Qt::Key_0: return lookAt(m_range);
    default: break;
    }
    static constexpr int kWalks[] = {Qt::Key_Left, Qt::Key_Right, Qt::Key_Up, Qt::Key_Down, Qt::Key_Home, Qt::Key_End, Qt::Key_Return};
    if (std::ranges::find(kWalks, event->key()) == std::end(kWalks) || m_inLane.empty())
        return QAbstractScrollArea::keyPressEvent(event);
    const auto current = indexOf(m_current);
    if (current == kNone)
        return choose(m_inLane.front().back());
    const int lane = m_lanes.places[current].lane;
    const auto &row = m_inLane[std::size_t(lane)];
    const auto at = std::ranges::find(row, current) - row.begin();
    const auto step = [&](std::ptrdiff_t to) { choose(row[std::size_t(std::clamp<std::ptrdiff_t>(to, 0, std::ssize(row) - 1))]); };
    const auto change = [&](int to) {
        if (to >= 0 && to < int(m_inLane.size()))
            choose(nearest(to, (*m_incidents)[current].firingSince));
    };
    switch (event->key()) {
    case Qt::Key_Left: return step(at - 1);
    case Qt::Key_Right: return step(at + 1);
    case Qt::Key_Home: return step(0);
    case Qt::Key_End: return step(std::ssize(row) - 1);
    case Qt::Key_Up: return change(lane - 1);
    case Qt::Key_Down: return change(lane + 1);
    default: return choose(current);
    }
}

} // namespace ui
