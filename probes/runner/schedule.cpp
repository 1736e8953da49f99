#include "probes/runner/schedule.h"

#include <algorithm>

namespace probes {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

static constexpr metric::Duration kHurriedGrid = 1s;
static constexpr nanoseconds kLongestWait = 10s;
// So many ticks may be lost to a slow round before it is called a gap.
static constexpr int kTicksForgiven = 2;

metric::Duration Schedule::grid() const { return m_hurried ? std::min(m_interval, kHurriedGrid) : m_interval; }

metric::Timestamp Schedule::tickBefore(metric::Timestamp time, metric::Duration grid) const
{
    const auto offset = m_offset % grid;
    return metric::onGrid(time - offset, grid) + offset;
}

std::optional<Round> Schedule::tick(const Instant &now)
{
    const auto tick = tickBefore(now.wall, grid());
    const bool had = m_tick && tick <= *m_tick && *m_tick <= now.wall;
    const auto lag = now.wall - tick;
    if (had || lag > grid() / 4)
        return std::nullopt;

    m_tick = tick;
    auto time = tick;
    if (m_last && tick <= m_last->time) {
        m_leftOut = !m_leftOut;
        if (m_leftOut)
            return std::nullopt;
        time = tickBefore(m_last->time, grid()) + grid();
    }
    m_leftOut = false;

    Round round{};
    round.time = time;
    round.lag = lag;
    round.deadline = now.monotonic + (tickBefore(now.wall, m_interval) + m_interval - now.wall);
    round.hurried = m_hurried;
    round.gapBefore = gapBefore(time, now);
    if (round.gapBefore > 0ms && m_last->time + m_last->interval < time)
        round.endedAt = m_last->time + m_last->interval;
    m_last = Last{time, m_interval, now.monotonic, now.sinceBoot};
    m_hurried = false;
    return round;
}

metric::Duration Schedule::gapBefore(metric::Timestamp time, const Instant &now) const
{
    if (!m_last)
        return 0ms;
    const auto step = std::max(m_interval, m_last->interval);
    const nanoseconds onAxis = time - m_last->time - step;
    const nanoseconds lived = now.sinceBoot - m_last->sinceBoot - step;
    const nanoseconds slept = (now.sinceBoot - now.monotonic) - (m_last->sinceBoot - m_last->monotonic);
    const auto missing = std::max(onAxis, lived);
    if (missing <= kTicksForgiven * step && slept < step)
        return 0ms;
    return std::chrono::round<metric::Duration>(std::max(missing, slept));
}

std::optional<metric::Timestamp> Schedule::endTime() const
{
    if (!m_last)
        return std::nullopt;
    return m_last->time + std::min(m_last->interval, kHurriedGrid);
}

nanoseconds Schedule::wait(const Instant &now) const
{
    const nanoseconds untilNext = tickBefore(now.wall, grid()) + grid() - now.wall;
    return std::min(untilNext, kLongestWait);
}

} // namespace probes
