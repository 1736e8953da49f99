#include "models/alerts/alert_rule.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace alerts {

std::string_view wordOf(Severity severity)
{
    static constexpr std::array<std::string_view, 4> kWords{"info", "warning", "critical", "emergency"};
    return kWords[std::size_t(severity)];
}

Severity severityOf(std::string_view word)
{
    using enum Severity;
    static constexpr std::pair<std::string_view, Severity> kWords[] = {
        {"info", Info},      {"information", Info},    {"none", Info},       {"low", Info},          {"notice", Info},
        {"debug", Info},     {"critical", Critical},   {"page", Critical},   {"error", Critical},    {"high", Critical},
        {"major", Critical}, {"emergency", Emergency}, {"fatal", Emergency}, {"disaster", Emergency}};
    const auto *const found = std::ranges::find(kWords, word, &std::pair<std::string_view, Severity>::first);
    return found == std::end(kWords) ? Warning : found->second;
}

std::string firstText(const NamedTexts &annotations, std::span<const std::string_view> names)
{
    for (const auto name : names) {
        const auto found = std::ranges::find(annotations, name, &NamedTexts::value_type::first);
        if (found != annotations.end() && !found->second.empty())
            return found->second;
    }
    return {};
}

std::string meaningOf(const AlertRule &rule) { return firstText(rule.annotations, kMeaningNames); }

std::string actionOf(const AlertRule &rule) { return firstText(rule.annotations, kActionNames); }

bool firesAlike(const AlertRule &a, const AlertRule &b)
{
    const auto deciding = [](const AlertRule &rule) {
        return std::tie(rule.expression, rule.target, rule.isThreshold, rule.comparison, rule.value, rule.holdFor, rule.keepFiringFor, rule.severity);
    };
    return deciding(a) == deciding(b);
}

} // namespace alerts
