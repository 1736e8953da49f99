#pragma once

#include "probes/probe.h"

#include <array>
#include <string>
#include <string_view>

namespace probes {

// Load averages of 1, 5 and 15 minutes: tasks that run, want to, or wait uninterruptibly (for a disk, mostly).
metric::Result<std::array<double, 3>> parseLoadavg(std::string_view text);

// node_load1, node_load5, node_load15.
class LoadavgProbe final : public Probe {
public:
    std::string_view name() const override { return "loadavg"; }
    metric::Result<void> collect(Source &source, const metric::Clock &clock, metric::BatchBuilder &batch) override;

private:
    std::string m_text;
};

} // namespace probes
