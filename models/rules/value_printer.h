#pragma once

#include "models/rules/template_value.h"

#include <optional>
#include <string>

namespace rules {

// What stands between a percent sign and its verb.
struct FormatFlags {
    bool minus = false;
    bool plus = false;
    bool sharp = false;
    bool space = false;
    bool zero = false;
    bool names = false; // %+v: of the fields
    std::optional<int> width = std::nullopt;
    std::optional<int> precision = std::nullopt;
};

// Writes one value under one verb, as Go's package fmt does; what grows beyond kMaxRenderedBytes ends there. Private to the room.
void appendValue(std::string &text, const FormatFlags &flags, const Value &value, char32_t verb);

} // namespace rules
