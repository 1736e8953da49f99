#pragma once

#include "models/metric/batch.h"
#include "models/metric/metadata.h"

#include <span>
#include <string>
#include <vector>

namespace api {

// A series with one of its samples.
struct Newest {
    metric::LabelsRef labels;
    metric::Point point;
};

// The Prometheus text format 0.0.4: a "# TYPE" for each metric by what was told of it, untyped where nothing was. Characters that the
// format has no room for in names become "_". `times`: each sample with its own.
std::string prometheusText(std::vector<Newest> samples, std::span<const metric::Metadata> told, bool times);
// OpenMetrics 1.0, always with times.
std::string openMetricsText(std::vector<Newest> samples, std::span<const metric::Metadata> told);

} // namespace api
