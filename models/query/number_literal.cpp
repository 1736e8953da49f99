#include "models/query/number_literal.h"

#include "models/query/printer.h"
#include "models/query/string_literal.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

namespace query {

namespace {

bool isHexDigit(char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; }
bool isDecimalDigit(char c) { return c >= '0' && c <= '9'; }

std::string lowerNumber(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    return result;
}

// Go's rule: an underscore stands between digits, or between the base's prefix and a digit. Nothing where it is broken.
std::optional<std::string> withoutUnderscores(std::string_view text, bool isHex)
{
    const auto isDigit = [&](char c) { return isHex ? isHexDigit(c) : isDecimalDigit(c); };
    std::string digits;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '_') {
            digits += text[i];
            continue;
        }
        const bool after = i > 0 && (isDigit(text[i - 1]) || (isHex && i == 2));
        if (!after || i + 1 == text.size() || !isDigit(text[i + 1]))
            return std::nullopt;
    }
    return digits;
}

// [digits][.digits][e[+-]digits], at least one digit before the exponent: what from_chars accepts, checked because it stops silently.
bool isDecimal(std::string_view text)
{
    std::size_t at = 0;
    const auto skipDigits = [&] {
        const auto begin = at;
        while (at < text.size() && isDecimalDigit(text[at]))
            ++at;
        return at - begin;
    };
    auto digits = skipDigits();
    if (at < text.size() && text[at] == '.') {
        ++at;
        digits += skipDigits();
    }
    if (digits == 0)
        return false;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-'))
            ++at;
        if (skipDigits() == 0)
            return false;
    }
    return at == text.size();
}

// Of a decimal that no double holds: whether it is too large; otherwise it is too small and so 0.
bool isTooLarge(std::string_view text)
{
    const auto exponentAt = std::min(text.find_first_of("eE"), text.size());
    const auto mantissa = text.substr(0, exponentAt);
    const auto dot = std::min(mantissa.find('.'), mantissa.size());
    const auto first = mantissa.find_first_of("123456789");
    if (first == std::string_view::npos)
        return false;
    const double place = first < dot ? double(dot - first) : -double(first - dot);
    double exponent = 0;
    for (std::size_t at = exponentAt + 1; at < text.size(); ++at) {
        if (isDecimalDigit(text[at]))
            exponent = std::min(exponent * 10 + (text[at] - '0'), 1e9);
    }
    const bool isNegative = exponentAt + 1 < text.size() && text[exponentAt + 1] == '-';
    return place + (isNegative ? -exponent : exponent) > 0;
}

std::string numberComplaint(std::string_view text, std::string_view what)
{
    return fmt::format("error parsing number: strconv.ParseFloat: parsing {}: {}", quoted(text), what);
}

struct DurationUnit {
    std::string_view name;
    std::int64_t milliseconds;
    bool onlyWhole; // printed only where nothing is left over: 90d is easier to read than 12w6d
};
constexpr DurationUnit kDurationUnits[] = {{"y", 31'536'000'000, true}, {"w", 604'800'000, true}, {"d", 86'400'000, false}, {"h", 3'600'000, false},
                                           {"m", 60'000, false},        {"s", 1000, false},       {"ms", 1, false}};

} // namespace

tl::expected<double, std::string> readNumber(std::string_view text)
{
    if (const auto word = lowerNumber(text); word == "inf")
        return std::numeric_limits<double>::infinity();
    else if (word == "nan")
        return std::numeric_limits<double>::quiet_NaN();

    const bool isHex = text.size() > 1 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    const auto digits = withoutUnderscores(text, isHex);
    if (!digits)
        return tl::unexpected(numberComplaint(text, "invalid syntax"));
    const auto *begin = digits->data();
    const auto *end = begin + digits->size();
    std::int64_t whole = 0;
    const bool isOctal = digits->size() > 1 && digits->front() == '0';
    const auto read = isHex ? std::from_chars(begin + 2, end, whole, 16) : std::from_chars(begin, end, whole, isOctal ? 8 : 10);
    if (read.ec == std::errc() && read.ptr == end && (!isHex || digits->size() > 2))
        return double(whole);
    if (isHex || !isDecimal(*digits))
        return tl::unexpected(numberComplaint(text, "invalid syntax"));
    double value = 0;
    if (std::from_chars(begin, end, value).ec == std::errc::result_out_of_range) {
        if (isTooLarge(*digits))
            return tl::unexpected(numberComplaint(text, "value out of range"));
        return 0.0;
    }
    return value;
}

tl::expected<metric::Duration, std::string> readDuration(std::string_view text)
{
    const auto invalid = [&] { return tl::unexpected(fmt::format("not a valid duration string: {}", quoted(text))); };
    if (text.empty())
        return tl::unexpected<std::string>("empty duration string");
    const auto longest = std::int64_t(kMaxDurationSeconds * 1000);
    std::int64_t total = 0;
    const DurationUnit *unit = std::begin(kDurationUnits);
    for (std::size_t at = 0; at < text.size();) {
        const auto digits = std::min(text.find_first_not_of("0123456789", at), text.size());
        const auto name = text.substr(digits, std::min(text.find_first_of("0123456789", digits), text.size()) - digits);
        unit = std::find_if(unit, std::end(kDurationUnits), [&](const DurationUnit &each) { return each.name == name; });
        if (digits == at || unit == std::end(kDurationUnits))
            return invalid();
        std::int64_t number = 0;
        const auto read = std::from_chars(text.data() + at, text.data() + digits, number);
        if (read.ec != std::errc() || number > (longest - total) / unit->milliseconds)
            return tl::unexpected<std::string>("duration out of range");
        total += number * unit->milliseconds;
        at = digits + name.size();
        ++unit;
    }
    return metric::Duration(total);
}

std::string printNumber(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    // Digits and exponent, laid out by hand: the library's fixed form spells all digits that the double has, not the few that it needs.
    char buffer[40];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, std::fabs(value), std::chars_format::scientific).ptr;
    const std::string_view text(buffer, std::size_t(end - buffer));
    const auto exponentAt = text.find('e');
    int exponent = 0;
    std::from_chars(text.data() + exponentAt + (text[exponentAt + 1] == '+' ? 2 : 1), end, exponent);
    std::string digits(1, text[0]);
    if (exponentAt > 2)
        digits += text.substr(2, exponentAt - 2);
    std::string result = std::signbit(value) ? "-" : "";
    if (exponent < 0)
        return result + "0." + std::string(std::size_t(-exponent - 1), '0') + digits;
    const auto wholeDigits = std::size_t(exponent) + 1;
    if (digits.size() <= wholeDigits)
        return result + digits + std::string(wholeDigits - digits.size(), '0');
    return result + digits.substr(0, wholeDigits) + "." + digits.substr(wholeDigits);
}

std::string printDuration(metric::Duration duration)
{
    if (duration == metric::Duration::zero())
        return "0s";
    std::string text = duration.count() < 0 ? "-" : "";
    // Unsigned, so that the shortest has a positive too.
    auto left = duration.count() < 0 ? 0 - std::uint64_t(duration.count()) : std::uint64_t(duration.count());
    for (const auto &unit : kDurationUnits) {
        const auto size = std::uint64_t(unit.milliseconds);
        if (left < size || (unit.onlyWhole && left % size != 0))
            continue;
        text += fmt::format("{}{}", left / size, unit.name);
        left %= size;
    }
    return text;
}

} // namespace query
