#pragma once

#include "models/metric/batch.h"
#include "models/query/sliding.h"

#include <span>
#include <vector>

// How a question that shows gaps looks at a series. Prometheus lets every sample count for five minutes and draws over what is
// missing; here it counts about as long as it takes until the next one is overdue, however often the series is sampled.
namespace query {

inline constexpr metric::Duration kLongestReach = std::chrono::minutes(5);

// The median distance of neighbouring points; zero below two points.
metric::Duration typicalSpacing(std::span<const metric::Point> points);

// How long a point of the series counts: max(step, three spacings), at most kLongestReach or, where that is longer, the step
// (points may be left out that are closer together) or one and a half spacings (of the far past nothing closer is kept); where
// the spacing is not known (one point), the step, or kLongestReach for a single moment. A longer distance is a gap.
metric::Duration reachOf(std::span<const metric::Point> points, metric::Duration step);

// Windows that end at the newest point at or before each moment, so that they hold something whatever the distance of the points,
// and begin neither before a staleness marker nor before a gap longer than a quarter of them. Empty where the newest point does not count any more.
struct UnbrokenCut {
    metric::Duration length;
    metric::Duration reach;
    bool withBase; // the window begins at the newest point that is at least `length` older than its last; otherwise after that
};
// `plain`: the points without the markers; the ranges are of these. REQUIRES: ends ascending, points ascending in time.
void cutUnbroken(std::span<const metric::Point> points, std::span<const metric::Point> plain, std::span<const metric::Timestamp> ends,
                 const UnbrokenCut &cut, std::vector<IndexRange> &ranges);

} // namespace query
