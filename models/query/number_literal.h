#pragma once

#include "models/metric/clock.h"

#include <string>
#include <string_view>

#include <tl/expected.hpp>

// Numbers and durations as PromQL writes them. Private to the room but for what parser.h and printer.h offer.
namespace query {

// Longer durations than Go's (292 years) are refused, as Prometheus does; their sums stay far from the edge of an int64.
inline constexpr double kMaxDurationSeconds = 9223372036.0;
// Beyond it a number of milliseconds is not exact any more.
inline constexpr double kMaxTimestampSeconds = 9007199254740.0;

// 5, 0x1F, 017 (octal), 1_000, 1e3, .5, Inf, NaN, without a sign; as Go's ParseInt of base 0, then ParseFloat. The error is a text.
tl::expected<double, std::string> readNumber(std::string_view text);
// 1h30m, 1m0s: units from large to small, each at most once. The error is a text.
tl::expected<metric::Duration, std::string> readDuration(std::string_view text);

// The shortest digits that read back the same, never with an exponent: "+Inf", "NaN", "-0.5".
std::string printNumber(double value);

} // namespace query
