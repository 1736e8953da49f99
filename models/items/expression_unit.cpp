#include "models/items/expression_unit.h"

#include <cctype>
#include <utility>

namespace items {

metric::Unit unitOfExpression(std::string_view expression)
{
    using metric::Unit;
    // The longer ending first.
    static constexpr std::pair<std::string_view, Unit> kEndings[] = {
        {"bytes_per_second", Unit::BytesPerSecond},
        {"bits_per_second", Unit::BitsPerSecond},
        {"per_second", Unit::PerSecond},
        {"_ratio", Unit::Ratio},
        {"_bytes", Unit::Bytes},
        {"_seconds", Unit::Seconds},
        {"_celsius", Unit::Celsius},
        {"_hertz", Unit::Hertz},
    };
    const auto inWord = [](char c) { return c == '_' || std::isalnum(static_cast<unsigned char>(c)); };
    for (std::size_t end = expression.size(); end > 0;) {
        std::size_t begin = end;
        while (begin > 0 && inWord(expression[begin - 1]))
            --begin;
        for (const auto &[ending, unit] : kEndings) {
            if (expression.substr(begin, end - begin).ends_with(ending))
                return unit;
        }
        end = begin == end ? end - 1 : begin;
    }
    return Unit::None;
}

} // namespace items
