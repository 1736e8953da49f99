#pragma once

#include <string>
#include <string_view>

namespace tests {

// What a fuzz target defines: names what does not hold for this input, empty where all does.
std::string faultOf(std::string_view input);

} // namespace tests
