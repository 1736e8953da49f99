#include "models/alerts/alert_book.h"

#include "models/query/figure.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace alerts {

using metric::Duration;
using metric::Timestamp;

namespace {

constexpr std::string_view kItself = "vedette";

bool isUpward(Comparison comparison) { return comparison == Comparison::Above || comparison == Comparison::AtLeast; }

bool isBroken(const AlertRule &rule, double value)
{
    switch (rule.comparison) {
    case Comparison::Above: return value > rule.value;
    case Comparison::AtLeast: return value >= rule.value;
    case Comparison::Below: return value < rule.value;
    case Comparison::AtMost: return value <= rule.value;
    }
    return false;
}

bool isOpen(const Alert &alert) { return alert.state == AlertState::Firing || alert.state == AlertState::Acknowledged; }

AlertEvent eventOf(const Alert &alert, EventKind kind, std::string_view author, std::string_view text, Timestamp time)
{
    return {alert.id, time, kind, std::string(author), std::string(text), alert.value};
}

Duration paceOf(const AlertRule &rule) { return std::clamp(rule.holdFor / 30, Duration::zero(), AlertBook::kSlowestPace); }

} // namespace

std::vector<AlertChange> AlertBook::restore(std::vector<AlertRule> rules, std::vector<Alert> open, std::int64_t nextAlertId, Timestamp now)
{
    m_rules.clear();
    for (auto &rule : rules) {
        const auto id = rule.id;
        m_rules[id].rule = std::move(rule);
    }
    m_nextAlertId = nextAlertId;
    m_gapEverywhere = true;
    m_changed = true;
    std::vector<AlertChange> changes;
    for (auto &alert : open) {
        const auto watched = m_rules.find(alert.rule.id);
        if (watched == m_rules.end() || !watched->second.rule.enabled || watched->second.rule != alert.rule) {
            const char *why = watched == m_rules.end() ? "the rule was deleted" : "the rule was changed";
            changes.push_back(end(alert, EventKind::Resolved, kItself, why, now));
            continue;
        }
        alert.labels = alertLabels(alert.labels);
        const auto labels = *alert.labels;
        watched->second.alerts[labels] = Tracked{std::move(alert), now};
    }
    return changes;
}

std::vector<AlertChange> AlertBook::evaluate(Timestamp now)
{
    m_now = std::max(m_now, now);
    // The gravest first, so that what is less grave finds itself covered.
    std::vector<Watched *> due;
    for (auto &[id, watched] : m_rules) {
        if (watched.rule.enabled && m_now >= watched.nextDue)
            due.push_back(&watched);
    }
    std::stable_sort(due.begin(), due.end(), [](const Watched *a, const Watched *b) { return a->rule.severity > b->rule.severity; });

    std::vector<AlertChange> changes;
    Answers answers;
    for (auto *watched : due)
        evaluateRule(*watched, answers, changes);
    m_gaps.clear();
    m_gapEverywhere = false;
    decideWhatIsTold(changes);
    m_changed |= !changes.empty();
    return changes;
}

void AlertBook::evaluateRule(Watched &watched, Answers &answers, std::vector<AlertChange> &changes)
{
    const auto &rule = watched.rule;
    auto found = answers.find(rule.expression);
    if (found == answers.end())
        found = answers.emplace(rule.expression, m_engine.instant(rule.expression, m_now)).first;

    // On a grid, so that brothers with one holdFor are always asked in the same rounds.
    const Duration pace = paceOf(rule);
    watched.nextDue = pace > Duration::zero() ? metric::onGrid(m_now, pace) + pace : m_now;

    const auto &answer = found->second;
    const std::string error = answer ? std::string() : answer.error().message;
    if (error != watched.error) {
        watched.error = error;
        m_changed = true;
    }
    if (!answer) {
        // What nobody can see neither goes on pending nor ends.
        m_changed |= std::erase_if(watched.alerts, [](const auto &entry) { return entry.second.alert.state == AlertState::Pending; }) > 0;
        for (auto &[labels, tracked] : watched.alerts)
            tracked.lastSeen = m_now;
        return;
    }
    for (const auto &sample : *answer) {
        if (rule.target.empty() || sample.labels->get("instance") == rule.target)
            see(watched, sample, changes);
    }
    loseSight(watched, changes);
    for (const auto &[labels, tracked] : watched.alerts) {
        if (tracked.alert.state == AlertState::Pending)
            watched.nextDue = std::min(watched.nextDue, tracked.alert.pendingSince + rule.holdFor);
    }
}

void AlertBook::see(Watched &watched, const query::InstantSample &sample, std::vector<AlertChange> &changes)
{
    const bool broken = isBroken(watched.rule, sample.value);
    const auto labels = alertLabels(sample.labels);
    auto found = watched.alerts.find(*labels);
    if (found == watched.alerts.end()) {
        if (!broken)
            return;
        Alert alert;
        alert.rule = watched.rule;
        alert.labels = labels;
        alert.unit = query::unitOf(alert.rule.expression);
        alert.worst = sample.value;
        alert.pendingSince = m_now;
        found = watched.alerts.emplace(*labels, Tracked{std::move(alert)}).first;
        m_changed = true;
    }
    auto &tracked = found->second;
    auto &alert = tracked.alert;
    tracked.lastSeen = m_now;
    if (tracked.cleared) {
        if (!broken)
            watched.alerts.erase(found);
        return;
    }
    m_changed |= alert.value != sample.value;
    alert.value = sample.value;
    if (!broken) {
        if (isOpen(alert))
            changes.push_back(end(alert, EventKind::Resolved, kItself, "back within the limits", m_now));
        watched.alerts.erase(found);
        m_changed = true;
        return;
    }
    if (isUpward(watched.rule.comparison) ? sample.value > alert.worst : sample.value < alert.worst)
        alert.worst = sample.value;
    if (alert.state == AlertState::Pending && m_now - alert.pendingSince >= watched.rule.holdFor && !isFreshAfterGap(*alert.labels))
        fire(tracked, changes);
}

// What had no value in this round.
void AlertBook::loseSight(Watched &watched, std::vector<AlertChange> &changes)
{
    for (auto entry = watched.alerts.begin(); entry != watched.alerts.end();) {
        auto &[labels, tracked] = *entry;
        if (tracked.lastSeen == m_now) {
            ++entry;
            continue;
        }
        if (isOpen(tracked.alert)) {
            // Nobody looked either: the grace begins now.
            if (isFreshAfterGap(labels))
                tracked.lastSeen = m_now;
            if (m_now - tracked.lastSeen < kNoDataGrace) {
                ++entry;
                continue;
            }
            changes.push_back(end(tracked.alert, EventKind::Resolved, kItself, "no data", m_now));
        }
        entry = watched.alerts.erase(entry);
        m_changed = true;
    }
}

void AlertBook::fire(Tracked &tracked, std::vector<AlertChange> &changes)
{
    auto &alert = tracked.alert;
    alert.id = m_nextAlertId++;
    alert.state = AlertState::Firing;
    alert.firingSince = m_now;
    alert.notified = isCovered(alert) ? Notified::Covered : Notified::No;
    const char *text = alert.notified == Notified::Covered ? "not told: a graver alert on the same thing was" : "";
    changes.push_back({alert,
                       {eventOf(alert, EventKind::Pending, kItself, {}, alert.pendingSince), eventOf(alert, EventKind::Fired, kItself, text, m_now)},
                       std::nullopt});
}

AlertChange AlertBook::end(Alert &alert, EventKind kind, std::string_view author, std::string_view why, Timestamp now)
{
    alert.state = AlertState::Resolved;
    alert.resolvedAt = now;
    AlertChange change{alert, {eventOf(alert, kind, author, why, now)}, std::nullopt};
    if (alert.notified == Notified::Yes && mayTell(alert, now))
        change.notify = NotificationKind::Resolved;
    return change;
}

std::vector<AlertChange> AlertBook::endAll(Watched &watched, std::string_view why, Timestamp now)
{
    std::vector<AlertChange> changes;
    for (auto &[labels, tracked] : watched.alerts) {
        if (isOpen(tracked.alert))
            changes.push_back(end(tracked.alert, EventKind::Resolved, kItself, why, now));
    }
    watched.alerts.clear();
    return changes;
}

// The one place that decides about beginnings and reminders: for what fired in this round and for what had to wait.
void AlertBook::decideWhatIsTold(std::vector<AlertChange> &changes)
{
    const auto tell = [&](const Alert &alert, NotificationKind kind) {
        const auto same = std::find_if(changes.begin(), changes.end(), [&](const AlertChange &change) { return change.alert.id == alert.id; });
        auto &change = same == changes.end() ? changes.emplace_back() : *same;
        change.alert = alert;
        change.notify = kind;
    };
    for (auto &[id, watched] : m_rules) {
        for (auto &[labels, tracked] : watched.alerts) {
            auto &alert = tracked.alert;
            if (alert.state != AlertState::Firing || !mayTell(alert, m_now))
                continue;
            if (alert.notified == Notified::No) {
                tell(alert, NotificationKind::Fired);
            } else if (alert.notified == Notified::Yes && alert.snoozedUntil != Timestamp{}) {
                alert.snoozedUntil = {};
                tell(alert, NotificationKind::Updated);
            }
        }
    }
}

bool AlertBook::isCovered(const Alert &alert) const
{
    return std::any_of(m_rules.begin(), m_rules.end(), [&](const auto &entry) {
        const auto &other = entry.second;
        if (other.rule.severity <= alert.rule.severity || other.rule.expression != alert.rule.expression ||
            isUpward(other.rule.comparison) != isUpward(alert.rule.comparison))
            return false;
        const auto found = other.alerts.find(*alert.labels);
        return found != other.alerts.end() && isOpen(found->second.alert);
    });
}

bool AlertBook::mayTell(const Alert &alert, Timestamp now) const { return now >= m_pausedUntil && now >= alert.snoozedUntil; }

void AlertBook::gap(std::string_view instance)
{
    if (instance.empty())
        m_gapEverywhere = true;
    else
        m_gaps.emplace_back(instance);
    for (auto &[id, watched] : m_rules) {
        watched.nextDue = {};
        m_changed |= std::erase_if(watched.alerts, [&](const auto &entry) {
                         return entry.second.alert.state == AlertState::Pending && isFreshAfterGap(entry.first);
                     }) > 0;
    }
}

bool AlertBook::isFreshAfterGap(const metric::Labels &labels) const
{
    return m_gapEverywhere || std::find(m_gaps.begin(), m_gaps.end(), labels.get("instance")) != m_gaps.end();
}

Alert *AlertBook::find(std::int64_t alertId)
{
    for (auto &[id, watched] : m_rules) {
        for (auto &[labels, tracked] : watched.alerts) {
            if (tracked.alert.id == alertId && isOpen(tracked.alert))
                return &tracked.alert;
        }
    }
    return nullptr;
}

std::vector<AlertChange> AlertBook::acknowledge(std::int64_t id, std::string_view author, std::string_view comment, Timestamp now)
{
    Alert *alert = find(id);
    if (!alert)
        return {};
    m_changed = true;
    const bool again = alert->state == AlertState::Acknowledged;
    if (!again) {
        alert->state = AlertState::Acknowledged;
        alert->acknowledgedBy = author;
        alert->acknowledgedAt = now;
    }
    if (!again || !comment.empty())
        alert->comment = comment;
    AlertChange change{*alert, {eventOf(*alert, again ? EventKind::Commented : EventKind::Acknowledged, author, comment, now)}, std::nullopt};
    if (!again && alert->notified == Notified::Yes && mayTell(*alert, now))
        change.notify = NotificationKind::Updated;
    return {std::move(change)};
}

std::vector<AlertChange> AlertBook::acknowledgeAll(std::string_view author, Timestamp now)
{
    std::vector<AlertChange> changes;
    const auto firing = snapshot().firing;
    for (const auto &alert : firing) {
        if (alert.state == AlertState::Firing)
            std::ranges::move(acknowledge(alert.id, author, {}, now), std::back_inserter(changes));
    }
    return changes;
}

std::vector<AlertChange> AlertBook::snooze(std::int64_t id, Timestamp until, std::string_view author, Timestamp now)
{
    Alert *alert = find(id);
    if (!alert)
        return {};
    m_changed = true;
    alert->snoozedUntil = until;
    return {{*alert, {eventOf(*alert, EventKind::Snoozed, author, {}, now)}, std::nullopt}};
}

std::vector<AlertChange> AlertBook::resolve(std::int64_t id, std::string_view author, Timestamp now)
{
    for (auto &[ruleId, watched] : m_rules) {
        for (auto &[labels, tracked] : watched.alerts) {
            if (tracked.alert.id == id && isOpen(tracked.alert)) {
                m_changed = true;
                tracked.cleared = true;
                return {end(tracked.alert, EventKind::Cleared, author, {}, now)};
            }
        }
    }
    return {};
}

void AlertBook::pauseNotifications(Timestamp until)
{
    m_pausedUntil = until;
    m_changed = true;
}

std::optional<AlertChange> AlertBook::told(std::int64_t id, Timestamp now)
{
    Alert *alert = find(id);
    if (!alert)
        return std::nullopt;
    alert->notified = Notified::Yes;
    return AlertChange{*alert, {eventOf(*alert, EventKind::Notified, kItself, {}, now)}, std::nullopt};
}

std::vector<AlertChange> AlertBook::setRule(const AlertRule &rule, Timestamp now)
{
    auto &watched = m_rules[rule.id];
    if (watched.rule == rule)
        return {};
    const char *why = watched.rule.enabled && !rule.enabled ? "the rule was switched off" : "the rule was changed";
    auto changes = endAll(watched, why, now);
    watched = Watched{rule, {}, {}, {}};
    m_changed = true;
    return changes;
}

std::vector<AlertChange> AlertBook::removeRule(std::int64_t ruleId, Timestamp now)
{
    const auto found = m_rules.find(ruleId);
    if (found == m_rules.end())
        return {};
    auto changes = endAll(found->second, "the rule was deleted", now);
    m_rules.erase(found);
    m_changed = true;
    return changes;
}

const AlertRule *AlertBook::rule(std::int64_t ruleId) const
{
    const auto found = m_rules.find(ruleId);
    return found == m_rules.end() ? nullptr : &found->second.rule;
}

AlertSnapshot AlertBook::snapshot() const
{
    AlertSnapshot snapshot;
    snapshot.pausedUntil = m_pausedUntil;
    for (const auto &[id, watched] : m_rules) {
        snapshot.rules.push_back(watched.rule);
        if (watched.rule.enabled && !watched.error.empty())
            snapshot.errors.push_back({id, watched.error});
        for (const auto &[labels, tracked] : watched.alerts) {
            const auto &alert = tracked.alert;
            if (alert.state == AlertState::Pending)
                snapshot.pending.push_back(alert);
            if (!isOpen(alert))
                continue;
            snapshot.firing.push_back(alert);
            ++snapshot.counts[std::size_t(alert.rule.severity)];
            snapshot.unacknowledged[std::size_t(alert.rule.severity)] += alert.state == AlertState::Firing;
        }
    }
    std::ranges::sort(snapshot.pending, [](const Alert &a, const Alert &b) {
        return std::tie(a.pendingSince, a.rule.id, *a.labels) < std::tie(b.pendingSince, b.rule.id, *b.labels);
    });
    std::ranges::sort(snapshot.firing, [](const Alert &a, const Alert &b) {
        return std::tie(b.rule.severity, b.firingSince, b.id) < std::tie(a.rule.severity, a.firingSince, a.id);
    });
    return snapshot;
}

} // namespace alerts
