#pragma once

#include "models/metric/clock.h"

#include <array>
#include <cstddef>

namespace history {

// One grain of the past: how far apart its points are, how much time a table of it holds, how long it is kept.
struct Tier {
    const char *name;
    metric::Duration step;   // zero: as they came
    metric::Duration length; // of a partition: whole days
    std::chrono::hours kept; // unless told otherwise
};

// From fine to coarse; a number of a tier is its place here, and stands in the file.
inline constexpr std::array kTiers{
    Tier{"raw", metric::Duration(0), std::chrono::hours(24), std::chrono::hours(24 * 15)},
    Tier{"5 min", std::chrono::minutes(5), std::chrono::hours(24 * 10), std::chrono::hours(24 * 90)},
    Tier{"1 h", std::chrono::hours(1), std::chrono::hours(24 * 30), std::chrono::hours(24 * 730)},
};
inline constexpr std::size_t kRaw = 0;

using Retention = std::array<std::chrono::hours, kTiers.size()>; // by tier

} // namespace history
