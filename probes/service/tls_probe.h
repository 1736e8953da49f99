#pragma once

#include "models/metric/result.h"
#include "probes/options.h"
#include "probes/probe.h"

#include <memory>

namespace probes {

// Looks at the certificate that a server shows. Named as blackbox_exporter's tcp prober with TLS: probe_success,
// probe_duration_seconds, probe_timeout_seconds, probe_dns_lookup_time_seconds, probe_ip_protocol, probe_ip_addr_hash,
// probe_failed_due_to_regex and those of addTlsSeries().
//
// Options: address (host:port, 443 or what the protocol has where there is no port), starttls (none, smtp, imap, pop3, ftp, postgres),
// least_days (the check fails when a certificate has less than that to live), ip_family, timeout in seconds, those of readTlsOptions().
metric::Result<std::unique_ptr<Probe>> makeTlsProbe(const Options &options);

} // namespace probes
