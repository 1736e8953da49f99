#pragma once

#include <string>
#include <string_view>

namespace probes {

// For the query part of a URL, as Go's net/url writes it: a blank is a plus.
std::string queryEscaped(std::string_view text);
// For its path: what would end it is escaped, too.
std::string pathEscaped(std::string_view text);

} // namespace probes
