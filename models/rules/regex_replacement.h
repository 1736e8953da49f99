#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

// Regular expressions as Go's package regexp has them. Private to the room.
namespace rules {

tl::expected<bool, std::string> isMatch(const std::string &pattern, const std::string &text);

// Every match replaced; $1, $name and ${name} stand for what a group has matched, $$ for a dollar. The error is a text. What grows
// beyond kMaxRenderedBytes ends there.
tl::expected<std::string, std::string> replacedAll(const std::string &pattern, const std::string &replacement, const std::string &text);

} // namespace rules
