#include "models/history/history.h"
#include "models/series/fan_out_reader.h"
#include "models/series/series_store.h"
#include "tests/support/machine_batches.h"
#include "tests/support/point_model.h"
#include "tests/support/registry.h"

#include <QtCore/QTemporaryDir>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <fstream>

#include <sys/resource.h>

using namespace std::chrono_literals;
using history::History;
using history::Options;
using metric::Labels;
using metric::Timestamp;
using series::Matcher;

namespace {

const Timestamp kStart{metric::Duration(1'700'000'000'000)};
constexpr series::TimeRange kAlways{Timestamp::min(), Timestamp::max()};

std::filesystem::path pathOf(const QTemporaryDir &dir) { return dir.path().toStdString(); }

std::unique_ptr<History> opened(const QTemporaryDir &dir, const Options &options = {})
{
    auto history = History::open(pathOf(dir), options);
    if (!history)
        std::fprintf(stderr, "%s\n", history.error().message.c_str());
    return history ? std::move(*history) : nullptr;
}

Options sealingEvery(int batches)
{
    Options options;
    options.batchesPerSegment = batches;
    return options;
}

metric::LabelsRef named(std::string_view name) { return std::make_shared<const Labels>(Labels{{metric::kMetricName, name}, {"instance", "anvil"}}); }

metric::BatchRef batchAt(Timestamp time, std::vector<metric::Sample> samples, std::vector<std::shared_ptr<const metric::Table>> tables = {})
{
    auto batch = std::make_shared<metric::Batch>();
    batch->target = "local";
    batch->time = time;
    batch->samples = std::move(samples);
    batch->tables = std::move(tables);
    return batch;
}

std::vector<metric::Point> pointsOf(const series::Reader &reader, std::string_view name, series::TimeRange range = kAlways)
{
    const auto found = reader.select(std::vector{Matcher::equal(metric::kMetricName, name)}, range);
    return found && found->size() == 1 ? found->front().points : std::vector<metric::Point>();
}

int asideIn(const QTemporaryDir &dir)
{
    int count = 0;
    for (const auto &entry : std::filesystem::directory_iterator(pathOf(dir))) {
        const auto name = entry.path().filename().string();
        const bool beside = name.ends_with("-wal") || name.ends_with("-shm") || name.ends_with(".rows");
        count += name.starts_with("history.sqlite.damaged-") && !beside ? 1 : 0;
    }
    return count;
}

void overwrite(const std::filesystem::path &file, std::streamoff at, std::size_t count, char byte)
{
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(at);
    const std::string bytes(count, byte);
    stream.write(bytes.data(), std::streamsize(bytes.size()));
}

} // namespace

class TstHistory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_reopened_history_shows_the_past_sealed_or_not()
    {
        for (const int sealed : {10, 1000}) {
            QTemporaryDir dir;
            const auto labels = named("up");
            {
                const auto history = opened(dir, sealingEvery(sealed));
                for (int i = 0; i < 95; ++i) {
                    if (i != 50) // a gap stays a gap
                        history->append(batchAt(kStart + 1s * i, {{labels, i == 60 ? metric::staleMarker() : i / 10.0}}));
                }
                history->flush();
                QCOMPARE(pointsOf(*history, "up").size(), std::size_t(94));
            }
            const auto history = opened(dir, sealingEvery(sealed));
            QCOMPARE(history->openNotice(), std::string());
            const auto points = pointsOf(*history, "up");
            QCOMPARE(points.size(), std::size_t(94));
            QCOMPARE(points[49].time, kStart + 49s);
            QCOMPARE(points[50].time, kStart + 51s);
            QVERIFY(metric::isStale(points[59].value));
            QCOMPARE(points.back().value, 9.4);
            QCOMPARE(history->stats().series, std::size_t(1));
            QCOMPARE(pointsOf(*history, "up", {kStart + 5s, kStart + 7s}).size(), std::size_t(3));
            // And it goes on where it was.
            history->append(batchAt(kStart + 200s, {{labels, 1}, {named("new"), 2}}));
            history->flush();
            QCOMPARE(pointsOf(*history, "up").size(), std::size_t(95));
            QCOMPARE(pointsOf(*history, "new").size(), std::size_t(1));
        }
    }

    void late_samples_are_merged_and_other_values_for_a_known_time_refused_and_counted()
    {
        QTemporaryDir dir;
        const auto up = named("up");
        {
            const auto history = opened(dir, sealingEvery(30)); // so that some come to what is sealed, some to what is not
            for (int i = 0; i < 100; ++i)
                history->append(batchAt(kStart + 2s * i, {{up, 2.0 * i}}));
            for (const int i : {99, 95, 61, 30, 0}) {
                history->append(batchAt(kStart + 2s * i, {{up, 2.0 * i}}));          // said already
                history->append(batchAt(kStart + 2s * i + 1s, {{up, 2.0 * i + 1}})); // missing until now
            }
            history->flush();
            QCOMPARE(history->stats().conflicts, std::uint64_t(0));
            for (const int i : {0, 30, 99})
                history->append(batchAt(kStart + 2s * i + 1s, {{up, -7}}));
            history->append(batchAt(kStart + 20s, {{up, -7}})); // what is sealed is not read for this: the first stays, and nobody counts
            history->flush();
            QCOMPARE(history->stats().conflicts, std::uint64_t(3));
        }
        const auto points = pointsOf(*opened(dir), "up");
        QCOMPARE(points.size(), std::size_t(105));
        for (const auto &point : points)
            QCOMPARE(point.value, double((point.time - kStart) / 1s));
    }

    void a_table_of_the_past_comes_back_bit_for_bit()
    {
        QTemporaryDir dir;
        const double odd = std::bit_cast<double>(0x7ff800000000beefULL);
        const auto table = [&](Timestamp time, double cpu) {
            return std::make_shared<const metric::Table>(metric::Table{"processes",
                                                                       time,
                                                                       {{"pid", metric::Unit::None, std::vector<double>{1, 77}},
                                                                        {"cpu_ratio", metric::Unit::Ratio, std::vector<double>{cpu, odd}},
                                                                        {"command", metric::Unit::None, std::vector<std::string>{"init", ""}}}});
        };
        {
            const auto history = opened(dir);
            for (int i = 0; i < 40; ++i)
                history->append(batchAt(kStart + 1s * i, {{named("up"), 1}}, {table(kStart + 1s * i, i / 7.0)}));
        }
        const auto history = opened(dir);
        const auto found = history->table("anvil", "processes", kStart + 25s, 20s);
        QVERIFY(found);
        QCOMPARE((*found)->time, kStart + 20s);
        QCOMPARE((*found)->numbers("cpu_ratio")->at(0), 20 / 7.0);
        QCOMPARE(std::bit_cast<std::uint64_t>((*found)->numbers("cpu_ratio")->at(1)), std::bit_cast<std::uint64_t>(odd));
        QCOMPARE((*found)->numbers("pid")->at(1), 77.0);
        QCOMPARE((*found)->texts("command")->at(0), std::string("init"));
        QCOMPARE((*found)->columns[1].unit, metric::Unit::Ratio);
        QVERIFY(history->table({}, "processes", Timestamp::max(), metric::Duration::max()));
        QCOMPARE(history->table("other", "processes", kStart + 25s, 20s).error().code, metric::ErrorCode::NotFound);
        QCOMPARE(history->table({}, "processes", kStart - 1s, 20s).error().code, metric::ErrorCode::NotFound);
        QCOMPARE(history->table({}, "processes", kStart + 99s, 20s).error().code, metric::ErrorCode::NotFound);
    }

    void a_damaged_file_is_set_aside_and_a_new_one_begun()
    {
        QTemporaryDir dir;
        const auto file = pathOf(dir) / "history.sqlite";
        for (int round = 1; round <= 3; ++round) {
            {
                const auto history = opened(dir, sealingEvery(20));
                history->append(batchAt(kStart, {{named("up"), 1}}));
            }
            const auto size = std::filesystem::file_size(file);
            if (round == 1)
                overwrite(file, 0, 200, 'x'); // no database any more
            else if (round == 2)
                overwrite(file, 4096, size - 4096, '\x7f'); // its pages are garbage
            else
                std::filesystem::resize_file(file, size / 2); // cut off
            const auto history = opened(dir);
            QVERIFY(history);
            QVERIFY2(history->openNotice().find("history.sqlite.damaged-") != std::string::npos, history->openNotice().c_str());
            QCOMPARE(asideIn(dir), round);
            QVERIFY(round == 3 || pointsOf(*history, "up").empty()); // what is left of the half may hold it
            history->append(batchAt(kStart, {{named("again"), 1}}));
            history->flush();
            QCOMPARE(pointsOf(*history, "again").size(), std::size_t(1));
        }
        QCOMPARE(opened(dir)->openNotice(), std::string());
    }

    void damage_met_while_reading_is_looked_into_at_the_next_opening()
    {
        QTemporaryDir dir;
        tests::MachineBatches batches(500);
        {
            const auto history = opened(dir, sealingEvery(50));
            for (int i = 0; i < 400; ++i)
                history->append(batches.next(kStart + 1s * i));
        }
        const auto file = pathOf(dir) / "history.sqlite";
        // All but what an opening reads: the schema and the series.
        const auto size = std::streamoff(std::filesystem::file_size(file));
        overwrite(file, size * 6 / 10, std::size_t(size * 3 / 10), '\x55');
        if (const auto history = opened(dir); history->openNotice().empty())
            (void)history->select({}, kAlways); // an error or less than all, but no crash
        const auto history = opened(dir);
        QVERIFY(history);
        QCOMPARE(asideIn(dir), 1);
    }

    void a_database_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        QTemporaryDir dir;
        opened(dir);
        {
            auto database = sqlite::Database::open(pathOf(dir) / "history.sqlite", sqlite::Database::Mode::ReadWrite);
            QVERIFY(database->setUserVersion(99));
        }
        const auto refused = History::open(pathOf(dir), {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, metric::ErrorCode::Conflict);
        QVERIFY2(refused.error().message.find("newer version") != std::string::npos, refused.error().message.c_str());
        QCOMPARE(asideIn(dir), 0);
    }

    void what_is_older_than_the_retention_goes_and_unused_series_with_it()
    {
        QTemporaryDir dir;
        auto options = sealingEvery(10);
        options.retention = {48h, 48h, 48h}; // and a month of hours is a table
        const auto history = opened(dir, options);
        const auto gone = named("gone"), stays = named("stays");
        const auto table = [](Timestamp time) { return std::make_shared<const metric::Table>(metric::Table{"processes", time, {}}); };
        for (int i = 0; i < 20; ++i)
            history->append(batchAt(kStart + 1min * i, {{gone, 1}, {stays, 1}}, {table(kStart + 1min * i)}));
        for (int i = 0; i < 400; ++i) {
            history->append(batchAt(kStart + 1000h + 1min * i, {{stays, double(i)}}, {table(kStart + 1000h + 1min * i)}));
            if (i % 100 == 99)
                history->flush();
        }
        history->flush();
        QVERIFY(pointsOf(*history, "gone").empty());
        QCOMPARE(history->stats().series, std::size_t(1));
        QCOMPARE(pointsOf(*history, "stays").size(), std::size_t(400));
        QVERIFY(!history->table({}, "processes", kStart + 1h, 10h));
        QVERIFY(history->table({}, "processes", kStart + 1001h, 10h));
    }

    void series_are_listed_without_their_points_by_the_day_they_were_last_seen()
    {
        QTemporaryDir dir;
        const auto sealed = named("sealed"), recent = named("recent");
        const auto listed = [&](const History &history, series::TimeRange range) {
            std::set<std::string> names;
            const auto found = history.series(std::vector{Matcher::equal("instance", "anvil")}, range);
            for (const auto &labels : *found)
                names.emplace(labels->metricName());
            return QStringList{names.contains("sealed") ? "sealed" : "", names.contains("recent") ? "recent" : ""}.join(u' ');
        };
        {
            const auto history = opened(dir, sealingEvery(10));
            for (int i = 0; i < 10; ++i)
                history->append(batchAt(kStart + 1s * i, {{sealed, 1}}));
            history->flush();
            history->append(batchAt(kStart + 100h, {{recent, 1}}));
            history->flush();
            QCOMPARE(listed(*history, kAlways), QStringLiteral("sealed recent"));
            QVERIFY(listed(*history, {kStart + 5s, kStart + 1h}).startsWith("sealed"));
            QCOMPARE(listed(*history, {kStart + 99h, kStart + 101h}), QStringLiteral(" recent"));
            QCOMPARE(listed(*history, {kStart - 2h, kStart - 1h}), QStringLiteral(" "));
            QCOMPARE(listed(*history, {kStart + 50h, kStart + 60h}), QStringLiteral(" "));
        }
        const auto history = History::openReadOnly(pathOf(dir));
        QVERIFY(listed(**history, {kStart + 5s, kStart + 1h}).startsWith("sealed"));
        QCOMPARE(listed(**history, {kStart + 99h, kStart + 101h}), QStringLiteral(" recent"));
        QVERIFY((*history)->series(std::vector{Matcher::equal("instance", "hammer")}, kAlways)->empty());
    }

    void a_disk_that_takes_no_more_is_told_and_tried_again()
    {
        QTemporaryDir dir;
        const auto history = opened(dir, sealingEvery(50));
        tests::MachineBatches batches(300);
        for (int i = 0; i < 20; ++i)
            history->append(batches.next(kStart + 1s * i));
        history->flush();

        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        rlimit limit = before;
        limit.rlim_cur = std::filesystem::file_size(pathOf(dir) / "history.sqlite-wal") + 20000;
        setrlimit(RLIMIT_FSIZE, &limit);
        for (int i = 20; i < 100; ++i)
            history->append(batches.next(kStart + 1s * i));
        history->flush();
        const auto during = history->stats();
        setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY(!during.lastError.empty());
        QVERIFY(during.queueLength > 0);

        QTRY_COMPARE_WITH_TIMEOUT(history->stats().queueLength, std::size_t(0), 10000);
        history->flush();
        QCOMPARE(history->stats().lastError, std::string());
        QCOMPARE(history->stats().batchesDropped, std::uint64_t(0));
        const auto found = history->select({}, kAlways);
        QCOMPARE(found->size(), std::size_t(300));
        for (const auto &series : *found)
            QCOMPARE(series.points.size(), std::size_t(100));
    }

    void a_full_queue_drops_the_oldest_and_counts_them()
    {
        QTemporaryDir dir;
        Options options;
        options.queueCapacity = 4;
        const auto history = opened(dir, options);
        const auto labels = named("up");
        for (int i = 0; i < 2000; ++i)
            history->append(batchAt(kStart + 1s * i, {{labels, double(i)}}));
        history->flush();
        const auto stats = history->stats();
        const auto points = pointsOf(*history, "up");
        QCOMPARE(points.size() + stats.batchesDropped, std::size_t(2000));
        QCOMPARE(stats.samplesWritten, std::uint64_t(points.size()));
    }

    void whatever_is_appended_a_map_says_the_same_also_after_reopening()
    {
        const auto seed = std::random_device{}();
        std::printf("seed %u\n", seed);
        tests::RandomBatches batches(seed, kStart);
        tests::PointModel model;
        QTemporaryDir dir;
        auto latest = kStart;
        for (int reopened = 0; reopened < 6; ++reopened) {
            // The memory counts as complete from its first batch on: what an earlier run wrote for later times, before a clock
            // was set back, it says that it does not know.
            batches.skipTo(latest);
            const auto history = opened(dir, sealingEvery(1 + int(batches.random()() % 60)));
            series::SeriesStore memory(2min);
            const series::FanOutReader both({&memory, history.get()});
            QCOMPARE(history->openNotice(), std::string());
            Timestamp started; // the memory knows nothing of an earlier run
            for (int i = 1; i <= 150; ++i) {
                const auto batch = batches.next(i == 1 ? Timestamp::max() : started);
                started = i == 1 ? batch->time : started;
                latest = std::max(latest, batch->time);
                history->append(batch);
                memory.append(*batch);
                model.append(*batch);
                if (i % 75 != 0)
                    continue;
                history->flush();
                const auto from = kStart + metric::Duration(batches.random()() % 1'000'000);
                const series::TimeRange range{from, from + metric::Duration(batches.random()() % 500'000)};
                const auto one = std::vector{Matcher::equal(metric::kMetricName, "metric_" + std::to_string(batches.random()() % 4))};
                for (const auto &matchers : {one, std::vector<Matcher>()}) {
                    QCOMPARE(QString::fromStdString(model.difference(*history, matchers, range)), QString());
                    QCOMPARE(QString::fromStdString(model.difference(*history, matchers, kAlways)), QString());
                    QCOMPARE(QString::fromStdString(model.difference(both, matchers, range)), QString());
                }
            }
        }
    }

    void readers_see_every_point_while_the_writer_seals()
    {
        QTemporaryDir dir;
        const auto history = opened(dir, sealingEvery(7));
        // Enough of others that sealing takes its time.
        std::vector<metric::Sample> samples{{named("up"), 0}};
        for (int i = 0; i < 200; ++i)
            samples.push_back({named("other_" + std::to_string(i)), double(i)});
        history->append(batchAt(kStart, samples));
        history->flush();
        std::atomic<bool> done = false;
        std::atomic<int> reads = 0, faults = 0;
        std::vector<std::jthread> readers;
        for (int i = 0; i < 3; ++i) {
            readers.emplace_back([&] {
                std::size_t last = 1;
                while (!done) {
                    // What was there stays there, without holes.
                    const auto points = pointsOf(*history, "up");
                    if (points.size() < last || points.back().time != kStart + 1s * (std::int64_t(points.size()) - 1))
                        ++faults;
                    last = std::max(last, points.size());
                    (void)history->stats();
                    ++reads;
                }
            });
        }
        for (int i = 1; i <= 400; ++i) {
            history->append(batchAt(kStart + 1s * i, samples));
            if (i % 20 == 0)
                history->flush();
        }
        done = true;
        readers.clear();
        QVERIFY(reads > 3);
        QCOMPARE(faults.load(), 0);
        QCOMPARE(pointsOf(*history, "up").size(), std::size_t(401));
    }
};

VEDETTE_TEST(TstHistory)
#include "tst_history.moc"
