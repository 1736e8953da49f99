#include "models/alerts/inhibition.h"

#include "models/alerts/matchers.h"

#include <algorithm>

namespace alerts {

using metric::Labels;
using metric::LabelsRef;

Inhibition::Inhibition(std::vector<InhibitRule> rules)
{
    m_rules.reserve(rules.size());
    for (auto &rule : rules)
        m_rules.push_back({std::move(rule), {}});
}

Labels Inhibition::equalOf(const Rule &rule, const Labels &labels)
{
    const std::vector<std::string_view> names(rule.rule.equal.begin(), rule.rule.equal.end());
    return labels.only(names);
}

bool Inhibition::isSource(const Rule &rule, const Labels &labels) { return matchesAllQuickly(rule.rule.sourceMatchers, labels); }
bool Inhibition::isTarget(const Rule &rule, const Labels &labels) { return matchesAllQuickly(rule.rule.targetMatchers, labels); }

void Inhibition::add(const LabelsRef &labels)
{
    for (auto &rule : m_rules) {
        if (!isSource(rule, *labels))
            continue;
        auto &sources = rule.byEqual[equalOf(rule, *labels)];
        (isTarget(rule, *labels) ? sources.both : sources.alone).insert(labels);
    }
}

void Inhibition::remove(const Labels &labels)
{
    for (auto &rule : m_rules) {
        if (!isSource(rule, labels))
            continue;
        const auto found = rule.byEqual.find(equalOf(rule, labels));
        if (found == rule.byEqual.end())
            continue;
        auto &alerts = isTarget(rule, labels) ? found->second.both : found->second.alone;
        if (const auto alert = alerts.find(labels); alert != alerts.end())
            alerts.erase(alert);
        if (found->second.alone.empty() && found->second.both.empty())
            rule.byEqual.erase(found);
    }
}

void Inhibition::clear()
{
    for (auto &rule : m_rules)
        rule.byEqual.clear();
}

bool Inhibition::isInhibited(const Labels &labels) const { return !inhibitors(labels, 1).empty(); }

std::vector<LabelsRef> Inhibition::inhibitors(const Labels &labels, std::size_t limit) const
{
    std::vector<LabelsRef> found;
    const auto isKnown = [&](const LabelsRef &one) { return std::ranges::any_of(found, [&](const LabelsRef &other) { return *one == *other; }); };
    const auto take = [&](const Alerts &alerts) {
        for (auto at = alerts.begin(); at != alerts.end() && found.size() < limit; ++at) {
            if (!isKnown(*at)) // another rule may have named it
                found.push_back(*at);
        }
    };
    for (const auto &rule : m_rules) {
        if (rule.byEqual.empty() || !isTarget(rule, labels))
            continue;
        const auto sources = rule.byEqual.find(equalOf(rule, labels));
        if (sources == rule.byEqual.end())
            continue;
        take(sources->second.alone);
        if (!isSource(rule, labels))
            take(sources->second.both);
    }
    return found;
}

} // namespace alerts
