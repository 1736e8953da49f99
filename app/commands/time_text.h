#pragma once

#include "models/metric/clock.h"
#include "models/metric/result.h"

#include <string>

namespace app {

// A time as commands are given it: seconds since the epoch, ISO 8601 (UTC where it does not say), or -1h30m: so long before `now`.
// InvalidArgument with the option's name for anything else.
metric::Result<metric::Timestamp> timeOf(const std::string &text, const char *option, metric::Timestamp now);
// 2026-11-21T14:00:00.000Z
std::string timeText(metric::Timestamp time);

} // namespace app
