#include "models/alerts/mute_times.h"

#include <fmt/format.h>

#include <algorithm>

namespace alerts {

namespace {

constexpr int kMinutesOfDay = 24 * 60;
constexpr int kShortestMonth = 28;
constexpr std::size_t kMaxRanges = 1'000;

bool hasOne(std::span<const CalendarRange> ranges, int value)
{
    return ranges.empty() || std::ranges::any_of(ranges, [&](CalendarRange range) { return range.first <= value && value <= range.last; });
}

bool hasDay(std::span<const CalendarRange> ranges, int day, int daysInMonth)
{
    const auto fromStart = [&](int bound) { return bound < 0 ? daysInMonth + bound + 1 : bound; };
    return ranges.empty() ||
           std::ranges::any_of(ranges, [&](CalendarRange range) { return fromStart(range.first) <= day && day <= fromStart(range.last); });
}

bool hasMinute(std::span<const MinuteRange> ranges, int minute)
{
    return ranges.empty() || std::ranges::any_of(ranges, [&](MinuteRange range) { return range.start <= minute && minute < range.end; });
}

auto wrongRange(const char *kind, int first, int last, const char *why)
{
    return metric::fail(metric::ErrorCode::InvalidArgument, fmt::format("{} {}:{}: {}", kind, first, last, why));
}

metric::Result<void> checkRanges(const char *kind, std::span<const CalendarRange> ranges, int least, int most)
{
    for (const auto &[first, last] : ranges) {
        if (first < least || last > most)
            return wrongRange(kind, first, last, fmt::format("there are {} to {}", least, most).c_str());
        if (first > last)
            return wrongRange(kind, first, last, "it ends before it starts");
    }
    return {};
}

metric::Result<void> checkDays(std::span<const CalendarRange> ranges)
{
    const auto isDay = [](int day) { return day != 0 && day >= -31 && day <= 31; };
    // Where they count from different ends, only what ends too early in every month is wrong.
    const auto inShortest = [](int day) { return day < 0 ? kShortestMonth + day : day; };
    for (const auto &[first, last] : ranges) {
        if (!isDay(first) || !isDay(last))
            return wrongRange("days of the month", first, last, "there are 1 to 31 and -31 to -1");
        if (first < 0 && last > 0)
            return wrongRange("days of the month", first, last, "what starts from the month's end must end from it");
        if (inShortest(first) > inShortest(last))
            return wrongRange("days of the month", first, last, "it ends before it starts");
    }
    return {};
}

} // namespace

metric::Result<void> validate(const TimeInterval &interval)
{
    if (interval.times.size() + interval.weekdays.size() + interval.daysOfMonth.size() + interval.months.size() + interval.years.size() > kMaxRanges)
        return metric::fail(metric::ErrorCode::LimitExceeded, fmt::format("more than {} ranges", kMaxRanges));
    if (interval.location.empty())
        return metric::fail(metric::ErrorCode::InvalidArgument, "the time zone has no name");
    for (const auto &[start, end] : interval.times) {
        if (start < 0 || end > kMinutesOfDay)
            return wrongRange("minutes", start, end, "a day has 0 to 1440");
        if (start >= end)
            return wrongRange("minutes", start, end, "it ends before it starts; write two where it passes midnight");
    }
    for (const auto &checked : {checkRanges("weekdays", interval.weekdays, 0, 6), checkDays(interval.daysOfMonth),
                                checkRanges("months", interval.months, 1, 12), checkRanges("years", interval.years, 0, 9999)})
    {
        if (!checked)
            return checked;
    }
    return {};
}

bool contains(const TimeInterval &interval, metric::Timestamp time, std::chrono::seconds utcOffset)
{
    using namespace std::chrono;
    const auto local = time + utcOffset;
    const auto midnight = floor<days>(local);
    const year_month_day date(midnight);
    const int daysInMonth = int(unsigned(year_month_day_last(date.year(), month_day_last(date.month())).day()));
    return hasMinute(interval.times, int(floor<minutes>(local - midnight).count())) &&
           hasOne(interval.weekdays, int(weekday(midnight).c_encoding())) && hasDay(interval.daysOfMonth, int(unsigned(date.day())), daysInMonth) &&
           hasOne(interval.months, int(unsigned(date.month()))) && hasOne(interval.years, int(date.year()));
}

bool anyContains(std::span<const TimeInterval> intervals, metric::Timestamp time, const UtcOffset &utcOffset)
{
    return std::ranges::any_of(intervals, [&](const TimeInterval &interval) { return contains(interval, time, utcOffset(interval.location, time)); });
}

} // namespace alerts
