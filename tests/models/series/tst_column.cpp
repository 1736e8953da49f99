#include "models/series/column.h"
#include "tests/support/registry.h"

#include <algorithm>
#include <bit>
#include <cstdio>
#include <limits>
#include <random>

using namespace series;
using metric::Duration;
using metric::Point;
using metric::Timestamp;

namespace {

constexpr TimeRange kAlways{Timestamp::min(), Timestamp::max()};

bool same(const std::vector<Point> &a, const std::vector<Point> &b)
{
    return std::ranges::equal(a, b, [](const Point &x, const Point &y) {
        return x.time == y.time && std::bit_cast<std::uint64_t>(x.value) == std::bit_cast<std::uint64_t>(y.value);
    });
}

} // namespace

class TstColumn : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void every_bit_comes_back_in_the_order_it_came_but_of_two_at_one_time_the_first()
    {
        const auto seed = std::random_device{}();
        std::printf("seed %u\n", seed);
        std::mt19937_64 random(seed);
        for (int run = 0; run < 300; ++run) {
            Column column;
            std::vector<Point> points;
            auto time = std::int64_t(1'700'000'000'000);
            double value = 0;
            const auto steadiness = random() % 20 + 1;
            for (auto left = random() % 300; left > 0; --left) {
                if (random() % steadiness == 0)
                    time += std::int64_t(random() % 100'000) - 10'000;
                else
                    time += 1000;
                switch (random() % steadiness) {
                case 0: value = std::bit_cast<double>(random()); break;
                case 1: value = metric::staleMarker(); break;
                case 2: value = double(random() % 10'000) / 100; break;
                case 3: value = -0.0; break;
                default: break; // as before
                }
                const Point point{Timestamp(Duration(time)), value};
                const auto there = std::ranges::find(points, point.time, &Point::time);
                const auto expected = there == points.end()     ? Column::Taken::Yes
                                      : same({*there}, {point}) ? Column::Taken::Known
                                                                : Column::Taken::Refused;
                QCOMPARE(int(column.append(point)), int(expected));
                if (there == points.end())
                    points.push_back(point);
            }
            std::vector<Point> read;
            column.read(kAlways, read);
            QVERIFY(same(read, points));
            const TimeRange range{Timestamp(Duration(time - 40'000)), Timestamp(Duration(time - 3'000))};
            std::erase_if(points, [&](const Point &point) { return point.time < range.from || point.time > range.to; });
            read.clear();
            column.read(range, read);
            QVERIFY(same(read, points));
        }
    }

    void enough_before_a_moment_is_the_end_of_all_that_is_before_it()
    {
        const auto at = [](int second) { return Timestamp(std::chrono::seconds(1'700'000'000 + second)); };
        Column column;
        for (int i = 0; i < 300; ++i)
            column.append({at(i), double(i)});
        for (const int moment : {5, 20, 100, 250, 299, 400}) {
            std::vector<Point> all;
            std::vector<Point> read;
            column.read({at(0), at(350)}, all);
            SelectHints hints;
            hints.enoughBefore = at(moment);
            column.read({at(0), at(350)}, read, hints);
            QVERIFY(read.size() <= all.size());
            QVERIFY(same(read, {all.end() - std::ptrdiff_t(read.size()), all.end()}));
            const auto before = std::ranges::count_if(read, [&](const Point &point) { return point.time < at(moment); });
            QVERIFY(before >= std::min<std::ptrdiff_t>(moment, SelectHints::kEnough));
            QVERIFY(before < 80);
        }
    }

    void the_ends_of_time_come_back()
    {
        Column column;
        std::vector<Point> points;
        for (const auto time :
             {std::numeric_limits<std::int64_t>::min(), std::int64_t(0), std::numeric_limits<std::int64_t>::max(), std::int64_t(-1)}) {
            points.push_back({Timestamp(Duration(time)), 1});
            column.append(points.back());
        }
        std::vector<Point> read;
        column.read(kAlways, read);
        QVERIFY(same(read, points));
    }

    void stretches_that_are_out_are_dropped_and_the_rest_goes_on()
    {
        const auto at = [](int second) { return Timestamp(std::chrono::seconds(1'700'000'000 + second)); };
        Column column;
        for (int i = 0; i < 200; ++i)
            column.append({at(i), double(i)});
        column.forget([&](Timestamp, Timestamp to) { return to < at(100); });
        for (int i = 200; i < 210; ++i)
            column.append({at(i), double(i)});
        std::vector<Point> read;
        column.read(kAlways, read);
        QVERIFY(read.front().time <= at(100) && read.front().time >= at(50));
        for (std::size_t i = 0; i < read.size(); ++i)
            QCOMPARE(read[i].value, read.front().value + double(i));
        QCOMPARE(read.back().time, at(209));

        column.forget([&](Timestamp, Timestamp) { return true; });
        QVERIFY(column.empty());
        column.append({at(300), 5});
        read.clear();
        column.read(kAlways, read);
        QCOMPARE(read.size(), std::size_t(1));
        QCOMPARE(read.front().value, 5.0);
    }
};

VEDETTE_TEST(TstColumn)
#include "tst_column.moc"
