#pragma once

#include "models/alerts/incident.h"
#include "models/metric/batch.h"

#include <span>
#include <vector>

namespace alerts {

// When nobody watched: the parts of a range, a step long at least, in which a question asked in such steps had no answer. `answers` are the
// points that there were, ascending, each of which says that there was a sample within the step before it. REQUIRES: step > 0.
std::vector<TimeRange> unwatched(std::span<const metric::Point> answers, const TimeRange &range, metric::Duration step);

} // namespace alerts
