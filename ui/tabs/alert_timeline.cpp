#include "ui/tabs/alert_timeline.h"

#include "models/items/alert_model.h"
#include "models/items/incident_model.h"
#include "ui/charts/time_axis.h"
#include "ui/theme/state_mark.h"

#include <QtGui/QHelpEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QToolTip>

#include <algorithm>
#include <cmath>

namespace ui {

using namespace std::chrono_literals;
using alerts::Incident;
using alerts::TimeRange;
using metric::Timestamp;

static constexpr int kTrackHeight = 15;
static constexpr int kLanePadding = 5;
static constexpr double kBarHeight = 7;
static constexpr double kMarkSize = 11;
static constexpr int kAxisHeight = 20;
static constexpr metric::Duration kShortestWindow = 1min;

AlertTimeline::AlertTimeline(const Theme &theme, QWidget *parent) : QAbstractScrollArea(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("alertTimeline"));
    setAccessibleName(tr("Timeline of alerts"));
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    setMinimumHeight(90);
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void AlertTimeline::setIncidents(IncidentsRef incidents, const TimeRange &range)
{
    const bool isWhole = m_window == m_range;
    const auto moved = range.to - m_range.to;
    const bool goesOn = range.to - range.from == m_range.to - m_range.from && moved >= 0ms && moved < range.to - range.from;
    m_incidents = std::move(incidents);
    m_range = range;
    if (isWhole || !goesOn)
        m_window = range;
    arrange();
    lookAt(m_window);
}

void AlertTimeline::setGaps(std::vector<TimeRange> gaps)
{
    m_gaps = std::move(gaps);
    viewport()->update();
}

void AlertTimeline::setLanesBy(items::LanesBy by)
{
    m_by = by;
    arrange();
}

void AlertTimeline::arrange()
{
    m_lanes = items::incidentLanes(*m_incidents, m_by);
    m_inLane.assign(m_lanes.lanes.size(), {});
    for (std::size_t i = 0; i < m_incidents->size(); ++i)
        m_inLane[std::size_t(m_lanes.places[i].lane)].push_back(i);
    for (auto &lane : m_inLane)
        std::ranges::sort(lane, {}, [this](std::size_t i) { return std::pair((*m_incidents)[i].firingSince, i); });
    m_tops = {0};
    for (const auto &lane : m_lanes.lanes)
        m_tops.push_back(m_tops.back() + lane.tracks * kTrackHeight + kLanePadding);
    layOut();
    viewport()->update();
}

void AlertTimeline::layOut()
{
    const int room = int(plot().height());
    verticalScrollBar()->setPageStep(room);
    verticalScrollBar()->setSingleStep(kTrackHeight + kLanePadding);
    verticalScrollBar()->setRange(0, m_tops.empty() ? 0 : std::max(0, m_tops.back() - room));
}

QRectF AlertTimeline::plot() const
{
    const auto whole = QRectF(viewport()->rect());
    const double names = std::clamp(whole.width() * 0.28, 80.0, 210.0);
    return whole.adjusted(names, 0, -12, -kAxisHeight);
}

double AlertTimeline::xOf(Timestamp time) const
{
    const auto area = plot();
    return area.left() + area.width() * double((time - m_window.from).count()) / double(std::max(m_window.to - m_window.from, 1ms).count());
}

Timestamp AlertTimeline::timeAt(double x) const
{
    const auto area = plot();
    const double share = (x - area.left()) / std::max(area.width(), 1.0);
    return m_window.from + metric::Duration(std::llround(share * double((m_window.to - m_window.from).count())));
}

Timestamp AlertTimeline::endOf(const Incident &incident) const
{
    return incident.state == alerts::AlertState::Resolved ? std::max(incident.resolvedAt, incident.firingSince) : m_range.to;
}

double AlertTimeline::middleOf(std::size_t incident) const
{
    const auto place = m_lanes.places[incident];
    return m_tops[std::size_t(place.lane)] + kLanePadding / 2.0 + (place.track + 0.5) * kTrackHeight - verticalScrollBar()->value();
}

void AlertTimeline::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    const auto area = plot();
    const auto dim = m_theme.color(Theme::Color::Dim);
    if (m_range.from == m_range.to)
        return;

    painter.save();
    painter.setClipRect(area);
    for (const auto &gap : m_gaps) {
        const QRectF unwatched(QPointF(std::max(xOf(gap.from), area.left()), area.top()),
                               QPointF(std::min(xOf(gap.to), area.right()), area.bottom()));
        if (unwatched.width() > 0)
            painter.fillRect(unwatched, QBrush(m_theme.color(Theme::Color::Line), Qt::BDiagPattern));
    }
    painter.restore();

    auto small = font();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    painter.setFont(small);
    const int labelWidth = QFontMetrics(small).horizontalAdvance(QStringLiteral("30 Nov ")) + 24;
    for (const auto &label : timeLabels(m_window.from, m_window.to, std::clamp(int(area.width()) / labelWidth, 1, 8))) {
        const double x = std::round(xOf(label.time)) + 0.5;
        painter.setPen(m_theme.color(Theme::Color::Grid));
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
        painter.setPen(dim);
        const double half = QFontMetrics(small).horizontalAdvance(label.text) / 2.0 + 1;
        const double middle = std::min(x, viewport()->width() - half);
        painter.drawText(QRectF(middle - half, area.bottom() + 2, 2 * half, kAxisHeight - 2), Qt::AlignHCenter | Qt::AlignTop, label.text);
    }
    painter.setPen(m_theme.color(Theme::Color::Line));
    painter.drawLine(QPointF(area.left(), area.bottom() + 0.5), QPointF(area.right(), area.bottom() + 0.5));

    painter.setClipRect(QRectF(0, 0, viewport()->width(), area.bottom()));
    painter.setFont(font());
    for (int lane = 0; lane < int(m_lanes.lanes.size()); ++lane)
        paintLane(painter, lane);
}

void AlertTimeline::paintLane(QPainter &painter, int lane) const
{
    const auto area = plot();
    const double top = m_tops[std::size_t(lane)] - verticalScrollBar()->value();
    const double bottom = m_tops[std::size_t(lane) + 1] - verticalScrollBar()->value();
    if (bottom < area.top() || top > area.bottom())
        return;
    painter.setPen(m_theme.color(Theme::Color::Text));
    const QRectF name(0, top, area.left() - 14, kTrackHeight + kLanePadding);
    painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_lanes.lanes[std::size_t(lane)].title, Qt::ElideMiddle, int(name.width())));
    painter.setPen(m_theme.color(Theme::Color::Grid));
    painter.drawLine(QPointF(0, std::floor(bottom) - 0.5), QPointF(area.right(), std::floor(bottom) - 0.5));

    painter.save();
    painter.setClipRect(area.adjusted(-kMarkSize / 2, 0, kMarkSize / 2, 0), Qt::IntersectClip);
    // Where many stand on one spot one of them is enough; what is chosen comes last, so that nothing hides it.
    std::array<double, items::IncidentLanes::kMostTracks> drawnTo{}, markedAt{};
    drawnTo.fill(-1e9);
    markedAt.fill(-1e9);
    for (const auto i : m_inLane[std::size_t(lane)]) {
        const auto &incident = (*m_incidents)[i];
        const double from = xOf(incident.firingSince), to = xOf(endOf(incident));
        if (to < area.left() - kMarkSize || from > area.right() + kMarkSize || incident.id == m_current)
            continue;
        const auto track = std::size_t(m_lanes.places[i].track);
        if (to <= drawnTo[track] + 0.5)
            continue;
        const bool hasMark = from - markedAt[track] > kMarkSize * 0.8;
        paintBar(painter, incident, middleOf(i), hasMark);
        drawnTo[track] = to;
        if (hasMark)
            markedAt[track] = from;
    }
    if (const auto current = indexOf(m_current); current != kNone && m_lanes.places[current].lane == lane) {
        const auto &incident = (*m_incidents)[current];
        const double middle = middleOf(current);
        auto ring = m_theme.color(Theme::Color::Accent);
        painter.setPen(QPen(ring, hasFocus() ? 2 : 1));
        ring.setAlphaF(0.15F);
        painter.setBrush(ring);
        painter.drawRoundedRect(
            QRectF(QPointF(xOf(incident.firingSince) - kMarkSize / 2 - 2, middle - kTrackHeight / 2.0),
                   QPointF(std::max(xOf(endOf(incident)), xOf(incident.firingSince) + kMarkSize / 2) + 3, middle + kTrackHeight / 2.0)),
            4, 4);
        paintBar(painter, incident, middle, true);
    }
    painter.restore();
}

void AlertTimeline::paintBar(QPainter &painter, const Incident &incident, double middle, bool hasMark) const
{
    const auto state = items::severityState(incident.rule->severity);
    const auto colour = stateColor(state, m_theme);
    const double from = xOf(incident.firingSince), to = std::max(xOf(endOf(incident)), from + 2);
    const bool isTaken = incident.acknowledgedAt != Timestamp();
    const double taken = isTaken ? std::clamp(xOf(incident.acknowledgedAt), from, to) : to;
    const double top = middle - kBarHeight / 2;
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawRect(QRectF(from, top, taken - from, kBarHeight));
    if (to > taken) {
        painter.setPen(QPen(colour, 1));
        auto faint = colour;
        faint.setAlphaF(0.18F);
        painter.setBrush(faint);
        painter.drawRect(QRectF(taken, top + 0.5, to - taken, kBarHeight - 1));
    }
    if (incident.state != alerts::AlertState::Resolved) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawPolygon(QPolygonF({{to - 1, middle - kBarHeight}, {to + 6, middle}, {to - 1, middle + kBarHeight}}));
    }
    if (hasMark) {
        const QRectF mark(from - kMarkSize / 2, middle - kMarkSize / 2, kMarkSize, kMarkSize);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(Theme::Color::Panel)); // the shape stands off its bar
        painter.drawRect(mark.adjusted(-1, 0, 1, 0));
        paintState(painter, mark, state, m_theme);
    }
}

std::size_t AlertTimeline::incidentAt(const QPointF &position) const
{
    if (!plot().adjusted(-kMarkSize, 0, kMarkSize, 0).contains(position))
        return kNone;
    const double y = position.y() + verticalScrollBar()->value();
    const auto below = std::ranges::upper_bound(m_tops, int(y));
    if (below == m_tops.begin() || below == m_tops.end())
        return kNone;
    std::size_t found = kNone;
    double least = 4; // pixels beside it
    for (const auto i : m_inLane[std::size_t(below - m_tops.begin() - 1)]) {
        if (std::abs(middleOf(i) - position.y()) > kTrackHeight / 2.0)
            continue;
        const auto &incident = (*m_incidents)[i];
        const double from = xOf(incident.firingSince);
        const double away = std::max({from - kMarkSize / 2 - position.x(), position.x() - std::max(xOf(endOf(incident)), from + kMarkSize / 2), 0.0});
        if (away <= least) {
            least = away;
            found = i;
        }
    }
    return found;
}

std::size_t AlertTimeline::indexOf(qint64 alertId) const
{
    const auto found = std::ranges::find(*m_incidents, alertId, &Incident::id);
    return alertId == 0 || found == m_incidents->end() ? kNone : std::size_t(found - m_incidents->begin());
}

void AlertTimeline::setCurrent(qint64 alertId)
{
    m_current = alertId;
    if (const auto index = indexOf(alertId); index != kNone) {
        setAccessibleDescription(items::incidentText((*m_incidents)[index]).replace(u'\n', QStringLiteral(", ")));
        reveal(index);
    }
    viewport()->update();
}

void AlertTimeline::choose(std::size_t incident)
{
    if (incident == kNone)
        return;
    const auto id = (*m_incidents)[incident].id;
    setCurrent(id);
    Q_EMIT incidentChosen(id);
}

void AlertTimeline::reveal(std::size_t incident)
{
    const auto &shown = (*m_incidents)[incident];
    if (endOf(shown) < m_window.from || shown.firingSince > m_window.to) {
        const auto half = (m_window.to - m_window.from) / 2;
        lookAt({shown.firingSince - half, shown.firingSince + half});
    }
    const double middle = middleOf(incident);
    const double above = middle - kTrackHeight, below = middle + kTrackHeight - plot().height();
    if (above < 0)
        verticalScrollBar()->setValue(verticalScrollBar()->value() + int(std::floor(above)));
    else if (below > 0)
        verticalScrollBar()->setValue(verticalScrollBar()->value() + int(std::ceil(below)));
}

// Within the range, and as long as asked for.
void AlertTimeline::lookAt(const TimeRange &window)
{
    const auto whole = m_range.to - m_range.from;
    const auto span = std::clamp(window.to - window.from, std::min<metric::Duration>(kShortestWindow, whole), whole);
    const auto from = std::clamp(window.from, m_range.from, m_range.to - span);
    m_window = {from, from + span};
    viewport()->update();
}

void AlertTimeline::zoom(double factor, Timestamp around)
{
    const auto whole = m_range.to - m_range.from;
    const auto before = std::max(m_window.to - m_window.from, 1ms);
    const auto span =
        std::clamp(metric::Duration(std::llround(double(before.count()) * factor)), std::min<metric::Duration>(kShortestWindow, whole), whole);
    const double share = double((around - m_window.from).count()) / double(before.count());
    const auto from = around - metric::Duration(std::llround(share * double(span.count())));
    lookAt({from, from + span});
}

} // namespace ui
