#include "models/rules/go_format.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

namespace rules {

namespace {

std::string shortest(double value, std::chars_format format)
{
    std::array<char, 512> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format).ptr;
    return std::string(buffer.data(), end);
}

// The exponent of "1.5e+07".
int exponentOf(std::string_view scientific)
{
    auto digits = scientific.substr(scientific.find('e') + 1);
    if (digits.starts_with('+'))
        digits.remove_prefix(1);
    int exponent = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
    return exponent;
}

std::string binaryText(double value)
{
    const auto bits = std::bit_cast<std::uint64_t>(value);
    auto mantissa = bits & ((1ULL << 52) - 1);
    auto exponent = int((bits >> 52) & 0x7FF);
    if (exponent == 0)
        exponent = 1;
    else
        mantissa |= 1ULL << 52;
    return fmt::format("{}{}p{:+}", std::signbit(value) ? "-" : "", mantissa, exponent - 1075);
}

// C's 0x1.8p+1 as Go's 0x1.8p+01.
std::string hexadecimalText(double value, int precision)
{
    auto text = precision < 0 ? fmt::format("{:a}", value) : fmt::format("{:.{}a}", value, precision);
    if (text.size() - text.find('p') == 3)
        text.insert(text.size() - 1, "0");
    return text;
}

} // namespace

std::string floatText(double value, char verb, int precision)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    const char small = char(std::tolower(static_cast<unsigned char>(verb)));
    std::string text;
    if (small == 'b') {
        text = binaryText(value);
    } else if (small == 'x') {
        text = hexadecimalText(value, precision);
    } else if (precision >= 0) {
        text = small == 'e'   ? fmt::format("{:.{}e}", value, precision)
               : small == 'f' ? fmt::format("{:.{}f}", value, precision)
                              : fmt::format("{:.{}g}", value, precision);
    } else {
        text = shortest(value, small == 'f' ? std::chars_format::fixed : std::chars_format::scientific);
        constexpr int kLeast = -4;
        constexpr int kMost = 6;
        if (const auto exponent = small == 'g' ? exponentOf(text) : kMost; exponent >= kLeast && exponent < kMost)
            text = shortest(value, std::chars_format::fixed);
    }
    if (verb != small)
        std::ranges::transform(text, text.begin(), [](unsigned char c) { return char(std::toupper(c)); });
    return text;
}

} // namespace rules
