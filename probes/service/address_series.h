#pragma once

#include "models/metric/batch_builder.h"
#include "probes/net/resolver.h"
#include "probes/options.h"

#include <chrono>
#include <optional>
#include <string_view>

namespace probes {

// probe_dns_lookup_time_seconds, probe_ip_protocol (4, 6; 0 without an address), probe_ip_addr_hash (FNV-1a, 0 without): what
// blackbox_exporter says of the address of whatever it asks.
void addAddressSeries(metric::BatchBuilder &batch, const std::optional<net::Address> &address, std::chrono::nanoseconds lookup);

// The option "ip_family": any, ipv4, ipv6, prefer_ipv4, prefer_ipv6.
net::IpFamily ipFamily(OptionReader &options);

inline double seconds(std::chrono::nanoseconds span) { return std::chrono::duration<double>(span).count(); }

} // namespace probes
