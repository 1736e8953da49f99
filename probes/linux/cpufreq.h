#pragma once

#include "probes/probe.h"

namespace probes {

// node_cpu_frequency_*_hertz (of the hardware), node_cpu_scaling_frequency_*_hertz and node_cpu_scaling_governor, one series per governor
// there is. Every 5 s: reading the current frequency interrupts each processor. A machine without cpufreq, like most virtual
// ones, has nothing to tell, which is no failure.
class CpufreqProbe final : public Probe {
public:
    std::string_view name() const override { return "cpufreq"; }
    metric::Duration interval() const override { return metric::Duration(5000); }
    metric::Result<void> collect(Source &source, const metric::Clock &clock, metric::BatchBuilder &batch) override;
};

} // namespace probes
