#include "models/alerts/alert.h"

namespace alerts {

metric::LabelsRef alertLabels(const metric::LabelsRef &labels)
{
    static constexpr std::string_view kName[] = {metric::kMetricName};
    return labels->metricName().empty() ? labels : std::make_shared<const metric::Labels>(labels->without(kName));
}

} // namespace alerts
