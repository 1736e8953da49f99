#pragma once

#include "models/history/segment.h"
#include "models/series/reader.h"

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace history {

// One series over windows of time: what was in each of them. The parts have the same times, one point a window, stamped with
// the time of the window's last sample, so that nothing is said of a moment at which nobody looked.
//
// Staleness markers are no values: they count in `last` alone. A window of nothing else has count 0 and the marker in all
// other parts. NaN that are no markers are left out of count, sum, min and max, unless there is nothing but them.
struct Rollup {
    enum Part : std::size_t { Count, Sum, Min, Max, Last };
    std::array<std::vector<metric::Point>, 5> parts;

    std::size_t size() const { return parts[Last].size(); }
};

// Windows are [n * step, (n + 1) * step) since the epoch, so that none lies in two days. REQUIRES: times strictly ascending, step > 0.
Rollup rollUp(std::span<const metric::Point> points, metric::Duration step);

// Adds the windows of `older` that `rollup` knows nothing of.
void addMissing(Rollup &rollup, const Rollup &older, metric::Duration step);

// One value a window, appended to `points`. REQUIRES: parts of one size, at least those that the aggregate is made of.
void tell(const Rollup &rollup, series::Aggregate aggregate, std::vector<metric::Point> &points);

// A segment holds a series' five parts one after the other. REQUIRES: a window at least.
void addChunks(std::vector<SeriesChunk> &chunks, SeriesId id, const Rollup &rollup);

// Calls `visitor` for every series of a segment that `wanted` says yes to, with what lies in the range of those parts that the
// aggregate is made of; without an aggregate with all parts. Malformed for bytes that are no such segment; then some may have been visited.
metric::Result<void> unpackRollups(ByteView bytes, series::TimeRange range, std::optional<series::Aggregate> aggregate,
                                   const std::function<bool(SeriesId)> &wanted, const std::function<void(SeriesId, Rollup &)> &visitor);

} // namespace history
