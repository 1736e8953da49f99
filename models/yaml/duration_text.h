#pragma once

#include "models/metric/clock.h"
#include "models/metric/result.h"

#include <string_view>

namespace yaml {

// A duration as Prometheus's configuration files have it: 1h30m, 500ms, 0; units once each and from the biggest down, none negative, at
// most 292 years. InvalidArgument in Prometheus's words.
metric::Result<metric::Duration> durationOf(std::string_view text);

} // namespace yaml
