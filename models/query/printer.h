#pragma once

#include "models/query/tree.h"

#include <string>

namespace query {

// The expression in its canonical form, on one line, as Prometheus's format_query would for what is short. Parsing it again
// gives the same tree.
std::string print(const Node &node);
// The same, broken into indented lines where it is longer than 100 characters (as /api/v1/format_query).
std::string prettyPrint(const Node &node);
// 1h30m, 500ms; "0s" for nothing.
std::string printDuration(metric::Duration duration);
// One matcher: name=~"value"; names that are no plain label names are quoted.
std::string print(const series::Matcher &matcher);

} // namespace query
