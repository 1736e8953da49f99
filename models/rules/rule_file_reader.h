#pragma once

#include "models/rules/rule_file.h"

#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace rules {

struct ReadOptions {
    bool ignoreUnknownFields = false;
};

// Reads a rule file of Prometheus 3.5: YAML in UTF-8, of several documents the first. What promtool accepts is accepted, what it refuses is
// refused, with every fault at once, in the order in which they stand in the file. Hostile texts end with a fault.
tl::expected<RuleFile, std::vector<Fault>> readRuleFile(std::string_view text, const ReadOptions &options = {});

} // namespace rules
