#include "models/alerts/rule_conversion.h"

#include "models/alerts/condition.h"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace alerts {

namespace {

constexpr std::string_view kSeverity = "severity";

std::string textOf(const std::vector<rules::NamedText> &texts, std::string_view name)
{
    const auto found = std::ranges::find(texts, name, &rules::NamedText::name);
    return found == texts.end() ? std::string() : found->value;
}

// The first of them that there is, as rule files call it.
std::string firstOf(const std::vector<rules::NamedText> &texts, std::span<const std::string_view> names)
{
    for (const auto name : names) {
        if (auto text = textOf(texts, name); !text.empty())
            return text;
    }
    return {};
}

void setText(std::vector<rules::NamedText> &texts, std::string_view name, std::string_view value)
{
    const auto found = std::ranges::find(texts, name, &rules::NamedText::name);
    if (found != texts.end() && value.empty())
        texts.erase(found);
    else if (found != texts.end())
        found->value = value;
    else if (!value.empty())
        texts.push_back({std::string(name), std::string(value), {}});
}

} // namespace

AlertRule alertRuleOf(const rules::Rule &rule)
{
    AlertRule result;
    result.name = rule.name;
    setCondition(result, rule.expression);
    result.holdFor = rule.forDuration;
    result.keepFiringFor = rule.keepFiringFor;
    result.severity = severityOf(textOf(rule.labels, kSeverity));
    result.meaning = firstOf(rule.annotations, kMeaningNames);
    result.action = firstOf(rule.annotations, kActionNames);
    return result;
}

rules::Rule ruleOf(const AlertRule &rule, const rules::Rule &before)
{
    auto result = before;
    const auto known = alertRuleOf(before);
    result.kind = rules::Rule::Kind::Alerting;
    result.name = rule.name;
    // Written as it was where it means the same.
    if (auto condition = conditionOf(rule); condition != conditionOf(known))
        result.expression = std::move(condition);
    result.forDuration = rule.holdFor;
    result.keepFiringFor = rule.keepFiringFor;
    if (before.name.empty() || rule.severity != known.severity)
        setText(result.labels, kSeverity, wordOf(rule.severity));
    if (rule.meaning != known.meaning)
        setText(result.annotations, kMeaningNames.front(), rule.meaning);
    if (rule.action != known.action)
        setText(result.annotations, kActionNames.front(), rule.action);
    return result;
}

} // namespace alerts
