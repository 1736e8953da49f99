#include "models/yaml/scalar.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

namespace yaml {

namespace {

// A number without what may stand between its digits, and without its sign.
struct Written {
    std::string digits;
    bool isNegative;
};

std::optional<Written> written(std::string_view text)
{
    std::string digits(text);
    digits.erase(std::remove(digits.begin(), digits.end(), '_'), digits.end());
    const bool isNegative = digits.starts_with('-');
    if (isNegative || digits.starts_with('+'))
        digits.erase(0, 1);
    if (digits.empty() || digits.front() == '-')
        return std::nullopt;
    return Written{std::move(digits), isNegative};
}

std::optional<std::int64_t> wholeOf(const Written &number)
{
    std::string_view digits = number.digits;
    int base = 10;
    if (digits.size() > 1 && digits.front() == '0') {
        const char letter = digits[1];
        base = letter == 'x' || letter == 'X' ? 16 : letter == 'b' || letter == 'B' ? 2 : 8;
        if (base != 8 || letter == 'o' || letter == 'O')
            digits.remove_prefix(2);
    }
    std::int64_t whole = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), whole, base);
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size() || digits.front() == '-')
        return std::nullopt;
    return number.isNegative ? -whole : whole;
}

std::optional<double> decimalOf(const Written &number)
{
    const auto &digits = number.digits;
    double value = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size() || !std::isfinite(value))
        return std::nullopt;
    return number.isNegative ? -value : value;
}

// Whether the text is that word, which is small, in one of the three ways in which YAML lets it be written.
bool isWord(std::string_view text, std::string_view word)
{
    const auto large = [](char c) { return c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c; };
    std::string all(word);
    std::transform(all.begin(), all.end(), all.begin(), large);
    auto first = std::string(word);
    const auto letter = std::min(first.find_first_not_of('.'), first.size() - 1);
    first[letter] = large(first[letter]);
    return text == word || text == all || text == first;
}

} // namespace

std::optional<std::int64_t> integerOf(std::string_view text)
{
    const auto number = written(text);
    if (!number)
        return std::nullopt;
    if (const auto whole = wholeOf(*number))
        return whole;
    const auto value = decimalOf(*number);
    constexpr double kLimit = double(std::numeric_limits<std::int64_t>::max());
    return value && std::abs(*value) < kLimit ? std::optional(std::int64_t(*value)) : std::nullopt;
}

std::optional<double> numberOf(std::string_view text)
{
    const bool isNegative = text.starts_with('-');
    if (isWord(isNegative || text.starts_with('+') ? text.substr(1) : text, ".inf"))
        return isNegative ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
    if (text == ".nan" || text == ".NaN" || text == ".NAN")
        return std::numeric_limits<double>::quiet_NaN();
    const auto number = written(text);
    if (!number)
        return std::nullopt;
    if (const auto whole = wholeOf(*number))
        return double(*whole);
    return decimalOf(*number);
}

std::optional<bool> flagOf(std::string_view text)
{
    for (const std::string_view word : {"true", "yes", "on", "y"}) {
        if (isWord(text, word))
            return true;
    }
    for (const std::string_view word : {"false", "no", "off", "n"}) {
        if (isWord(text, word))
            return false;
    }
    return std::nullopt;
}

} // namespace yaml
