#include "models/rules/rule_lint.h"

#include <algorithm>
#include <map>

namespace rules {

std::vector<DuplicateRule> duplicateRules(const RuleFile &file)
{
    using Pairs = std::vector<std::pair<std::string, std::string>>;
    std::map<std::pair<std::string, Pairs>, std::size_t> seen;
    for (const auto &group : file.groups) {
        for (const auto &rule : group.rules) {
            Pairs labels;
            for (const auto &label : rule.labels)
                labels.emplace_back(label.name, label.value);
            std::sort(labels.begin(), labels.end());
            ++seen[{rule.name, std::move(labels)}];
        }
    }
    std::vector<DuplicateRule> duplicates;
    for (const auto &[identity, count] : seen) {
        if (count > 1)
            duplicates.push_back({identity.first, identity.second});
    }
    return duplicates;
}

} // namespace rules
