#include "models/history/compaction.h"
#include "models/history/history.h"
#include "models/history/schema.h"
#include "models/series/chunk.h"
#include "tests/support/registry.h"

#include <QtCore/QTemporaryDir>

#include <fmt/format.h>

#include <memory>

using namespace std::chrono_literals;
using history::History;
using history::Options;
using metric::Labels;
using metric::Point;
using metric::Timestamp;
using series::Matcher;

namespace {

const Timestamp kMidnight{metric::Duration(1'700'006'400'000)};
constexpr series::TimeRange kAlways{Timestamp::min(), Timestamp::max()};

std::filesystem::path pathOf(const QTemporaryDir &dir) { return dir.path().toStdString(); }

metric::BatchRef batchAt(Timestamp time, double value, int series = 1)
{
    auto batch = std::make_shared<metric::Batch>();
    batch->target = "local";
    batch->time = time;
    for (int i = 0; i < series; ++i)
        batch->samples.push_back({std::make_shared<const Labels>(Labels{{metric::kMetricName, "series_" + std::to_string(i)}}), value + i});
    return batch;
}

std::vector<Point> pointsOf(const series::Reader &reader, std::string_view name)
{
    const auto found = reader.select(std::vector{Matcher::equal(metric::kMetricName, name)}, kAlways);
    return found && found->size() == 1 ? found->front().points : std::vector<Point>();
}

bool same(const Point &a, const Point &b) { return a.time == b.time && a.value == b.value; }

// The first column of the first row.
std::int64_t number(const QTemporaryDir &dir, const std::string &sql)
{
    auto database = sqlite::Database::open(pathOf(dir) / "history.sqlite", sqlite::Database::Mode::ReadOnly);
    auto statement = database->prepare(sql);
    if (!statement || !statement->step())
        return -1;
    return statement->integer(0);
}

} // namespace

class TstPartitions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void each_day_is_a_table_and_no_segment_lies_in_two()
    {
        QTemporaryDir dir;
        Options options;
        options.batchesPerSegment = 10;
        {
            const auto history = *History::open(pathOf(dir), options);
            for (int i = -15; i < 20; ++i)
                history->append(batchAt(kMidnight + 1s * i, i));
            history->flush();
            QCOMPARE(pointsOf(*history, "series_0").size(), std::size_t(35));
        }
        QCOMPARE(number(dir, "SELECT COUNT(*) FROM partition WHERE tier=0"), 2);
        QCOMPARE(number(dir, "SELECT MAX(to_ms) FROM segment_1"), (kMidnight - 1s).time_since_epoch().count());
        QCOMPARE(number(dir, "SELECT MIN(from_ms) FROM segment_2"), kMidnight.time_since_epoch().count());
        QCOMPARE(number(dir, "SELECT to_ms FROM partition WHERE id=1"), (kMidnight - 1s).time_since_epoch().count());
    }

    void small_segments_are_joined_and_every_point_stays()
    {
        QTemporaryDir dir;
        Options options;
        options.batchesPerSegment = 5;
        const int count = 5 * history::kMergeAtOnce * 2 + 3;
        {
            const auto history = *History::open(pathOf(dir), options);
            for (int i = 0; i < count; ++i)
                history->append(batchAt(kMidnight + 1s * i, i * 0.5, 70)); // two blocks
            history->flush();
            const auto points = pointsOf(*history, "series_69");
            QCOMPARE(points.size(), std::size_t(count));
            for (int i = 0; i < count; ++i)
                QVERIFY(same(points[std::size_t(i)], {kMidnight + 1s * i, i * 0.5 + 69}));
        }
        QCOMPARE(number(dir, "SELECT COUNT(*) FROM segment_1 WHERE merged=1"), 2 * 2);
        QCOMPARE(number(dir, "SELECT COUNT(*) FROM segment_1 WHERE merged=0"), 0);
    }

    void what_does_not_fit_goes_day_by_day_oldest_first()
    {
        QTemporaryDir dir;
        Options options;
        options.batchesPerSegment = 12; // and every twelfth seal looks
        options.maxBytes = 1;
        const auto history = *History::open(pathOf(dir), options);
        for (int day = 0; day < 3; ++day) {
            for (int i = 0; i < 12 * 12; ++i)
                history->append(batchAt(kMidnight + 24h * day + 1s * i, i));
        }
        history->flush();
        const auto points = pointsOf(*history, "series_0");
        QCOMPARE(points.size(), std::size_t(12 * 12));
        QCOMPARE(points.front().time, kMidnight + 48h); // the present day stays
        QCOMPARE(number(dir, "SELECT COUNT(*) FROM partition"), 1);
    }

    void a_file_of_the_first_schema_is_taken_over()
    {
        QTemporaryDir dir;
        const Timestamp first = kMidnight - 1h;
        {
            auto database = *sqlite::Database::open(pathOf(dir) / "history.sqlite", sqlite::Database::Mode::ReadWrite);
            // As version 1 made it.
            QVERIFY(database.execute(R"(
CREATE TABLE series(id INTEGER PRIMARY KEY, labels BLOB NOT NULL, seen_ms INTEGER NOT NULL) STRICT;
CREATE TABLE journal(id INTEGER PRIMARY KEY, entry BLOB NOT NULL) STRICT;
CREATE TABLE segment(id INTEGER PRIMARY KEY, block INTEGER NOT NULL, from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL, chunks BLOB NOT NULL) STRICT;
CREATE INDEX segment_by_block ON segment(block, to_ms, from_ms);
CREATE TABLE snapshot(id INTEGER PRIMARY KEY, time_ms INTEGER NOT NULL, name TEXT NOT NULL, instance TEXT NOT NULL, content BLOB NOT NULL) STRICT;
CREATE INDEX snapshot_by_time ON snapshot(time_ms);
PRAGMA user_version=1;)"));
            const auto labels = history::packLabels(Labels{{metric::kMetricName, "old"}});
            auto series = *database.prepare("INSERT INTO series VALUES(7, ?, ?)");
            QVERIFY(series.bind(1, history::asBlob(labels)).bind(2, history::milliseconds(kMidnight)).run());
            auto segment = *database.prepare("INSERT INTO segment(block, from_ms, to_ms, chunks) VALUES(0, ?, ?, ?)");
            for (const auto from : {first, kMidnight + 1h}) {
                const std::vector<Point> points{{from, 1.5}, {from + 1s, 2.5}};
                const auto bytes = history::packSegment({{7, series::encodeChunk(points)}});
                QVERIFY(segment.bind(1, history::milliseconds(from)).bind(2, history::milliseconds(from + 1s)).bind(3, history::asBlob(bytes)).run());
            }
        }
        const auto history = *History::open(pathOf(dir), {});
        QCOMPARE(history->openNotice(), std::string());
        const auto points = pointsOf(*history, "old");
        QCOMPARE(points.size(), std::size_t(4));
        QVERIFY(same(points.front(), {first, 1.5}));
        QVERIFY(same(points.back(), {kMidnight + 1h + 1s, 2.5}));
        QCOMPARE(number(dir, "PRAGMA user_version"), history::kSchemaVersion);
        QCOMPARE(number(dir, "SELECT COUNT(*) FROM partition WHERE tier=0"), 2);
        QCOMPARE(number(dir, "SELECT COUNT(*) FROM sqlite_master WHERE name='segment'"), 0);
    }

    void a_file_of_the_second_or_third_schema_is_taken_over_data()
    {
        QTest::addColumn<int>("version");
        QTest::newRow("2") << 2;
        QTest::newRow("3") << 3;
    }
    void a_file_of_the_second_or_third_schema_is_taken_over()
    {
        QFETCH(const int, version);
        QTemporaryDir dir;
        const auto oldRow = [](Timestamp from, double value) {
            const std::vector<Point> points{{from, value}, {from + 1s, value + 1}};
            return history::packSegment({{7, series::encodeChunk(points)}});
        };
        {
            auto database = *sqlite::Database::open(pathOf(dir) / "history.sqlite", sqlite::Database::Mode::ReadWrite);
            // As version 2 made it.
            QVERIFY(database.execute(R"(
CREATE TABLE series(id INTEGER PRIMARY KEY, labels BLOB NOT NULL, seen_ms INTEGER NOT NULL) STRICT;
CREATE TABLE journal(id INTEGER PRIMARY KEY, entry BLOB NOT NULL) STRICT;
CREATE TABLE snapshot(id INTEGER PRIMARY KEY, time_ms INTEGER NOT NULL, name TEXT NOT NULL, instance TEXT NOT NULL, content BLOB NOT NULL) STRICT;
CREATE INDEX snapshot_by_time ON snapshot(time_ms);
CREATE TABLE partition(id INTEGER PRIMARY KEY, day_ms INTEGER NOT NULL UNIQUE, from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL) STRICT;
CREATE TABLE metadata(name TEXT PRIMARY KEY, type TEXT NOT NULL, help TEXT NOT NULL, unit TEXT NOT NULL) STRICT;
CREATE TABLE import(file TEXT PRIMARY KEY, done_bytes INTEGER NOT NULL, line INTEGER NOT NULL) STRICT;
INSERT INTO metadata VALUES('old', 'gauge', 'Old.', '');
INSERT INTO import VALUES('file', 12, 3);
PRAGMA user_version=2;)"));
            if (version == 3) {
                QVERIFY(database.execute(R"(
ALTER TABLE snapshot ADD COLUMN base INTEGER;
CREATE INDEX snapshot_by_base ON snapshot(base) WHERE base IS NOT NULL;
PRAGMA user_version=3;)"));
            }
            const auto labels = history::packLabels(Labels{{metric::kMetricName, "old"}});
            auto series = *database.prepare("INSERT INTO series VALUES(7, ?, ?)");
            QVERIFY(series.bind(1, history::asBlob(labels)).bind(2, history::milliseconds(kMidnight)).run());
            for (const int id : {3, 4}) {
                const auto day = kMidnight + 24h * (id - 3);
                const auto from = history::milliseconds(day + 1h), to = from + 1000;
                QVERIFY(database.execute(fmt::format("INSERT INTO partition VALUES({}, {}, {}, {})", id, history::milliseconds(day), from, to)));
                QVERIFY(database.execute(fmt::format(
                    "CREATE TABLE segment_{0}(id INTEGER PRIMARY KEY, block INTEGER NOT NULL, from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL,"
                    " merged INTEGER NOT NULL, points INTEGER NOT NULL, chunks BLOB NOT NULL) STRICT;"
                    "CREATE INDEX segment_{0}_by_block ON segment_{0}(block, to_ms, from_ms);"
                    "CREATE INDEX segment_{0}_small ON segment_{0}(block) WHERE merged=0;",
                    id)));
                auto segment = *database.prepare(fmt::format("INSERT INTO segment_{}(block, from_ms, to_ms, merged, points, chunks)"
                                                             " VALUES(0, ?, ?, 0, 2, ?)",
                                                             id));
                const auto bytes = oldRow(day + 1h, id);
                QVERIFY(segment.bind(1, from).bind(2, to).bind(3, history::asBlob(bytes)).run());
            }
        }
        QCOMPARE(History::openReadOnly(pathOf(dir)).error().code, metric::ErrorCode::Conflict);
        const auto history = *History::open(pathOf(dir), {});
        QCOMPARE(history->openNotice(), std::string());
        const auto points = pointsOf(*history, "old");
        QCOMPARE(points.size(), std::size_t(4));
        QVERIFY(same(points.front(), {kMidnight + 1h, 3}));
        QVERIFY(same(points.back(), {kMidnight + 25h + 1s, 5}));
        QCOMPARE(number(dir, "PRAGMA user_version"), history::kSchemaVersion);
        QCOMPARE(number(dir, "SELECT COUNT(*) FROM partition WHERE tier=0 AND rolled=0 AND id IN (3, 4)"), 2);
        QCOMPARE(number(dir, "SELECT COUNT(*) FROM metadata"), 1);
        QCOMPARE(number(dir, "SELECT line FROM import"), 3);
        // And it can be written on: both of its days become roll-ups.
        history->append(batchAt(kMidnight + 72h, 1));
        history->append(batchAt(kMidnight + 96h, 1)); // seals the day before
        for (int i = 1; number(dir, "SELECT COUNT(*) FROM partition WHERE tier=0 AND rolled=4294967295") < 2 && i < 100; ++i) {
            history->append(batchAt(kMidnight + 96h + 1s * i, 1));
            history->flush();
        }
        QCOMPARE(number(dir, "SELECT COUNT(*) FROM partition WHERE tier=0 AND rolled=4294967295"), 2);
        QCOMPARE(number(dir, "SELECT COUNT(*) FROM partition WHERE tier>0"), 2);
    }
};

VEDETTE_TEST(TstPartitions)
#include "tst_partitions.moc"
