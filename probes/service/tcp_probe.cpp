#include "probes/service/tcp_probe.h"

#include "models/metric/format.h"
#include "probes/net/stream.h"
#include "probes/service/address_series.h"
#include "probes/service/dialogue.h"
#include "probes/service/starttls.h"
#include "probes/service/tls_series.h"

#include <fmt/format.h>

#include <utility>

namespace probes {

using metric::Reason;

namespace {

class TcpProbe final : public Probe {
public:
    struct Plan {
        net::Endpoint endpoint{};
        bool encrypted = false;
        const Starttls *starttls = nullptr; // encrypted, after this
        net::TlsOptions tls{};
        net::IpFamily family = net::IpFamily::Any;
        std::chrono::nanoseconds timeout{0};
    };
    TcpProbe(Plan plan, Dialogue dialogue) : m_plan(std::move(plan)), m_dialogue(std::move(dialogue)) {}

    std::string_view name() const override { return "tcp"; }
    std::string_view job() const override { return "blackbox"; }

    metric::Result<void> collect(Source &, const metric::Clock &clock, metric::BatchBuilder &batch) override
    {
        const net::Deadline deadline(clock, m_plan.timeout);
        Seen seen;
        auto broken = ask(deadline, seen);
        seen.course.fault = std::move(broken);
        const auto &fault = seen.course.fault;

        metric::Verdict verdict;
        verdict.reason = fault ? fault->reason : Reason::None;
        const auto took = deadline.elapsed() - seen.dialled.resolve;
        verdict.message = fault ? fault->message
                                : fmt::format("{} in {}", m_dialogue.empty() ? "connected" : "answered as expected",
                                              metric::formatValue(seconds(took), metric::Unit::Seconds));
        if (seen.connected)
            verdict.responseTime = took;
        verdict.evidence = std::make_shared<const metric::Evidence>(metric::Evidence{clock.now(), parts(seen, took)});

        addAddressSeries(batch, seen.dialled.address, seen.dialled.resolve);
        addTlsSeries(batch, seen.facts);
        batch.add("probe_failed_due_to_regex", seen.course.unmatched ? 1 : 0);
        if (!seen.course.labels.empty()) {
            std::vector<metric::Label> labels;
            for (const auto &[label, value] : seen.course.labels)
                labels.push_back({label, value});
            batch.add("probe_expect_info", labels, 1);
        }
        batch.add("probe_success", fault ? 0 : 1);
        batch.add("probe_timeout_seconds", seconds(m_plan.timeout));
        batch.add("probe_duration_seconds", seconds(deadline.elapsed()));
        batch.judge(std::move(verdict));
        return {};
    }

private:
    struct Seen {
        net::Dialled dialled{};
        bool connected = false;
        std::chrono::nanoseconds handshake{0};
        net::TlsFacts facts{};
        Dialogue::Course course{};
    };

    std::optional<net::Fault> ask(const net::Deadline &deadline, Seen &seen) const
    {
        auto made = net::Stream::connect(m_plan.endpoint, m_plan.family, deadline, &seen.dialled);
        if (!made)
            return made.error();
        seen.connected = true;
        auto &stream = made->stream;
        if (m_plan.encrypted) {
            const auto start = deadline.elapsed();
            net::Outcome<void> done;
            if (m_plan.starttls)
                done = m_plan.starttls->agree(stream, deadline);
            if (done)
                done = stream.startTls(m_plan.endpoint.host, m_plan.tls, deadline, seen.facts);
            seen.handshake = deadline.elapsed() - start;
            if (!done)
                return done.error();
        }
        seen.course = m_dialogue.hold(stream, deadline);
        return seen.course.fault;
    }

    // What was said to the service is not told: a password may be in it.
    std::vector<metric::Evidence::Part> parts(const Seen &seen, std::chrono::nanoseconds took) const
    {
        const auto milliseconds = [](std::chrono::nanoseconds span) { return fmt::format("{:.3f} ms", seconds(span) * 1000); };
        std::vector<metric::Evidence::Part> all;
        if (seen.dialled.address)
            all.push_back({"Address", seen.dialled.address->text() + '\n'});
        all.push_back({"Phases", fmt::format("resolve {}\nconnect {}\ntls {}\nall without resolve {}\n", milliseconds(seen.dialled.resolve),
                                             milliseconds(seen.dialled.connect), milliseconds(seen.handshake), milliseconds(took))});
        if (!seen.facts.chain.empty())
            all.push_back({"Certificate", tlsEvidence(seen.facts)});
        if (!seen.course.heard.empty())
            all.push_back({"Lines", seen.course.heard});
        return all;
    }

    const Plan m_plan;
    const Dialogue m_dialogue;
};

} // namespace

metric::Result<std::unique_ptr<Probe>> makeTcpProbe(const Options &all)
{
    OptionReader options(all);
    TcpProbe::Plan plan;
    if (const auto endpoint = net::parseEndpoint(options.required("address")))
        plan.endpoint = *endpoint;
    else
        options.fault("address", endpoint.error().message);
    plan.starttls = starttls(options.choice("starttls", {"none", "smtp", "imap", "pop3", "ftp", "postgres"}, "none"));
    plan.encrypted = options.flag("tls", false) || plan.starttls;
    plan.tls = readTlsOptions(options);
    plan.family = ipFamily(options);
    plan.timeout = std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(options.number("timeout", 10, 0.1, 120)));
    Dialogue dialogue(options);
    if (auto read = options.finish(); !read)
        return tl::unexpected(read.error());
    return std::make_unique<TcpProbe>(std::move(plan), std::move(dialogue));
}

} // namespace probes
