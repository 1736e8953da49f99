#include "models/series/series_store.h"
#include "tests/support/machine_batches.h"
#include "tests/support/point_model.h"
#include "tests/support/registry.h"

#include <atomic>
#include <cstdio>
#include <thread>

using namespace series;
using namespace std::chrono_literals;
using metric::Batch;
using metric::Labels;
using metric::Timestamp;

namespace {

const Timestamp kStart{metric::Duration(1'700'000'000'000)};
constexpr TimeRange kAlways{Timestamp::min(), Timestamp::max()};

metric::LabelsRef named(std::string_view name, std::string_view device = {})
{
    return std::make_shared<const Labels>(Labels{{metric::kMetricName, name}, {"device", device}, {"instance", "anvil"}});
}

Batch batchAt(Timestamp time, std::vector<metric::Sample> samples)
{
    Batch batch;
    batch.target = "local";
    batch.time = time;
    batch.samples = std::move(samples);
    return batch;
}

std::shared_ptr<const metric::Table> tableAt(Timestamp time, std::string name = "processes")
{
    return std::make_shared<const metric::Table>(metric::Table{std::move(name), time, {}});
}

} // namespace

class TstSeriesStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void points_come_back_in_order_with_their_markers()
    {
        SeriesStore store(1h);
        const auto labels = named("up");
        for (int i = 0; i < 200; ++i)
            store.append(batchAt(kStart + 1s * i, {{labels, i == 150 ? metric::staleMarker() : double(i)}}));
        const auto found = store.select({}, kAlways);
        QCOMPARE(found->size(), std::size_t(1));
        QCOMPARE(found->front().points.size(), std::size_t(200));
        QVERIFY(metric::isStale(found->front().points[150].value));
        QCOMPARE(found->front().points[151].value, 151.0);
    }

    void series_are_the_same_by_content_whatever_their_pointer()
    {
        SeriesStore store(1h);
        store.append(batchAt(kStart, {{named("up"), 1}}));
        store.append(batchAt(kStart + 1s, {{named("up"), 2}}));
        QCOMPARE(store.seriesCount(), std::size_t(1));
        QCOMPARE(store.select({}, kAlways)->front().points.size(), std::size_t(2));
    }

    void matchers_choose_and_absent_labels_are_empty()
    {
        SeriesStore store(1h);
        store.append(batchAt(kStart, {{named("disk", "sda"), 1}, {named("disk", "sdb"), 2}, {named("load"), 3}}));
        const auto disks = std::vector{Matcher::equal(metric::kMetricName, "disk"), *Matcher::make("device", Matcher::Op::Matches, "sd[bc]")};
        QCOMPARE(store.select(disks, kAlways)->size(), std::size_t(1));
        const auto bare = std::vector{Matcher::equal("device", "")};
        QCOMPARE(store.select(bare, kAlways)->front().points.front().value, 3.0);
        QVERIFY(store.select(std::vector{Matcher::equal(metric::kMetricName, "dis")}, kAlways)->empty());
    }

    void a_missing_sample_is_a_gap()
    {
        SeriesStore store(1h);
        const auto a = named("a"), b = named("b");
        store.append(batchAt(kStart, {{a, 1}, {b, 1}}));
        store.append(batchAt(kStart + 1s, {{b, 2}}));
        store.append(batchAt(kStart + 2s, {{a, 3}, {b, 3}}));
        const auto found = store.select(std::vector{Matcher::equal(metric::kMetricName, "a")}, kAlways);
        QCOMPARE(found->front().points.size(), std::size_t(2));
        QCOMPARE(found->front().points[1].time, kStart + 2s);
    }

    void old_points_and_series_without_points_are_forgotten()
    {
        SeriesStore store(10min);
        store.append(batchAt(kStart, {{named("gone"), 1}}));
        const auto stays = named("stays");
        for (int i = 1; i < 1500; ++i)
            store.append(batchAt(kStart + 1s * i, {{stays, double(i)}}));
        QCOMPARE(store.seriesCount(), std::size_t(1));
        const auto points = store.select({}, kAlways)->front().points;
        QVERIFY(points.front().time <= kStart + 1499s - 10min);
        QVERIFY(points.front().time >= kStart + 1499s - 13min);
        QCOMPARE(store.completeSince(), kStart + 1499s - 10min);
    }

    void a_clock_that_is_set_back_costs_no_samples()
    {
        SeriesStore store(10min);
        const auto labels = named("up");
        for (int i = 0; i < 100; ++i)
            store.append(batchAt(kStart + 1s * i, {{labels, double(i)}}));
        for (int i = 0; i < 100; ++i)
            store.append(batchAt(kStart - 1h + 1s * i, {{labels, double(i)}}));
        const auto found = store.select({}, {kStart - 1h, kStart - 1h + 99s});
        QCOMPARE(found->front().points.size(), std::size_t(100));
    }

    void of_two_samples_at_one_time_the_first_stays_and_another_value_is_counted()
    {
        SeriesStore store(1h);
        const auto labels = named("up");
        for (int i = 0; i < 200; ++i)
            store.append(batchAt(kStart + 1s * i, {{labels, double(i)}}));
        for (const int i : {199, 150, 3}) {
            store.append(batchAt(kStart + 1s * i, {{labels, double(i)}}));
            store.append(batchAt(kStart + 1s * i, {{labels, double(-i)}}));
        }
        store.append(batchAt(kStart + 1500ms, {{labels, 1.5}})); // late, and new
        QCOMPARE(store.conflicts(), std::uint64_t(3));
        const auto found = store.select({}, {kStart, kStart + 1h});
        QCOMPARE(found->front().points.size(), std::size_t(201));
        for (const auto &point : found->front().points)
            QCOMPARE(point.value, double((point.time - kStart) / 500ms) / 2);
    }

    void series_are_listed_where_they_have_points()
    {
        SeriesStore store(1h);
        const auto first = named("first"), second = named("second");
        for (int i = 0; i < 400; ++i)
            store.append(batchAt(kStart + 1s * i, {{i < 200 ? first : second, double(i)}}));
        const auto listed = [&](TimeRange range) {
            std::string names;
            const auto found = store.series(std::vector{Matcher::equal("instance", "anvil")}, range);
            for (const auto &labels : *found)
                names += std::string(labels->metricName()) + " ";
            return QString::fromStdString(names);
        };
        QCOMPARE(listed({kStart + 10s, kStart + 20s}), QStringLiteral("first "));
        QCOMPARE(listed({kStart + 199s, kStart + 200s}), QStringLiteral("first second "));
        QCOMPARE(listed({kStart + 300s, kStart + 2h}), QStringLiteral("second "));
        QCOMPARE(listed({kStart + 400s, kStart + 2h}), QString());
        QVERIFY(store.series(std::vector{Matcher::equal("instance", "hammer")}, kAlways)->empty());
    }

    void the_newest_table_at_or_before_a_time_answers()
    {
        SeriesStore store(1h);
        for (int i = 0; i < 5; ++i) {
            auto batch = batchAt(kStart + 1s * i, {{named("up"), 1}});
            batch.tables = {tableAt(batch.time), tableAt(batch.time, "units")};
            store.append(batch);
        }
        QCOMPARE((*store.table("anvil", "processes", kStart + 3500ms, 10s))->time, kStart + 3s);
        QCOMPARE((*store.table({}, "units", kStart + 10s, 10s))->time, kStart + 4s);
        QVERIFY(!store.table("other", "processes", kStart + 4s, 10s));
        QVERIFY(!store.table({}, "processes", kStart + 20s, 10s));
        QVERIFY2(!store.table({}, "processes", kStart, 10s), "only the latest few are kept");
    }

    void whatever_is_appended_a_map_says_the_same()
    {
        const auto seed = std::random_device{}();
        std::printf("seed %u\n", seed);
        for (int run = 0; run < 2; ++run) {
            tests::RandomBatches batches(seed + unsigned(run), kStart);
            tests::PointModel model;
            SeriesStore store(24h);
            for (int i = 0; i < 700; ++i) {
                const auto batch = batches.next(kStart - 24h);
                store.append(*batch);
                model.append(*batch);
                if (i % 100 != 99)
                    continue;
                const auto from = kStart + metric::Duration(batches.random()() % 1'000'000);
                const TimeRange range{from, from + metric::Duration(batches.random()() % 500'000)};
                const auto one = std::vector{Matcher::equal(metric::kMetricName, "metric_" + std::to_string(batches.random()() % 4))};
                const auto some = std::vector{*Matcher::make("device", Matcher::Op::NotEqual, "1"), Matcher::equal("instance", "local")};
                for (const auto &matchers : {one, some, std::vector<Matcher>()}) {
                    QCOMPARE(QString::fromStdString(model.difference(store, matchers, range)), QString());
                    QCOMPARE(QString::fromStdString(model.difference(store, matchers, kAlways)), QString());
                }
            }
        }
    }

    void readers_and_writers_meet_without_harm()
    {
        SeriesStore store(2min);
        std::atomic<bool> done = false;
        std::atomic<int> reads = 0;
        std::vector<std::jthread> readers;
        for (int i = 0; i < 3; ++i) {
            readers.emplace_back([&] {
                const auto matchers = std::vector{Matcher::equal(metric::kMetricName, "node_metric_0_total")};
                while (!done || reads < 3) {
                    const auto found = store.select(matchers, kAlways);
                    for (const auto &series : *found) {
                        if (!std::is_sorted(series.points.begin(), series.points.end(), [](auto &a, auto &b) { return a.time < b.time; }))
                            std::abort();
                    }
                    (void)store.completeSince();
                    ++reads;
                }
            });
        }
        tests::MachineBatches batches(100);
        for (int i = 0; i < 600; ++i)
            store.append(*batches.next(kStart + 1s * i));
        done = true;
        readers.clear();
        QVERIFY(reads >= 3);
        QCOMPARE(store.seriesCount(), std::size_t(100));
    }
};

VEDETTE_TEST(TstSeriesStore)
#include "tst_series_store.moc"
