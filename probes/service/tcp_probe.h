#pragma once

#include "models/metric/result.h"
#include "probes/options.h"
#include "probes/probe.h"

#include <memory>

namespace probes {

// Connects to a port and may talk to what listens there, named as blackbox_exporter's tcp prober names it: probe_success,
// probe_duration_seconds, probe_timeout_seconds, probe_dns_lookup_time_seconds, probe_ip_protocol, probe_ip_addr_hash,
// probe_failed_due_to_regex, probe_expect_info (labels are the named groups of what was expected), and those of addTlsSeries().
//
// Options: address (host:port), tls (from the first byte), starttls (none, smtp, imap, pop3, ftp, postgres), ip_family, timeout in
// seconds, those of Dialogue, which is held encrypted where there is encryption, and of readTlsOptions().
metric::Result<std::unique_ptr<Probe>> makeTcpProbe(const Options &options);

} // namespace probes
