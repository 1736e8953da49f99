#include "models/query/windows.h"

namespace query {

void cutWindows(std::span<const metric::Point> points, std::span<const metric::Timestamp> ends, metric::Duration length, bool leftClosed,
                std::vector<IndexRange> &ranges)
{
    ranges.resize(ends.size());
    IndexRange window;
    for (std::size_t i = 0; i < ends.size(); ++i) {
        const auto to = ends[i];
        // Points at `from` itself are out.
        const auto from = to - length - metric::Duration(leftClosed ? 1 : 0);
        while (window.end < points.size() && points[window.end].time <= to)
            ++window.end;
        while (window.first < window.end && points[window.first].time <= from)
            ++window.first;
        ranges[i] = window;
    }
}

} // namespace query
