#include "models/alerts/alert.h"

#include <algorithm>

namespace alerts {

metric::Labels subjectOf(const metric::Labels &labels)
{
    static constexpr std::string_view kRulesOwn[] = {"alertname", "severity"};
    return labels.without(kRulesOwn);
}

bool isAbout(const Alert &alert, const metric::Labels &series)
{
    return std::all_of(series.begin(), series.end(), [&](metric::Label label) {
        return label.name == metric::kMetricName || (alert.labels && alert.labels->get(label.name) == label.value);
    });
}

} // namespace alerts
