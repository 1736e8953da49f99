#include "app/remote/alertmanager_queue.h"

#include <algorithm>

namespace remote {

using metric::Timestamp;

static bool isSent(const alerts::Alert &alert) { return alert.rule->origin != alerts::RuleOrigin::Received && !alert.rule->onTrial; }

void AlertmanagerQueue::take(const alerts::AlertSnapshot &snapshot, Timestamp now)
{
    ++m_snapshots;
    m_leftOut = 0;
    for (const auto &alert : snapshot.firing) {
        if (isSent(alert))
            see(alert);
    }
    std::unordered_map<std::int64_t, Timestamp> ends;
    for (const auto &alert : snapshot.resolved)
        ends.emplace(alert.id, alert.resolvedAt);
    for (auto &[labels, entry] : m_known) {
        if (entry->seen == m_snapshots || entry->resolvedAt)
            continue;
        const auto end = ends.find(entry->alertId);
        entry->resolvedAt = end != ends.end() ? end->second : now;
        hurry(entry);
    }
}

void AlertmanagerQueue::see(const alerts::Alert &alert)
{
    auto known = m_known.find(alert.labels);
    if (known == m_known.end()) {
        if (m_known.size() >= kMost) {
            ++m_leftOut;
            return;
        }
        known = m_known.emplace(alert.labels, m_urgent.insert(m_urgent.end(), Entry{})).first;
    }
    auto &entry = *known->second;
    const bool isAnew = entry.alertId != alert.id;
    // Two rules may make alerts of the same labels, which are one alert to an Alertmanager: the first counts.
    if (isAnew && entry.seen == m_snapshots)
        return;
    entry.seen = m_snapshots;
    entry.alertId = alert.id;
    entry.alert = {alert.labels, alert.annotations, alert.rule, alert.firingSince, {}};
    entry.resolvedAt.reset();
    if (isAnew)
        hurry(known->second);
}

void AlertmanagerQueue::hurry(Line::iterator entry)
{
    if (!std::exchange(entry->isUrgent, true))
        m_urgent.splice(m_urgent.end(), m_sent, entry);
}

bool AlertmanagerQueue::isOver(const Entry &entry, Timestamp now) const { return entry.resolvedAt && now - *entry.resolvedAt >= kEndsKept; }

void AlertmanagerQueue::forget(Line &line, Line::iterator entry)
{
    m_known.erase(entry->alert.labels);
    line.erase(entry);
}

std::vector<OutgoingAlert> AlertmanagerQueue::next(Timestamp now)
{
    std::vector<OutgoingAlert> batch;
    while (batch.size() < kBatch) {
        auto &line = m_urgent.empty() ? m_sent : m_urgent;
        const auto first = line.begin();
        if (first == line.end())
            break;
        if (isOver(*first, now)) {
            forget(line, first);
            continue;
        }
        // A moment that lies ahead is of a clock that was set back since.
        if (!first->isUrgent && now >= first->sentAt && now - first->sentAt < kResendDelay)
            break;
        first->isUrgent = false;
        first->sentAt = now;
        m_sent.splice(m_sent.end(), line, first);
        batch.push_back(first->alert);
        // After a clock was set back too: an end before the beginning is refused.
        batch.back().endsAt = std::max(first->resolvedAt.value_or(now + kGoesOn), batch.back().startsAt);
    }
    return batch;
}

void AlertmanagerQueue::lost()
{
    for (auto &entry : m_sent)
        entry.isUrgent = true;
    m_urgent.splice(m_urgent.end(), m_sent);
}

std::optional<Timestamp> AlertmanagerQueue::nextDue() const
{
    if (!m_urgent.empty())
        return Timestamp{};
    return m_sent.empty() ? std::nullopt : std::optional(m_sent.front().sentAt + kResendDelay);
}

} // namespace remote
