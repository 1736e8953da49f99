#pragma once

#include "models/rules/rule_test.h"

#include <string_view>

#include <tl/expected.hpp>

namespace rules {

// Reads a file of rule tests: YAML in UTF-8, of several documents the first. What promtool accepts is accepted, what it refuses is refused,
// with every fault at once, in the order in which they stand in the file. Expressions and series are not looked at yet. Hostile texts end
// with a fault.
tl::expected<RuleTestFile, std::vector<Fault>> readRuleTestFile(std::string_view text);

} // namespace rules
