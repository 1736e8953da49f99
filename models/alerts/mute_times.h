#pragma once

#include "models/metric/clock.h"
#include "models/metric/result.h"

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <vector>

// Maintenance windows and quiet hours, as Alertmanager's time_intervals.
namespace alerts {

// Minutes of the day, the end not included: 0 <= start < end <= 1440. What passes midnight is two of them.
struct MinuteRange {
    int start = 0;
    int end = 0;
    friend bool operator==(const MinuteRange &, const MinuteRange &) = default;
};

// Both included.
struct CalendarRange {
    int first = 0;
    int last = 0;
    friend bool operator==(const CalendarRange &, const CalendarRange &) = default;
};

// A moment is within where one range of each kind has it; a kind without ranges has all.
struct TimeInterval {
    std::vector<MinuteRange> times;
    std::vector<CalendarRange> weekdays;    // 0 to 6, Sunday is 0
    std::vector<CalendarRange> daysOfMonth; // 1 to 31, or -31 to -1 counted from the month's end; cut to the month
    std::vector<CalendarRange> months;      // 1 to 12
    std::vector<CalendarRange> years;
    std::string location = "UTC"; // a zone of the IANA's, in which all of the above is meant
    friend bool operator==(const TimeInterval &, const TimeInterval &) = default;
};

// Whether Alertmanager would take it; InvalidArgument says what is wrong with which range. The zone is not looked up.
metric::Result<void> validate(const TimeInterval &interval);

// How far the interval's zone is ahead of UTC at that moment, daylight saving included.
bool contains(const TimeInterval &interval, metric::Timestamp time, std::chrono::seconds utcOffset);

// The offset of a zone at a moment; comes from outside, for no room below app knows zones.
using UtcOffset = std::function<std::chrono::seconds(const std::string &location, metric::Timestamp time)>;
// Whether one of them has the moment.
bool anyContains(std::span<const TimeInterval> intervals, metric::Timestamp time, const UtcOffset &utcOffset);

} // namespace alerts
