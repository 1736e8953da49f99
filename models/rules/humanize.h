#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

// Numbers as Prometheus's templates show them to people. Private to the room.
namespace rules {

std::string humanized(double value);         // 1.235M, 120m
std::string humanized1024(double value);     // 1.5Mi
std::string humanizedDuration(double value); // of seconds: 1h 2m 3s, 123.5ms
std::string humanizedPercentage(double ratio);
tl::expected<std::string, std::string> humanizedTimestamp(double seconds);

// Nanoseconds since the epoch, whole milliseconds.
tl::expected<std::int64_t, std::string> timeOfSeconds(double seconds);
// As Prometheus writes durations, "1h30m", "0": in seconds.
tl::expected<double, std::string> secondsOf(std::string_view duration);
// As Go's strconv.ParseFloat reads it.
tl::expected<double, std::string> numberOf(std::string_view text);

} // namespace rules
