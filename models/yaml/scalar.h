#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

// What a plain YAML scalar is, as Go's YAML has it.
namespace yaml {

// 10, -3, 1_000, 0x1f, 0o17, 017, 0b11, and 1.5 for 1.
std::optional<std::int64_t> integerOf(std::string_view text);
// The same, and 1.5, .5, 1e3, .inf, -.Inf, .nan; neither NaN nor Inf without the dot.
std::optional<double> numberOf(std::string_view text);
// true, yes, on, y; false, no, off, n; small, large, or with a large letter in front.
std::optional<bool> flagOf(std::string_view text);

} // namespace yaml
