#pragma once

#include <string>
#include <string_view>

namespace rules {

// What a condition measures, of a comparison: its left side, in text. Empty where it is none, or no PromQL.
std::string measuredOf(std::string_view expression);

// Of "a > 1 and b < 2" the first part: what an alert is about. Of others the whole.
std::string firstConditionOf(std::string expression);

} // namespace rules
