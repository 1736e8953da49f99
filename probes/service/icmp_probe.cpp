#include "probes/service/icmp_probe.h"

#include "models/metric/format.h"
#include "probes/net/icmp.h"
#include "probes/service/address_series.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace probes {

namespace {

class IcmpProbe final : public Probe {
public:
    IcmpProbe(std::string host, net::IpFamily family, net::EchoRequest request, std::chrono::nanoseconds timeout)
        : m_host(std::move(host)), m_family(family), m_request(request), m_timeout(timeout)
    {
    }

    std::string_view name() const override { return "icmp"; }
    std::string_view job() const override { return "blackbox"; }

    metric::Result<void> collect(Source &, const metric::Clock &clock, metric::BatchBuilder &batch) override
    {
        const net::Deadline deadline(clock, m_timeout);
        const auto addresses = net::resolve(m_host, m_family, deadline);
        const auto resolved = deadline.elapsed();
        std::optional<net::Address> address;
        net::EchoExchange exchange;
        if (addresses) {
            address = m_request.address = addresses->front();
            exchange = net::sendEcho(m_request, deadline);
        } else {
            exchange.fault = addresses.error();
        }

        addAddressSeries(batch, address, resolved);
        batch.add("probe_icmp_duration_seconds", {{"phase", "resolve"}}, seconds(resolved));
        batch.add("probe_icmp_duration_seconds", {{"phase", "setup"}}, seconds(exchange.setup));
        batch.add("probe_icmp_duration_seconds", {{"phase", "rtt"}}, seconds(exchange.rtt));
        if (exchange.hopLimit)
            batch.add("probe_icmp_reply_hop_limit", *exchange.hopLimit);
        batch.add("probe_success", exchange.fault ? 0 : 1);
        batch.add("probe_timeout_seconds", seconds(m_timeout));
        batch.add("probe_duration_seconds", seconds(deadline.elapsed()));
        batch.judge(judge(exchange, address, resolved, clock));
        return {};
    }

private:
    metric::Verdict judge(const net::EchoExchange &exchange, const std::optional<net::Address> &address, std::chrono::nanoseconds resolved,
                          const metric::Clock &clock) const
    {
        metric::Verdict verdict;
        verdict.reason = exchange.fault ? exchange.fault->reason : metric::Reason::None;
        verdict.message = exchange.fault ? exchange.fault->message
                                         : fmt::format("echo reply from {} in {}", address->text(),
                                                       metric::formatValue(seconds(exchange.rtt), metric::Unit::Seconds));
        verdict.responseTime = exchange.rtt;
        metric::Evidence evidence{clock.now(), {}};
        evidence.parts.push_back(
            {"Request", fmt::format("{} bytes, hop limit {}{}\n{} socket\n", m_request.payload, m_request.hopLimit,
                                    m_request.dontFragment ? ", not to be fragmented" : "", exchange.raw ? "raw" : "unprivileged")});
        if (address)
            evidence.parts.push_back({"Address", address->text() + '\n'});
        if (exchange.hopLimit)
            evidence.parts.push_back({"Reply", fmt::format("hop limit {}\n", *exchange.hopLimit)});
        evidence.parts.push_back({"Phases", fmt::format("resolve {:.2f} ms\nsetup {:.2f} ms\nrtt {:.2f} ms\n", 1e3 * seconds(resolved),
                                                        1e3 * seconds(exchange.setup), 1e3 * seconds(exchange.rtt))});
        verdict.evidence = std::make_shared<const metric::Evidence>(std::move(evidence));
        return verdict;
    }

    std::string m_host;
    net::IpFamily m_family;
    net::EchoRequest m_request;
    std::chrono::nanoseconds m_timeout;
};

} // namespace

metric::Result<std::unique_ptr<Probe>> makeIcmpProbe(const Options &options)
{
    constexpr double kMostPayload = 65507; // of IPv4: 65535 less its header and that of ICMP
    OptionReader reader(options);
    auto host = reader.required("address");
    // As host:port is taken elsewhere, brackets around an address are no fault here.
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    if (std::ranges::any_of(host, [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7f || c == '/'; }))
        reader.fault("address", fmt::format("expected a host name or an address, got \"{}\"", host));
    const auto family = ipFamily(reader);
    net::EchoRequest request;
    request.payload = std::size_t(reader.number("payload_size", 56, 0, kMostPayload));
    request.hopLimit = int(reader.number("ttl", 64, 1, 255));
    request.dontFragment = reader.flag("dont_fragment", false);
    const auto timeout = std::chrono::nanoseconds(std::int64_t(1e9 * reader.number("timeout", 10, 0.1, 120)));
    if (auto read = reader.finish(); !read)
        return tl::unexpected(read.error());
    return std::make_unique<IcmpProbe>(std::move(host), family, request, timeout);
}

} // namespace probes
