#include "tests/probes/postgres/postgres_server.h"
#include "tests/support/metric_names_page.h"
#include "tests/support/registry.h"

#include <QtCore/QRegularExpression>

#include <cmath>
#include <set>

using tests::Exposition;
using tests::PostgresWatch;

// postgres_exporter 0.11.1 beside our probe, both asking one server as one role.
class TstPostgresExporter : public QObject {
    Q_OBJECT

    tests::PostgresServer m_server;
    tests::ServerProcess m_exporter;
    std::uint16_t m_port = 0;

    static bool ours(std::string_view name) { return name.starts_with("pg_"); }
    Exposition theirs() const
    {
        auto all = tests::parseExposition(tests::exporterPage(m_port, "/metrics"));
        std::erase_if(all, [](const auto &series) { return !ours(series.first); });
        return all;
    }
    static Exposition exposed(const tests::PostgresRound &round)
    {
        Exposition all;
        for (const auto &[series, value] : round.batch.samples) {
            std::vector<metric::Label> labels;
            for (const auto &label : *series) {
                if (label.name != "instance" && label.name != "job")
                    labels.push_back(label);
            }
            all.emplace(metric::Labels(std::span<const metric::Label>(labels)).toString(), value);
        }
        return all;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!tests::PostgresServer::installed() || tests::ServerProcess::find("prometheus-postgres-exporter").isEmpty())
            QSKIP("PostgreSQL or prometheus-postgres-exporter is not installed");
        QVERIFY(m_server.create("shared_preload_libraries = 'pg_stat_statements'\ntrack_io_timing = on\n"));
        QVERIFY2(m_server.start(), m_server.log());
        QVERIFY(m_server.sql({"CREATE ROLE mon LOGIN PASSWORD 'mon-secret'; GRANT pg_monitor TO mon", "CREATE DATABASE shop"}));
        QVERIFY(m_server.run("pgbench", m_server.login("shop").mid(0, 6) + QStringList{"-i", "-q", "-s", "1", "shop"}));
        QVERIFY(m_server.run("pgbench", m_server.login("shop").mid(0, 6) + QStringList{"-c", "2", "-t", "50", "-n", "shop"}));
        QVERIFY(m_server.sql({"SELECT pg_create_physical_replication_slot('spare', true)", "CHECKPOINT"}));
        m_port = tests::freePort();
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert("DATA_SOURCE_NAME", QString("postgresql://mon:mon-secret@127.0.0.1:%1/shop?sslmode=disable").arg(m_server.port()));
        m_exporter.process().setProcessEnvironment(environment);
        QVERIFY2(m_exporter.start("prometheus-postgres-exporter", {"--web.listen-address=127.0.0.1:" + QString::number(m_port)},
                                  [this] { return tests::listens(m_port); }),
                 m_exporter.log());
    }

    void series_and_values_are_those_of_the_exporter_beside()
    {
        PostgresWatch watch({{"address", m_server.address()}, {"user", "mon"}, {"password", "mon-secret"}, {"database", "shop"}});
        QVERIFY2(watch.made(), watch.fault().c_str());
        QVERIFY(watch.round().verdict.good());
        theirs();            // both have their session now
        QTest::qWait(1'200); // the server counts a session's doings once a second
        const auto before = exposed(watch.round());
        const auto expected = theirs();
        QTest::qWait(1'200);
        const auto after = exposed(watch.round());
        QVERIFY2(expected.size() > 300, "the exporter told little");

        // Of each exporter, or of each session, its own.
        const QRegularExpression own("^pg_(exporter_|scrape_collector_|settings_(extra_float_digits|application_name|client_min_messages)\\{)");
        // The exporter asks over two sessions at once, and each sees what the other is at.
        const QRegularExpression momentary("^pg_(stat_activity_|locks_count|stat_database_numbackends)");
        std::set<std::string> faults;
        std::set<std::string> names;
        int same = 0, between = 0;
        for (const auto &[series, value] : expected) {
            if (own.match(QString::fromStdString(series)).hasMatch())
                continue;
            const auto first = before.find(series);
            const auto last = after.find(series);
            if (first == before.end() || last == after.end()) {
                faults.insert("not told: " + series);
                continue;
            }
            names.insert(tests::metricNameOf(series));
            const bool nan = std::isnan(value) && std::isnan(first->second);
            if (nan || value == first->second || value == last->second) {
                ++same;
            } else if (std::min(first->second, last->second) <= value && value <= std::max(first->second, last->second)) {
                ++between; // it moves, and was there in between
            } else if (momentary.match(QString::fromStdString(series)).hasMatch() && std::abs(value - first->second) <= 4) {
                ++between;
            } else {
                faults.insert(fmt::format("{}: {} where we have {} before and {} after", series, value, first->second, last->second));
            }
        }
        for (const auto &fault : faults)
            qWarning("%s", fault.c_str());
        qInfo("%zu names, %d series the same, %d in between, %zu that we tell beside", names.size(), same, between,
              after.size() - std::size_t(same + between));
        QVERIFY(faults.empty());
        QVERIFY2(names.size() > 200, std::to_string(names.size()).c_str());
        QVERIFY2(between < 40, std::to_string(between).c_str());

        tests::MetricNamesPage page("postgres_exporter",
                                    QString("postgres_exporter %1 and Vedette, asking one PostgreSQL %2 as the same role.")
                                        .arg(tests::MetricNamesPage::versionOf("prometheus-postgres-exporter"),
                                             tests::MetricNamesPage::versionOf(tests::ServerProcess::find("postgres"), 1)),
                                    {{"pg_settings_*", "a name per setting that is a number or a switch", tests::MetricNamesPage::Note::Family},
                                     {"pg_process_idle_seconds_*", "while sessions are idle", tests::MetricNamesPage::Note::Seldom},
                                     {"pg_replication_lag", "the older name of pg_replication_lag_seconds, which rules still use"},
                                     {"pg_txid_current", "for rules that watch the transaction numbers"}});
        page.add(expected, after, "pg_");
        page.check("postgres_exporter");
    }

    void the_names_of_the_recorded_exporter_are_all_told()
    {
        QFile recorded(qEnvironmentVariable("VEDETTE_SHARED") + "/conformance/captures/postgres_exporter-0.11.1.prom");
        if (!recorded.open(QIODevice::ReadOnly))
            QSKIP("the recording is not there");
        std::set<std::string> told;
        PostgresWatch watch({{"address", m_server.address()}, {"user", "mon"}, {"password", "mon-secret"}, {"database", "shop"}});
        for (const auto &[series, value] : exposed(watch.round()))
            told.insert(tests::metricNameOf(series));
        for (const auto &[series, value] : tests::parseExposition(recorded.readAll().toStdString())) {
            const auto name = tests::metricNameOf(series);
            QVERIFY2(!ours(name) || told.contains(name), name.c_str());
        }
    }
};

VEDETTE_TEST(TstPostgresExporter)
#include "tst_postgres_exporter.moc"
