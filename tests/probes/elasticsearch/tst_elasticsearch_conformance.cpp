// The recorded answers of Elasticsearch 1.7 to 8.9, against what elasticsearch_exporter makes of them.
#include "probes/elasticsearch/cluster_metrics.h"
#include "probes/elasticsearch/elasticsearch_probe.h"
#include "probes/elasticsearch/index_metrics.h"
#include "probes/elasticsearch/node_metrics.h"
#include "tests/probes/elasticsearch/cluster_server.h"
#include "tests/support/check_round.h"
#include "tests/support/metric_names_page.h"
#include "tests/support/registry.h"

#include <nlohmann/json.hpp>

#include <QtCore/QDir>
#include <QtCore/QFile>

using namespace elasticsearch;

static const QString kFolder = qEnvironmentVariable("VEDETTE_SHARED") + "/conformance/elasticsearch/";

class TstElasticsearchConformance : public QObject {
    Q_OBJECT

    static std::string read(const QString &name)
    {
        QFile file(kFolder + name);
        return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
    }
    static Json answer(const QString &name) { return parseAnswer(read(name)).value_or(Json()); }

    // The pair's name is "<collector>__<recording>"; the recording's name ends as that of its answers. False: an unknown collector.
    static bool convert(const QString &collector, const QString &recording, SeriesWriter &series)
    {
        const auto one = [&](const QString &prefix, const QString &folder) { return answer(folder + QString(recording).remove(prefix) + ".json"); };
        const auto cluster = "unknown_cluster";
        if (collector == "cluster_health")
            addClusterHealth(one("clusterhealth_", "clusterhealth/"), series);
        else if (collector == "cluster_info")
            addClusterInfo(one("clusterinfo_", "clusterinfo/"), "elasticsearch_version", series);
        else if (collector == "cluster_settings")
            addClusterSettings(one("", ""), series);
        else if (collector == "data_stream")
            addDataStreams(one("datastream_", "datastream/"), series);
        else if (collector == "health_report")
            addHealthReport(one("healthreport_", "healthreport/"), series);
        else if (collector == "ilm")
            addIndexLifecycle(one("", "ilm_indices/"), one("", "ilm_status/"), series);
        else if (collector == "indices") {
            addIndices(one("", "indices/"), cluster, series);
            addAliases(one("", "indices/alias/"), cluster, series);
        } else if (collector == "indices_mappings")
            addIndexMappings(one("indices_mappings_", "indices_mappings/"), series);
        else if (collector == "indices_settings")
            addIndexSettings(one("", "indices_settings/"), series);
        else if (collector == "nodes")
            addNodes(one("nodestats_", "nodestats/"), series);
        else if (collector == "shards")
            addShards(one("", "shards/"), cluster, 0, series);
        else if (collector == "slm")
            addSnapshotLifecycle(one("", "slm/stats/"), one("", "slm/status/"), series);
        else if (collector == "snapshots")
            addSnapshots(one("snapshots_", "snapshots/"), "test1", series);
        else
            return false;
        return true;
    }

    tests::MetricNamesPage m_page{"elasticsearch_exporter",
                                  "elasticsearch_exporter and Vedette, reading the same 34 recorded answers of Elasticsearch 1.7 to 8.9.",
                                  {{"elasticsearch_cluster_health_up", "whether the cluster answers"},
                                   {"elasticsearch_clusterinfo_version_info", "the older name of elasticsearch_version"},
                                   {"elasticsearch_node_stats_up", "whether the nodes are told"},
                                   {"elasticsearch_scrape_success", "which questions were answered"}}};

private Q_SLOTS:
    void initTestCase()
    {
        if (!QDir(kFolder + "expected").exists())
            QSKIP("the recorded answers are not here");
    }

    void all_34_recordings_are_here() { QCOMPARE(QDir(kFolder + "expected").entryList({"*.prom"}).size(), 34); }

    void the_exporter_makes_the_same_of_them_data()
    {
        QTest::addColumn<QString>("pair");
        for (const auto &name : QDir(kFolder + "expected").entryList({"*.prom"}))
            QTest::newRow(qPrintable(name)) << name.chopped(5);
    }
    void the_exporter_makes_the_same_of_them()
    {
        QFETCH(QString, pair);
        metric::Batch batch;
        metric::SeriesInterner interner({});
        metric::BatchBuilder builder(batch, interner);
        SeriesWriter series(builder);
        QVERIFY2(convert(pair.section("__", 0, 0), pair.section("__", 1), series), "nobody knows this collector");

        tests::Exposition got;
        for (const auto &sample : batch.samples)
            got.emplace(sample.labels->toString(), sample.value);
        QCOMPARE(got.size(), batch.samples.size()); // no series twice
        const auto expected = tests::parseExposition(read("expected/" + pair + ".prom"));
        QVERIFY(!expected.empty());
        for (const auto &[name, value] : expected) {
            const auto found = got.find(name);
            QVERIFY2(found != got.end(), ("missing: " + name).c_str());
            QVERIFY2(found->second == value, fmt::format("{} is {} instead of {}", name, found->second, value).c_str());
        }
        for (const auto &[name, value] : got)
            QVERIFY2(expected.contains(name), ("too much: " + name).c_str());
        m_page.add(expected, got, "elasticsearch_");
    }

    void the_names_are_those_that_people_can_read()
    {
        // What a whole round tells beside what becomes of the answers.
        const tests::ClusterServer cluster({{"/", read("clusterinfo/7.13.1.json")},
                                            {"/_cluster/health", read("clusterhealth/7.13.1.json")},
                                            {"/_nodes/stats", read("nodestats/7.13.1.json")}});
        const auto probe = probes::makeElasticsearchProbe({{"url", cluster.url()}, {"timeout", "5"}});
        m_page.add({}, tests::checkRound(**probe).series, "");
        m_page.check("elasticsearch_exporter");
    }
};

VEDETTE_TEST(TstElasticsearchConformance)
#include "tst_elasticsearch_conformance.moc"
