#pragma once

#include "models/metric/clock.h"

#include <algorithm>
#include <chrono>

namespace net {

// Until when all of an undertaking must be done, however many steps it has.
class Deadline {
public:
    // REQUIRES: the clock outlives it.
    Deadline(const metric::Clock &clock, std::chrono::nanoseconds timeout) : m_clock(&clock), m_start(clock.monotonic()), m_end(m_start + timeout) {}

    const metric::Clock &clock() const { return *m_clock; }
    std::chrono::nanoseconds timeout() const { return m_end - m_start; }
    std::chrono::nanoseconds elapsed() const { return m_clock->monotonic() - m_start; }
    // Never negative.
    std::chrono::nanoseconds left() const { return std::max(std::chrono::nanoseconds::zero(), m_end - m_clock->monotonic()); }
    // For poll(2): rounded up, so that what is not over does not look so.
    int leftMs() const { return int(std::chrono::ceil<std::chrono::milliseconds>(left()).count()); }
    bool over() const { return left() == std::chrono::nanoseconds::zero(); }

private:
    const metric::Clock *m_clock;
    std::chrono::nanoseconds m_start;
    std::chrono::nanoseconds m_end;
};

} // namespace net
