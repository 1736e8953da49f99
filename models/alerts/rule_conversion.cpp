#include "models/alerts/rule_conversion.h"

#include "models/alerts/condition.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace alerts {

namespace {

std::string textOf(const std::vector<rules::NamedText> &texts, std::string_view name)
{
    const auto found = std::ranges::find(texts, name, &rules::NamedText::name);
    return found == texts.end() ? std::string() : found->value;
}

bool isSeverity(const rules::NamedText &text) { return text.name == kSeverityLabel; }

NamedTexts pairsOf(const std::vector<rules::NamedText> &texts)
{
    NamedTexts pairs;
    for (const auto &text : texts)
        pairs.emplace_back(text.name, text.value);
    return pairs;
}

std::vector<rules::NamedText> textsOf(const NamedTexts &pairs)
{
    std::vector<rules::NamedText> texts;
    for (const auto &[name, value] : pairs)
        texts.push_back({name, value, {}});
    return texts;
}

} // namespace

AlertRule alertRuleOf(const rules::Rule &rule)
{
    AlertRule result;
    result.name = rule.name;
    setCondition(result, rule.expression);
    result.holdFor = rule.forDuration;
    result.keepFiringFor = rule.keepFiringFor;
    result.severity = severityOf(textOf(rule.labels, kSeverityLabel));
    result.labels = pairsOf(rule.labels);
    std::erase_if(result.labels, [](const auto &label) { return label.first == kSeverityLabel; });
    result.annotations = pairsOf(rule.annotations);
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
    // The severity stays where it stood, and as it was called where it is the same.
    const auto severity = std::ranges::find_if(before.labels, isSeverity);
    const auto place = severity == before.labels.end() ? 0 : std::size_t(severity - before.labels.begin());
    result.labels = textsOf(rule.labels);
    const auto at = result.labels.begin() + std::ptrdiff_t(std::min(place, result.labels.size()));
    if (before.name.empty() || rule.severity != known.severity)
        result.labels.insert(at, {std::string(kSeverityLabel), std::string(wordOf(rule.severity)), {}});
    else if (severity != before.labels.end())
        result.labels.insert(at, *severity);
    result.annotations = textsOf(rule.annotations);
    return result;
}

} // namespace alerts
