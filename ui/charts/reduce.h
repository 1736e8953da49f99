#pragma once

#include "models/metric/batch.h"

#include <cstddef>
#include <span>
#include <vector>

namespace ui {

// What is left to draw: runs of points, with a gap between one run and the next.
struct Reduced {
    std::vector<metric::Point> points;
    std::vector<std::size_t> ends; // run i is points[ends[i - 1] .. ends[i])
};

// The first, least, greatest and last point of each pixel column, in order of time, so that 100,000 points draw like 1,000 and
// no extreme is lost. Columns lie on a grid of absolute time: a window that slides does not make the line shimmer. The nearest
// points outside the window are kept too, so that lines run to the edges. A run ends where a value is NaN or stale, and where
// the next point is farther than 3 typical spacings and 2 columns. REQUIRES: points ascend, to > from, columns > 0.
Reduced reduce(std::span<const metric::Point> points, metric::Timestamp from, metric::Timestamp to, int columns);

// The median distance of neighbours, from a sample of them; zero for fewer than two points.
metric::Duration typicalSpacing(std::span<const metric::Point> points);

// The value nearest to `time` and not farther than `reach`; NaN where there is none.
double valueAt(std::span<const metric::Point> points, metric::Timestamp time, metric::Duration reach);

} // namespace ui
