#include "models/alerts/alert.h"

#include <algorithm>
#include <span>
#include <string_view>

namespace alerts {

metric::Labels subjectOf(const metric::Labels &labels)
{
    static constexpr std::string_view kRulesOwn[] = {"alertname", "severity"};
    return labels.without(kRulesOwn);
}

// The first of them that the alert has.
static std::string annotationOf(const Alert &alert, std::span<const std::string_view> names, const std::string &otherwise)
{
    for (const auto name : names) {
        if (!alert.annotations)
            break;
        const auto found = std::ranges::find(*alert.annotations, name, &Annotations::value_type::first);
        if (found != alert.annotations->end() && !found->second.empty())
            return found->second;
    }
    return otherwise;
}

std::string meaningOf(const Alert &alert) { return annotationOf(alert, kMeaningNames, alert.rule->meaning); }

std::string actionOf(const Alert &alert) { return annotationOf(alert, kActionNames, alert.rule->action); }

bool isAbout(const Alert &alert, const metric::Labels &series)
{
    return std::all_of(series.begin(), series.end(), [&](metric::Label label) {
        return label.name == metric::kMetricName || (alert.labels && alert.labels->get(label.name) == label.value);
    });
}

bool isMuted(const Alert &alert, metric::Timestamp now)
{
    return alert.notified == Notified::Covered || alert.state == AlertState::Acknowledged || now < alert.snoozedUntil ||
           alert.dismissedAt != metric::Timestamp{} || !alert.silencedBy.empty() || !alert.inhibitedBy.empty() || alert.isHushed;
}

} // namespace alerts
