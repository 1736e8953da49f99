#include "app/api/parameters.h"

#include "models/query/parser.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace api {

using metric::Duration;
using metric::ErrorCode;
using metric::Result;
using metric::Timestamp;

// Beyond it (the year 287396) times mean nothing, and arithmetic on them must not overflow.
static constexpr double kFarthestMs = 9007199254740992.0;

static tl::unexpected<metric::Error> refused(std::string_view name, std::string_view why)
{
    return metric::fail(ErrorCode::InvalidArgument, fmt::format("invalid parameter \"{}\": {}", name, why));
}

static std::optional<double> numberOf(std::string_view text)
{
    double number = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (wrong != std::errc() || end != text.data() + text.size() || std::isnan(number))
        return std::nullopt;
    return number;
}

std::optional<Timestamp> timeOf(std::string_view text)
{
    const auto digits = [&](std::size_t at, std::size_t count) -> std::optional<int> {
        int number = 0;
        if (at + count > text.size() || !std::ranges::all_of(text.substr(at, count), [](char c) { return c >= '0' && c <= '9'; }))
            return std::nullopt;
        std::from_chars(text.data() + at, text.data() + at + count, number);
        return number;
    };
    const auto year = digits(0, 4), month = digits(5, 2), day = digits(8, 2), hour = digits(11, 2), minute = digits(14, 2), second = digits(17, 2);
    if (!year || !month || !day || !hour || !minute || !second || text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != 't') ||
        text[13] != ':' || text[16] != ':' || *hour > 23 || *minute > 59 || *second > 59)
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(unsigned(*month)), std::chrono::day(unsigned(*day))};
    if (!date.ok())
        return std::nullopt;
    std::size_t at = 19;
    double fraction = 0;
    if (at < text.size() && text[at] == '.') {
        const auto end = std::min(text.find_first_not_of("0123456789", at + 1), text.size());
        fraction = numberOf(text.substr(at, end - at)).value_or(0);
        if (end == at + 1)
            return std::nullopt;
        at = end;
    }
    const auto zone = text.substr(std::min(at, text.size()));
    Duration offset{0};
    if (zone != "Z" && zone != "z") {
        const auto hours = digits(at + 1, 2), minutes = digits(at + 4, 2);
        if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':' || !hours || !minutes || *hours > 23 || *minutes > 59)
            return std::nullopt;
        offset = std::chrono::minutes(*hours * 60 + *minutes) * (zone[0] == '-' ? -1 : 1);
    }
    return Timestamp(std::chrono::sys_days(date).time_since_epoch() + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
                     std::chrono::seconds(*second) + Duration(std::llround(fraction * 1000)) - offset);
}

std::string timeText(Timestamp time)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)), (time - seconds).count());
}

Result<Timestamp> timeParameter(const Request &request, std::string_view name, Timestamp otherwise)
{
    const auto text = request.parameter(name);
    if (text.empty())
        return otherwise;
    if (const auto seconds = numberOf(text); seconds && std::abs(*seconds) * 1000 <= kFarthestMs)
        return Timestamp(Duration(std::llround(*seconds * 1000)));
    if (const auto time = timeOf(text))
        return *time;
    // What Prometheus's own clients send for the ends of time.
    if (text == "-292273086-05-16T16:47:06Z")
        return Timestamp(Duration(std::int64_t(-kFarthestMs)));
    if (text == "292277025-08-18T07:12:54.999999999Z" || text == "292277025-08-18T07:12:54.999Z")
        return Timestamp(Duration(std::int64_t(kFarthestMs)));
    return refused(name, fmt::format("cannot parse \"{}\" to a valid timestamp", text));
}

Result<std::optional<Duration>> durationParameter(const Request &request, std::string_view name)
{
    const auto text = request.parameter(name);
    if (text.empty())
        return std::nullopt;
    if (const auto seconds = numberOf(text)) {
        if (std::abs(*seconds) * 1000 <= kFarthestMs)
            return Duration(std::llround(*seconds * 1000));
        return refused(name, fmt::format("cannot parse \"{}\" to a valid duration. It overflows int64", text));
    }
    if (const auto duration = query::parseDuration(text))
        return *duration;
    return refused(name, fmt::format("cannot parse \"{}\" to a valid duration", text));
}

Result<std::size_t> limitParameter(const Request &request, std::string_view name)
{
    constexpr auto kAll = std::numeric_limits<std::size_t>::max();
    const auto text = request.parameter(name);
    if (text.empty())
        return kAll;
    std::int64_t limit = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), limit);
    if (wrong != std::errc() || end != text.data() + text.size())
        return refused(name, fmt::format("strconv.Atoi: parsing \"{}\": invalid syntax", text));
    if (limit < 0)
        return refused(name, "limit must be non-negative");
    return limit == 0 ? kAll : std::size_t(limit);
}

Result<series::TimeRange> rangeParameters(const Request &request)
{
    const auto start = timeParameter(request, "start", Timestamp(Duration(std::int64_t(-kFarthestMs))));
    if (!start)
        return tl::unexpected(start.error());
    const auto end = timeParameter(request, "end", Timestamp(Duration(std::int64_t(kFarthestMs))));
    if (!end)
        return tl::unexpected(end.error());
    if (*end < *start)
        return metric::fail(ErrorCode::InvalidArgument, "invalid parameter \"end\": end timestamp must not be before start time");
    return series::TimeRange{*start, *end};
}

Result<std::vector<std::vector<series::Matcher>>> matchParameters(const Request &request)
{
    std::vector<std::vector<series::Matcher>> sets;
    for (const auto text : request.parametersNamed("match[]")) {
        auto matchers = query::parseSelector(text);
        if (!matchers)
            return refused("match[]", matchers.error().message);
        sets.push_back(std::move(*matchers));
    }
    return sets;
}

} // namespace api
