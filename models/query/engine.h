#pragma once

#include "models/metric/batch.h"
#include "models/metric/result.h"
#include "models/metric/unit.h"

#include <stop_token>
#include <string_view>
#include <vector>

namespace query {

struct InstantSample {
    metric::LabelsRef labels;
    double value;
};

struct RangeSeries {
    metric::LabelsRef labels;
    std::vector<metric::Point> points; // ascending; a step without a value has no point
};

// An expression and a time, or a range, in; values out. Charts, thresholds, health and the API all ask through it and
// cannot tell who answers. Safe from any thread.
class Engine {
public:
    virtual ~Engine() = default;

    // InvalidArgument for an expression it does not know; Cancelled once stop is requested.
    virtual metric::Result<std::vector<InstantSample>> instant(std::string_view expression, metric::Timestamp time,
                                                               std::stop_token stop = {}) const = 0;
    // Evaluated at start, start + step ... end. REQUIRES: step > 0, end >= start.
    virtual metric::Result<std::vector<RangeSeries>> range(std::string_view expression, metric::Timestamp start, metric::Timestamp end,
                                                           metric::Duration step, std::stop_token stop = {}) const = 0;
};

} // namespace query
