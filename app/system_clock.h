#pragma once

#include "models/metric/clock.h"

namespace app {

// The one place that asks the system for the time.
class SystemClock final : public metric::Clock {
public:
    metric::Timestamp now() const override;
    std::chrono::nanoseconds monotonic() const override;
    std::chrono::nanoseconds sinceBoot() const override;
};

} // namespace app
