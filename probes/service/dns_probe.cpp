#include "probes/service/dns_probe.h"

#include "probes/net/dns_client.h"
#include "probes/net/tls_options.h"
#include "probes/service/address_series.h"
#include "probes/service/dns_expectation.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <utility>

namespace probes {

using metric::Reason;

namespace {

constexpr std::size_t kMostSectionBytes = 64 * 1024;

// "example.org MX @192.0.2.53", and what the options beside it say.
struct Asked {
    std::string name, type, server;
};

Asked readAsked(OptionReader &options)
{
    Asked asked{{}, options.text("type"), options.text("server")};
    std::istringstream words(options.required("name"));
    for (std::string word; words >> word;) {
        if (asked.name.empty()) {
            asked.name = word;
            continue;
        }
        auto &said = word.starts_with('@') ? asked.server : asked.type;
        const auto what = word.starts_with('@') ? word.substr(1) : word;
        if (!said.empty() && said != what)
            options.fault(&said == &asked.server ? "server" : "type", fmt::format("the name says {}", what));
        said = what;
    }
    if (asked.type.empty())
        asked.type = "A";
    return asked;
}

net::DnsQuestion readQuestion(OptionReader &options, const Asked &asked)
{
    constexpr std::uint16_t kOpt = 41, kFirstTransfer = 249, kLastTransfer = 252; // TKEY, TSIG, IXFR, AXFR are no questions
    const auto type = net::dnsType(asked.type);
    if (!type || *type == 0 || *type == kOpt || (*type >= kFirstTransfer && *type <= kLastTransfer))
        options.fault("type", fmt::format("expected a record type like A, MX or TYPE65, got \"{}\"", asked.type));
    const auto klass = net::dnsClass(options.choice("class", {"IN", "CH", "HS"}, "IN"));
    auto question = net::dnsQuestion(asked.name, type.value_or(1), klass.value_or(1));
    if (!question && !asked.name.empty())
        options.fault("name", question.error().message);
    return question.value_or(net::DnsQuestion{});
}

std::string sectionText(const std::vector<net::DnsRecord> &records)
{
    std::string text;
    for (const auto &record : records) {
        if (text.size() > kMostSectionBytes)
            return text + "...\n";
        text += net::toText(record) + '\n';
    }
    return text;
}

std::string certificateText(const net::TlsFacts &facts)
{
    auto text = fmt::format("{} {}\n", facts.version, facts.cipher);
    for (const auto &certificate : facts.chain)
        text += fmt::format("{}\nSHA-256 {}\n", certificate.subject, certificate.sha256);
    return facts.distrust.empty() ? text : text + facts.distrust + '\n';
}

class DnsProbe final : public Probe {
public:
    DnsProbe(net::DnsRequest request, bool systemServer, std::chrono::nanoseconds timeout, DnsExpectation expectation)
        : m_request(std::move(request)), m_systemServer(systemServer), m_timeout(timeout), m_expectation(std::move(expectation))
    {
    }

    std::string_view name() const override { return "dns"; }
    std::string_view job() const override { return "blackbox"; }

    metric::Result<void> collect(Source &, const metric::Clock &clock, metric::BatchBuilder &batch) override
    {
        const net::Deadline deadline(clock, m_timeout);
        // Each time: it changes with the network that a laptop is in.
        if (m_systemServer)
            m_request.server.host = net::systemNameserver().host;
        const auto exchange = net::askDns(m_request, deadline);
        auto verdict = judge(exchange, clock);
        addSeries(exchange, batch);
        batch.add("probe_success", verdict.good() ? 1 : 0);
        batch.add("probe_timeout_seconds", seconds(m_timeout));
        batch.add("probe_duration_seconds", seconds(deadline.elapsed()));
        batch.judge(std::move(verdict));
        return {};
    }

private:
    void addSeries(const net::DnsExchange &exchange, metric::BatchBuilder &batch) const
    {
        addAddressSeries(batch, exchange.address, exchange.resolve);
        batch.add("probe_dns_duration_seconds", {{"phase", "resolve"}}, seconds(exchange.resolve));
        batch.add("probe_dns_duration_seconds", {{"phase", "connect"}}, seconds(exchange.connect));
        batch.add("probe_dns_duration_seconds", {{"phase", "request"}}, seconds(exchange.request));
        const net::DnsMessage none;
        const auto &answer = exchange.answer ? *exchange.answer : none;
        batch.add("probe_dns_answer_rrs", double(answer.answer.size()));
        batch.add("probe_dns_authority_rrs", double(answer.authority.size()));
        batch.add("probe_dns_additional_rrs", double(answer.additional.size()));
        batch.add("probe_dns_query_succeeded", exchange.answer ? 1 : 0);
        const auto soa = std::ranges::find_if(answer.answer, [](const auto &record) { return record.serial.has_value(); });
        if (soa != answer.answer.end())
            batch.add("probe_dns_serial", *soa->serial);
    }

    std::string server(const net::DnsExchange &exchange) const
    {
        return exchange.address ? net::Endpoint{exchange.address->text(), m_request.server.port}.text() : m_request.server.text();
    }

    metric::Verdict judge(const net::DnsExchange &exchange, const metric::Clock &clock) const
    {
        metric::Verdict verdict;
        auto fault = exchange.fault;
        if (exchange.answer) {
            verdict.responseTime = exchange.connect + exchange.request;
            fault = m_expectation.fault(*exchange.answer);
            if (fault)
                fault->message = fmt::format("{}: {}", server(exchange), fault->message);
        }
        verdict.reason = fault ? fault->reason : Reason::None;
        verdict.message = fault ? fault->message : goodMessage(exchange);
        verdict.evidence = std::make_shared<const metric::Evidence>(metric::Evidence{clock.now(), evidence(exchange)});
        return verdict;
    }

    std::string goodMessage(const net::DnsExchange &exchange) const
    {
        const auto records = recordsAskedFor(*exchange.answer, m_request.question);
        if (records.empty())
            return fmt::format("{} without a record, as accepted, from {}", net::dnsCodeWord(exchange.answer->code), server(exchange));
        return fmt::format("{} from {}", dataList(records), server(exchange));
    }

    std::vector<metric::Evidence::Part> evidence(const net::DnsExchange &exchange) const
    {
        const auto transport = m_request.transport == net::DnsTransport::Tls   ? "TLS"
                               : m_request.transport == net::DnsTransport::Tcp ? "TCP"
                               : exchange.truncated                            ? "UDP, cut short, then TCP"
                                                                               : "UDP";
        std::vector<metric::Evidence::Part> parts{
            {"Question", fmt::format("{}\n{}recursion desired\n", net::toText(m_request.question), m_request.recursion ? "" : "no ")},
            {"Server", fmt::format("{}\n{}\n", server(exchange), transport)},
            {"Phases", fmt::format("resolve {:.2f} ms\nconnect {:.2f} ms\nrequest {:.2f} ms\n", 1e3 * seconds(exchange.resolve),
                                   1e3 * seconds(exchange.connect), 1e3 * seconds(exchange.request))}};
        if (exchange.tls)
            parts.push_back({"Certificate", certificateText(*exchange.tls)});
        if (!exchange.answer)
            return parts;
        const auto &answer = *exchange.answer;
        auto flags = fmt::format("{}, {} bytes\n", net::dnsCodeWord(answer.code), exchange.bytes);
        for (const auto &[set, word] : {std::pair(answer.authoritative, "authoritative"), std::pair(answer.recursionAvailable, "recursion available"),
                                        std::pair(answer.validated, "validated by DNSSEC"), std::pair(answer.truncated, "truncated")})
        {
            if (set)
                flags += fmt::format("{}\n", word);
        }
        parts.push_back({"Answer", flags + sectionText(answer.answer)});
        if (!answer.authority.empty())
            parts.push_back({"Authority", sectionText(answer.authority)});
        if (!answer.additional.empty())
            parts.push_back({"Additional", sectionText(answer.additional)});
        return parts;
    }

    net::DnsRequest m_request;
    bool m_systemServer;
    std::chrono::nanoseconds m_timeout;
    DnsExpectation m_expectation;
};

} // namespace

metric::Result<std::unique_ptr<Probe>> makeDnsProbe(const Options &options)
{
    OptionReader reader(options);
    const auto asked = readAsked(reader);
    net::DnsRequest request;
    request.question = readQuestion(reader, asked);
    const auto transport = reader.choice("transport", {"udp", "tcp", "tls"}, "udp");
    request.transport = transport == "tls" ? net::DnsTransport::Tls : transport == "tcp" ? net::DnsTransport::Tcp : net::DnsTransport::Udp;
    request.server.port = transport == "tls" ? 853 : 53;
    if (!asked.server.empty()) {
        if (const auto server = net::parseEndpoint(asked.server, request.server.port))
            request.server = *server;
        else
            reader.fault("server", server.error().message);
    }
    request.recursion = reader.flag("recursion", true);
    request.family = ipFamily(reader);
    request.tls = net::readPeerOptions([&](std::string_view name) { return reader.text(name); });
    const auto timeout = std::chrono::nanoseconds(std::int64_t(1e9 * reader.number("timeout", 10, 0.1, 120)));
    DnsExpectation expectation(reader, request.question);
    request.validated = expectation.validated();
    if (auto read = reader.finish(); !read)
        return tl::unexpected(read.error());
    return std::make_unique<DnsProbe>(std::move(request), asked.server.empty(), timeout, std::move(expectation));
}

} // namespace probes
