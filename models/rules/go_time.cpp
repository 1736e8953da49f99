#include "models/rules/go_time.h"

#include <algorithm>
#include <array>
#include <chrono>

#include <fmt/format.h>

namespace rules {

namespace {

constexpr std::array<std::string_view, 12> kMonths{"January", "February", "March",     "April",   "May",      "June",
                                                   "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 7> kWeekdays{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

// The pieces of a layout, longer ones before their beginnings.
constexpr std::array<std::string_view, 35> kPieces{"January", "Monday", "-07:00:00", "Z07:00:00", "-070000", "Z070000", "-07:00", "Z07:00", "2006",
                                                   "-0700",   "Z0700",  "Jan",       "Mon",       "MST",     "002",     "__2",    "-07",    "Z07",
                                                   "01",      "02",     "03",        "04",        "05",      "06",      "15",     "PM",     "pm",
                                                   "_2006",   "_2",     "1",         "2",         "3",       "4",       "5",      ""};

std::string pieceText(std::string_view piece, const CalendarTime &time)
{
    const int twelve = time.hour % 12 == 0 ? 12 : time.hour % 12;
    // A zero in the piece asks for one in the text.
    const auto number = [&](int value) { return piece.size() == 2 ? fmt::format("{:02}", value) : fmt::format("{}", value); };
    if (piece == "January" || piece == "Jan")
        return std::string(monthName(time.month).substr(0, piece.size() == 3 ? 3 : std::string_view::npos));
    if (piece == "Monday" || piece == "Mon")
        return std::string(weekdayName(time.weekday).substr(0, piece.size() == 3 ? 3 : std::string_view::npos));
    if (piece == "2006")
        return fmt::format("{:04}", time.year);
    if (piece == "_2006")
        return fmt::format("_{:04}", time.year);
    if (piece == "06")
        return fmt::format("{:02}", std::abs(time.year % 100));
    if (piece == "01" || piece == "1")
        return number(time.month);
    if (piece == "02" || piece == "2")
        return number(time.day);
    if (piece == "_2")
        return fmt::format("{:2}", time.day);
    if (piece == "002" || piece == "__2")
        return piece == "002" ? fmt::format("{:03}", time.yearDay) : fmt::format("{:3}", time.yearDay);
    if (piece == "15")
        return fmt::format("{:02}", time.hour);
    if (piece == "03" || piece == "3")
        return number(twelve);
    if (piece == "04" || piece == "4")
        return number(time.minute);
    if (piece == "05" || piece == "5")
        return number(time.second);
    if (piece == "PM")
        return time.hour >= 12 ? "PM" : "AM";
    if (piece == "pm")
        return time.hour >= 12 ? "pm" : "am";
    if (piece == "MST")
        return "UTC";
    if (piece.front() == 'Z')
        return "Z";
    // What is left are distances from UTC.
    std::string zero(piece);
    std::ranges::replace(zero, '7', '0');
    zero.front() = '+';
    return zero;
}

bool isDigit(char c) { return c >= '0' && c <= '9'; }

// ".000", ",999": parts of a second, of a piece that ends the digits; 0 where there is none.
std::size_t fractionLength(std::string_view layout)
{
    if (layout.size() < 2 || (layout[0] != '.' && layout[0] != ',') || (layout[1] != '0' && layout[1] != '9'))
        return 0;
    const auto end = std::min(layout.find_first_not_of(layout[1], 1), layout.size());
    return end < layout.size() && isDigit(layout[end]) ? 0 : end;
}

std::string fractionText(std::string_view piece, int nanosecond)
{
    auto digits = fmt::format("{:09}", nanosecond).substr(0, std::min<std::size_t>(piece.size() - 1, 9));
    if (piece[1] == '9')
        digits.erase(digits.find_last_not_of('0') + 1);
    return digits.empty() ? digits : piece[0] + digits;
}

} // namespace

std::string_view monthName(int month) { return kMonths[std::size_t(month - 1)]; }
std::string_view weekdayName(int weekday) { return kWeekdays[std::size_t(weekday)]; }

CalendarTime calendarTimeOf(std::int64_t nanosecondsSinceEpoch)
{
    using namespace std::chrono;
    const sys_time<nanoseconds> time{nanoseconds(nanosecondsSinceEpoch)};
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss<nanoseconds> clock(time - day);
    return {int(date.year()),
            int(unsigned(date.month())),
            int(unsigned(date.day())),
            int(clock.hours().count()),
            int(clock.minutes().count()),
            int(clock.seconds().count()),
            int(clock.subseconds().count()),
            int(weekday(day).c_encoding()),
            int((day - sys_days(date.year() / January / 1)).count()) + 1};
}

std::string timeText(std::int64_t nanosecondsSinceEpoch) { return timeText(nanosecondsSinceEpoch, "2006-01-02 15:04:05.999999999 -0700 MST"); }

std::string timeText(std::int64_t nanosecondsSinceEpoch, std::string_view layout)
{
    const auto time = calendarTimeOf(nanosecondsSinceEpoch);
    std::string text;
    while (!layout.empty()) {
        std::size_t length = fractionLength(layout);
        if (length > 0) {
            text += fractionText(layout.substr(0, length), time.nanosecond);
        } else {
            const auto piece = *std::ranges::find_if(kPieces, [&](std::string_view each) {
                if (!layout.starts_with(each))
                    return false;
                // "Jan" and "Mon" are none within a longer word.
                const auto following = layout.substr(each.size(), 1);
                return (each != "Jan" && each != "Mon") || following.empty() || following[0] < 'a' || following[0] > 'z';
            });
            length = std::max<std::size_t>(piece.size(), 1);
            text += piece.empty() ? std::string(1, layout.front()) : pieceText(piece, time);
        }
        layout.remove_prefix(length);
    }
    return text;
}

std::string durationText(std::int64_t nanoseconds)
{
    if (nanoseconds == 0)
        return "0s";
    const auto magnitude = nanoseconds < 0 ? 0 - std::uint64_t(nanoseconds) : std::uint64_t(nanoseconds);
    const std::string sign = nanoseconds < 0 ? "-" : "";
    const auto decimal = [](std::uint64_t value, std::uint64_t unit, int digits) {
        auto text = fmt::format("{}.{:0{}}", value / unit, value % unit, digits);
        text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == '.')
            text.pop_back();
        return text;
    };
    if (magnitude < 1'000)
        return sign + fmt::format("{}ns", magnitude);
    if (magnitude < 1'000'000)
        return sign + decimal(magnitude, 1'000, 3) + "µs";
    if (magnitude < 1'000'000'000)
        return sign + decimal(magnitude, 1'000'000, 6) + "ms";
    constexpr std::uint64_t kMinute = 60'000'000'000;
    const auto seconds = decimal(magnitude % kMinute, 1'000'000'000, 9) + "s";
    const auto minutes = magnitude / kMinute;
    if (minutes == 0)
        return sign + seconds;
    return sign + (minutes < 60 ? fmt::format("{}m", minutes) : fmt::format("{}h{}m", minutes / 60, minutes % 60)) + seconds;
}

} // namespace rules
