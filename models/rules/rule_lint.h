#pragma once

#include "models/rules/rule_file.h"

#include <string>
#include <utility>
#include <vector>

namespace rules {

// Rules of a file that have name and labels in common: what they record would be mixed up.
struct DuplicateRule {
    std::string name;
    std::vector<std::pair<std::string, std::string>> labels; // sorted
};

// Each once, in the order of their names and labels.
std::vector<DuplicateRule> duplicateRules(const RuleFile &file);

} // namespace rules
