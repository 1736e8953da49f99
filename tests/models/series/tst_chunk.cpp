#include "models/series/chunk.h"
#include "tests/support/registry.h"

#include <bit>
#include <cmath>
#include <cstdio>
#include <optional>
#include <random>

using namespace series;
using namespace std::chrono_literals;
using metric::Duration;
using metric::Point;
using metric::Timestamp;

namespace {

constexpr TimeRange kAlways{Timestamp::min(), Timestamp::max()};

Timestamp at(std::int64_t milliseconds) { return Timestamp(Duration(milliseconds)); }

std::vector<Point> onSeconds(std::initializer_list<double> values)
{
    std::vector<Point> points;
    for (const double value : values)
        points.push_back({at(1'700'000'000'000 + std::int64_t(points.size()) * 1000), value});
    return points;
}

std::vector<Point> decoded(ByteView chunk, TimeRange range = kAlways)
{
    std::vector<Point> points;
    return decodeChunk(chunk, range, points) ? points : std::vector<Point>();
}

bool same(const std::vector<Point> &a, const std::vector<Point> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Point &one, const Point &other) {
        return one.time == other.time && std::bit_cast<std::uint64_t>(one.value) == std::bit_cast<std::uint64_t>(other.value);
    });
}

bool comesBack(const std::vector<Point> &points) { return same(points, decoded(encodeChunk(points))); }

double anyValue(std::mt19937_64 &random, int kind, double last)
{
    switch (kind) {
    case 0: return last;
    case 1: return last + double(random() % 1000);
    case 2: return double(random() % 100000) / 100;
    case 3: return std::bit_cast<double>(random());
    case 4: return random() % 10 == 0 ? metric::staleMarker() : double(random() % 7);
    default: return std::ldexp(double(random() % 1000), int(random() % 80) - 40);
    }
}

std::vector<Point> anyPoints(std::mt19937_64 &random)
{
    const auto count = 1 + random() % 300;
    const int kind = int(random() % 6);
    const bool grid = random() % 2 == 0;
    std::vector<Point> points;
    std::int64_t time = std::int64_t(random() % 4'000'000'000'000) - 2'000'000'000'000;
    double value = double(random() % 100000);
    for (std::uint64_t i = 0; i < count; ++i) {
        value = anyValue(random, kind, value);
        points.push_back({at(time), value});
        time += grid && random() % 50 != 0 ? 1000 : std::int64_t(random() % 100000) - 20000;
    }
    return points;
}

} // namespace

class TstChunk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void every_bit_of_special_values_comes_back()
    {
        const double quiet = std::bit_cast<double>(0x7ff8000000000001ULL);
        const double payload = std::bit_cast<double>(0xfff00000deadbeefULL);
        QVERIFY(comesBack(onSeconds({1, metric::staleMarker(), quiet, payload, INFINITY, -INFINITY, 0.0, -0.0, 5e-324, 1.7976931348623157e308})));
        for (const double constant : {metric::staleMarker(), payload, 0.0, -0.0, 1.0, 0.1, 5e-324})
            QVERIFY(comesBack(onSeconds({constant, constant})));
        QVERIFY(comesBack(onSeconds({0.0, -0.0, 0.0})));
        QVERIFY(comesBack(onSeconds({9007199254740992.0, 9007199254740994.0, 1})));
        QVERIFY(metric::isStale(decoded(encodeChunk(onSeconds({1, metric::staleMarker()})))[1].value));
    }

    void one_point_and_the_ends_of_time_come_back()
    {
        QVERIFY(comesBack(onSeconds({42.5})));
        QVERIFY(comesBack({{at(-5), 1}, {at(7), 1}, {at(7), 2}, {at(3), 0.1}}));
        QVERIFY(comesBack(std::vector<Point>(kMaxChunkPoints, Point{at(1), 1})));
        QVERIFY(comesBack({{Timestamp::max(), 1}, {Timestamp::min(), 2}, {at(0), 3}, {Timestamp::max(), 4}}));
    }

    void regular_series_take_few_bytes()
    {
        std::vector<Point> constant, counter, seconds;
        for (int i = 0; i < 300; ++i) {
            constant.push_back({at(1'700'000'000'000 + i * 1000), 8192});
            counter.push_back({at(1'700'000'000'000 + i * 1000), 1e9 + i * 500 + i % 7});
            seconds.push_back({at(1'700'000'000'000 + i * 1000), double(1234567 + i * 98 + i % 5) / 100});
        }
        QVERIFY2(encodeChunk(constant).size() <= 15, "constant");
        QVERIFY2(encodeChunk(counter).size() <= 300 * 4 / 8 + 32, "counter");
        QVERIFY2(encodeChunk(seconds).size() <= 300 * 4 / 8 + 32, "hundredths");
    }

    void a_range_takes_its_ends_and_nothing_beyond()
    {
        const auto points = onSeconds({1, 2, 3, 4, 5});
        const auto found = decoded(encodeChunk(points), {points[1].time, points[3].time});
        QVERIFY(same(found, {points[1], points[2], points[3]}));
    }

    void a_range_holds_where_times_run_over_the_end_of_time()
    {
        const Duration half(std::int64_t(1) << 62);
        const auto chunk = encodeChunk(std::vector<Point>{{at(0), 1}, {at(0) + half, 2}, {Timestamp::min(), 3}, {at(0) - half, 4}, {at(0), 5}});
        QVERIFY(same(decoded(chunk, {at(-5), at(5)}), {{at(0), 1}, {at(0), 5}}));
    }

    void whatever_points_there_are_they_come_back()
    {
        const auto seed = std::random_device{}();
        std::printf("seed %u\n", seed);
        std::mt19937_64 random(seed);
        for (int i = 0; i < 1000; ++i)
            QVERIFY2(comesBack(anyPoints(random)), qPrintable(QString::number(i)));
    }

    void hostile_bytes_are_an_error_or_points_but_never_a_crash()
    {
        const auto seed = std::random_device{}();
        std::printf("seed %u\n", seed);
        std::mt19937_64 random(seed);
        int errors = 0;
        for (int i = 0; i < 6000; ++i) {
            auto chunk = encodeChunk(anyPoints(random));
            switch (random() % 3) {
            case 0: chunk.resize(random() % chunk.size()); break;
            case 1:
                for (int flips = 0; flips < 4; ++flips)
                    chunk[random() % std::min<std::size_t>(chunk.size(), 40)] = char(random());
                break;
            default:
                for (auto &byte : chunk)
                    byte = char(random());
                chunk[0] = char(1 + random() % 3);
            }
            // Exactly as long as it says, so that the sanitizer sees a byte too far.
            const std::vector<char> exact(chunk.begin(), chunk.end());
            std::vector<Point> points;
            errors += decodeChunk(ByteView(exact.data(), exact.size()), kAlways, points) ? 0 : 1;
        }
        QVERIFY2(errors > 1000, qPrintable(QString::number(errors)));
    }

    void a_chunk_cut_short_is_an_error()
    {
        const auto chunk = encodeChunk(onSeconds({1, 200, 3, 4.5, 1e9}));
        std::vector<Point> points;
        QVERIFY(!decodeChunk(ByteView(chunk).substr(0, chunk.size() - 2), kAlways, points));
        QVERIFY(!decodeChunk({}, kAlways, points));
    }

    void normalise_sorts_and_keeps_the_first_of_one_time()
    {
        std::vector<Point> points{{at(3), 3}, {at(1), 1}, {at(3), 9}, {at(2), 2}};
        normalise(points);
        QVERIFY(same(points, {{at(1), 1}, {at(2), 2}, {at(3), 3}}));
    }

    void the_newest_point_at_every_moment_is_told_and_a_stretch_is_exact()
    {
        const auto seed = std::random_device{}();
        std::printf("seed %u\n", seed);
        std::mt19937_64 random(seed);
        const auto newestAt = [](const std::vector<Point> &points, Timestamp moment) {
            const auto after =
                std::upper_bound(points.begin(), points.end(), moment, [](Timestamp time, const Point &point) { return time < point.time; });
            return after == points.begin() ? std::optional<Point>() : *std::prev(after);
        };
        for (int round = 0; round < 3000; ++round) {
            auto points = anyPoints(random);
            normalise(points);
            const auto chunk = encodeChunk(points);
            const auto length = points.back().time - points.front().time;
            const auto from = points.front().time - 10s + Duration(std::int64_t(random() % std::uint64_t(length.count() + 20'000)));
            const TimeRange range{from, from + Duration(std::int64_t(random() % std::uint64_t(length.count() + 1)))};
            std::vector<Point> inside;
            std::copy_if(points.begin(), points.end(), std::back_inserter(inside),
                         [&](const Point &point) { return point.time >= range.from && point.time <= range.to; });
            QVERIFY(same(decoded(chunk, range), inside));

            const Moments moments{range.from - Duration(std::int64_t(random() % 5000)), Duration(1 + std::int64_t(random() % 60'000))};
            std::vector<Point> picked;
            QVERIFY(decodeChunk(chunk, range, picked, &moments));
            for (auto moment = moments.start; moment <= range.to; moment += moments.step) {
                const auto expected = newestAt(inside, moment);
                const auto told = newestAt(picked, moment);
                QCOMPARE(told.has_value(), expected.has_value());
                if (told)
                    QVERIFY(same({*told}, {*expected}));
            }
            // What lies behind the last moment may be the newest at one that another chunk's points come before.
            QCOMPARE(picked.empty(), inside.empty());
            if (!picked.empty())
                QVERIFY(same({picked.back()}, {inside.back()}));
        }
    }
};

VEDETTE_TEST(TstChunk)
#include "tst_chunk.moc"
