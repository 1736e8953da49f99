// A rule library over a folder, with one pack of the given rules.
#pragma once

#include "models/alerts/rule_conversion.h"
#include "models/alerts/rule_library.h"
#include "models/rules/rule_file_edit.h"

#include <stdexcept>
#include <vector>

namespace tests {

inline std::string packText(const std::vector<alerts::AlertRule> &rules)
{
    std::string text;
    for (const auto &rule : rules) {
        auto next = rules::withRule(text, {.group = "test", .interval = std::chrono::seconds(1)}, alerts::ruleOf(rule));
        if (!next)
            throw std::invalid_argument(next.error().message);
        text = std::move(*next);
    }
    return text;
}

inline alerts::RuleLibrary libraryOf(const std::filesystem::path &folder, const std::vector<alerts::AlertRule> &rules)
{
    const auto text = packText(rules);
    const alerts::ShippedPack packs[] = {{"test", text}};
    return alerts::RuleLibrary(folder, rules.empty() ? std::span<const alerts::ShippedPack>() : packs);
}

} // namespace tests
