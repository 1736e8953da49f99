// The check against servers that answer as clusters do, and as none should.
#include "probes/elasticsearch/elasticsearch_probe.h"

#include "tests/probes/elasticsearch/cluster_server.h"
#include "tests/support/check_round.h"
#include "tests/support/registry.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>

#include <map>

using metric::Reason;
using tests::BadServer;
using tests::CheckRound;
using Cluster = tests::ClusterServer;

class TstElasticsearchProbe : public QObject {
    Q_OBJECT

    static CheckRound ask(const std::string &url, probes::Options options = {})
    {
        options["url"] = url;
        options.emplace("timeout", "5");
        auto probe = probes::makeElasticsearchProbe(options);
        return probe ? tests::checkRound(**probe) : CheckRound{metric::fail(metric::ErrorCode::InvalidArgument, probe.error().message), {}, {}, {}};
    }
    static std::string recorded(const QString &name)
    {
        QFile file(qEnvironmentVariable("VEDETTE_SHARED") + "/conformance/elasticsearch/" + name);
        return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
    }
    static std::string health(const std::string &status, int unassigned, int nodes)
    {
        return fmt::format("{{\"cluster_name\":\"c\",\"status\":\"{}\",\"number_of_nodes\":{},\"number_of_data_nodes\":{},\"active_shards\":7,"
                           "\"unassigned_shards\":{}}}",
                           status, nodes, nodes, unassigned);
    }
    static const char *word(Reason reason) { return metric::reasonWord(reason).data(); }

private Q_SLOTS:
    void a_recorded_cluster_is_told_with_its_tables()
    {
        if (recorded("clusterhealth/7.13.1.json").empty())
            QSKIP("the recorded answers are not here");
        const Cluster cluster({{"/", recorded("clusterinfo/7.13.1.json")},
                               {"/_cluster/health", recorded("clusterhealth/7.13.1.json")},
                               {"/_nodes/stats", recorded("nodestats/7.13.1.json")},
                               {"/_all/_stats", recorded("indices/7.17.3.json")},
                               {"/_alias", recorded("indices/alias/7.17.3.json")},
                               {"/_cat/shards?format=json", recorded("shards/7.15.0.json")},
                               {"/_snapshot", "{\"test 1\":{}}"},
                               {"/_snapshot/test%201/_all", recorded("snapshots/5.4.2.json")},
                               {"/_health_report", recorded("healthreport/8.7.0.json")}});
        const auto round =
            ask(cluster.url(), {{"indices", "true"}, {"shards", "true"}, {"snapshots", "true"}, {"health_report", "true"}, {"slm", "true"}});
        QVERIFY2(round.result, round.result ? "" : round.result.error().message.c_str());
        QVERIFY2(round.verdict.good(), round.verdict.message.c_str());
        QVERIFY2(round.verdict.message.starts_with("yellow: 30 replicas have no place on this one-node cluster"), round.verdict.message.c_str());
        QVERIFY2(round.says("heap 20 % and disk 87 % at most"), round.verdict.message.c_str());
        QCOMPARE(round.value("elasticsearch_cluster_health_up"), 1.0);
        QCOMPARE(round.value("elasticsearch_scrape_success{collector=\"nodes\"}"), 1.0);
        QCOMPARE(round.value("elasticsearch_scrape_success{collector=\"slm\"}"), 0.0);
        QVERIFY(round.says("slm: /_slm/stats is answered with 404 resource_not_found_exception"));
        QCOMPARE(round.value("elasticsearch_node_shards_total{cluster=\"elasticsearch\",node=\"35dfca79831a\"}"), 3.0);
        QCOMPARE(round.value("elasticsearch_snapshot_stats_number_of_snapshots{repository=\"test 1\"}"), 1.0);
        QCOMPARE(*round.table("elasticsearch_nodes")->texts("name"), std::vector<std::string>{"aaf5a8a0bceb"});
        QVERIFY(round.table("elasticsearch_indices")->rows() > 2);
        QCOMPARE(QString::fromStdString(round.part("Version")), QString("Elasticsearch 7.13.1"));
    }

    void the_colour_is_judged_as_the_options_say()
    {
        const auto answers = [](const std::string &status, int unassigned) {
            return std::map<std::string, std::string>{
                {"/_cluster/health", health(status, unassigned, 3)},
                {"/_cluster/allocation/explain",
                 "{\"index\":\"shop\",\"shard\":0,\"primary\":true,\"allocate_explanation\":\"cannot allocate because all found copies are stale\"}"},
                {"/", "{\"version\":{\"number\":\"2.4.0\",\"distribution\":\"opensearch\"}}"}};
        };
        const Cluster green(answers("green", 0)), yellow(answers("yellow", 2)), red(answers("red", 1)), none(answers("mauve", 0));
        auto round = ask(green.url());
        QVERIFY2(round.verdict.good(), round.verdict.message.c_str());
        QCOMPARE(QString::fromStdString(round.part("Version")), QString("OpenSearch 2.4.0"));
        QVERIFY(round.verdict.responseTime > std::chrono::nanoseconds::zero());
        QVERIFY(ask(yellow.url()).verdict.good());
        QCOMPARE(word(ask(yellow.url(), {{"worst_status", "green"}}).verdict.reason), word(Reason::Status));
        round = ask(red.url());
        QCOMPARE(word(round.verdict.reason), word(Reason::Status));
        QVERIFY(round.part("Unassigned shard").find("shop, shard 0, primary\ncannot allocate") != std::string::npos);
        QCOMPARE(word(ask(none.url()).verdict.reason), word(Reason::Answer));
    }

    void who_asks_is_told_to_the_cluster_and_to_nobody_else()
    {
        const Cluster cluster({{"/_cluster/health", health("green", 0, 1)}});
        auto round = ask(cluster.url(), {{"api_key", "aHVudGVyMg=="}});
        QVERIFY(cluster.asked().find("Authorization: ApiKey aHVudGVyMg==") != std::string::npos);
        QVERIFY(!round.says("aHVudGVyMg"));
        round = ask(cluster.url(), {{"user", "mon"}, {"password", "hunter2"}});
        QVERIFY(cluster.asked().find("Authorization: Basic bW9uOmh1bnRlcjI=") != std::string::npos);
        QVERIFY(!round.says("hunter2") && !round.says("bW9uOmh1bnRlcjI"));
    }

    void a_refusal_has_its_reason_and_quotes_nothing()
    {
        for (const auto &[status, reason] :
             {std::pair(401, Reason::Authentication), {403, Reason::Permission}, {503, Reason::Status}, {302, Reason::Status}}) {
            const Cluster cluster({{"/_cluster/health", "{\"error\":{\"type\":\"security_exception hunter2\",\"reason\":\"hunter2\"}}"}}, status);
            const auto round = ask(cluster.url(), {{"user", "mon"}, {"password", "hunter2"}});
            QCOMPARE(word(round.verdict.reason), word(reason));
            QVERIFY2(!round.says("hunter2"), round.everything().c_str());
            QCOMPARE(round.value("elasticsearch_cluster_health_up"), 0.0);
        }
    }

    void what_is_no_answer_is_named_in_time_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("reason");
        QTest::newRow("a page") << QByteArray("<html>It works!</html>") << int(Reason::Protocol);
        QTest::newRow("nothing") << QByteArray() << int(Reason::Protocol);
        QTest::newRow("deep") << QByteArray("[").repeated(1'000'000) << int(Reason::Size);
        QTest::newRow("wide") << "[" + QByteArray("0,").repeated(2'000'000) + "0]" << int(Reason::Size);
        QTest::newRow("another's") << QByteArray("{\"status\":7}") << int(Reason::Answer);
        QTest::newRow("a list") << QByteArray("[1,2]") << int(Reason::Answer);
    }
    void what_is_no_answer_is_named_in_time()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, reason);
        const Cluster cluster({{"/_cluster/health", body.toStdString()}});
        const auto round = ask(cluster.url());
        QVERIFY(round.result);
        QCOMPARE(word(round.verdict.reason), word(Reason(reason)));
    }

    void one_that_hangs_or_never_ends_is_given_up()
    {
        QElapsedTimer waited;
        waited.start();
        const BadServer hanging([](const BadServer::Peer &peer) { peer.hang(); });
        auto round = ask(hanging.url(""), {{"timeout", "0.4"}});
        QCOMPARE(word(round.verdict.reason), word(Reason::Timeout));
        const BadServer endless([](const BadServer::Peer &peer) {
            peer.readUntil("\r\n\r\n");
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n[");
            const std::string spaces(1 << 16, ' ');
            while (peer.send(spaces)) {
            }
        });
        round = ask(endless.url(""), {{"timeout", "5"}});
        QCOMPARE(word(round.verdict.reason), word(Reason::Size));
        QVERIFY(waited.elapsed() < 8'000);
    }

    void what_is_filled_in_wrongly_is_said()
    {
        const auto fault = [](const probes::Options &options) {
            const auto made = probes::makeElasticsearchProbe(options);
            return made ? std::string() : made.error().message;
        };
        QVERIFY(fault({}).starts_with("url: "));
        QVERIFY(fault({{"url", "search:9200"}}).starts_with("url: "));
        QVERIFY(fault({{"url", "http://a:b@search:9200"}}).starts_with("url: "));
        QVERIFY(fault({{"url", "http://search"}, {"user", "a"}, {"api_key", "b"}}).starts_with("api_key: "));
        QVERIFY(fault({{"url", "http://search"}, {"api_key", "b\r\nX: y"}}).starts_with("api_key: "));
        QVERIFY(fault({{"url", "http://search"}, {"indices", "yes"}}).starts_with("indices: "));
        QVERIFY(fault({{"url", "http://search/es/"}, {"indices", "true"}}).empty());
    }
};

VEDETTE_TEST(TstElasticsearchProbe)
#include "tst_elasticsearch_probe.moc"
