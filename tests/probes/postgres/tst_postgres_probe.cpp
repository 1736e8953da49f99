#include "tests/probes/postgres/postgres_server.h"
#include "tests/support/registry.h"

#include <cmath>

using tests::PostgresRound;
using tests::PostgresWatch;

// A real PostgreSQL 15 with pg_stat_statements, a load, locks made on purpose, a role that has pg_monitor alone and one that has
// nothing.
class TstPostgresProbe : public QObject {
    Q_OBJECT

    tests::PostgresServer m_server;

    probes::Options as(const std::string &user, const std::string &database = "shop") const
    {
        return {{"address", m_server.address()}, {"user", user}, {"password", user + "-secret"}, {"database", database}};
    }
    // The row in which a text stands; -1: in none.
    static int rowOf(const metric::Table &table, std::string_view column, std::string_view text)
    {
        const auto *const cells = table.texts(column);
        for (std::size_t row = 0; cells && row < cells->size(); ++row) {
            if ((*cells)[row].find(text) != std::string::npos)
                return int(row);
        }
        return -1;
    }
    static double numberIn(const metric::Table &table, std::string_view column, int row)
    {
        const auto *const cells = table.numbers(column);
        return cells && row >= 0 ? (*cells)[std::size_t(row)] : std::numeric_limits<double>::quiet_NaN();
    }
    static std::string textIn(const metric::Table &table, std::string_view column, int row)
    {
        const auto *const cells = table.texts(column);
        return cells && row >= 0 ? (*cells)[std::size_t(row)] : std::string("-");
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!tests::PostgresServer::installed())
            QSKIP("PostgreSQL is not installed");
        QVERIFY(m_server.create("shared_preload_libraries = 'pg_stat_statements'\n"));
        QVERIFY2(m_server.start(), m_server.log());
        QVERIFY(m_server.sql({"CREATE ROLE mon LOGIN PASSWORD 'mon-secret'; GRANT pg_monitor TO mon; CREATE ROLE plain LOGIN PASSWORD 'plain-secret'",
                              "CREATE DATABASE shop"}));
        QVERIFY(m_server.run("pgbench", m_server.login("shop").mid(0, 6) + QStringList{"-i", "-q", "-s", "1", "shop"}));
        QVERIFY(m_server.sql({"CREATE EXTENSION pg_stat_statements"}, "shop"));
    }

    void connections_are_told_against_their_limit()
    {
        PostgresWatch watch(as("mon"));
        const auto session = m_server.session("BEGIN; SELECT 1;", "shop");
        QTRY_COMPARE(watch.round().value("pg_stat_activity_count", {{"datname", "shop"}, {"state", "idle in transaction"}}), 1.0);
        const auto round = watch.round();
        QCOMPARE(round.verdict.message, std::string("2 of 40 connections"));
        QVERIFY(round.verdict.responseTime.count() > 0);
        const auto &table = *round.table("postgres_connections");
        const auto all = rowOf(table, "state", "all");
        QCOMPARE(numberIn(table, "connections", all), 2.0);
        QCOMPARE(numberIn(table, "limit", all), 37.0); // three are reserved
        QCOMPARE(numberIn(table, "of_limit_ratio", all), 2.0 / 37);
        QCOMPARE(numberIn(table, "connections", rowOf(table, "state", "idle in transaction")), 1.0);
        const auto &activity = *round.table("postgres_activity");
        QCOMPARE(activity.rows(), std::size_t(1)); // not the probe itself
        QVERIFY(textIn(activity, "note", 0).starts_with("holds its locks"));
    }

    void settings_are_those_of_the_server_and_not_of_the_session()
    {
        const auto round = PostgresWatch(as("mon")).round();
        QCOMPARE(round.value("pg_settings_default_transaction_read_only"), 0.0);
        QCOMPARE(round.value("pg_settings_transaction_read_only"), 0.0);
        QCOMPARE(round.value("pg_settings_statement_timeout_seconds"), 0.0);
        QCOMPARE(round.value("pg_settings_max_connections"), 40.0);
    }

    void statements_are_ranked_by_what_they_took_since_the_last_look()
    {
        QVERIFY(m_server.sql({"DO $$ BEGIN FOR i IN 1..60 LOOP PERFORM count(*) FROM pgbench_accounts WHERE abalance = -1; END LOOP; END $$",
                              "ALTER ROLE plain PASSWORD 'plain-secret'"},
                             "shop"));
        PostgresWatch watch(as("mon"));
        const auto first = watch.round();
        const auto &lifetime = *first.table("postgres_statements");
        QVERIFY(rowOf(lifetime, "query", "FOR i IN 1..60") >= 0);
        QVERIFY(textIn(lifetime, "note", 0).starts_with("ranked by all its time"));
        QVERIFY(rowOf(lifetime, "query", "PASSWORD '***'") >= 0);
        QVERIFY(first.everything().find("plain-secret") == std::string::npos);

        QVERIFY(m_server.run("pgbench", m_server.login("shop").mid(0, 6) + QStringList{"-c", "2", "-t", "20", "-n", "shop"}));
        const auto second = watch.round();
        const auto &recent = *second.table("postgres_statements");
        const auto update = rowOf(recent, "query", "UPDATE pgbench_tellers");
        QCOMPARE(numberIn(recent, "calls", update), 40.0);
        QCOMPARE(numberIn(recent, "rows", update), 40.0);
        QVERIFY(numberIn(recent, "mean_seconds", update) > 0);
        QVERIFY(numberIn(recent, "cache_hit_ratio", update) > 0.5);
        QCOMPARE(textIn(recent, "database", update), std::string("shop"));
        const auto old = rowOf(recent, "query", "FOR i IN 1..60");
        QVERIFY(old == -1 || old > update); // most of all its time, none since
        QVERIFY(std::is_sorted(recent.numbers("time_seconds")->begin(), recent.numbers("time_seconds")->end(), std::greater()));
        QVERIFY(second.value("pg_stat_statements_calls_total", {{"datname", "shop"}}) > 0);
    }

    void an_extension_that_is_absent_is_said()
    {
        const auto round = PostgresWatch(as("mon", "postgres")).round();
        QVERIFY(round.verdict.good());
        QVERIFY(textIn(*round.table("postgres_statements"), "note", 0).find("is not in the database postgres: CREATE EXTENSION") !=
                std::string::npos);
    }

    void locks_form_a_tree()
    {
        const auto change = [](int row) { return "UPDATE pgbench_branches SET bbalance = 0 WHERE bid = " + QByteArray::number(row) + ";"; };
        QVERIFY(m_server.sql({"INSERT INTO pgbench_branches VALUES (2, 0), (3, 0) ON CONFLICT DO NOTHING"}, "shop"));
        PostgresWatch watch(as("mon"));
        const auto root = m_server.session("SET application_name = root; BEGIN; " + change(1), "shop");
        QTRY_COMPARE(watch.round().value("pg_stat_activity_count", {{"datname", "shop"}, {"state", "idle in transaction"}}), 1.0);
        const auto middle = m_server.session("SET application_name = middle; BEGIN; " + change(2) + change(1), "shop");
        QTRY_COMPARE(watch.round().verdict.message, std::string("3 of 40 connections · 1 blocked query"));
        // A queue, in which each is also in the way of all that come after it.
        std::vector<tests::PostgresServer::Session> leaves;
        for (int leaf = 0; leaf < 6; ++leaf)
            leaves.push_back(m_server.session("SET application_name = leaf; " + change(2), "shop"));
        QTRY_COMPARE(watch.round().verdict.message, std::string("9 of 40 connections · 7 blocked queries"));
        const auto round = watch.round();
        const auto &table = *round.table("postgres_locks");
        QCOMPARE(table.rows(), std::size_t(8));
        QCOMPARE(textIn(table, "application", 0), std::string("root"));
        QCOMPARE(numberIn(table, "depth", 0), 0.0);
        QCOMPARE(numberIn(table, "blocks", 0), 7.0);
        QVERIFY(textIn(table, "note", 0).starts_with("idle in transaction"));
        QVERIFY(numberIn(table, "transaction_seconds", 0) > 0);
        QCOMPARE(textIn(table, "application", 1), std::string("middle"));
        QCOMPARE(numberIn(table, "depth", 1), 1.0);
        QCOMPARE(numberIn(table, "blocked_by", 1), numberIn(table, "pid", 0));
        QCOMPARE(numberIn(table, "blocks", 1), 6.0);
        QVERIFY(textIn(table, "waits_for", 1).find("transactionid") != std::string::npos);
        QVERIFY(numberIn(table, "waiting_seconds", 1) >= 0);
        for (int row = 0; row < 8; ++row)
            QCOMPARE(numberIn(table, "root", row), numberIn(table, "pid", 0));
        QVERIFY2(round.took < std::chrono::seconds(3), std::to_string(round.took.count()).c_str());
        QVERIFY(rowOf(*round.table("postgres_activity"), "blocked_by", std::to_string(int(numberIn(table, "pid", 0)))) >= 0);
    }

    void tables_and_indexes_are_judged_with_their_caveats()
    {
        QVERIFY(m_server.sql({"UPDATE pgbench_accounts SET abalance = abalance",
                              "CREATE INDEX never_used ON pgbench_accounts (filler); CREATE INDEX once ON pgbench_accounts (bid); CREATE INDEX twice "
                              "ON pgbench_accounts (bid)",
                              "CREATE TABLE orders (branch int REFERENCES pgbench_branches (bid), \"odd \"\"name\" int)",
                              "SELECT pg_stat_force_next_flush()"},
                             "shop"));
        m_server.run("psql", m_server.login("shop") +
                                 QStringList{"-X", "-q", "-c", "CREATE UNIQUE INDEX CONCURRENTLY half ON pgbench_accounts (bid)"}); // fails
        const auto round = PostgresWatch(as("mon")).round();
        const auto &tables = *round.table("postgres_tables");
        const auto accounts = rowOf(tables, "table", "pgbench_accounts");
        QVERIFY(numberIn(tables, "dead_rows", accounts) >= 100'000);
        QCOMPARE(numberIn(tables, "vacuum_trigger_rows", accounts), 50 + 0.2 * 100'000);
        QVERIFY(numberIn(tables, "of_trigger_ratio", accounts) > 4);
        QCOMPARE(textIn(tables, "note", accounts), std::string("autovacuum is off"));
        const auto &indexes = *round.table("postgres_indexes");
        const auto told = [&](const char *kind, const char *column, const char *text) {
            for (std::size_t row = 0; row < indexes.rows(); ++row) {
                if (textIn(indexes, "kind", int(row)) == kind && textIn(indexes, column, int(row)).find(text) != std::string::npos)
                    return true;
            }
            return false;
        };
        QVERIFY(told("unused candidate", "index", "never_used"));
        QVERIFY(told("unused candidate", "note", "scans on replicas are not counted here"));
        QVERIFY(!told("unused candidate", "index", "pkey"));
        QVERIFY(told("duplicate", "note", "the same as public.once"));
        QVERIFY(told("duplicate", "command", "DROP INDEX CONCURRENTLY public.twice;"));
        QVERIFY(told("invalid", "index", "half"));
        QVERIFY(told("missing candidate", "table", "pgbench_accounts"));
        QVERIFY(told("missing for a foreign key", "command", "CREATE INDEX CONCURRENTLY ON public.orders (branch);"));
    }

    void what_reads_files_is_asked_every_five_minutes_and_told_every_round()
    {
        PostgresWatch watch(as("mon"));
        const auto size = watch.round().value("pg_database_size_bytes", {{"datname", "shop"}});
        QVERIFY(size > 0);
        QVERIFY(m_server.sql({"CREATE TABLE bulk AS SELECT repeat('x', 100) FROM generate_series(1, 50000)"}, "shop"));
        const auto later = watch.round();
        QCOMPARE(later.value("pg_database_size_bytes", {{"datname", "shop"}}), size);
        QVERIFY(later.table("postgres_indexes"));
        QCOMPARE(numberIn(*later.table("postgres_databases"), "size_bytes", rowOf(*later.table("postgres_databases"), "database", "shop")), size);
        watch.skip(std::chrono::minutes(5));
        QVERIFY(watch.round().value("pg_database_size_bytes", {{"datname", "shop"}}) > size);
    }

    void what_a_role_may_not_see_is_said_and_the_rest_is_told()
    {
        const auto session = m_server.session("BEGIN; SELECT 'a private matter';", "shop");
        PostgresWatch watch(as("plain"));
        QTRY_VERIFY(watch.round().table("postgres_activity")->rows() > 0);
        const auto round = watch.round();
        QVERIFY(round.verdict.good());
        QVERIFY(round.verdict.message.find("the role lacks pg_monitor") != std::string::npos);
        QCOMPARE(round.value("pg_up"), 1.0);
        QCOMPARE(round.value("pg_exporter_last_scrape_error"), 0.0);
        QCOMPARE(round.value("pg_scrape_collector_success", {{"collector", "wal"}}), 0.0);
        QCOMPARE(round.value("pg_scrape_collector_success", {{"collector", "locks"}}), 1.0);
        QVERIFY(std::isnan(round.value("pg_wal_segments"))); // missing is not zero
        QVERIFY(round.verdict.evidence->parts.back().text.find("wal: permission denied for function pg_ls_waldir (42501)") != std::string::npos);
        QCOMPARE(textIn(*round.table("postgres_activity"), "note", 0), std::string("hidden from this role, which lacks pg_monitor"));
        QVERIFY(rowOf(*round.table("postgres_connections"), "state", "hidden") >= 0);
        QVERIFY(round.everything().find("a private matter") == std::string::npos);
    }

    void a_socket_of_this_machine_will_do_and_nothing_can_be_changed_over_it()
    {
        PostgresWatch watch({{"address", m_server.socket()}, {"user", "postgres"}, {"database", "shop"}});
        QVERIFY2(watch.made(), watch.fault().c_str());
        const auto round = watch.round();
        QVERIFY2(round.verdict.good(), round.verdict.message.c_str());
        QVERIFY(!std::isnan(round.value("pg_stat_database_xact_commit", {{"server", m_server.socket()}, {"datname", "shop"}})));
    }

    void what_somebody_locked_is_not_waited_for()
    {
        const auto session = m_server.session("BEGIN; LOCK TABLE pgbench_accounts;", "shop");
        QTRY_VERIFY(PostgresWatch(as("mon", "postgres")).round().value("pg_locks_count", {{"datname", "shop"}, {"mode", "accessexclusivelock"}}) > 0);
        const auto round = PostgresWatch(as("mon")).round();
        QVERIFY2(round.took < std::chrono::seconds(5), std::to_string(round.took.count()).c_str());
        QVERIFY2(round.verdict.good(), round.verdict.message.c_str());
        QVERIFY2(round.verdict.message.find("could not be read") != std::string::npos, round.verdict.message.c_str());
        QCOMPARE(round.value("pg_scrape_collector_success", {{"collector", "stat_user_tables"}}), 0.0);
        QCOMPARE(round.value("pg_scrape_collector_success", {{"collector", "stat_activity"}}), 1.0);
        QVERIFY(round.verdict.evidence->parts.back().text.find("lock timeout") != std::string::npos);
    }
};

VEDETTE_TEST(TstPostgresProbe)
#include "tst_postgres_probe.moc"
