#include "probes/elasticsearch/json_answer.h"

#include "probes/elasticsearch/cluster_metrics.h"
#include "probes/elasticsearch/node_metrics.h"
#include "tests/support/registry.h"

#include <nlohmann/json.hpp>

#include <QtCore/QString>

using namespace elasticsearch;

class TstJsonAnswer : public QObject {
    Q_OBJECT

    static metric::ErrorCode codeOf(const std::string &text)
    {
        const auto parsed = parseAnswer(text);
        return parsed ? metric::ErrorCode::NotFound : parsed.error().code;
    }
    static std::string repeated(std::string_view part, std::size_t times)
    {
        std::string all;
        for (std::size_t at = 0; at < times; ++at)
            all += part;
        return all;
    }

private Q_SLOTS:
    void what_is_no_json_is_refused()
    {
        for (const auto *text : {"", "nonsense", "{", "}", "{\"a\":1}}", "[1,]", "{\"a\":\xff}", "<html></html>", "1e999"})
            QCOMPARE(codeOf(text), metric::ErrorCode::Malformed);
    }

    void deep_nesting_and_many_values_are_refused_before_anything_is_built()
    {
        QVERIFY(parseAnswer(repeated("[", kMaxDepth) + repeated("]", kMaxDepth)));
        QCOMPARE(codeOf(repeated("[", kMaxDepth + 1) + repeated("]", kMaxDepth + 1)), metric::ErrorCode::LimitExceeded);
        QCOMPARE(codeOf(repeated("[", 5'000'000)), metric::ErrorCode::LimitExceeded);
        QCOMPARE(codeOf("[" + repeated("0,", kMaxValues) + "0]"), metric::ErrorCode::LimitExceeded);
        QVERIFY(parseAnswer("[\"" + repeated("[", 1000) + "\\\"[\"]")); // in a text they are none
    }

    void a_number_may_be_written_as_a_text_or_a_truth_and_what_is_absent_is_zero()
    {
        const auto json = parseAnswer("{\"a\":{\"b\":1.5,\"c\":\"9223372036854771712\",\"d\":true,\"e\":\"12x\",\"f\":null}}").value();
        QCOMPARE(number(json, "a.b"), 1.5);
        QCOMPARE(number(json, "a.c"), 9223372036854771712.0);
        QCOMPARE(number(json, "a.d"), 1.0);
        for (const auto *path : {"a.e", "a.f", "a.g", "a.b.c", "x", "a..b", "a"})
            QCOMPARE(number(json, path), 0.0);
        QCOMPARE(text(json, "a.b"), std::string_view());
    }

    void an_answer_that_would_make_millions_of_series_makes_as_many_as_there_is_room_for()
    {
        std::string many = "{\"nodes\":{";
        for (int at = 0; at < 5000; ++at)
            many += (at ? ",\"" : "\"") + std::to_string(at) + "\":{}";
        const auto json = parseAnswer(many + "}}").value();
        metric::Batch batch;
        metric::SeriesInterner interner({});
        metric::BatchBuilder builder(batch, interner);
        SeriesWriter series(builder, 1000);
        addNodes(json, series);
        QCOMPARE(batch.samples.size(), std::size_t(1000));
        QVERIFY(series.full());
        QCOMPARE(nodeTable(json, {}).rows(), std::size_t(1000));
    }

    void a_label_is_cut_between_two_characters()
    {
        metric::Batch batch;
        metric::SeriesInterner interner({});
        metric::BatchBuilder builder(batch, interner);
        SeriesWriter(builder).add("x", {{"name", repeated("\u00e4", 200).insert(0, "a")}}, 1);
        QCOMPARE(std::string(batch.samples.front().labels->get("name")), "a" + repeated("\u00e4", 127));
    }

    void health_is_told_in_words()
    {
        const auto words = [](const std::string &text) { return QString::fromStdString(healthInWords(parseAnswer(text).value())); };
        QCOMPARE(words("{\"status\":\"green\",\"number_of_nodes\":3,\"active_shards\":120}"), QString("green: 3 nodes, 120 shards"));
        QCOMPARE(words("{\"status\":\"yellow\",\"number_of_data_nodes\":1,\"unassigned_shards\":1}"),
                 QString("yellow: 1 replica has no place on this one-node cluster, which is normal; the data is all there"));
        QCOMPARE(words("{\"status\":\"yellow\",\"number_of_data_nodes\":3,\"unassigned_shards\":2}"),
                 QString("yellow: 2 replicas are not assigned to a node; the data is all there, but not all of it twice"));
        QCOMPARE(words("{\"status\":\"yellow\",\"number_of_data_nodes\":3,\"initializing_shards\":1}"),
                 QString("yellow: 1 replica is being started; the data is all there"));
        QCOMPARE(words("{\"status\":\"red\",\"unassigned_shards\":1,\"initializing_shards\":2}"),
                 QString("red: data is missing, a primary shard is not assigned to a node (1 shard unassigned, 2 shards being started)"));
        QCOMPARE(words("{}"), QString("the cluster does not say how it is"));
    }
};

VEDETTE_TEST(TstJsonAnswer)
#include "tst_json_answer.moc"
