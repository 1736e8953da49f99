#include "models/query/number_text.h"

#include <charconv>
#include <cmath>

namespace query {

std::string numberText(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    char text[400]; // the smallest denormal takes 327
    const auto end = std::to_chars(std::begin(text), std::end(text), value, std::chars_format::fixed).ptr;
    return {text, end};
}

} // namespace query
