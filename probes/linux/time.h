#pragma once

#include "probes/probe.h"

#include <string>

namespace probes {

// node_time_seconds, node_time_zone_offset_seconds, node_time_clocksource_{available,current}_info. The wall clock and the time zone
// are those of the machine we run on: this probe is for it alone.
class TimeProbe final : public Probe {
public:
    std::string_view name() const override { return "time"; }
    metric::Result<void> collect(Source &source, const metric::Clock &clock, metric::BatchBuilder &batch) override;

private:
    std::string m_word;
};

} // namespace probes
