#pragma once

#include "models/metric/labels.h"

#include <functional>
#include <string>

namespace history {

// Where a series comes among those that are visited: families in order of their text, within one the groups by their oldest series.
struct VisitPlace {
    std::string family;
    std::string group;
};
using VisitOrder = std::function<VisitPlace(const metric::Labels &)>;
inline VisitPlace byMetric(const metric::Labels &labels) { return {std::string(labels.metricName()), {}}; }

} // namespace history
