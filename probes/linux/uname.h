#pragma once

#include "probes/probe.h"

namespace probes {

// node_uname_info, from /proc/sys/kernel, so that it works through any source. Every minute: it changes with a reboot.
class UnameProbe final : public Probe {
public:
    std::string_view name() const override { return "uname"; }
    metric::Duration interval() const override { return metric::Duration(60000); }
    metric::Result<void> collect(Source &source, const metric::Clock &clock, metric::BatchBuilder &batch) override;
};

} // namespace probes
