#pragma once

#include "models/metric/batch.h"
#include "models/query/grid.h"
#include "models/query/sliding.h"

#include <span>
#include <string_view>
#include <vector>

namespace query {

// What a range vector selector or a subquery shows of one series at every moment of a grid: windows (end - length, end].
struct Windows {
    std::span<const metric::Point> points;   // without staleness markers
    std::span<const double> values;          // of the points
    std::span<const IndexRange> ranges;      // per moment, into the points
    std::span<const metric::Timestamp> ends; // per moment
    metric::Duration length;
    const Grid &grid;
    bool asVersion2 = false;    // EngineOptions::leftClosed
    bool betweenPoints = false; // they begin and end at points (gaps.h), where growth is told

    std::size_t count() const { return ranges.size(); }
    std::span<const metric::Point> at(std::size_t moment) const { return points.subspan(ranges[moment].first, ranges[moment].size()); }
};

// Cuts the points into windows. REQUIRES: ends ascending, points ascending in time.
void cutWindows(std::span<const metric::Point> points, std::span<const metric::Timestamp> ends, metric::Duration length, bool leftClosed,
                std::vector<IndexRange> &ranges);

// One value per moment of one series' windows; kAbsent where it has none. `arguments` are the other, scalar arguments in their
// order, each one value per moment.
using RangeFunction = void (*)(const Windows &windows, std::span<const std::span<const double>> arguments, std::span<double> values);

// Which points are needed of those in and before a window.
enum class Takes : std::uint8_t {
    Newest,     // of each moment
    Points,     // all in the window
    Neighbours, // and the one before, to compare the first with
    Growth,     // of these the outermost
    Slope,      // enough to lay a line through
};

struct NamedRangeFunction {
    std::string_view name;
    RangeFunction function;
    Takes takes = Takes::Points;
};

// Null where the function is none of a range vector.
const NamedRangeFunction *findRangeFunction(std::string_view name);

} // namespace query
