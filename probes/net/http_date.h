#pragma once

#include "models/metric/clock.h"

#include <optional>
#include <string_view>

namespace net {

// "Sun, 06 Nov 1994 08:49:37 GMT" and the two older forms of RFC 9110, 5.6.7. Empty: it is none of them.
std::optional<metric::Timestamp> parseHttpDate(std::string_view text);

} // namespace net
