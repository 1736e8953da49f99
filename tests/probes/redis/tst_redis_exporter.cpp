// Debian's redis_exporter beside the check, on the same server.
#include "probes/redis/redis_probe.h"

#include "tests/probes/redis/redis_server.h"
#include "tests/support/check_round.h"
#include "tests/support/metric_names_page.h"
#include "tests/support/registry.h"

using tests::RedisServer;

class TstRedisExporter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!RedisServer::installed() || tests::ServerProcess::find("prometheus-redis-exporter").isEmpty())
            QSKIP("redis-server or prometheus-redis-exporter is not installed");
    }

    void names_labels_and_values_are_those_of_the_exporter_beside()
    {
        const RedisServer server({"--latency-monitor-threshold", "10", "--slowlog-log-slower-than", "10000", "--maxmemory", "64mb"});
        QVERIFY(server.ready);
        const RedisServer replica({"--replicaof", "127.0.0.1", QString::number(server.port)});
        QVERIFY(replica.ready);
        server.tell({"MSET", "a", "1", "b", "2", "c", "3"});
        server.tell({"SET", "d", "1", "EX", "1000"});
        server.tell({"GET", "a"});
        server.tell({"GET", "nothing"});
        server.tell({"LPOP", "a"}); // an error
        server.tell({"EVAL", "local n=0 for i=1,20000000 do n=n+1 end return 1", "0"});
        QTRY_VERIFY(replica.tell({"INFO", "replication"}).contains("master_link_status:up"));

        tests::MetricNamesPage page(
            "redis_exporter",
            QString("redis_exporter %1 and Vedette, asking one Redis %2 and its replica.")
                .arg(tests::MetricNamesPage::versionOf("prometheus-redis-exporter"), tests::MetricNamesPage::versionOf("redis-server", 2)),
            {{"redis_exporter_build_info", "about the exporter"},
             {"redis_exporter_scrape*", "about the exporter's own work"},
             {"redis_target_scrape_*", "about the exporter's own work"},
             {"redis_last_key_groups_*", "how long it looked for groups of keys, which Vedette does not"}});
        for (const auto *asked : {&server, &replica}) {
            tests::ServerProcess exporter;
            const auto port = tests::freePort();
            QVERIFY(exporter.start("prometheus-redis-exporter",
                                   {"--redis.addr", "redis://127.0.0.1:" + QString::number(asked->port), "--web.listen-address",
                                    "127.0.0.1:" + QString::number(port), "--include-system-metrics"},
                                   [&] { return tests::listens(port); }));
            auto probe = probes::makeRedisProbe(asked->options());
            QVERIFY(probe);
            tests::checkRound(**probe); // what it learns for the second round, and its own commands, so that both see them
            const auto before = tests::parseExposition(tests::exporterPage(port, "/metrics"));
            const auto round = tests::checkRound(**probe);
            const auto after = tests::parseExposition(tests::exporterPage(port, "/metrics"));
            QVERIFY(round.result);
            page.add(after, round.series, "redis_");

            int compared = 0, still = 0;
            for (const auto &[name, value] : after) {
                // Those of the exporter's own doing are not ours, and neither are series that only its second look made.
                if (!name.starts_with("redis_") || name.starts_with("redis_exporter_") || name.starts_with("redis_target_scrape") ||
                    name.starts_with("redis_last_key_groups") || !before.contains(name))
                    continue;
                const auto found = round.series.find(name);
                QVERIFY2(found != round.series.end(), ("missing: " + name).c_str());
                ++compared;
                // How long those commands took that who asks gives itself moves with each of them, up and down again.
                if (name.starts_with("redis_latency_percentiles") && name.find("cmd=\"eval\"") == std::string::npos)
                    continue;
                // Ours was taken between the two. What moves may have moved either way only where it is no counter.
                const auto first = before.at(name);
                const auto told = found->second;
                if (first == value) {
                    // A second's border may lie between the looks; usage may have gone up and down again.
                    const bool wavers = name.starts_with("redis_memory_") || name.starts_with("redis_allocator_") || name.starts_with("redis_mem_") ||
                                        name.starts_with("redis_start_time") || name.starts_with("redis_client_recent");
                    // What the clients take is what those take who ask just then: a few KiB of buffers each, more or less of them.
                    const double ofClients = name.starts_with("redis_mem_clients_") ? 65536.0 : 1.0;
                    const auto room = wavers ? std::max(ofClients, 0.5 * std::abs(value)) : 1e-9 * std::abs(value);
                    still += wavers ? 0 : 1;
                    QVERIFY2(std::abs(told - value) <= room, fmt::format("{}: {} instead of {}", name, told, value).c_str());
                } else if (name.find("_total") != name.npos) {
                    QVERIFY2(first <= told && told <= value, fmt::format("{}: {} is not between {} and {}", name, told, first, value).c_str());
                }
            }
            QVERIFY2(compared > 180 && still > 120, fmt::format("{} compared, {} stood still", compared, still).c_str());
            qInfo("%d series of the exporter, %d of which stood still", compared, still);
        }
        page.check("redis_exporter");
    }
};

VEDETTE_TEST(TstRedisExporter)
#include "tst_redis_exporter.moc"
