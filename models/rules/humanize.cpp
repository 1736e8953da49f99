#include "models/rules/humanize.h"

#include "models/query/string_literal.h"
#include "models/rules/go_format.h"
#include "models/rules/go_time.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <span>

#include <fmt/format.h>

namespace rules {

namespace {

constexpr std::array<std::string_view, 8> kLarge{"k", "M", "G", "T", "P", "E", "Z", "Y"};
constexpr std::array<std::string_view, 8> kLarge1024{"ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"};
constexpr std::array<std::string_view, 8> kSmall{"m", "u", "n", "p", "f", "a", "z", "y"};

std::string fourDigits(double value) { return floatText(value, 'g', 4); }

std::string divided(double value, double base, std::span<const std::string_view> prefixes)
{
    std::string_view prefix;
    for (std::size_t i = 0; i < prefixes.size() && std::abs(value) >= base; ++i) {
        prefix = prefixes[i];
        value /= base;
    }
    return fourDigits(value).append(prefix);
}

std::string multiplied(double value)
{
    std::string_view prefix;
    for (std::size_t i = 0; i < kSmall.size() && std::abs(value) < 1; ++i) {
        prefix = kSmall[i];
        value *= 1000;
    }
    return fourDigits(value).append(prefix);
}

// Go's conversion of what no int64 holds is the smallest one on amd64.
std::int64_t wholeNumber(double value)
{
    constexpr double kEdge = 9223372036854775808.0;
    return value >= -kEdge && value < kEdge ? std::int64_t(value) : std::numeric_limits<std::int64_t>::min();
}

} // namespace

std::string humanized(double value)
{
    if (value == 0 || !std::isfinite(value))
        return fourDigits(value);
    return std::abs(value) >= 1 ? divided(value, 1000, kLarge) : multiplied(value);
}

std::string humanized1024(double value)
{
    if (std::abs(value) <= 1 || !std::isfinite(value))
        return fourDigits(value);
    return divided(value, 1024, kLarge1024);
}

std::string humanizedDuration(double value)
{
    if (!std::isfinite(value))
        return fourDigits(value);
    if (value == 0)
        return fourDigits(value) + "s";
    if (std::abs(value) < 1)
        return multiplied(value) + "s";
    const std::string_view sign = value < 0 ? "-" : "";
    value = std::abs(value);
    const auto whole = wholeNumber(value);
    const auto seconds = whole % 60;
    const auto minutes = whole / 60 % 60;
    const auto hours = whole / 3600 % 24;
    const auto days = whole / 86400;
    if (days != 0)
        return fmt::format("{}{}d {}h {}m {}s", sign, days, hours, minutes, seconds);
    if (hours != 0)
        return fmt::format("{}{}h {}m {}s", sign, hours, minutes, seconds);
    if (minutes != 0)
        return fmt::format("{}{}m {}s", sign, minutes, seconds);
    return fmt::format("{}{}s", sign, fourDigits(value));
}

std::string humanizedPercentage(double ratio) { return fourDigits(ratio * 100) + "%"; }

tl::expected<std::int64_t, std::string> timeOfSeconds(double seconds)
{
    if (!std::isfinite(seconds))
        return tl::unexpected<std::string>("value is NaN or Inf");
    constexpr double kEdge = 9223372036854775808.0;
    const double nanoseconds = seconds * 1e9;
    if (nanoseconds > kEdge || nanoseconds < -kEdge)
        return tl::unexpected(
            fmt::format("{} cannot be represented as a nanoseconds timestamp since it overflows int64", floatText(seconds, 'g', -1)));
    return wholeNumber(nanoseconds) / 1'000'000 * 1'000'000;
}

tl::expected<std::string, std::string> humanizedTimestamp(double seconds)
{
    if (!std::isfinite(seconds))
        return fourDigits(seconds);
    return timeOfSeconds(seconds).map([](std::int64_t time) { return timeText(time); });
}

tl::expected<double, std::string> secondsOf(std::string_view duration)
{
    struct UnitOfTime {
        std::string_view name;
        std::int64_t milliseconds;
    };
    constexpr std::array<UnitOfTime, 7> kUnitsOfTime{
        {{"y", 31'536'000'000}, {"w", 604'800'000}, {"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1000}, {"ms", 1}}};
    if (duration == "0")
        return 0.0;
    if (duration.empty())
        return tl::unexpected<std::string>("empty duration string");
    const auto malformed = [&] { return tl::unexpected(fmt::format("not a valid duration string: {}", query::quoted(duration))); };
    constexpr double kMost = 9223372036854.0; // milliseconds in an int64 of nanoseconds
    double milliseconds = 0;
    std::size_t following = 0; // the units come in this order, each once
    for (auto rest = duration; !rest.empty();) {
        const auto digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
        const auto letters = std::min(rest.find_first_of("0123456789", digits), rest.size()) - digits;
        const auto unit = std::ranges::find(kUnitsOfTime, rest.substr(digits, letters), &UnitOfTime::name);
        if (digits == 0 || unit == kUnitsOfTime.end() || std::size_t(unit - kUnitsOfTime.begin()) < following)
            return malformed();
        following = std::size_t(unit - kUnitsOfTime.begin()) + 1;
        double number = 0;
        if (std::from_chars(rest.data(), rest.data() + digits, number).ec != std::errc())
            number = std::numeric_limits<double>::infinity();
        milliseconds += number * double(unit->milliseconds);
        if (milliseconds > kMost)
            return tl::unexpected<std::string>("duration out of range");
        rest.remove_prefix(digits + letters);
    }
    return milliseconds / 1000;
}

tl::expected<double, std::string> numberOf(std::string_view text)
{
    const auto fault = [&](std::string_view what) {
        return tl::unexpected(fmt::format("strconv.ParseFloat: parsing {}: {}", query::quoted(text), what));
    };
    auto digits = text;
    const bool isNegative = digits.starts_with('-');
    if (isNegative || digits.starts_with('+'))
        digits.remove_prefix(1);
    double number = 0;
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool isRead = stop == digits.data() + digits.size() && !digits.starts_with('-') && digits.find('(') == std::string_view::npos;
    if (error == std::errc::result_out_of_range && isRead) {
        // Too small is zero, too large an error; from_chars does not say which.
        const auto exponent = digits.find_first_of("eE");
        if (exponent != std::string_view::npos && digits.substr(exponent + 1).starts_with('-'))
            return isNegative ? -0.0 : 0.0;
        return fault("value out of range");
    }
    if (digits.empty() || error != std::errc() || !isRead)
        return fault("invalid syntax");
    return isNegative ? -number : number;
}

} // namespace rules
