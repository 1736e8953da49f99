#include "probes/service/tls_probe.h"

#include "probes/net/stream.h"
#include "probes/service/address_series.h"
#include "probes/service/starttls.h"
#include "probes/service/tls_series.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace probes {

using metric::Reason;

namespace {

class TlsProbe final : public Probe {
public:
    struct Plan {
        net::Endpoint endpoint{};
        const Starttls *starttls = nullptr;
        net::TlsOptions tls{};
        net::IpFamily family = net::IpFamily::Any;
        double leastDays = 0;
        std::chrono::nanoseconds timeout{0};
    };
    explicit TlsProbe(Plan plan) : m_plan(std::move(plan)) {}

    std::string_view name() const override { return "tls"; }
    std::string_view job() const override { return "blackbox"; }

    metric::Result<void> collect(Source &, const metric::Clock &clock, metric::BatchBuilder &batch) override
    {
        const net::Deadline deadline(clock, m_plan.timeout);
        net::Dialled dialled;
        net::TlsFacts facts;
        std::chrono::nanoseconds handshake{0};
        auto done = shake(deadline, dialled, facts, handshake);

        const auto now = clock.now();
        const auto ends = facts.chain.empty() ? now : std::ranges::min(facts.chain, {}, &net::Certificate::notAfter).notAfter;
        const double days = std::chrono::duration<double, std::ratio<86400>>(ends - now).count();
        if (done && days < m_plan.leastDays)
            done = net::fault(Reason::Expired, fmt::format("a certificate ends in {:.3g} days, at least {:g} are wanted", days, m_plan.leastDays));

        metric::Verdict verdict;
        verdict.reason = done ? Reason::None : done.error().reason;
        verdict.message = done ? fmt::format("{}, certificates good for {:.0f} days", facts.version, std::floor(days)) : done.error().message;
        if (!facts.chain.empty())
            verdict.responseTime = dialled.connect + handshake;
        const auto milliseconds = [](std::chrono::nanoseconds span) { return seconds(span) * 1000; };
        metric::Evidence evidence{now, {}};
        if (dialled.address)
            evidence.parts.push_back({"Address", dialled.address->text() + '\n'});
        evidence.parts.push_back({"Phases", fmt::format("resolve {:.3f} ms\nconnect {:.3f} ms\ntls {:.3f} ms\n", milliseconds(dialled.resolve),
                                                        milliseconds(dialled.connect), milliseconds(handshake))});
        if (!facts.chain.empty())
            evidence.parts.push_back({"Certificate", tlsEvidence(facts)});
        verdict.evidence = std::make_shared<const metric::Evidence>(std::move(evidence));

        addAddressSeries(batch, dialled.address, dialled.resolve);
        addTlsSeries(batch, facts);
        batch.add("probe_failed_due_to_regex", 0);
        batch.add("probe_success", done ? 1 : 0);
        batch.add("probe_timeout_seconds", seconds(m_plan.timeout));
        batch.add("probe_duration_seconds", seconds(deadline.elapsed()));
        batch.judge(std::move(verdict));
        return {};
    }

private:
    net::Outcome<void> shake(const net::Deadline &deadline, net::Dialled &dialled, net::TlsFacts &facts, std::chrono::nanoseconds &took) const
    {
        auto connected = net::Stream::connect(m_plan.endpoint, m_plan.family, deadline, &dialled);
        if (!connected)
            return tl::unexpected(connected.error());
        const auto start = deadline.elapsed();
        net::Outcome<void> done;
        if (m_plan.starttls)
            done = m_plan.starttls->agree(connected->stream, deadline);
        if (done)
            done = connected->stream.startTls(m_plan.endpoint.host, m_plan.tls, deadline, facts);
        took = deadline.elapsed() - start;
        return done;
    }

    const Plan m_plan;
};

} // namespace

metric::Result<std::unique_ptr<Probe>> makeTlsProbe(const Options &all)
{
    OptionReader options(all);
    TlsProbe::Plan plan;
    plan.starttls = starttls(options.choice("starttls", {"none", "smtp", "imap", "pop3", "ftp", "postgres"}, "none"));
    if (const auto endpoint = net::parseEndpoint(options.required("address"), plan.starttls ? plan.starttls->port : 443))
        plan.endpoint = *endpoint;
    else
        options.fault("address", endpoint.error().message);
    plan.tls = readTlsOptions(options);
    plan.family = ipFamily(options);
    plan.leastDays = options.number("least_days", 0, 0, 3650);
    plan.timeout = std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(options.number("timeout", 10, 0.1, 120)));
    if (auto read = options.finish(); !read)
        return tl::unexpected(read.error());
    return std::make_unique<TlsProbe>(std::move(plan));
}

} // namespace probes
