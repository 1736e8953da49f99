#pragma once

#include "models/query/windows.h"

#include <span>
#include <string_view>

// The functions of a range vector, by kind. Private to the room.
namespace query {

std::span<const NamedRangeFunction> rateFunctions();
std::span<const NamedRangeFunction> overTimeFunctions();

} // namespace query
