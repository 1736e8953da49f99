#include "models/alerts/alert.h"

#include <algorithm>
#include <string_view>

namespace alerts {

metric::Labels subjectOf(const metric::Labels &labels)
{
    static constexpr std::string_view kRulesOwn[] = {"alertname", "severity"};
    return labels.without(kRulesOwn);
}

std::string meaningOf(const Alert &alert)
{
    auto text = alert.annotations ? firstText(*alert.annotations, kMeaningNames) : std::string();
    return text.empty() ? meaningOf(*alert.rule) : text;
}

std::string actionOf(const Alert &alert)
{
    auto text = alert.annotations ? firstText(*alert.annotations, kActionNames) : std::string();
    return text.empty() ? actionOf(*alert.rule) : text;
}

bool isAbout(const Alert &alert, const metric::Labels &series)
{
    return std::all_of(series.begin(), series.end(), [&](metric::Label label) {
        return label.name == metric::kMetricName || (alert.labels && alert.labels->get(label.name) == label.value);
    });
}

bool isMuted(const Alert &alert, metric::Timestamp now)
{
    return alert.notified == Notified::Covered || alert.state == AlertState::Acknowledged || now < alert.snoozedUntil ||
           alert.dismissedAt != metric::Timestamp{} || !alert.silencedBy.empty() || !alert.inhibitedBy.empty() || alert.inMaintenance ||
           alert.isHushed;
}

} // namespace alerts
