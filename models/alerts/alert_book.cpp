#include "models/alerts/alert_book.h"

#include "models/query/figure.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace alerts {

using metric::Timestamp;

namespace {

constexpr std::string_view kItself = "vedette";
// Of those that inhibit an alert, to be named.
constexpr std::size_t kMostInhibitors = 3;

bool isUpward(Comparison comparison) { return comparison == Comparison::Above || comparison == Comparison::AtLeast; }

bool isOpen(const Alert &alert) { return alert.state == AlertState::Firing || alert.state == AlertState::Acknowledged; }

AlertEvent eventOf(const Alert &alert, EventKind kind, std::string_view author, std::string_view text, Timestamp time)
{
    return {alert.id, time, kind, std::string(author), std::string(text), alert.value};
}

bool isBeyond(const AlertRule &rule, double value, double worst)
{
    return rule.isThreshold && !isUpward(rule.comparison) ? value < worst : value > worst;
}

// What muted it has ended.
void tellAgain(Alert &alert)
{
    if (alert.notified == Notified::Covered)
        return;
    alert.notified = Notified::No;
    alert.returned = true;
}

} // namespace

std::vector<AlertChange> AlertBook::restore(std::span<const AlertRuleRef> rules, std::vector<Alert> open, std::int64_t nextAlertId, Timestamp now)
{
    m_rules.clear();
    m_open.clear();
    m_nextAlertId = nextAlertId;
    m_now = std::max(m_now, now);
    auto changes = setRules(rules, now);
    for (auto &alert : open) {
        const auto watched = m_rules.find(alert.rule->id);
        const bool isThere = watched != m_rules.end();
        if (!isThere || !watched->second.rule->enabled || !firesAlike(*watched->second.rule, *alert.rule)) {
            const char *why = isThere ? "the rule was changed" : "the rule was deleted";
            changes.push_back(end(alert, EventKind::Resolved, kItself, why, now));
            continue;
        }
        const auto labels = *alert.labels;
        m_inhibition.add(alert.labels);
        const auto id = alert.id;
        m_open[id] = &(watched->second.alerts[labels] = Tracked{std::move(alert)});
    }
    decideWhatIsMuted(changes);
    return changes;
}

std::vector<AlertChange> AlertBook::setRules(std::span<const AlertRuleRef> rules, Timestamp now)
{
    m_changed = true;
    std::vector<AlertChange> changes;
    auto before = std::exchange(m_rules, {});
    auto list = std::make_shared<std::vector<AlertRule>>();
    m_byExpression.clear();
    for (const auto &rule : rules) {
        if (rule->origin != RuleOrigin::Received)
            list->push_back(*rule);
        auto &watched = m_rules[rule->id];
        watched.rule = rule;
        if (rule->enabled && rule->isThreshold)
            m_byExpression[rule->expression].push_back(rule->id);
        const auto known = before.find(rule->id);
        if (known == before.end())
            continue;
        const auto &old = *known->second.rule;
        if (!rule->enabled || !firesAlike(old, *rule)) {
            const char *why = old.enabled && !rule->enabled ? "the rule was switched off" : "the rule was changed";
            std::ranges::move(endAll(known->second, why, now), std::back_inserter(changes));
        } else {
            watched.alerts = std::move(known->second.alerts);
            watched.error = std::move(known->second.error);
            for (auto &[labels, tracked] : watched.alerts)
                tracked.alert.rule = rule;
        }
        before.erase(known);
    }
    m_list = std::move(list);
    for (auto &[id, watched] : before)
        std::ranges::move(endAll(watched, "the rule was deleted", now), std::back_inserter(changes));
    return changes;
}

std::vector<AlertChange> AlertBook::round(std::vector<RuleOutcome> outcomes, Timestamp now)
{
    m_now = std::max(m_now, now);
    // The gravest first, so that what is less grave finds itself covered.
    std::ranges::stable_sort(outcomes, [](const RuleOutcome &a, const RuleOutcome &b) { return a.rule->severity > b.rule->severity; });
    std::vector<AlertChange> changes;
    for (const auto &outcome : outcomes) {
        const auto found = m_rules.find(outcome.rule->id);
        if (found == m_rules.end())
            continue;
        auto &watched = found->second;
        const std::string error = outcome.error ? outcome.error->message : std::string();
        m_changed |= std::exchange(watched.error, error) != error;
        if (!outcome.error)
            follow(watched, *outcome.state, changes);
        else // what nobody can see neither goes on pending nor ends
            m_changed |= std::erase_if(watched.alerts, [](const auto &each) { return each.second.alert.state == AlertState::Pending; }) > 0;
    }
    decideWhatIsMuted(changes);
    m_changed |= !changes.empty();
    return changes;
}

std::vector<AlertChange> AlertBook::tick(Timestamp now) { return round({}, now); }

void AlertBook::setInhibitRules(std::vector<InhibitRule> rules)
{
    m_inhibition = Inhibition(std::move(rules));
    for (const auto &[id, tracked] : m_open)
        m_inhibition.add(tracked->alert.labels);
    m_inhibitionChanged = true;
}

void AlertBook::silencesChanged()
{
    m_silenceList = std::make_shared<const std::vector<Silence>>(m_silences.all());
    m_changed = true;
}

void AlertBook::follow(Watched &watched, const rules::RuleState &state, std::vector<AlertChange> &changes)
{
    for (auto entry = watched.alerts.begin(); entry != watched.alerts.end();) {
        auto &[labels, tracked] = *entry;
        const auto active = state.alerts.find(labels);
        const bool isOver = active == state.alerts.end() || active->second.phase == rules::AlertPhase::Inactive;
        // What ended and began again between two looks waits anew.
        const bool isAnew = !isOver && isOpen(tracked.alert) && active->second.phase == rules::AlertPhase::Pending;
        if (!isOver && !isAnew) {
            ++entry;
            continue;
        }
        const bool isMissing = active != state.alerts.end() && active->second.missingSince.has_value();
        if (isOpen(tracked.alert))
            changes.push_back(end(tracked.alert, EventKind::Resolved, kItself, isMissing ? "no data" : "back within the limits", m_now));
        entry = watched.alerts.erase(entry);
        m_changed = true;
    }
    for (const auto &[labels, active] : state.alerts) {
        if (active.phase != rules::AlertPhase::Inactive)
            see(watched, labels, active, changes);
    }
}

void AlertBook::see(Watched &watched, const metric::Labels &labels, const rules::ActiveAlert &active, std::vector<AlertChange> &changes)
{
    auto found = watched.alerts.find(labels);
    if (found == watched.alerts.end()) {
        Alert alert;
        alert.rule = watched.rule;
        alert.labels = std::make_shared<const metric::Labels>(labels);
        alert.unit = query::unitOf(alert.rule->expression);
        alert.value = active.value;
        alert.worst = active.value;
        alert.pendingSince = active.activeAt;
        found = watched.alerts.emplace(labels, Tracked{std::move(alert)}).first;
        m_changed = true;
    }
    auto &tracked = found->second;
    auto &alert = tracked.alert;
    if (tracked.cleared)
        return;
    if (alert.state == AlertState::Pending && alert.pendingSince != active.activeAt) {
        alert.pendingSince = active.activeAt; // it waits anew
        alert.worst = active.value;
        m_changed = true;
    }
    m_changed |= alert.value != active.value;
    alert.value = active.value;
    if (isBeyond(*watched.rule, active.value, alert.worst))
        alert.worst = active.value;
    if (!active.annotations.empty() && (!alert.annotations || *alert.annotations != active.annotations))
        alert.annotations = std::make_shared<const Annotations>(active.annotations);
    if (alert.state == AlertState::Pending && active.phase == rules::AlertPhase::Firing)
        fire(tracked, changes);
}

void AlertBook::fire(Tracked &tracked, std::vector<AlertChange> &changes)
{
    auto &alert = tracked.alert;
    alert.id = m_nextAlertId++;
    alert.state = AlertState::Firing;
    alert.firingSince = m_now;
    m_open[alert.id] = &tracked;
    m_inhibition.add(alert.labels);
    m_inhibitionChanged = true;
    const char *text = alert.rule->onTrial ? "not told: the rule is on trial"
                       : isCovered(alert)  ? "not told: a graver alert on the same thing was"
                                           : "";
    alert.notified = *text ? Notified::Covered : Notified::No;
    alert.isHushed = m_flapping.isFlapping(*alert.labels, m_now);
    alert.flaps = m_flapping.began(*alert.labels, m_now);
    changes.push_back(
        {alert, {eventOf(alert, EventKind::Pending, kItself, {}, alert.pendingSince), eventOf(alert, EventKind::Fired, kItself, text, m_now)}});
    if (alert.flaps)
        changes.back().events.push_back(eventOf(alert, EventKind::Flapping, kItself, {}, m_now));
}

AlertChange AlertBook::end(Alert &alert, EventKind kind, std::string_view author, std::string_view why, Timestamp now)
{
    m_open.erase(alert.id);
    m_inhibition.remove(*alert.labels);
    m_inhibitionChanged = true;
    alert.state = AlertState::Resolved;
    alert.resolvedAt = now;
    m_flapping.ended(*alert.labels, now);
    return {alert, {eventOf(alert, kind, author, why, now)}};
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

namespace {

// Finds the change of an alert, to which more can be added.
class ChangesById {
public:
    explicit ChangesById(std::vector<AlertChange> &changes) : m_changes(changes)
    {
        for (std::size_t i = 0; i < changes.size(); ++i)
            m_places.emplace(changes[i].alert.id, i);
    }
    AlertChange &of(const Alert &alert)
    {
        const auto [place, isNew] = m_places.emplace(alert.id, m_changes.size());
        auto &change = isNew ? m_changes.emplace_back() : m_changes[place->second];
        change.alert = alert;
        return change;
    }

private:
    std::vector<AlertChange> &m_changes;
    std::unordered_map<std::int64_t, std::size_t> m_places;
};

} // namespace

void AlertBook::decideWhatIsMuted(std::vector<AlertChange> &changes)
{
    std::vector<const SilenceMatch *> matches;
    ChangesById byId(changes);
    const bool inhibitionChanged = std::exchange(m_inhibitionChanged, false);
    for (const auto &[id, tracked] : m_open) {
        auto &alert = tracked->alert;
        const auto note = [&](AlertEvent event) { byId.of(alert).events.push_back(std::move(event)); };
        if (alert.snoozedUntil != Timestamp{} && m_now >= alert.snoozedUntil) {
            alert.snoozedUntil = {};
            byId.of(alert);
        }
        if (alert.flaps && !m_flapping.isFlapping(*alert.labels, m_now)) {
            alert.flaps = alert.isHushed = false;
            note(eventOf(alert, EventKind::Calm, kItself, {}, m_now));
        }
        const bool wasSilenced = !alert.silencedBy.empty();
        auto silencedBy = m_silences.silencing(*alert.labels, m_now, tracked->match);
        matches.push_back(&tracked->match);
        m_changed |= silencedBy != alert.silencedBy;
        alert.silencedBy = std::move(silencedBy);
        if (wasSilenced && alert.silencedBy.empty()) {
            tellAgain(alert);
            note(eventOf(alert, EventKind::Unsilenced, kItself, "the silence ended", m_now));
        } else if (!wasSilenced && !alert.silencedBy.empty()) {
            const auto *silence = m_silences.find(alert.silencedBy.front());
            note(
                eventOf(alert, EventKind::Silenced, silence ? silence->createdBy : std::string(), silence ? silence->comment : std::string(), m_now));
        }
        const bool wasInMaintenance = alert.inMaintenance;
        alert.inMaintenance = m_isInMaintenance && m_isInMaintenance(*alert.labels, m_now);
        if (wasInMaintenance && !alert.inMaintenance) {
            tellAgain(alert);
            note(eventOf(alert, EventKind::Unsilenced, kItself, "the maintenance ended", m_now));
        } else if (!wasInMaintenance && alert.inMaintenance) {
            note(eventOf(alert, EventKind::Silenced, kItself, "its target is in maintenance", m_now));
        }
        if (!inhibitionChanged)
            continue;
        const bool wasInhibited = !alert.inhibitedBy.empty();
        alert.inhibitedBy = m_inhibition.inhibitors(*alert.labels, kMostInhibitors);
        if (wasInhibited && alert.inhibitedBy.empty())
            note(eventOf(alert, EventKind::Uninhibited, kItself, {}, m_now));
        else if (!wasInhibited && !alert.inhibitedBy.empty())
            note(eventOf(alert, EventKind::Inhibited, kItself, alert.inhibitedBy.front()->get("alertname"), m_now));
    }
    (void)m_flapping.calmed(m_now); // it forgets them
    auto ended = m_silences.observe(matches, m_now);
    std::ranges::move(ended, std::back_inserter(m_endedSilences));
}

bool AlertBook::isCovered(const Alert &alert) const
{
    const auto alike = m_byExpression.find(alert.rule->expression);
    if (!alert.rule->isThreshold || alike == m_byExpression.end())
        return false;
    return std::ranges::any_of(alike->second, [&](std::int64_t id) {
        const auto &other = m_rules.at(id);
        if (other.rule->severity <= alert.rule->severity || isUpward(other.rule->comparison) != isUpward(alert.rule->comparison))
            return false;
        const auto found = other.alerts.find(alert.labels->with({{"alertname", other.rule->name}, {"severity", wordOf(other.rule->severity)}}));
        return found != other.alerts.end() && isOpen(found->second.alert);
    });
}

Alert *AlertBook::find(std::int64_t alertId) const
{
    const auto found = m_open.find(alertId);
    return found == m_open.end() ? nullptr : &found->second->alert;
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
    return {{*alert, {eventOf(*alert, again ? EventKind::Commented : EventKind::Acknowledged, author, comment, now)}}};
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
    return {{*alert, {eventOf(*alert, EventKind::Snoozed, author, {}, now)}}};
}

std::vector<AlertChange> AlertBook::resolve(std::int64_t id, std::string_view author, Timestamp now)
{
    const auto found = m_open.find(id);
    if (found == m_open.end())
        return {};
    m_changed = true;
    auto &tracked = *found->second;
    tracked.cleared = true;
    return {end(tracked.alert, EventKind::Cleared, author, {}, now)};
}

std::vector<AlertChange> AlertBook::dismiss(std::int64_t id, std::string_view author, Timestamp now)
{
    Alert *alert = find(id);
    if (!alert || alert->dismissedAt != Timestamp{})
        return {};
    m_changed = true;
    alert->dismissedAt = now;
    return {{*alert, {eventOf(*alert, EventKind::Dismissed, author, {}, now)}}};
}

std::optional<AlertChange> AlertBook::told(std::int64_t id, Timestamp now)
{
    Alert *alert = find(id);
    if (!alert)
        return std::nullopt;
    alert->notified = Notified::Yes;
    return AlertChange{*alert, {eventOf(*alert, EventKind::Notified, kItself, {}, now)}};
}

AlertSnapshot AlertBook::snapshot() const
{
    AlertSnapshot snapshot;
    snapshot.rules = m_list;
    snapshot.silences = m_silenceList;
    for (const auto &rule : *m_list) {
        const auto &watched = m_rules.at(rule.id);
        if (rule.enabled && !watched.error.empty())
            snapshot.errors.push_back({rule.id, watched.error});
    }
    for (const auto &[id, watched] : m_rules) {
        for (const auto &[labels, tracked] : watched.alerts) {
            const auto &alert = tracked.alert;
            if (alert.state == AlertState::Pending)
                snapshot.pending.push_back(alert);
            if (!isOpen(alert))
                continue;
            snapshot.firing.push_back(alert);
            ++snapshot.counts[std::size_t(alert.rule->severity)];
            snapshot.unacknowledged[std::size_t(alert.rule->severity)] += alert.state == AlertState::Firing;
        }
    }
    std::ranges::sort(snapshot.pending, [](const Alert &a, const Alert &b) {
        return std::tie(a.pendingSince, a.rule->id, *a.labels) < std::tie(b.pendingSince, b.rule->id, *b.labels);
    });
    std::ranges::sort(snapshot.firing, [](const Alert &a, const Alert &b) {
        return std::tie(b.rule->severity, b.firingSince, b.id) < std::tie(a.rule->severity, a.firingSince, a.id);
    });
    return snapshot;
}

} // namespace alerts
