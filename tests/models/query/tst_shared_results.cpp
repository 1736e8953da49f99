#include "models/query/promql_engine.h"
#include "models/query/shared_results.h"
#include "tests/support/fake_reader.h"
#include "tests/support/registry.h"

#include <QtTest/QTest>

using namespace query;
using namespace std::chrono_literals;
using metric::Labels;
using metric::Timestamp;

namespace {

const Timestamp kStart{1'700'000'000s};

// Says itself whether its data are still what they were.
class CountedReader : public tests::FakeReader {
public:
    std::optional<std::uint64_t> generation() const override { return state; }
    std::optional<std::uint64_t> state = 1;
};

const std::vector<Definition> kShares{{"mode:cpu:share", "sum by (mode) (cpu) / on () group_left () sum (cpu)"}, {"all:cpu", "sum (cpu)"}};

Dense denseOf(std::size_t values) { return {{std::make_shared<const Labels>(Labels{{"a", "b"}}), std::vector<double>(values, 1.0), false}}; }

} // namespace

class TstSharedResults : public QObject {
    Q_OBJECT

    static void fill(CountedReader &reader, double more = 0)
    {
        for (const char *mode : {"user", "system"})
            reader.add(Labels{{metric::kMetricName, "cpu"}, {"mode", mode}}, kStart + std::chrono::seconds(int(more)), more + (*mode == 'u' ? 3 : 1));
    }
    static double value(const PromqlEngine &engine, const std::string &expression, Timestamp time = kStart)
    {
        const auto answer = engine.answer({expression, time, time});
        return answer && std::get<Vector>(answer->value).size() == 1 ? std::get<Vector>(answer->value).front().value : -1;
    }

private Q_SLOTS:
    void what_two_questions_about_the_same_data_have_in_common_is_read_once()
    {
        CountedReader reader;
        fill(reader);
        const PromqlEngine engine(reader, {}, kShares);
        QCOMPARE(value(engine, "mode:cpu:share{mode=\"user\"}"), 0.75);
        const auto first = reader.selects;
        QCOMPARE(value(engine, "mode:cpu:share{mode=\"system\"}"), 0.25);
        QCOMPARE(reader.selects, first + 1); // that mode; the sum of all is known
        QCOMPARE(value(engine, "all:cpu"), 4.0);
        QCOMPARE(value(engine, "all:cpu * 2"), 8.0);
        QCOMPARE(reader.selects, first + 1);
        // Neither at another moment, nor of other series, nor where gaps do not show.
        QCOMPARE(value(engine, "all:cpu", kStart + 1s), 4.0);
        QCOMPARE(reader.selects, first + 2);
        QCOMPARE(value(engine, "sum(cpu)"), 4.0);
        QCOMPARE(reader.selects, first + 3);
        QCOMPARE(value(engine, "sum(cpu{mode=\"user\"})"), 3.0);
        QCOMPARE(reader.selects, first + 4);
    }

    void what_start_and_end_mean_belongs_to_the_question()
    {
        CountedReader reader;
        fill(reader);
        fill(reader, 60);
        const PromqlEngine engine(reader, {}, kShares);
        const auto lastOf = [&](Timestamp end) {
            const auto answer = engine.answer({"sum(cpu @ end())", kStart, end, 60s});
            return std::get<Matrix>(answer->value).front().points.front().value;
        };
        QCOMPARE(lastOf(kStart), 4.0);
        QCOMPARE(lastOf(kStart + 60s), 124.0);
    }

    void other_data_are_asked_again()
    {
        CountedReader reader;
        fill(reader);
        const PromqlEngine engine(reader, {}, kShares);
        QCOMPARE(value(engine, "all:cpu", kStart + 2s), 4.0);
        fill(reader, 2);
        QCOMPARE(value(engine, "all:cpu", kStart + 2s), 4.0); // as it says that nothing has changed
        reader.state = 2;
        QCOMPARE(value(engine, "all:cpu", kStart + 2s), 8.0);
        reader.state = std::nullopt;
        const auto before = reader.selects;
        (void)value(engine, "all:cpu", kStart + 2s);
        (void)value(engine, "all:cpu", kStart + 2s);
        QCOMPARE(reader.selects, before + 2);
    }

    void what_there_is_to_note_is_noted_every_time()
    {
        CountedReader reader;
        fill(reader);
        const PromqlEngine engine(reader, {}, kShares);
        for (int i = 0; i < 2; ++i) {
            const auto answer = engine.answer({"quantile(2, cpu)", kStart, kStart});
            QVERIFY(answer);
            QCOMPARE(answer->annotations.size(), std::size_t(1));
        }
    }

    void little_is_kept_and_not_for_long()
    {
        SharedResults results;
        QVERIFY(!results.find(0, "a"));
        results.keep(1, "a", denseOf(10));
        results.keep(1, "large", denseOf(5000));
        QVERIFY(results.find(1, "a") && results.find(1, "a")->front().values.size() == 10);
        QVERIFY(!results.find(1, "large"));
        QVERIFY(!results.find(2, "a"));
        results.keep(2, "b", denseOf(10));
        QVERIFY(!results.find(1, "a") && !results.find(2, "a") && results.find(2, "b"));
        std::size_t kept = 0;
        for (int i = 0; i < 200; ++i)
            results.keep(3, std::to_string(i), denseOf(4000));
        for (int i = 0; i < 200; ++i)
            kept += results.find(3, std::to_string(i)) ? 1 : 0;
        QVERIFY(kept > 10 && kept < 70);
    }
};

VEDETTE_TEST(TstSharedResults)
#include "tst_shared_results.moc"
