// What is done to the cases of the PromQL tests before they are asked.
#pragma once

#include "models/metric/clock.h"
#include "models/query/tree.h"

#include <optional>
#include <string>
#include <vector>

namespace tests {

// The expression with @ `time` on every selector and subquery that has none of its own or around it, so that its answer does not
// depend on when it is asked; nothing where a function makes it depend on that all the same. REQUIRES: it parses.
std::optional<std::string> pinnedTo(metric::Timestamp time, const std::string &expression);

// All selectors, and the functions called, wherever they stand.
std::vector<const query::VectorSelector *> selectorsOf(const query::Node &node);
std::vector<const query::Function *> functionsOf(const query::Node &node);

} // namespace tests
