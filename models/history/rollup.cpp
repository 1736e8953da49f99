#include "models/history/rollup.h"

#include "models/series/chunk.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace history {

using metric::Point;
using metric::Timestamp;
using series::Aggregate;

namespace {

// What a window comes to.
struct Window {
    double count = 0;
    double sum = 0;
    double min = 0;
    double max = 0;
    std::size_t unknown = 0; // NaN that are no markers
    double anyUnknown = 0;

    void add(double value)
    {
        if (metric::isStale(value))
            return;
        if (std::isnan(value)) {
            ++unknown;
            anyUnknown = value;
            return;
        }
        min = count == 0 ? value : std::min(min, value);
        max = count == 0 ? value : std::max(max, value);
        sum += value;
        ++count;
    }

    void close(const Point &last, Rollup &rollup)
    {
        if (count == 0) {
            count = double(unknown);
            sum = min = max = unknown > 0 ? anyUnknown : last.value;
        }
        const double values[] = {count, sum, min, max, last.value};
        for (std::size_t part = 0; part < rollup.parts.size(); ++part)
            rollup.parts[part].push_back({last.time, values[part]});
    }
};

// Of which parts an aggregate is made, a bit each.
constexpr unsigned partsOf(Aggregate aggregate)
{
    switch (aggregate) {
    case Aggregate::Last: return 1U << Rollup::Last;
    case Aggregate::Average: return 1U << Rollup::Sum | 1U << Rollup::Count;
    case Aggregate::Min: return 1U << Rollup::Min;
    case Aggregate::Max: return 1U << Rollup::Max;
    case Aggregate::Sum: return 1U << Rollup::Sum;
    case Aggregate::Count: return 1U << Rollup::Count;
    }
    return 0;
}

constexpr unsigned kAllParts = (1U << std::tuple_size_v<decltype(Rollup::parts)>)-1;

} // namespace

Rollup rollUp(std::span<const Point> points, metric::Duration step)
{
    Rollup rollup;
    for (std::size_t i = 0; i < points.size();) {
        const auto begin = metric::onGrid(points[i].time, step);
        Window window;
        for (; i < points.size() && points[i].time - begin < step; ++i)
            window.add(points[i].value);
        window.close(points[i - 1], rollup);
    }
    return rollup;
}

void addMissing(Rollup &rollup, const Rollup &older, metric::Duration step)
{
    Rollup both;
    std::size_t at = 0, old = 0;
    const auto take = [&both](const Rollup &from, std::size_t i) {
        for (std::size_t part = 0; part < both.parts.size(); ++part)
            both.parts[part].push_back(from.parts[part][i]);
    };
    const auto windowOf = [step](const Rollup &of, std::size_t i) {
        return i < of.size() ? metric::onGrid(of.parts[Rollup::Last][i].time, step) : Timestamp::max();
    };
    while (at < rollup.size() || old < older.size()) {
        const auto mine = windowOf(rollup, at), theirs = windowOf(older, old);
        if (mine <= theirs)
            take(rollup, at++);
        else
            take(older, old);
        if (theirs <= mine)
            ++old;
    }
    rollup = std::move(both);
}

void tell(const Rollup &rollup, Aggregate aggregate, std::vector<Point> &points)
{
    if (aggregate == Aggregate::Average) {
        const auto &sums = rollup.parts[Rollup::Sum];
        const auto &counts = rollup.parts[Rollup::Count];
        for (std::size_t i = 0; i < sums.size(); ++i)
            points.push_back({sums[i].time, counts[i].value > 0 ? sums[i].value / counts[i].value : sums[i].value});
        return;
    }
    for (std::size_t part = 0; part < rollup.parts.size(); ++part) {
        if (partsOf(aggregate) == 1U << part)
            points.insert(points.end(), rollup.parts[part].begin(), rollup.parts[part].end());
    }
}

void addChunks(std::vector<SeriesChunk> &chunks, SeriesId id, const Rollup &rollup)
{
    for (const auto &part : rollup.parts)
        chunks.push_back({id, series::encodeChunk(part)});
}

metric::Result<void> unpackRollups(ByteView bytes, series::TimeRange range, std::optional<Aggregate> aggregate,
                                   const std::function<bool(SeriesId)> &wanted, const std::function<void(SeriesId, Rollup &)> &visitor)
{
    const unsigned asked = aggregate ? partsOf(*aggregate) : kAllParts;
    Rollup rollup;
    std::size_t part = 0;
    SeriesId current = 0;
    bool skipped = false;
    bool whole = true;
    auto unpacked = unpackSegment(bytes, [&](SeriesId id, ByteView chunk) {
        if (part == 0) {
            current = id;
            skipped = !wanted(id);
            for (auto &points : rollup.parts)
                points.clear();
        }
        whole = whole && id == current;
        if (!whole)
            return;
        if (!skipped && (asked >> part & 1U) && !series::decodeChunk(chunk, range, rollup.parts[part]))
            whole = false;
        if (++part < rollup.parts.size())
            return;
        part = 0;
        if (skipped || !whole)
            return;
        std::size_t least = ~std::size_t(0), most = 0;
        for (std::size_t i = 0; i < rollup.parts.size(); ++i) {
            if (asked >> i & 1U) {
                least = std::min(least, rollup.parts[i].size());
                most = std::max(most, rollup.parts[i].size());
            }
        }
        whole = least == most;
        if (whole && most > 0)
            visitor(id, rollup);
    });
    if (unpacked && (!whole || part != 0))
        return metric::fail(metric::ErrorCode::Malformed, "damaged segment of roll-ups");
    return unpacked;
}

} // namespace history
