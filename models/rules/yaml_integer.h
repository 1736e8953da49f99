#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace rules {

// What a plain YAML scalar is as a whole number, as Go's YAML has it: 10, -3, 1_000, 0x1f, 0o17, 0b11, and 1.5 for 1. Private to the room.
std::optional<std::int64_t> yamlInteger(std::string_view text);

} // namespace rules
