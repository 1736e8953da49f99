#pragma once

#include "probes/probe.h"

namespace probes {

// node_thermal_zone_temp and node_cooling_device_{cur,max}_state, from /sys/class/thermal. Every 5 s: some zones ask firmware, which takes
// milliseconds. A machine without zones has nothing to tell, which is no failure.
class ThermalZoneProbe final : public Probe {
public:
    std::string_view name() const override { return "thermal_zone"; }
    metric::Duration interval() const override { return metric::Duration(5000); }
    metric::Result<void> collect(Source &source, const metric::Clock &clock, metric::BatchBuilder &batch) override;
};

} // namespace probes
