#pragma once

#include "models/query/parser.h"

#include <optional>

namespace query {

// What is wrong with the types and arguments within the tree, the first that Prometheus would tell; private to the room.
std::optional<ParseError> typeError(std::string_view expression, const Node &node);
// What is wrong with one selector's matchers.
std::optional<ParseError> selectorError(const Node &node);

} // namespace query
