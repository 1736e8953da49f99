#include "models/alerts/watched.h"

namespace alerts {

std::vector<TimeRange> unwatched(std::span<const metric::Point> answers, const TimeRange &range, metric::Duration step)
{
    std::vector<TimeRange> gaps;
    auto watchedUntil = range.from;
    const auto until = [&](metric::Timestamp watchedFrom) {
        if (watchedFrom - watchedUntil >= step)
            gaps.push_back({watchedUntil, watchedFrom});
    };
    for (const auto &answer : answers) {
        until(answer.time - step);
        watchedUntil = answer.time;
    }
    until(range.to - step); // the last step is not over yet
    if (!gaps.empty() && gaps.back().to == range.to - step)
        gaps.back().to = range.to;
    return gaps;
}

} // namespace alerts
