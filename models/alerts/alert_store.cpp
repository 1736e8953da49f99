#include "models/alerts/alert_store.h"

#include "models/alerts/alert_book.h"
#include "models/alerts/incident_table.h"
#include "models/alerts/outbox_table.h"
#include "models/alerts/row_text.h"
#include "models/alerts/told_groups_table.h"
#include "models/query/figure.h"
#include "models/sqlite/damage.h"
#include "models/sqlite/schema.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <limits>

namespace alerts {

using metric::Result;
using metric::Timestamp;
using sqlite::Database;
using sqlite::Statement;
using sqlite::Transaction;

namespace {

// Times are milliseconds since the epoch, 0 where there is none. An alert keeps its rule as it was. Annotations are written as labels are.
constexpr const char *kSchema = R"(
CREATE TABLE alerts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    rule_id INTEGER NOT NULL,
    name TEXT NOT NULL, expression TEXT NOT NULL, target TEXT NOT NULL, comparison INTEGER NOT NULL, threshold REAL,
    hold_ms INTEGER NOT NULL, severity INTEGER NOT NULL, enabled INTEGER NOT NULL, meaning TEXT NOT NULL, action TEXT NOT NULL,
    labels TEXT NOT NULL, state INTEGER NOT NULL, value REAL, worst REAL,
    pending_since INTEGER NOT NULL, firing_since INTEGER NOT NULL, resolved_at INTEGER NOT NULL,
    acknowledged_by TEXT NOT NULL, comment TEXT NOT NULL, acknowledged_at INTEGER NOT NULL, snoozed_until INTEGER NOT NULL,
    notified INTEGER NOT NULL, is_threshold INTEGER NOT NULL DEFAULT 1, keep_ms INTEGER NOT NULL DEFAULT 0, origin INTEGER NOT NULL DEFAULT 1,
    source TEXT NOT NULL DEFAULT '', rule_group TEXT NOT NULL DEFAULT '', annotations TEXT NOT NULL DEFAULT '{}',
    dismissed_at INTEGER NOT NULL DEFAULT 0);
CREATE INDEX alerts_by_state ON alerts (state, resolved_at);
CREATE TABLE events (
    alert_id INTEGER NOT NULL, time INTEGER NOT NULL, kind INTEGER NOT NULL, author TEXT NOT NULL, text TEXT NOT NULL, value REAL);
CREATE INDEX events_by_alert ON events (alert_id, time);
)";

// Version 1 kept the rules as well: they stay until whoever keeps them now has taken them over.
constexpr const char *kFromVersion1 = R"(
ALTER TABLE alerts ADD COLUMN is_threshold INTEGER NOT NULL DEFAULT 1;
ALTER TABLE alerts ADD COLUMN keep_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE alerts ADD COLUMN origin INTEGER NOT NULL DEFAULT 1;
ALTER TABLE alerts ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE alerts ADD COLUMN rule_group TEXT NOT NULL DEFAULT '';
ALTER TABLE alerts ADD COLUMN annotations TEXT NOT NULL DEFAULT '{}';
)";
constexpr const char *kFromVersion2 = "ALTER TABLE alerts ADD COLUMN dismissed_at INTEGER NOT NULL DEFAULT 0;";
constexpr std::array kMigrations{kFromVersion1, kFromVersion2};

constexpr const char *kOldRuleColumns = "id, name, expression, target, comparison, value, hold_ms, severity, enabled, meaning, action";
constexpr const char *kAlertColumns =
    "id, rule_id, name, expression, target, comparison, threshold, hold_ms, severity, enabled, meaning, action, "
    "labels, state, value, worst, pending_since, firing_since, resolved_at, acknowledged_by, comment, "
    "acknowledged_at, snoozed_until, notified, is_threshold, keep_ms, origin, source, rule_group, annotations, dismissed_at";
constexpr int kAlertColumnCount = 31;

// Binds value after value, in the order of the columns.
class Binder {
public:
    explicit Binder(Statement &statement) : m_statement(statement) {}
    Binder &add(std::int64_t value) { return m_statement.bind(++m_at, value), *this; }
    Binder &add(double value) { return m_statement.bind(++m_at, value), *this; }
    Binder &add(std::string_view text) { return m_statement.bind(++m_at, text), *this; }
    Binder &add(Timestamp time) { return add(std::int64_t(time.time_since_epoch().count())); }

private:
    Statement &m_statement;
    int m_at = 0;
};

// Reads column after column. What an enum cannot hold is read as its first value: the file may have been edited.
class Columns {
public:
    explicit Columns(const Statement &statement) : m_statement(statement) {}
    std::int64_t integer() { return m_statement.integer(m_at++); }
    double real()
    {
        const int at = m_at++;
        return m_statement.isNull(at) ? std::numeric_limits<double>::quiet_NaN() : m_statement.real(at);
    }
    std::string text() { return std::string(m_statement.text(m_at++)); }
    Timestamp time() { return Timestamp(metric::Duration(integer())); }
    template <class Enum>
    Enum choice(Enum last)
    {
        const auto value = integer();
        return value >= 0 && value <= std::int64_t(last) ? Enum(value) : Enum{};
    }

private:
    const Statement &m_statement;
    int m_at = 0;
};

void bindRule(Binder &binder, const AlertRule &rule)
{
    binder.add(std::string_view(rule.name)).add(std::string_view(rule.expression)).add(std::string_view(rule.target));
    binder.add(std::int64_t(rule.comparison)).add(rule.value).add(std::int64_t(rule.holdFor.count())).add(std::int64_t(rule.severity));
    binder.add(std::int64_t(rule.enabled)).add(meaningOf(rule)).add(actionOf(rule));
}

AlertRule readRule(Columns &columns)
{
    AlertRule rule;
    rule.id = columns.integer();
    rule.name = columns.text();
    rule.expression = columns.text();
    rule.target = columns.text();
    rule.comparison = columns.choice(Comparison::AtMost);
    rule.value = columns.real();
    rule.holdFor = metric::Duration(columns.integer());
    rule.severity = columns.choice(Severity::Emergency);
    rule.enabled = columns.integer() != 0;
    for (const auto name : {kMeaningNames.front(), kActionNames.front()}) {
        if (auto text = columns.text(); !text.empty())
            rule.annotations.emplace_back(name, std::move(text));
    }
    return rule;
}

std::shared_ptr<const Annotations> readAnnotations(const std::string &text)
{
    const auto labels = parseLabelsText(text);
    if (!labels || labels->empty())
        return nullptr;
    Annotations annotations;
    for (const auto each : *labels)
        annotations.emplace_back(each.name, each.value);
    return std::make_shared<const Annotations>(std::move(annotations));
}

std::string textOf(const std::shared_ptr<const Annotations> &annotations)
{
    std::vector<metric::Label> labels;
    if (annotations) {
        for (const auto &[name, text] : *annotations)
            labels.push_back({name, text});
    }
    return textOfLabels(metric::Labels(labels));
}

Alert readAlert(Columns &columns)
{
    Alert alert;
    alert.id = columns.integer();
    auto rule = readRule(columns);
    alert.unit = query::unitOf(rule.expression);
    const auto labels = parseLabelsText(columns.text());
    alert.labels = std::make_shared<const metric::Labels>(labels.value_or(metric::Labels{}));
    alert.state = columns.choice(AlertState::Resolved);
    alert.value = columns.real();
    alert.worst = columns.real();
    alert.pendingSince = columns.time();
    alert.firingSince = columns.time();
    alert.resolvedAt = columns.time();
    alert.acknowledgedBy = columns.text();
    alert.comment = columns.text();
    alert.acknowledgedAt = columns.time();
    alert.snoozedUntil = columns.time();
    alert.notified = columns.choice(Notified::Covered);
    rule.isThreshold = columns.integer() != 0;
    rule.keepFiringFor = metric::Duration(columns.integer());
    rule.origin = columns.choice(RuleOrigin::Received);
    rule.source = columns.text();
    rule.group = columns.text();
    alert.annotations = readAnnotations(columns.text());
    alert.dismissedAt = columns.time();
    alert.rule = std::make_shared<const AlertRule>(std::move(rule));
    return alert;
}

// The first error of several steps.
Result<void> inOrder(std::initializer_list<Result<void>> steps)
{
    for (const auto &step : steps) {
        if (!step)
            return step;
    }
    return {};
}

Result<std::int64_t> numberOf(Database &database, std::string_view sql)
{
    auto statement = database.prepare(sql);
    if (!statement)
        return tl::unexpected(statement.error());
    if (auto row = statement->step(); !row)
        return tl::unexpected(row.error());
    return statement->integer(0);
}

Result<void> prepareSchema(Database &database)
{
    if (auto done = sqlite::prepare(database, {kSchema, kMigrations}); !done)
        return done;
    for (const auto create : {createSilenceTable, createOutboxTable, createToldGroupsTable}) {
        if (auto done = create(database); !done)
            return done;
    }
    // A version without its tables is damage, and is found here rather than later.
    return inOrder({database.execute(fmt::format("SELECT {} FROM alerts LIMIT 0", kAlertColumns)),
                    database.execute("SELECT alert_id, time, kind, author, text, value FROM events LIMIT 0"), createIncidentIndex(database)})
        .map_error(sqlite::asDamage);
}

} // namespace

Result<AlertStore> AlertStore::open(const std::filesystem::path &file, Timestamp now)
{
    auto opened = sqlite::openOrSetAside(file, now, prepareSchema);
    if (!opened)
        return tl::unexpected(opened.error());
    AlertStore store(std::move(opened->database), file);
    if (!opened->damage.empty())
        store.m_notice = fmt::format("The alerts' file was damaged ({}). It was kept as {}; the alerts' history starts anew.", opened->damage,
                                     opened->aside.string());
    return store;
}

Result<AlertStore> AlertStore::openReadOnly(const std::filesystem::path &file)
{
    auto database = Database::open(file, Database::Mode::ReadOnly);
    if (!database)
        return tl::unexpected(database.error());
    return AlertStore(std::move(*database), file);
}

Result<std::vector<AlertRule>> AlertStore::oldRules()
{
    const auto there = numberOf(m_database, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'rules'");
    if (!there)
        return tl::unexpected(there.error());
    std::vector<AlertRule> rules;
    if (*there == 0)
        return rules;
    auto statement = m_database.prepare(fmt::format("SELECT {} FROM rules ORDER BY id", kOldRuleColumns));
    if (!statement)
        return tl::unexpected(statement.error());
    while (true) {
        const auto row = statement->step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return rules;
        Columns columns(*statement);
        rules.push_back(readRule(columns));
    }
}

Result<void> AlertStore::forgetOldRules() { return m_database.execute("DROP TABLE IF EXISTS rules"); }

Result<void> AlertStore::transact(const std::function<Result<void>(Database &)> &steps)
{
    auto transaction = Transaction::begin(m_database);
    if (!transaction)
        return tl::unexpected(transaction.error());
    if (auto done = steps(m_database); !done)
        return done;
    return transaction->commit();
}

Result<void> AlertStore::write(std::span<const AlertChange> changes)
{
    return transact([&](Database &) { return writeWithin(changes); });
}

Result<void> AlertStore::writeWithin(std::span<const AlertChange> changes)
{
    if (changes.empty())
        return {};
    std::string places = "?";
    for (int i = 1; i < kAlertColumnCount; ++i)
        places += ", ?";
    auto alertStatement = m_database.prepare(fmt::format("INSERT OR REPLACE INTO alerts ({}) VALUES ({})", kAlertColumns, places));
    if (!alertStatement)
        return tl::unexpected(alertStatement.error());
    auto eventStatement = m_database.prepare("INSERT INTO events (alert_id, time, kind, author, text, value) VALUES (?, ?, ?, ?, ?, ?)");
    if (!eventStatement)
        return tl::unexpected(eventStatement.error());
    for (const auto &change : changes) {
        const auto &alert = change.alert;
        Binder binder(*alertStatement);
        const auto &rule = *alert.rule;
        binder.add(alert.id).add(rule.id);
        bindRule(binder, rule);
        const auto labels = textOfLabels(alert.labels ? *alert.labels : metric::Labels());
        binder.add(std::string_view(labels)).add(std::int64_t(alert.state)).add(alert.value).add(alert.worst);
        binder.add(alert.pendingSince).add(alert.firingSince).add(alert.resolvedAt);
        binder.add(std::string_view(alert.acknowledgedBy)).add(std::string_view(alert.comment)).add(alert.acknowledgedAt);
        binder.add(alert.snoozedUntil).add(std::int64_t(alert.notified));
        binder.add(std::int64_t(rule.isThreshold)).add(std::int64_t(rule.keepFiringFor.count())).add(std::int64_t(rule.origin));
        const auto annotations = textOf(alert.annotations);
        binder.add(std::string_view(rule.source)).add(std::string_view(rule.group)).add(std::string_view(annotations)).add(alert.dismissedAt);
        if (auto done = alertStatement->run(); !done)
            return done;
        for (const auto &event : change.events) {
            Binder eventBinder(*eventStatement);
            eventBinder.add(event.alertId).add(event.time).add(std::int64_t(event.kind));
            eventBinder.add(std::string_view(event.author)).add(std::string_view(event.text)).add(event.value);
            if (auto done = eventStatement->run(); !done)
                return done;
        }
    }
    return {};
}

Result<std::vector<Alert>> AlertStore::alertsWhere(std::string_view condition, std::size_t limit)
{
    auto statement = m_database.prepare(fmt::format("SELECT {} FROM alerts WHERE {} LIMIT {}", kAlertColumns, condition, limit));
    if (!statement)
        return tl::unexpected(statement.error());
    std::vector<Alert> alerts;
    while (true) {
        const auto row = statement->step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return alerts;
        Columns columns(*statement);
        alerts.push_back(readAlert(columns));
    }
}

Result<std::vector<Alert>> AlertStore::alerts(std::span<const std::int64_t> ids)
{
    return alertsWhere(fmt::format("id IN ({}) ORDER BY id", fmt::join(ids, ",")), ids.size());
}

Result<std::vector<Alert>> AlertStore::openAlerts()
{
    return alertsWhere(fmt::format("state IN ({}, {}) ORDER BY id", int(AlertState::Firing), int(AlertState::Acknowledged)), 1'000'000);
}

Result<std::vector<Alert>> AlertStore::resolvedAlerts(std::size_t limit)
{
    return alertsWhere(fmt::format("state = {} ORDER BY resolved_at DESC, id DESC", int(AlertState::Resolved)), limit);
}

Result<std::optional<Alert>> AlertStore::alert(std::int64_t alertId)
{
    auto found = alertsWhere(fmt::format("id = {}", alertId), 1);
    if (!found)
        return tl::unexpected(found.error());
    return found->empty() ? std::nullopt : std::optional(std::move(found->front()));
}

Result<Incidents> AlertStore::incidents(const TimeRange &range, std::size_t most) { return loadIncidents(m_database, range, most); }

Result<std::vector<AlertEvent>> AlertStore::events(std::int64_t alertId)
{
    auto statement = m_database.prepare("SELECT alert_id, time, kind, author, text, value FROM events WHERE alert_id=? ORDER BY time, rowid");
    if (!statement)
        return tl::unexpected(statement.error());
    statement->bind(1, alertId);
    std::vector<AlertEvent> events;
    while (true) {
        const auto row = statement->step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return events;
        Columns columns(*statement);
        AlertEvent event;
        event.alertId = columns.integer();
        event.time = columns.time();
        event.kind = columns.choice(kLastEventKind);
        event.author = columns.text();
        event.text = columns.text();
        event.value = columns.real();
        events.push_back(std::move(event));
    }
}

Result<std::vector<Delivery>> AlertStore::deliveries(std::size_t limit) { return latestDeliveries(m_database, limit); }

Result<LoadedSilences> AlertStore::silences() { return loadSilences(m_database); }

Result<void> AlertStore::write(std::span<const Silence> changed, std::span<const std::string> forgotten)
{
    return transact([&](Database &database) -> Result<void> {
        for (const auto &silence : changed) {
            if (auto done = saveSilence(database, silence); !done)
                return done;
        }
        for (const auto &id : forgotten) {
            if (auto done = forgetSilence(database, id); !done)
                return done;
        }
        return {};
    });
}

Result<std::size_t> AlertStore::dropOld(Timestamp before, std::size_t most)
{
    std::size_t count = 0;
    const auto done = transact([&](Database &database) -> Result<void> {
        const auto dropped = dropOldAlerts(database, before, most);
        if (!dropped)
            return tl::unexpected(dropped.error());
        count = *dropped;
        return {};
    });
    if (!done)
        return tl::unexpected(done.error());
    return count;
}

Result<std::int64_t> AlertStore::nextAlertId()
{
    return numberOf(m_database, "SELECT 1 + max((SELECT coalesce(max(id), 0) FROM alerts), "
                                "(SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'alerts'))");
}

} // namespace alerts
