#pragma once

#include "models/metric/clock.h"

#include <atomic>

namespace tests {

// Time that stands still until a test moves it. Safe from any thread.
class FakeClock : public metric::Clock {
public:
    explicit FakeClock(metric::Timestamp start = metric::Timestamp(std::chrono::seconds(1'700'000'000))) : m_now(start.time_since_epoch().count()) {}

    metric::Timestamp now() const override { return metric::Timestamp(metric::Duration(m_now)); }
    std::chrono::nanoseconds monotonic() const override { return std::chrono::nanoseconds(m_awake); }
    std::chrono::nanoseconds sinceBoot() const override { return std::chrono::nanoseconds(m_awake + m_asleep); }

    void advance(metric::Duration duration)
    {
        m_now += duration.count();
        m_awake += std::chrono::nanoseconds(duration).count();
    }
    // The machine slept: the wall clock and the boot clock went on, the monotonic one did not.
    void sleep(metric::Duration duration)
    {
        m_now += duration.count();
        m_asleep += std::chrono::nanoseconds(duration).count();
    }
    // Somebody set the wall clock.
    void setWall(metric::Timestamp time) { m_now = time.time_since_epoch().count(); }

private:
    std::atomic<std::int64_t> m_now;
    std::atomic<std::int64_t> m_awake{0};
    std::atomic<std::int64_t> m_asleep{0};
};

} // namespace tests
