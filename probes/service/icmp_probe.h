#pragma once

#include "models/metric/result.h"
#include "probes/options.h"
#include "probes/probe.h"

#include <memory>

namespace probes {

// Sends one echo request to a host, named as blackbox_exporter's icmp prober names it: probe_success, probe_duration_seconds,
// probe_timeout_seconds, probe_dns_lookup_time_seconds, probe_ip_protocol, probe_ip_addr_hash,
// probe_icmp_duration_seconds{phase=resolve|setup|rtt}, probe_icmp_reply_hop_limit where a reply came.
//
// Options: address (a host), ip_family, payload_size (bytes), ttl, dont_fragment, timeout in seconds.
metric::Result<std::unique_ptr<Probe>> makeIcmpProbe(const Options &options);

} // namespace probes
