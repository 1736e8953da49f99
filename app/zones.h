#pragma once

#include "models/metric/clock.h"

#include <chrono>
#include <string>

namespace app {

// The machine's own zone, as Alertmanager calls it.
inline constexpr char kLocalZone[] = "Local";

// How far a zone of the IANA's is ahead of UTC at that moment, daylight saving included; 0 for one that nobody knows. Any thread.
std::chrono::seconds utcOffsetOf(const std::string &location, metric::Timestamp time);

} // namespace app
