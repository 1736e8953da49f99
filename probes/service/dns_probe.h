#pragma once

#include "models/metric/result.h"
#include "probes/options.h"
#include "probes/probe.h"

#include <memory>

namespace probes {

// Asks a name server for a name and judges the answer, named as blackbox_exporter's dns prober names it: probe_success,
// probe_duration_seconds, probe_timeout_seconds, probe_dns_lookup_time_seconds, probe_ip_protocol, probe_ip_addr_hash (of the server),
// probe_dns_duration_seconds{phase=resolve|connect|request}, probe_dns_{answer,authority,additional}_rrs, probe_dns_query_succeeded,
// probe_dns_serial where the answer has a SOA.
//
// Options: name (what is asked for, as dig takes it: "example.org", "example.org MX", "example.org MX @192.0.2.53"), type, class,
// server (host, optional port; empty: the first of /etc/resolv.conf), transport (udp, with TCP where the answer is cut short; tcp; tls),
// recursion, ip_family, for TLS server_name, authority_file and pinned_sha256, timeout in seconds, and those of DnsExpectation.
//
// Differs from blackbox_exporter where that would call an answer without any record good: see records_required.
metric::Result<std::unique_ptr<Probe>> makeDnsProbe(const Options &options);

} // namespace probes
