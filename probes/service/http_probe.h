#pragma once

#include "models/metric/result.h"
#include "probes/options.h"
#include "probes/probe.h"

#include <memory>

namespace probes {

// Asks for something over HTTP and judges the answer, named as blackbox_exporter's http prober names it: probe_success,
// probe_duration_seconds, probe_timeout_seconds, probe_dns_lookup_time_seconds, probe_ip_protocol, probe_ip_addr_hash,
// probe_http_duration_seconds{phase}, probe_http_{status_code,redirects,ssl,version,content_length,uncompressed_body_length},
// probe_http_last_modified_timestamp_seconds, probe_failed_due_to_regex, probe_failed_due_to_cel (where there is a json_path), and
// those of addTlsSeries().
//
// Options: url (without a scheme it is http), method, headers (lines "Name: value"), secret_header (one of them), body, user, password,
// bearer, max_redirects, max_body in bytes, compressed, proxy, proxy_user, proxy_password, ip_family, timeout in seconds, those of
// readTlsOptions() and of HttpExpectation.
metric::Result<std::unique_ptr<Probe>> makeHttpProbe(const Options &options);

} // namespace probes
