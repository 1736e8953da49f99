#pragma once

#include <chrono>

namespace metric {

using Duration = std::chrono::milliseconds;
// Wall-clock time, milliseconds since the Unix epoch, UTC: the time axis of every sample.
using Timestamp = std::chrono::sys_time<Duration>;

// Where time comes from. Nothing below app asks the system itself, so that tests can own time.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
    // Never goes back, stands still while the machine sleeps (CLOCK_MONOTONIC).
    virtual std::chrono::nanoseconds monotonic() const = 0;
    // Like monotonic(), but counts sleep too (CLOCK_BOOTTIME): the difference of the two is the time slept.
    virtual std::chrono::nanoseconds sinceBoot() const = 0;
};

// The latest multiple of `interval` since the epoch that is not after `time`. REQUIRES: interval > 0.
constexpr Timestamp onGrid(Timestamp time, Duration interval)
{
    const auto since = time.time_since_epoch();
    auto rest = since % interval;
    if (rest < Duration::zero())
        rest += interval;
    return Timestamp(since - rest);
}

} // namespace metric
