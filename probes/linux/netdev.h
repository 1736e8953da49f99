#pragma once

#include "probes/probe.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace probes {

// One interface of /proc/net/dev: eight figures received, eight sent, in the file's order.
struct NetDevice {
    std::string_view name; // in the parsed text
    std::array<std::uint64_t, 16> figures;
};
metric::Result<std::vector<NetDevice>> parseNetdev(std::string_view text);

// node_network_{receive,transmit}_*_total, of every interface. The file sums the kernel's finer counters as the series' names mean
// them (drop holds missed, frame holds length and crc errors); only receive_nohandler stands elsewhere, in /sys.
class NetdevProbe final : public Probe {
public:
    std::string_view name() const override { return "netdev"; }
    metric::Result<void> collect(Source &source, const metric::Clock &clock, metric::BatchBuilder &batch) override;

private:
    std::string m_text, m_directory, m_label;
};

} // namespace probes
