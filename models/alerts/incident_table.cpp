#include "models/alerts/incident_table.h"

#include "models/alerts/row_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <unordered_map>
#include <utility>

namespace alerts {

using metric::Result;
using metric::Timestamp;
using sqlite::Database;
using sqlite::Statement;

namespace {

std::int64_t asMilliseconds(Timestamp time) { return time.time_since_epoch().count(); }
Timestamp asTime(std::int64_t milliseconds) { return Timestamp(metric::Duration(milliseconds)); }

// Labels and rules repeat from incident to incident: each is parsed once.
class IncidentReader {
public:
    // `cleared`: the alerts that somebody ended, ascending.
    explicit IncidentReader(std::vector<std::int64_t> cleared) : m_cleared(std::move(cleared)) {}

    Incident read(const Statement &row)
    {
        Incident incident;
        incident.id = row.integer(0);
        incident.rule = ruleOf(row);
        incident.labels = labelsOf(row.text(5));
        const auto state = row.integer(6);
        incident.state = state == std::int64_t(AlertState::Resolved)       ? AlertState::Resolved
                         : state == std::int64_t(AlertState::Acknowledged) ? AlertState::Acknowledged
                                                                           : AlertState::Firing;
        incident.firingSince = asTime(row.integer(7));
        incident.resolvedAt = asTime(row.integer(8));
        incident.acknowledgedAt = asTime(row.integer(9));
        incident.acknowledgedBy = row.text(10);
        incident.endedByHand = std::ranges::binary_search(m_cleared, incident.id);
        return incident;
    }

private:
    IncidentRuleRef ruleOf(const Statement &row)
    {
        const auto severity = row.integer(4);
        m_key = row.text(2);
        m_key += row.text(3);
        for (const auto number : {row.integer(1), severity, std::int64_t(row.text(2).size())})
            m_key.append(reinterpret_cast<const char *>(&number), sizeof number);
        auto &rule = m_rules[m_key];
        if (!rule) {
            const bool isKnown = severity >= 0 && severity <= std::int64_t(Severity::Emergency); // the file may have been edited
            rule = std::make_shared<const IncidentRule>(
                IncidentRule{row.integer(1), std::string(row.text(2)), std::string(row.text(3)), isKnown ? Severity(severity) : Severity::Warning});
        }
        return rule;
    }
    metric::LabelsRef labelsOf(std::string_view text)
    {
        if (const auto known = m_labels.find(text); known != m_labels.end())
            return known->second;
        auto labels = std::make_shared<const metric::Labels>(parseLabelsText(text).value_or(metric::Labels{}));
        m_labels.emplace(text, labels);
        return labels;
    }

    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    template <class Value>
    using ByText = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

    std::vector<std::int64_t> m_cleared;
    std::string m_key;
    ByText<IncidentRuleRef> m_rules;
    ByText<metric::LabelsRef> m_labels;
};

Result<std::vector<std::int64_t>> firstColumn(Statement &statement)
{
    std::vector<std::int64_t> ids;
    while (true) {
        const auto row = statement.step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return ids;
        ids.push_back(statement.integer(0));
    }
}

// There are few: all of them at once cost less than a question for each alert.
Result<std::vector<std::int64_t>> clearedAlerts(Database &database)
{
    auto statement = database.prepare(fmt::format("SELECT alert_id FROM events WHERE kind = {} ORDER BY alert_id", int(EventKind::Cleared)));
    if (!statement)
        return tl::unexpected(statement.error());
    return firstColumn(*statement);
}

} // namespace

Result<void> createIncidentIndex(Database &database)
{
    return database.execute(fmt::format("CREATE INDEX IF NOT EXISTS events_cleared ON events (alert_id) WHERE kind = {}", int(EventKind::Cleared)));
}

Result<Incidents> loadIncidents(Database &database, const TimeRange &range, std::size_t most)
{
    // Two questions, for one would not go through the index. A range that nothing is in, be it upside down, has no incidents.
    const std::string columns("SELECT id, rule_id, name, target, severity, labels, state, firing_since, resolved_at, acknowledged_at, "
                              "acknowledged_by FROM alerts ");
    const std::string questions[] = {
        columns + fmt::format("WHERE state IN ({}, {}) AND ?1 < ?2 AND firing_since < ?2 ORDER BY firing_since DESC, id DESC LIMIT ?3",
                              int(AlertState::Firing), int(AlertState::Acknowledged)),
        columns + fmt::format("WHERE state = {} AND resolved_at >= ?1 AND ?1 < ?2 AND firing_since < ?2 AND (resolved_at > ?1 OR firing_since >= ?1) "
                              "ORDER BY resolved_at DESC, id DESC LIMIT ?3",
                              int(AlertState::Resolved)),
    };
    auto cleared = clearedAlerts(database);
    if (!cleared)
        return tl::unexpected(cleared.error());
    IncidentReader reader(std::move(*cleared));
    Incidents found;
    for (const auto &question : questions) {
        auto statement = database.prepare(question);
        if (!statement)
            return tl::unexpected(statement.error());
        // One more tells that there are more.
        statement->bind(1, asMilliseconds(range.from)).bind(2, asMilliseconds(range.to)).bind(3, std::int64_t(most - found.incidents.size()) + 1);
        while (true) {
            const auto row = statement->step();
            if (!row)
                return tl::unexpected(row.error());
            if (!*row)
                break;
            if (found.incidents.size() == most) {
                found.areAll = false;
                return found;
            }
            found.incidents.push_back(reader.read(*statement));
        }
    }
    return found;
}

Result<std::size_t> dropOldAlerts(Database &database, Timestamp before, std::size_t most)
{
    auto old = database.prepare(
        fmt::format("SELECT id FROM alerts WHERE state = {} AND resolved_at < ? ORDER BY resolved_at, id LIMIT ?", int(AlertState::Resolved)));
    auto events = database.prepare("DELETE FROM events WHERE rowid IN (SELECT rowid FROM events WHERE alert_id = ? ORDER BY time LIMIT ?)");
    auto alert = database.prepare("DELETE FROM alerts WHERE id = ?");
    for (const auto *statement : {&old, &events, &alert}) {
        if (!*statement)
            return tl::unexpected(statement->error());
    }
    // Read to the end first: what a statement walks through must not change under it.
    const auto ids = firstColumn(old->bind(1, asMilliseconds(before)).bind(2, std::int64_t(most)));
    if (!ids)
        return tl::unexpected(ids.error());
    std::size_t dropped = 0;
    for (const auto id : *ids) {
        if (dropped == most)
            break;
        if (auto done = events->bind(1, id).bind(2, std::int64_t(most - dropped)).run(); !done)
            return tl::unexpected(done.error());
        dropped += std::size_t(database.changes());
        if (dropped == most) // it may have more of them
            break;
        if (auto done = alert->bind(1, id).run(); !done)
            return tl::unexpected(done.error());
        ++dropped;
    }
    return dropped;
}

} // namespace alerts
