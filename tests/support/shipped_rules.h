// The rules of the shipped packs, as they are without anybody's changes.
#pragma once

#include "models/alerts/rule_library.h"

#include <vector>

namespace tests {

inline std::vector<alerts::AlertRule> shippedRules()
{
    const alerts::RuleLibrary library("/no/such/folder");
    std::vector<alerts::AlertRule> rules;
    for (const auto &rule : library.rules())
        rules.push_back(*rule);
    return rules;
}

} // namespace tests
