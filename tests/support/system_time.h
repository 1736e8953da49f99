// The real time, for tests of what waits for others.
#pragma once

#include "models/metric/clock.h"

namespace tests {

class SystemTime final : public metric::Clock {
public:
    metric::Timestamp now() const override { return std::chrono::floor<metric::Duration>(std::chrono::system_clock::now()); }
    std::chrono::nanoseconds monotonic() const override { return std::chrono::steady_clock::now().time_since_epoch(); }
    std::chrono::nanoseconds sinceBoot() const override { return monotonic(); }
};

} // namespace tests
