#pragma once

#include "probes/probe.h"

#include <string>
#include <string_view>
#include <vector>

namespace probes {

// One counter of the protocol tables: "Tcp" "InSegs" 42. Texts lie in the parsed text.
struct ProtocolCounter {
    std::string_view protocol, name;
    double value;
};

// What node_exporter's filter of /proc/net/{netstat,snmp,snmp6} lets through.
bool isToldProtocolCounter(std::string_view protocol, std::string_view name);

// /proc/net/netstat and /proc/net/snmp: pairs of lines, names and values. Only counters that are told.
metric::Result<std::vector<ProtocolCounter>> parseNetstat(std::string_view text);

// /proc/net/snmp6: "Ip6InOctets 460", the protocol ending at the 6. Only counters that are told.
metric::Result<std::vector<ProtocolCounter>> parseSnmp6(std::string_view text);

// node_netstat_*. A machine without IPv6 has no snmp6.
class NetstatProbe final : public Probe {
public:
    std::string_view name() const override { return "netstat"; }
    metric::Result<void> collect(Source &source, const metric::Clock &clock, metric::BatchBuilder &batch) override;

private:
    std::string m_netstat, m_snmp, m_snmp6, m_name;
};

} // namespace probes
