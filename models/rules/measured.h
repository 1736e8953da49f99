#pragma once

#include <string>
#include <string_view>

namespace rules {

// What a condition measures, of a comparison: its left side, in text. Empty where it is none, or no PromQL.
std::string measuredOf(std::string_view expression);

} // namespace rules
