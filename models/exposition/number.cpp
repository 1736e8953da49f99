#include "models/exposition/number.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace exposition {

namespace {

bool sameWord(std::string_view token, std::string_view lower)
{
    return std::ranges::equal(token, lower, [](char a, char b) { return (a >= 'A' && a <= 'Z' ? char(a - 'A' + 'a') : a) == b; });
}

// OpenMetrics ABNF, realnumber: [sign] digits [ "." digits ] [ "e" [sign] digits ], a digit on one side of the point at least.
bool isDecimal(std::string_view token)
{
    std::size_t at = 0;
    const auto digits = [&] {
        const auto first = at;
        while (at < token.size() && isDigit(token[at]))
            ++at;
        return at - first;
    };
    const auto sign = [&] { at += at < token.size() && (token[at] == '+' || token[at] == '-') ? 1 : 0; };
    sign();
    auto count = digits();
    if (at < token.size() && token[at] == '.') {
        ++at;
        count += digits();
    }
    if (count == 0)
        return false;
    if (at < token.size() && (token[at] == 'e' || token[at] == 'E')) {
        ++at;
        sign();
        if (digits() == 0)
            return false;
    }
    return at == token.size();
}

// REQUIRES: isDecimal and not zero. Whether a number too far for a double is too small for one.
bool isTiny(std::string_view token)
{
    const auto mark = std::min(token.find_first_of("eE"), token.size());
    const auto mantissa = token.substr(0, mark);
    const auto point = std::int64_t(std::min(mantissa.find('.'), mantissa.size()));
    const auto leading = std::int64_t(mantissa.find_first_of("123456789"));
    std::int64_t exponent = 0;
    for (std::size_t i = mark + 1; i < token.size(); ++i) {
        if (isDigit(token[i]))
            exponent = std::min(exponent * 10 + (token[i] - '0'), std::int64_t(1) << 40);
    }
    if (mark + 1 < token.size() && token[mark + 1] == '-')
        exponent = -exponent;
    return point - leading + exponent < 0;
}

std::optional<double> decimalOf(std::string_view token)
{
    if (!isDecimal(token))
        return std::nullopt;
    if (token.front() == '+')
        token.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), value);
    if (error == std::errc::result_out_of_range)
        return isTiny(token) ? std::optional(token.front() == '-' ? -0.0 : 0.0) : std::nullopt;
    if (error != std::errc() || end != token.data() + token.size())
        return std::nullopt;
    return value;
}

metric::Timestamp farAtMost(double ms)
{
    return metric::Timestamp(metric::Duration(std::llround(std::clamp(ms, -double(kFarthestMs), double(kFarthestMs)))));
}

} // namespace

std::optional<double> valueOf(std::string_view token)
{
    if (const auto value = decimalOf(token))
        return value;
    if (sameWord(token, "nan"))
        return std::numeric_limits<double>::quiet_NaN();
    const bool negative = token.starts_with('-');
    if (negative || token.starts_with('+'))
        token.remove_prefix(1);
    if (sameWord(token, "inf") || sameWord(token, "infinity"))
        return negative ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
    return std::nullopt;
}

std::optional<metric::Timestamp> secondsOf(std::string_view token)
{
    const auto seconds = decimalOf(token);
    return seconds ? std::optional(farAtMost(*seconds * 1000)) : std::nullopt;
}

std::optional<metric::Timestamp> millisecondsOf(std::string_view token)
{
    if (token.starts_with('+') && !token.starts_with("+-"))
        token.remove_prefix(1);
    std::int64_t ms = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), ms);
    if (error != std::errc() || end != token.data() + token.size() || token.empty())
        return std::nullopt;
    return metric::Timestamp(metric::Duration(std::clamp(ms, -kFarthestMs, kFarthestMs)));
}

std::string textOf(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    return fmt::format("{}", value);
}

} // namespace exposition
