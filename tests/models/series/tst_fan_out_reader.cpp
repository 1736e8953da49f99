#include "models/series/fan_out_reader.h"
#include "models/series/series_store.h"
#include "tests/support/fake_reader.h"
#include "tests/support/point_model.h"
#include "tests/support/registry.h"
#include <bit>
#include <map>

#include <cstdio>

using namespace series;
using namespace std::chrono_literals;
using metric::Labels;
using metric::Timestamp;

namespace {

const Timestamp kStart{metric::Duration(1'700'000'000'000)};
constexpr TimeRange kAlways{Timestamp::min(), Timestamp::max()};

class TableReader : public tests::FakeReader {
public:
    metric::Result<std::shared_ptr<const metric::Table>> answer = metric::fail(metric::ErrorCode::NotFound, "none");
    Timestamp complete = Timestamp::max();
    bool broken = false;
    mutable TimeRange asked = kAlways;

    metric::Result<std::vector<Series>> select(std::span<const Matcher> matchers, TimeRange range, SelectHints wanted = {}) const override
    {
        asked = range;
        if (broken)
            return metric::fail(metric::ErrorCode::Io, "broken");
        return FakeReader::select(matchers, range, wanted);
    }
    metric::Result<std::shared_ptr<const metric::Table>> table(std::string_view, std::string_view, Timestamp, metric::Duration) const override
    {
        return answer;
    }
    Timestamp completeSince() const override { return complete; }
};

} // namespace

class TstFanOutReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_earlier_reader_wins_at_one_time_and_the_later_fills_the_rest()
    {
        TableReader memory, past;
        const Labels up{{metric::kMetricName, "up"}};
        memory.add(up, kStart + 2s, 20);
        memory.add(up, kStart + 4s, 40);
        past.add(up, kStart + 1s, 1);
        past.add(up, kStart + 2s, 2);
        past.add(up, kStart + 3s, 3);
        past.add(Labels{{metric::kMetricName, "down"}}, kStart, 0);
        const FanOutReader both({&memory, &past});
        const auto found = both.select(std::vector{Matcher::equal(metric::kMetricName, "up")}, kAlways);
        QCOMPARE(found->size(), std::size_t(1));
        std::string text;
        for (const auto &point : found->front().points)
            text += std::to_string((point.time - kStart) / 1s) + "=" + std::to_string(int(point.value)) + " ";
        QCOMPARE(QString::fromStdString(text), QStringLiteral("1=1 2=20 3=3 4=40 "));
        QCOMPARE(both.select({}, kAlways)->size(), std::size_t(2));
    }

    void a_complete_reader_spares_the_next_one()
    {
        TableReader memory, past;
        memory.complete = kStart;
        const FanOutReader both({&memory, &past});
        QVERIFY(both.select({}, {kStart, kStart + 60s}));
        QCOMPARE(past.selects, 0);
        QVERIFY(both.select({}, {kStart - 10s, kStart + 60s}));
        QCOMPARE(past.selects, 1);
        QCOMPARE(past.asked.to, kStart - 1ms);
        QVERIFY(both.select({}, {kStart - 20s, kStart - 10s}));
        QCOMPARE(past.asked.to, kStart - 10s);
    }

    void a_series_of_several_readers_is_listed_once_and_an_error_is_told()
    {
        TableReader memory, past;
        const Labels up{{metric::kMetricName, "up"}};
        memory.add(up, kStart, 1);
        past.add(up, kStart - 1h, 1);
        past.add(Labels{{metric::kMetricName, "down"}}, kStart - 1h, 0);
        const FanOutReader both({&memory, &past});
        QCOMPARE(both.series({}, kAlways)->size(), std::size_t(2));
        memory.complete = kStart;
        QCOMPARE(both.series({}, {kStart, kStart + 1h})->size(), std::size_t(1));
        QCOMPARE(past.selects, 1);
        past.broken = true;
        QCOMPARE(both.series({}, kAlways).error().code, metric::ErrorCode::Io);
    }

    void what_is_wanted_is_told_to_every_reader()
    {
        TableReader memory, past;
        const FanOutReader both({&memory, &past});
        QVERIFY(both.select({}, kAlways, {1h, Aggregate::Max}));
        for (const auto *reader : {&memory, &past}) {
            QCOMPARE(reader->hints.step, metric::Duration(1h));
            QVERIFY(reader->hints.aggregate == Aggregate::Max);
        }
    }

    void the_first_table_counts_and_an_error_is_told()
    {
        TableReader memory, past;
        const FanOutReader both({&memory, &past});
        QCOMPARE(both.table({}, "processes", kStart, 1s).error().code, metric::ErrorCode::NotFound);
        memory.answer = metric::fail(metric::ErrorCode::Io, "broken");
        QCOMPARE(both.table({}, "processes", kStart, 1s).error().code, metric::ErrorCode::Io);
        past.answer = std::make_shared<const metric::Table>(metric::Table{"processes", kStart, {}});
        QVERIFY(both.table({}, "processes", kStart, 1s));
    }

    void two_stores_that_share_the_truth_tell_it_whole()
    {
        const auto seed = std::random_device{}();
        std::printf("seed %u\n", seed);
        tests::RandomBatches batches(seed, kStart);
        tests::PointModel model;
        SeriesStore memory(5min), past(24h);
        const FanOutReader both({&memory, &past});
        Timestamp restart;
        for (int i = 0; i < 2000; ++i) {
            restart = i < 300 ? batches.time() + 1s : restart;
            const auto batch = batches.next(i < 300 ? Timestamp::max() : restart);
            past.append(*batch);
            model.append(*batch);
            if (i >= 300) // as after a restart
                memory.append(*batch);
            if (i % 200 != 199)
                continue;
            const auto from = kStart + metric::Duration(batches.random()() % 3'000'000);
            const TimeRange range{from, from + metric::Duration(batches.random()() % 900'000)};
            QCOMPARE(QString::fromStdString(model.difference(both, {}, range)), QString());
            QCOMPARE(QString::fromStdString(model.difference(both, {}, kAlways)), QString());
            // Series by series it is the same.
            std::map<metric::Labels, std::vector<metric::Point>> visited;
            QVERIFY(both.visit({}, range, {}, [&](const metric::LabelsRef &labels, std::span<const metric::Point> points) {
                return visited.try_emplace(*labels, points.begin(), points.end()).second;
            }));
            const auto selected = both.select({}, range);
            QVERIFY(selected);
            QCOMPARE(visited.size(), selected->size());
            for (const auto &series : *selected) {
                const auto &points = visited.at(*series.labels);
                QVERIFY(std::equal(points.begin(), points.end(), series.points.begin(), series.points.end(), [](const auto &a, const auto &b) {
                    return a.time == b.time && std::bit_cast<std::uint64_t>(a.value) == std::bit_cast<std::uint64_t>(b.value);
                }));
            }
        }
    }
};

VEDETTE_TEST(TstFanOutReader)
#include "tst_fan_out_reader.moc"
