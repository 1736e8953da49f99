#include "probes/service/address_series.h"

#include <cstdint>

namespace probes {

static std::uint32_t fnv1a(std::span<const std::uint8_t> bytes)
{
    std::uint32_t hash = 2166136261u;
    for (const auto byte : bytes)
        hash = (hash ^ byte) * 16777619u;
    return hash;
}

void addAddressSeries(metric::BatchBuilder &batch, const std::optional<net::Address> &address, std::chrono::nanoseconds lookup)
{
    batch.add("probe_dns_lookup_time_seconds", seconds(lookup));
    batch.add("probe_ip_protocol", !address ? 0 : address->v6 ? 6 : 4);
    batch.add("probe_ip_addr_hash", address ? fnv1a(address->bytes()) : 0);
}

net::IpFamily ipFamily(OptionReader &options)
{
    const auto word = options.choice("ip_family", {"any", "ipv4", "ipv6", "prefer_ipv4", "prefer_ipv6"}, "any");
    return word == "ipv4"          ? net::IpFamily::V4
           : word == "ipv6"        ? net::IpFamily::V6
           : word == "prefer_ipv4" ? net::IpFamily::PreferV4
           : word == "prefer_ipv6" ? net::IpFamily::PreferV6
                                   : net::IpFamily::Any;
}

} // namespace probes
