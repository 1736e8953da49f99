#pragma once

#include "models/metric/batch.h"

#include <cstddef>
#include <span>
#include <vector>

namespace query {

// The moments at which values are wanted: start, start + step ... (count of them). For a single moment step is zero.
struct StepGrid {
    metric::Timestamp start;
    metric::Duration step{0};
    std::size_t count = 1;

    metric::Timestamp at(std::size_t index) const { return start + step * std::int64_t(index); }
};

inline constexpr metric::Duration kLongestLookback = std::chrono::minutes(5);

// The median distance of neighbouring points; zero below two points.
metric::Duration typicalSpacing(std::span<const metric::Point> points);

// How long a point of the series counts: max(step, three spacings), at most kLongestLookback or, where that is longer, the step
// (points may be left out that are closer together) or one and a half spacings (of the far past nothing closer is kept); where
// the spacing is not known (one point), the step, or kLongestLookback for a single moment. A longer distance is a gap.
metric::Duration lookback(std::span<const metric::Point> points, metric::Duration step);

// One value per step into `values`, NaN where there is none. Each passes once over the points.
// The newest value not older than the lookback and not ended by a staleness marker.
void latestAt(std::span<const metric::Point> points, const StepGrid &grid, std::span<double> values);
// Increase per second from the newest point that is at least `window` older than the newest point (the one before it where
// window is zero), with no marker and no gap between. A fall is a reset: the new value is the increase.
void rateAt(std::span<const metric::Point> points, const StepGrid &grid, metric::Duration window, std::span<double> values);
// Slope per second of the straight line through the last `window`; none before a quarter of it is known.
void slopeAt(std::span<const metric::Point> points, const StepGrid &grid, metric::Duration window, std::span<double> values);

} // namespace query
