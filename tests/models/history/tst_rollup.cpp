#include "models/history/rollup.h"
#include "models/series/chunk.h"
#include "tests/support/registry.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

using namespace std::chrono_literals;
using history::Rollup;
using metric::Point;
using metric::Timestamp;
using series::Aggregate;

namespace rollup_test {

constexpr Timestamp kHour{metric::Duration(1'700'006'400'000)}; // midnight UTC
constexpr series::TimeRange kEver{Timestamp::min(), Timestamp::max()};
const double kNan = std::numeric_limits<double>::quiet_NaN();

std::string text(double value) { return metric::isStale(value) ? "stale" : fmt::format("{}", value); }

// "seconds: count sum min max last" of every window.
QString shown(const Rollup &rollup)
{
    std::string out;
    for (std::size_t i = 0; i < rollup.size(); ++i) {
        out += fmt::format("{}:", (rollup.parts[Rollup::Last][i].time - kHour) / 1s);
        for (const auto &part : rollup.parts)
            out += " " + text(part[i].value);
        out += "; ";
    }
    return QString::fromStdString(out);
}

std::vector<Point> at(std::initializer_list<std::pair<int, double>> list)
{
    std::vector<Point> points;
    for (const auto &[second, value] : list)
        points.push_back({kHour + 1s * second, value});
    return points;
}

} // namespace rollup_test

using namespace rollup_test;

class TstRollup : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_window_begins_on_the_grid_and_ends_before_the_next()
    {
        QCOMPARE(shown(history::rollUp(at({{-1, 9}, {0, 1}, {100, 4}, {299, 2}, {300, 8}, {1800, 5}}), 5min)),
                 QStringLiteral("-1: 1 9 9 9 9; 299: 3 7 1 4 2; 300: 1 8 8 8 8; 1800: 1 5 5 5 5; "));
        QCOMPARE(shown(history::rollUp(at({{-1, 9}, {0, 1}, {100, 4}, {299, 2}, {300, 8}, {1800, 5}}), 1h)),
                 QStringLiteral("-1: 1 9 9 9 9; 1800: 5 20 1 8 5; "));
        QCOMPARE(shown(history::rollUp({}, 1h)), QString());
    }

    void markers_count_in_last_alone()
    {
        const double stale = metric::staleMarker();
        QCOMPARE(shown(history::rollUp(at({{0, 3}, {10, stale}, {20, -5}, {310, 1}, {320, stale}, {600, stale}}), 5min)),
                 QStringLiteral("20: 2 -2 -5 3 -5; 320: 1 1 1 1 stale; 600: 0 stale stale stale stale; "));
    }

    void what_is_not_a_number_is_left_out_unless_there_is_nothing_else()
    {
        QCOMPARE(shown(history::rollUp(at({{0, kNan}, {10, 2}, {20, kNan}, {300, kNan}, {310, kNan}}), 5min)),
                 QStringLiteral("20: 1 2 2 2 nan; 310: 2 nan nan nan nan; "));
    }

    void every_aggregate_is_told_of_the_parts_it_is_made_of()
    {
        const auto rollup = history::rollUp(at({{0, 3}, {10, 1}, {20, 2}, {300, metric::staleMarker()}}), 5min);
        const std::pair<Aggregate, const char *> rows[] = {{Aggregate::Last, "2 stale"}, {Aggregate::Average, "2 stale"}, {Aggregate::Min, "1 stale"},
                                                           {Aggregate::Max, "3 stale"},  {Aggregate::Sum, "6 stale"},     {Aggregate::Count, "3 0"}};
        std::vector<history::SeriesChunk> chunks;
        history::addChunks(chunks, 5, rollup);
        history::addChunks(chunks, 9, rollup);
        const auto segment = history::packSegment(chunks);
        for (const auto &[aggregate, expected] : rows) {
            std::vector<Point> direct, unpacked;
            history::tell(rollup, aggregate, direct);
            QCOMPARE(QString::fromStdString(text(direct[0].value) + " " + text(direct[1].value)), QString::fromLatin1(expected));
            QVERIFY(history::unpackRollups(
                segment, kEver, aggregate, [](history::SeriesId id) { return id == 9; },
                [&](history::SeriesId, Rollup &found) { history::tell(found, aggregate, unpacked); }));
            QCOMPARE(unpacked.size(), direct.size());
            for (std::size_t i = 0; i < direct.size(); ++i) {
                QCOMPARE(unpacked[i].time, direct[i].time);
                QCOMPARE(std::bit_cast<std::uint64_t>(unpacked[i].value), std::bit_cast<std::uint64_t>(direct[i].value));
            }
        }
    }

    void what_only_the_older_one_knows_is_added()
    {
        auto rollup = history::rollUp(at({{310, 1}, {320, 2}, {900, 7}}), 5min);
        history::addMissing(rollup, history::rollUp(at({{0, 5}, {301, 8}, {600, 6}, {1200, 9}}), 5min), 5min);
        QCOMPARE(shown(rollup), QStringLiteral("0: 1 5 5 5 5; 320: 2 3 1 2 2; 600: 1 6 6 6 6; 900: 1 7 7 7 7; 1200: 1 9 9 9 9; "));
    }

    void a_segment_that_is_none_of_roll_ups_is_refused()
    {
        const auto points = at({{0, 1}, {300, 2}});
        const auto more = at({{0, 1}, {300, 2}, {600, 3}});
        const auto chunk = series::encodeChunk(points), longer = series::encodeChunk(more);
        const std::vector<std::vector<history::SeriesChunk>> rows{{{1, chunk}},                                                  // one part
                                                                  {{1, chunk}, {1, chunk}, {1, chunk}, {1, chunk}, {2, chunk}},  // of two series
                                                                  {{1, longer}, {1, chunk}, {1, chunk}, {1, chunk}, {1, chunk}}, // of two lengths
                                                                  {{1, series::Bytes()}, {1, chunk}, {1, chunk}, {1, chunk}, {1, chunk}}}; // no chunk
        for (const auto &row : rows) {
            const auto unpacked = history::unpackRollups(
                history::packSegment(row), kEver, Aggregate::Average, [](history::SeriesId) { return true; },
                [](history::SeriesId, Rollup &) { QFAIL("told of damage as if it were whole"); });
            QVERIFY(!unpacked);
            QCOMPARE(unpacked.error().code, metric::ErrorCode::Malformed);
        }
    }

    void random_points_come_to_what_plain_arithmetic_says()
    {
        std::mt19937 random(7);
        std::vector<Point> points;
        auto time = kHour;
        for (int i = 0; i < 5000; ++i) {
            time += metric::Duration(1 + random() % 40'000);
            points.push_back({time, random() % 20 == 0 ? metric::staleMarker() : double(random() % 1000) / 8});
        }
        for (const metric::Duration step : {metric::Duration(5min), metric::Duration(1h)}) {
            const auto rollup = history::rollUp(points, step);
            double counted = 0;
            std::size_t at = 0;
            for (std::size_t window = 0; window < rollup.size(); ++window) {
                const auto begin = metric::onGrid(rollup.parts[Rollup::Last][window].time, step);
                double sum = 0, count = 0, min = 1e9, max = -1e9;
                for (; at < points.size() && points[at].time < begin + step; ++at) {
                    QVERIFY(points[at].time >= begin);
                    if (metric::isStale(points[at].value))
                        continue;
                    sum += points[at].value;
                    min = std::min(min, points[at].value);
                    max = std::max(max, points[at].value);
                    ++count;
                }
                QCOMPARE(rollup.parts[Rollup::Last][window].time, points[at - 1].time);
                QCOMPARE(rollup.parts[Rollup::Count][window].value, count);
                counted += count;
                if (count == 0)
                    continue;
                QCOMPARE(rollup.parts[Rollup::Sum][window].value, sum);
                QCOMPARE(rollup.parts[Rollup::Min][window].value, min);
                QCOMPARE(rollup.parts[Rollup::Max][window].value, max);
            }
            QCOMPARE(at, points.size());
            QVERIFY(counted > 4000);
        }
    }
};

VEDETTE_TEST(TstRollup)
#include "tst_rollup.moc"
