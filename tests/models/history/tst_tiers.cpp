#include "models/history/bulk_writer.h"
#include "models/history/history.h"
#include "models/history/reading_plan.h"
#include "models/history/rollup.h"
#include "models/history/upkeep.h"
#include "tests/support/registry.h"

#include <QtCore/QTemporaryDir>

#include <fmt/format.h>

#include <bit>
#include <map>
#include <random>

using namespace std::chrono_literals;
using history::BulkWriter;
using history::History;
using history::Options;
using metric::Duration;
using metric::Labels;
using metric::Point;
using metric::Timestamp;
using series::Aggregate;

namespace tiers_test {

const Timestamp kDay{metric::Duration(1'700'352'000'000)}; // midnight UTC, where tables of the roll-ups begin too
constexpr series::TimeRange kEver{Timestamp::min(), Timestamp::max()};
constexpr Aggregate kAggregates[] = {Aggregate::Last, Aggregate::Average, Aggregate::Min, Aggregate::Max, Aggregate::Sum, Aggregate::Count};

using Truth = std::map<std::string, std::vector<Point>>; // by metric

std::filesystem::path pathOf(const QTemporaryDir &dir) { return dir.path().toStdString(); }

metric::LabelsRef named(const std::string &name) { return std::make_shared<const Labels>(Labels{{metric::kMetricName, name}}); }

std::vector<Point> noise(Timestamp from, Timestamp to, Duration step, unsigned seed)
{
    std::mt19937 random(seed);
    std::vector<Point> points;
    for (auto time = from; time < to; time += step)
        points.push_back({time, random() % 50 == 0 ? metric::staleMarker() : double(random() % 10'000) / 16});
    return points;
}

void import(const QTemporaryDir &dir, const Truth &truth)
{
    const auto writer = *BulkWriter::open(pathOf(dir));
    for (const auto &[name, points] : truth) {
        const auto id = writer->series(named(name));
        for (const auto &point : points)
            writer->append(id, point);
    }
    QVERIFY(writer->write({"test", 1, 1}));
    QVERIFY(writer->finish("test"));
}

// What a series comes to when it is asked for like this, were all of it kept as it came.
std::vector<Point> thinned(const std::vector<Point> &points, Duration step, Aggregate aggregate)
{
    const auto tier = history::tierFor(step);
    if (tier == history::kRaw)
        return points;
    std::vector<Point> told;
    history::tell(history::rollUp(points, history::kTiers[tier].step), aggregate, told);
    return told;
}

// Empty where the reader tells that and nothing else.
QString difference(const series::Reader &reader, const Truth &expected, series::SelectHints hints)
{
    const auto answer = reader.select({}, kEver, hints);
    if (!answer)
        return QString::fromStdString(answer.error().message);
    if (answer->size() != expected.size())
        return QStringLiteral("%1 series").arg(answer->size());
    for (const auto &series : *answer) {
        const auto &points = expected.at(std::string(series.labels->metricName()));
        for (std::size_t i = 0; i < std::min(points.size(), series.points.size()); ++i) {
            const auto &said = series.points[i];
            if (said.time != points[i].time || std::bit_cast<std::uint64_t>(said.value) != std::bit_cast<std::uint64_t>(points[i].value))
                return QString::fromStdString(fmt::format("{}: point {} is {} at {} s where {} at {} s is true", series.labels->toString(), i,
                                                          said.value, (said.time - kDay) / 1s, points[i].value, (points[i].time - kDay) / 1s));
        }
        if (points.size() != series.points.size())
            return QString::fromStdString(
                fmt::format("{}: {} points where {} are true", series.labels->toString(), series.points.size(), points.size()));
    }
    return {};
}

QString differenceThinned(const series::Reader &reader, const Truth &truth, series::SelectHints hints)
{
    Truth expected;
    for (const auto &[name, points] : truth)
        expected[name] = thinned(points, hints.step, hints.aggregate);
    return difference(reader, expected, hints);
}

std::int64_t count(const QTemporaryDir &dir, const std::string &sql)
{
    auto database = sqlite::Database::open(pathOf(dir) / "history.sqlite", sqlite::Database::Mode::ReadOnly);
    auto statement = database->prepare(sql);
    if (!statement || !statement->step())
        return -1;
    return statement->integer(0);
}

std::int64_t partitions(const QTemporaryDir &dir, int tier) { return count(dir, fmt::format("SELECT COUNT(*) FROM partition WHERE tier={}", tier)); }
std::int64_t rolledDays(const QTemporaryDir &dir) { return count(dir, "SELECT COUNT(*) FROM partition WHERE tier=0 AND rolled=4294967295"); }

// One sample a minute of a series of its own, until old data was looked for.
void goOn(const QTemporaryDir &dir, Timestamp from, Options options, Truth &truth)
{
    options.batchesPerSegment = 2;
    const auto history = *History::open(pathOf(dir), options);
    for (int i = 0; i < 24; ++i) {
        auto batch = std::make_shared<metric::Batch>();
        batch->time = from + 1min * i;
        batch->samples.push_back({named("live"), double(i)});
        truth["live"].push_back({batch->time, double(i)});
        history->append(batch);
        history->flush();
    }
}

} // namespace tiers_test

using namespace tiers_test;

class TstTiers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void an_import_ends_in_roll_ups_and_any_step_is_told_the_truth()
    {
        QTemporaryDir dir;
        const Truth truth{{"a", noise(kDay, kDay + 72h, 50s, 1)}, {"b", noise(kDay + 30h, kDay + 50h, 7s, 2)}};
        import(dir, truth);
        QCOMPARE(rolledDays(dir), 2); // the newest may go on
        QCOMPARE(partitions(dir, 1), 1);
        QCOMPARE(partitions(dir, 2), 1);
        const auto history = *History::openReadOnly(pathOf(dir));
        for (const Duration step : {Duration(0), Duration(4min), Duration(5min), Duration(59min), Duration(1h), Duration(48h)}) {
            for (const auto aggregate : kAggregates)
                QCOMPARE(differenceThinned(*history, truth, {step, aggregate}), QString());
        }
        // The roll-ups it was, of the days that have them.
        QVERIFY(count(dir, "SELECT SUM(points) FROM segment_4") > 0);
        const auto stats = *history::statsOf(pathOf(dir), 1);
        QCOMPARE(stats.tiers.size(), history::kTiers.size());
        QCOMPARE(stats.tiers[0].points, std::uint64_t(truth.at("a").size() + truth.at("b").size()));
        QCOMPARE(stats.tiers[0].points, stats.samples);
        QCOMPARE(stats.tiers[1].points, std::uint64_t(2 * 288 + 18 * 12));
        QCOMPARE(stats.tiers[2].points, std::uint64_t(2 * 24 + 18));
    }

    void a_series_lives_as_long_as_what_was_imported_last()
    {
        QTemporaryDir dir;
        const auto seen = [&] {
            auto database = *sqlite::Database::open(pathOf(dir) / "history.sqlite", sqlite::Database::Mode::ReadOnly);
            auto statement = *database.prepare("SELECT seen_ms FROM series");
            return *statement.step() ? history::timeOf(statement.integer(0)) : Timestamp();
        };
        const auto late = kDay + 24h * 400;
        import(dir, {{ "old", { { kDay, 1 } } }});
        import(dir, {{ "old", { {kDay + 1h, 1}, { late, 2 } } }});
        QCOMPARE(seen(), late);
        import(dir, {{ "old", { { kDay + 2h, 1 } } }});
        QCOMPARE(seen(), late);
    }

    void where_raw_was_dropped_the_finest_that_is_left_answers()
    {
        QTemporaryDir dir;
        Truth truth{{"a", noise(kDay, kDay + 24h * 24, 50s, 3)}};
        import(dir, truth);
        Options options;
        options.retention = {24h * 3, 24h * 6, 24h * 1000};
        goOn(dir, kDay + 24h * 24, options, truth);
        QCOMPARE(count(dir, "SELECT MIN(day_ms) FROM partition WHERE tier=0"), history::milliseconds(kDay + 24h * 21));
        // Of five minutes the table of days 0 to 9 is over for six days.
        QCOMPARE(count(dir, "SELECT MIN(day_ms) FROM partition WHERE tier=1"), history::milliseconds(kDay + 24h * 10));
        const auto history = *History::openReadOnly(pathOf(dir));
        const auto part = [&](Timestamp from, Timestamp to, Duration step) {
            std::vector<Point> points;
            for (const auto &point : truth.at("a")) {
                if (point.time >= from && point.time < to)
                    points.push_back(point);
            }
            return thinned(points, step, Aggregate::Last);
        };
        for (const Duration step : {Duration(0), Duration(5min), Duration(1h)}) {
            Truth expected{{"live", thinned(truth.at("live"), step, Aggregate::Last)}};
            auto &points = expected["a"];
            for (const auto &[from, to, kept] :
                 {std::tuple(0, 10, Duration(1h)), std::tuple(10, 21, Duration(5min)), std::tuple(21, 24, Duration(0))}) {
                const auto days = part(kDay + 24h * from, kDay + 24h * to, std::max(kept, step));
                points.insert(points.end(), days.begin(), days.end());
            }
            QCOMPARE(difference(*history, expected, {step, Aggregate::Last}), QString());
        }
        // An export goes the same way.
        std::size_t exported = 0;
        QVERIFY(history->walk({}, kEver, [&](const series::Series &series) {
            exported += series.points.size();
            return true;
        }));
        QCOMPARE(exported, std::size_t(240 + 11 * 288 + 3 * 1728 + 24));
    }

    void what_comes_late_is_rolled_up_too_and_nothing_is_forgotten()
    {
        QTemporaryDir dir;
        Truth truth{{"a", noise(kDay, kDay + 72h, 60s, 4)}};
        import(dir, truth);
        QCOMPARE(rolledDays(dir), 2);
        // Into a day that is rolled up already.
        const auto more = noise(kDay + 3h + 7s, kDay + 5h, 60s, 5);
        const auto other = noise(kDay + 6h, kDay + 7h, 10s, 6);
        import(dir, {{"a", more}, { "b", other }});
        QCOMPARE(rolledDays(dir), 2);
        truth["a"].insert(truth["a"].end(), more.begin(), more.end());
        std::ranges::sort(truth["a"], {}, &Point::time);
        truth["b"] = other;
        {
            const auto history = *History::openReadOnly(pathOf(dir));
            for (const auto aggregate : kAggregates)
                QCOMPARE(differenceThinned(*history, truth, {5min, aggregate}), QString());
        }
        // Into a day whose raw points are gone: its roll-ups stay.
        Options options;
        options.retention[0] = 24h;
        goOn(dir, kDay + 24h * 10, options, truth);
        QCOMPARE(partitions(dir, 0), 1);
        const auto latest = noise(kDay + 12h, kDay + 13h, 10s, 7);
        import(dir, {{ "c", latest }});
        truth["c"] = latest;
        goOn(dir, kDay + 24h * 10 + 1h, options, truth);
        QCOMPARE(partitions(dir, 0), 1);
        const auto history = *History::openReadOnly(pathOf(dir));
        for (const Duration step : {Duration(5min), Duration(1h)})
            QCOMPARE(differenceThinned(*history, truth, {step, Aggregate::Average}), QString());
    }

    void what_is_not_sealed_yet_is_thinned_along()
    {
        QTemporaryDir dir;
        Options options;
        options.batchesPerSegment = 170;
        const auto history = *History::open(pathOf(dir), options);
        Truth truth;
        for (const auto &point : noise(kDay + 24h - 10min, kDay + 24h + 20min, 1s, 8)) {
            auto batch = std::make_shared<metric::Batch>();
            batch->time = point.time;
            batch->samples.push_back({named("a"), point.value});
            truth["a"].push_back(point);
            history->append(batch);
            if (truth["a"].size() % 100 == 0)
                history->flush();
            if (truth["a"].size() % 300 == 250) {
                history->flush();
                for (const auto aggregate : kAggregates)
                    QCOMPARE(differenceThinned(*history, truth, {5min, aggregate}), QString());
            }
        }
        history->flush();
        QCOMPARE(rolledDays(dir), 1); // by the writer itself, when nobody waited
        for (const auto aggregate : kAggregates)
            QCOMPARE(differenceThinned(*history, truth, {5min, aggregate}), QString());
    }

    void what_does_not_fit_goes_raw_first()
    {
        QTemporaryDir dir;
        Truth truth;
        for (int i = 0; i < 8; ++i)
            truth["a" + std::to_string(i)] = noise(kDay, kDay + 24h * 12, 30s, unsigned(i));
        import(dir, truth);
        const auto before = partitions(dir, 0);
        Options options;
        options.maxBytes = std::filesystem::file_size(pathOf(dir) / "history.sqlite") / 2;
        goOn(dir, kDay + 24h * 12, options, truth);
        QVERIFY(partitions(dir, 0) > 1);
        QVERIFY(partitions(dir, 0) < before);
        QCOMPARE(partitions(dir, 1), 2);
        QCOMPARE(partitions(dir, 2), count(dir, "SELECT COUNT(DISTINCT day_ms) FROM partition WHERE tier=2"));
        QVERIFY(partitions(dir, 2) > 0);
        options.maxBytes = 1;
        goOn(dir, kDay + 24h * 12 + 1h, options, truth);
        QCOMPARE(partitions(dir, 0), 1);
        QCOMPARE(partitions(dir, 1), 0);
        QCOMPARE(partitions(dir, 2), 0);
    }

    void upkeep_knows_the_roll_ups()
    {
        QTemporaryDir dir;
        const Truth truth{{"a", noise(kDay, kDay + 72h, 50s, 9)}};
        import(dir, truth);
        QVERIFY(history::compact(pathOf(dir)));
        QVERIFY((*history::verify(pathOf(dir))).faults.empty());
        QCOMPARE(differenceThinned(**History::openReadOnly(pathOf(dir)), truth, {1h, Aggregate::Max}), QString());
        const auto table = fmt::format("segment_{}", count(dir, "SELECT id FROM partition WHERE tier=2"));
        {
            auto database = *sqlite::Database::open(pathOf(dir) / "history.sqlite", sqlite::Database::Mode::ReadWrite);
            QVERIFY(database.execute(fmt::format("UPDATE {} SET chunks=x'00112233' WHERE id=1", table)));
        }
        QCOMPARE((*history::verify(pathOf(dir))).faults.size(), std::size_t(1));
        QCOMPARE((*history::repair(pathOf(dir))).size(), std::size_t(1));
        QVERIFY((*history::verify(pathOf(dir))).faults.empty());
        // The raw points are there, so nothing is lost, before they are rolled up anew and after.
        QCOMPARE(differenceThinned(**History::openReadOnly(pathOf(dir)), truth, {1h, Aggregate::Max}), QString());
        QCOMPARE(rolledDays(dir), 0);
        import(dir, {});
        QCOMPARE(rolledDays(dir), 2);
        QCOMPARE(differenceThinned(**History::openReadOnly(pathOf(dir)), truth, {1h, Aggregate::Max}), QString());
    }

    void a_plan_reads_every_moment_once()
    {
        using history::Partition;
        const auto day = [](int number) { return kDay + 24h * number; };
        const auto raw = [&](int number, bool rolled) {
            return Partition{number, 0, day(number), day(number) + 1h, day(number) + 23h, rolled ? Partition::kAllBlocks : 0};
        };
        const history::Partitions::List list{raw(12, true), raw(13, false), raw(14, true), Partition{20, 1, day(10), day(11), day(14) + 23h, 0},
                                             Partition{30, 2, day(0), day(0), day(14) + 23h, 0}};
        const auto shown = [&](series::TimeRange range, Duration step) {
            std::string text;
            for (const auto &leg : history::planReading(list, range, step))
                text += fmt::format("{}:{}-{} ", leg.tier, (leg.range.from - kDay) / 1h, (leg.range.to - kDay) / 1h);
            return QString::fromStdString(text);
        };
        QCOMPARE(shown(kEver, 0s), QStringLiteral("2:0-263 1:264-287 0:288-359 "));
        QCOMPARE(shown(kEver, 5min), QStringLiteral("2:0-263 1:264-311 0:312-335 1:336-359 "));
        QCOMPARE(shown(kEver, 1h), QStringLiteral("2:0-311 0:312-335 2:336-359 "));
        QCOMPARE(shown({day(12) + 2h, day(12) + 3h}, 0s), QStringLiteral("0:290-291 "));
        QCOMPARE(shown({day(40), day(41)}, 0s), QString());
        // A file that lies about how far a table reaches costs neither time nor memory.
        const history::Partitions::List lying{{1, 0, day(0), Timestamp::min(), Timestamp::max(), 0}};
        QCOMPARE(history::planReading(lying, kEver, 0s).size(), std::size_t(1));
    }

    void at_moments_nothing_that_was_summed_up_is_told()
    {
        const QTemporaryDir dir;
        const Truth truth{{"a", noise(kDay, kDay + 24h, 5s, 3)}, {"b", noise(kDay, kDay + 24h, 7s, 4)}};
        import(dir, truth);
        const auto history = *History::openReadOnly(pathOf(dir));
        const auto from = kDay + 3h + 1s;
        for (int again = 0; again < 2; ++again) { // the second time from what was kept unpacked
            std::size_t right = 0;
            const auto visited = history->visit(
                {}, {from, kDay + 20h}, {10min, Aggregate::Last, from}, [&](const metric::LabelsRef &labels, std::span<const Point> told) {
                    const auto &points = truth.at(std::string(labels->metricName()));
                    for (auto moment = from + 10min; moment <= kDay + 20h; moment += 10min) {
                        const auto newest = [&](auto all) {
                            const auto after =
                                std::upper_bound(all.begin(), all.end(), moment, [](Timestamp time, const Point &p) { return time < p.time; });
                            return after == all.begin() ? Point{} : *std::prev(after);
                        };
                        const auto expected = newest(std::span(points));
                        const auto found = newest(told);
                        if (found.time != expected.time || std::bit_cast<std::uint64_t>(found.value) != std::bit_cast<std::uint64_t>(expected.value))
                            return false;
                    }
                    return ++right > 0;
                });
            QVERIFY(visited);
            QCOMPARE(right, truth.size());
        }
        std::size_t count = 0;
        QVERIFY(history->visit({}, kEver, {10min, Aggregate::Last, from},
                               [&](const metric::LabelsRef &, std::span<const Point>) { return ++count > 0; }));
        QCOMPARE(count, std::size_t(2));
    }
};

VEDETTE_TEST(TstTiers)
#include "tst_tiers.moc"
