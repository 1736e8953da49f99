#include "models/alerts/watched.h"

namespace alerts {

std::vector<TimeRange> unwatched(std::span<const metric::Point> answers, const TimeRange &range, metric::Duration step)
{
    std::vector<TimeRange> gaps;
    auto watchedUntil = range.from;
    for (const auto &answer : answers) {
        if (answer.time - step - watchedUntil >= step)
            gaps.push_back({watchedUntil, answer.time - step});
        watchedUntil = answer.time;
    }
    // The last step is not over yet.
    if (range.to - step - watchedUntil >= step)
        gaps.push_back({watchedUntil, range.to});
    return gaps;
}

} // namespace alerts
