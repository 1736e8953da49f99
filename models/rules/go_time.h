#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// Go's package time, of times in UTC. Private to the room.
namespace rules {

struct CalendarTime {
    std::int64_t year;
    int month; // from 1
    int day;   // from 1
    int hour;
    int minute;
    int second;
    int nanosecond;
    int weekday; // 0: Sunday
    int yearDay; // from 1
};
CalendarTime calendarTimeOf(std::int64_t nanosecondsSinceEpoch);

std::string_view monthName(int month);
std::string_view weekdayName(int weekday);

// "2015-06-23 13:19:44.128 +0000 UTC"
std::string timeText(std::int64_t nanosecondsSinceEpoch);
// Written after the pattern of Mon Jan 2 15:04:05 MST 2006.
std::string timeText(std::int64_t nanosecondsSinceEpoch, std::string_view layout);
// "1h2m3.5s", "0s", "1.5µs"
std::string durationText(std::int64_t nanoseconds);

} // namespace rules
