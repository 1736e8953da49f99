#pragma once

#include "models/metric/result.h"

#include <string>
#include <string_view>

namespace exposition {

// Foreign bytes for a message: in quotes, shortened, and everything but printable ASCII escaped.
std::string printable(std::string_view bytes);

// Malformed: "expected <what>, got "<found>"". The parser puts the number of the line in front.
tl::unexpected<metric::Error> expected(std::string_view what, std::string_view found);

} // namespace exposition
