#include "app/system_clock.h"

#include <ctime>

namespace app {

static std::chrono::nanoseconds read(clockid_t id)
{
    timespec time{};
    clock_gettime(id, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

metric::Timestamp SystemClock::now() const { return metric::Timestamp(std::chrono::duration_cast<metric::Duration>(read(CLOCK_REALTIME))); }
std::chrono::nanoseconds SystemClock::monotonic() const { return read(CLOCK_MONOTONIC); }
std::chrono::nanoseconds SystemClock::sinceBoot() const { return read(CLOCK_BOOTTIME); }

} // namespace app
