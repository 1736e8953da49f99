#pragma once

#include "probes/probe.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace probes {

// An attribute of /sys/class/net/<interface> as a number: decimal, or hexadecimal after 0x.
std::optional<double> parseNetclassNumber(std::string_view text);

// node_network_up, node_network_info and the figures of /sys/class/net. Every 5 s: some twenty files for each interface, and what they
// tell changes when somebody pulls a cable. Speed is told only where it is known: the kernel's -1 is no speed.
// node_network_up is 1 for the state "up" alone; the loopback and many tunnels are always "unknown", so 0.
class NetclassProbe final : public Probe {
public:
    std::string_view name() const override { return "netclass"; }
    metric::Duration interval() const override { return metric::Duration(5000); }
    metric::Result<void> collect(Source &source, const metric::Clock &clock, metric::BatchBuilder &batch) override;
};

} // namespace probes
