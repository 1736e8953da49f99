#pragma once

#include <string>
#include <string_view>

namespace api {

// Packed quickly rather than well; empty where it cannot be.
std::string gzipped(std::string_view text);

} // namespace api
