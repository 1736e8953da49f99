#pragma once

#include <string>

namespace query {

// The shortest text that reads as the number again, without an exponent: 0.25, 1000000, NaN, +Inf.
std::string numberText(double value);

} // namespace query
