// A clock that the test moves. Any thread.
#pragma once

#include "models/metric/clock.h"

#include <mutex>

namespace tests {

class FakeClock final : public metric::Clock {
public:
    using nanoseconds = std::chrono::nanoseconds;

    explicit FakeClock(metric::Timestamp now = metric::Timestamp(std::chrono::seconds(1'700'000'000))) : m_wall(now) {}

    metric::Timestamp now() const override
    {
        const std::lock_guard lock(m_mutex);
        return std::chrono::floor<metric::Duration>(m_wall);
    }
    nanoseconds monotonic() const override
    {
        const std::lock_guard lock(m_mutex);
        return m_monotonic;
    }
    nanoseconds sinceBoot() const override
    {
        const std::lock_guard lock(m_mutex);
        return m_monotonic + m_slept;
    }

    // Time goes by.
    void advance(nanoseconds duration)
    {
        const std::lock_guard lock(m_mutex);
        m_wall += duration;
        m_monotonic += duration;
    }
    // The machine sleeps.
    void sleep(nanoseconds duration)
    {
        const std::lock_guard lock(m_mutex);
        m_wall += duration;
        m_slept += duration;
    }
    // Somebody sets the wall clock.
    void step(nanoseconds duration)
    {
        const std::lock_guard lock(m_mutex);
        m_wall += duration;
    }
    void setWall(metric::Timestamp time)
    {
        const std::lock_guard lock(m_mutex);
        m_wall = time;
    }

private:
    mutable std::mutex m_mutex;
    std::chrono::sys_time<nanoseconds> m_wall;
    nanoseconds m_monotonic{std::chrono::hours(1)};
    nanoseconds m_slept{0};
};

} // namespace tests
