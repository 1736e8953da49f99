// The data that two engines are asked about: 120 series as a real machine moved, and some made for what it does not have.
#pragma once

#include "models/metric/clock.h"
#include "models/metric/result.h"
#include "tests/support/fake_reader.h"

#include <string>

namespace tests {

// OpenMetrics text of an hour at 5 s, every sample 3.217 s after the grid, so that no sample lies on the edge of a range.
// Unavailable where `generator` (gen_series.py) cannot be run. Beside its series:
//   demo_requests_total{h,code}             counters that start anew, with holes of minutes
//   demo_temperature_celsius{h,sensor}      gauges below and above zero, one of them with holes
//   demo_connections{h}                     few whole numbers
//   demo_latency_seconds_bucket{h,le}       a histogram
metric::Result<std::string> differentialData(const std::string &generator, const std::string &directory);

inline constexpr metric::Timestamp kDataBegin{std::chrono::seconds(1'700'006'400)};
inline constexpr metric::Timestamp kDataEnd = kDataBegin + std::chrono::hours(1);

metric::Result<void> loadInto(FakeReader &reader, const std::string &openMetrics);

} // namespace tests
