#include "models/query/gaps.h"

#include <algorithm>

namespace query {

using metric::Point;

metric::Duration typicalSpacing(std::span<const Point> points)
{
    if (points.size() < 2)
        return metric::Duration::zero();
    // A sample of the distances is as good as all of them, and a range may hold 100,000.
    constexpr std::size_t kSampled = 63;
    metric::Duration distances[kSampled];
    const std::size_t available = points.size() - 1;
    const std::size_t count = std::min(available, kSampled);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = 1 + i * available / count;
        distances[i] = points[at].time - points[at - 1].time;
    }
    std::nth_element(distances, distances + count / 2, distances + count);
    return distances[count / 2];
}

metric::Duration reachOf(std::span<const Point> points, metric::Duration step)
{
    const metric::Duration spacing = typicalSpacing(points);
    if (spacing == metric::Duration::zero())
        return step > metric::Duration::zero() ? step : kLongestReach;
    return std::min(std::max(step, spacing * 3), std::max({kLongestReach, step, spacing * 3 / 2}));
}

void cutUnbroken(std::span<const Point> points, std::span<const Point> plain, std::span<const metric::Timestamp> ends, const UnbrokenCut &cut,
                 std::vector<IndexRange> &ranges)
{
    ranges.resize(ends.size());
    const auto bridged = std::max(cut.reach, cut.length / 4);
    std::size_t next = 0;  // of all points, the first after the moment
    std::size_t known = 0; // how many of the plain ones are before it
    std::size_t first = 0; // of the plain ones: old enough to begin the window, or the first of its unbroken run
    bool isEnded = true;   // nothing yet, or a marker came last
    for (std::size_t i = 0; i < ends.size(); ++i) {
        for (; next < points.size() && points[next].time <= ends[i]; ++next) {
            if (metric::isStale(points[next].value)) {
                isEnded = true;
                continue;
            }
            if (isEnded || points[next].time - plain[known - 1].time > bridged)
                first = known;
            isEnded = false;
            ++known;
        }
        ranges[i] = {};
        if (isEnded || ends[i] - plain[known - 1].time > cut.reach)
            continue;
        const auto oldEnough = plain[known - 1].time - cut.length;
        while (first + 1 < known && plain[first + 1].time <= oldEnough)
            ++first;
        const bool isBase = plain[first].time <= oldEnough;
        ranges[i] = {first + std::size_t(isBase && !cut.withBase), known};
    }
}

} // namespace query
