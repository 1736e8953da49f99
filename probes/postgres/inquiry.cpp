#include "probes/postgres/inquiry.h"

#include "probes/postgres/values.h"

#include <fmt/format.h>

#include <algorithm>

namespace postgres {

static constexpr const char *kFactsSql = R"sql(SELECT version() AS version, pg_is_in_recovery() AS replica,
    pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') AS monitor, current_setting('max_connections')::int AS most,
    (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' OR (backend_type IS NULL AND datid IS NOT NULL)) AS connections,
    (SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted) AS blocked, current_database() AS database, current_user AS "user",
    (SELECT quote_ident(n.nspname) FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
        WHERE e.extname = 'pg_stat_statements') AS statements_schema,
    (SELECT extversion FROM pg_extension WHERE extname = 'pg_stat_statements') AS statements_version)sql";

static constexpr MetricQuery kStatementsMetrics{"stat_statements", "pg_stat_statements_", 3, nullptr};

net::Outcome<Facts> Facts::ask(Connection &connection, const net::Deadline &deadline)
{
    const auto rows = connection.ask(kFactsSql, deadline);
    if (!rows)
        return tl::unexpected(rows.error());
    if (rows->size() != 1 || rows->column("statements_version") < 0)
        return net::fault(metric::Reason::Protocol, "an answer that does not belong to the question");
    const auto text = [&](const char *name) { return boundedText(rows->text(0, name), 300); };
    return Facts{.version = text("version"),
                 .connections = rows->number(0, "connections"),
                 .mostConnections = rows->number(0, "most"),
                 .blocked = rows->number(0, "blocked"),
                 .replica = rows->number(0, "replica") == 1,
                 .monitor = rows->number(0, "monitor") == 1,
                 .database = text("database"),
                 .user = text("user"),
                 .statementsSchema = text("statements_schema"),
                 .statementsVersion = text("statements_version")};
}

Inquiry::Inquiry() : m_metrics(metricQueries().size()), m_statementsMaker{&kStatementsTable, TableMaker(kStatementsTable)}
{
    for (const auto &query : tableQueries())
        m_makers.push_back({&query, TableMaker(query)});
}

Inquiry::Failures Inquiry::run(Connection &connection, const Facts &facts, std::string_view server, const net::Deadline &deadline,
                               metric::BatchBuilder &batch)
{
    m_collectors.clear();
    askMetrics(connection, server, deadline, batch);
    askTables(connection, deadline, batch);
    askStatements(connection, facts, deadline, batch);

    Failures failures;
    bool complete = true;
    for (const auto &[name, collector] : m_collectors) {
        batch.add("pg_scrape_collector_success", {{"collector", name}}, collector.success ? 1 : 0);
        batch.add("pg_scrape_collector_duration_seconds", {{"collector", name}}, std::chrono::duration<double>(collector.took).count());
        complete = complete && (collector.success || !collector.first);
        if (!collector.success)
            failures.emplace(name, collector.failure);
    }
    batch.add("pg_exporter_last_scrape_error", complete ? 0 : 1);
    return failures;
}

const Rows *Inquiry::refresh(Kept &kept, bool slow, const std::string &sql, Connection &connection, const net::Deadline &deadline)
{
    const auto now = deadline.clock().monotonic();
    if (slow && kept.asked && now - *kept.asked < kSlowly)
        return kept.rows ? &*kept.rows : nullptr;
    kept.rows.reset();
    if (!connection.usable() || deadline.over()) {
        kept.failure = "not asked any more: the time was over, or the connection gone";
        return nullptr;
    }
    auto rows = connection.ask(sql, deadline);
    kept.asked = now;
    if (!rows) {
        kept.failure = rows.error().message;
        return nullptr;
    }
    return &kept.rows.emplace(std::move(*rows));
}

void Inquiry::note(const char *collector, const std::string &failure, bool first, std::chrono::nanoseconds took)
{
    auto &known = m_collectors[collector];
    known.first = known.first || first;
    known.took += took;
    if (failure.empty())
        return;
    known.success = false;
    known.failure = failure;
}

void Inquiry::askMetrics(Connection &connection, std::string_view server, const net::Deadline &deadline, metric::BatchBuilder &batch)
{
    const auto queries = metricQueries();
    for (std::size_t i = 0; i < queries.size(); ++i) {
        const auto &query = queries[i];
        if (connection.version() < query.since || connection.version() >= query.before)
            continue;
        const auto before = deadline.elapsed();
        const auto *const rows = refresh(m_metrics[i], query.slow, query.sql, connection, deadline);
        if (rows)
            addMetrics(query, *rows, server, batch);
        note(query.collector, rows ? std::string() : m_metrics[i].failure, query.first, deadline.elapsed() - before);
    }
    const auto before = deadline.elapsed();
    const auto *const rows = refresh(m_settings, false, kSettingsSql, connection, deadline);
    if (rows)
        addSettings(*rows, server, batch);
    note("settings", rows ? std::string() : m_settings.failure, true, deadline.elapsed() - before);
}

void Inquiry::askTables(Connection &connection, const net::Deadline &deadline, metric::BatchBuilder &batch)
{
    for (auto &[query, maker, kept, made, table] : m_makers) {
        const auto asked = kept.asked;
        const auto before = deadline.elapsed();
        const auto *const rows = refresh(kept, query->slow, query->sql, connection, deadline);
        note(query->name, rows ? std::string() : kept.failure, false, deadline.elapsed() - before);
        if (!rows)
            continue;
        if (kept.asked != asked) {
            const auto now = deadline.clock().monotonic();
            auto fresh = maker.make(*rows, batch.time(), now - made);
            made = now;
            if (query->name == std::string_view("postgres_databases"))
                addSizes(fresh);
            table = std::make_shared<const metric::Table>(std::move(fresh));
        }
        batch.addTable(table);
    }
}

void Inquiry::addSizes(metric::Table &table) const
{
    const auto *const names = table.texts("database");
    const auto queries = metricQueries();
    const auto sizes =
        std::ranges::find_if(queries, [](const auto &query) { return query.prefix == std::string_view("pg_database_") && query.slow; });
    const auto &kept = m_metrics[std::size_t(sizes - queries.begin())];
    if (!names || !kept.rows)
        return;
    std::vector<double> cells(names->size(), std::numeric_limits<double>::quiet_NaN());
    for (int row = 0; row < kept.rows->size(); ++row) {
        const auto found = std::ranges::find(*names, kept.rows->text(row, 0));
        if (found != names->end())
            cells[std::size_t(found - names->begin())] = kept.rows->number(row, 1);
    }
    table.columns.insert(table.columns.begin() + 1, {"size_bytes", metric::Unit::Bytes, std::move(cells)});
}

void Inquiry::askStatements(Connection &connection, const Facts &facts, const net::Deadline &deadline, metric::BatchBuilder &batch)
{
    const auto told = [&](metric::Table table) { batch.addTable(std::make_shared<const metric::Table>(std::move(table))); };
    const auto *const name = kStatementsTable.name;
    if (facts.statementsSchema.empty()) {
        told(tableOfNote(
            name, batch.time(),
            fmt::format("the extension pg_stat_statements is not in the database {}: CREATE EXTENSION pg_stat_statements; it also has to be "
                        "among shared_preload_libraries",
                        facts.database)));
        return;
    }
    const auto before = deadline.elapsed();
    const auto *const sums =
        refresh(m_statements, false, statementsMetricsSql(facts.statementsSchema, facts.statementsVersion), connection, deadline);
    if (sums)
        addMetrics(kStatementsMetrics, *sums, {}, batch);
    note(kStatementsMetrics.collector, sums ? std::string() : m_statements.failure, false, deadline.elapsed() - before);
    if (!sums) {
        told(tableOfNote(name, batch.time(), m_statements.failure));
        return;
    }
    auto &[query, maker, kept, made, table] = m_statementsMaker;
    const auto *const rows = refresh(kept, false, statementsTableSql(facts.statementsSchema, facts.statementsVersion), connection, deadline);
    note(name, rows ? std::string() : kept.failure, false, deadline.elapsed() - before);
    if (!rows)
        return;
    const bool lifetime = !maker.hasPrevious();
    const auto now = deadline.clock().monotonic();
    auto fresh = maker.make(*rows, batch.time(), now - made);
    made = now;
    addTexts(fresh, connection, facts, deadline);
    fresh.columns.push_back(
        {"note", metric::Unit::None, std::vector<std::string>(fresh.rows(), lifetime ? "ranked by all its time, until there is a second look" : "")});
    told(std::move(fresh));
}

void Inquiry::addTexts(metric::Table &table, Connection &connection, const Facts &facts, const net::Deadline &deadline)
{
    static constexpr std::size_t kMostTexts = 1'000;
    const auto *const ids = table.texts("queryid");
    if (!ids)
        return;
    std::vector<std::string> unknown;
    for (const auto &id : *ids) {
        // Into a query goes what is a number, whoever said it.
        if (!m_texts.contains(id) && !id.empty() && id.find_first_not_of("-0123456789") == std::string_view::npos)
            unknown.push_back(id);
    }
    if (!unknown.empty() && connection.usable() && !deadline.over()) {
        if (m_texts.size() > kMostTexts)
            m_texts.clear();
        const auto rows = connection.ask(fmt::format("SELECT DISTINCT ON (queryid) queryid::text, left(query, 2000) FROM {}.pg_stat_statements "
                                                     "WHERE queryid IN ({}) ORDER BY queryid",
                                                     facts.statementsSchema, fmt::join(unknown, ", ")),
                                         deadline);
        for (int row = 0; rows && row < rows->size(); ++row)
            m_texts.insert_or_assign(std::string(rows->text(row, 0)), queryText(rows->text(row, 1), 2'000));
    }
    std::vector<std::string> texts;
    for (const auto &id : *ids) {
        const auto found = m_texts.find(id);
        texts.push_back(found == m_texts.end() ? std::string() : found->second);
    }
    table.columns.push_back({"query", metric::Unit::None, std::move(texts)});
}

} // namespace postgres
