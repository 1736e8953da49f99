#include "models/rules/yaml_integer.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

namespace rules {

std::optional<std::int64_t> yamlInteger(std::string_view text)
{
    std::string digits(text);
    digits.erase(std::remove(digits.begin(), digits.end(), '_'), digits.end());
    const bool isNegative = digits.starts_with('-');
    if (isNegative || digits.starts_with('+'))
        digits.erase(0, 1);
    if (digits.empty() || digits.front() == '-')
        return std::nullopt;
    int base = 10;
    if (digits.size() > 1 && digits.front() == '0') {
        const char letter = digits[1];
        base = letter == 'x' || letter == 'X' ? 16 : letter == 'b' || letter == 'B' ? 2 : 8;
        if (base != 8 || letter == 'o' || letter == 'O')
            digits.erase(0, 2);
    }
    const auto *begin = digits.data();
    const auto *end = begin + digits.size();
    std::int64_t number = 0;
    if (const auto read = std::from_chars(begin, end, number, base); read.ec == std::errc() && read.ptr == end && *begin != '-')
        return isNegative ? -number : number;
    double value = 0;
    const auto read = std::from_chars(begin, end, value);
    constexpr double kLimit = double(std::numeric_limits<std::int64_t>::max());
    if (base == 16 || read.ec != std::errc() || read.ptr != end || !std::isfinite(value) || value >= kLimit)
        return std::nullopt;
    return std::int64_t(isNegative ? -value : value);
}

} // namespace rules
