#include "probes/service/http_probe.h"

#include "models/metric/format.h"
#include "models/metric/utf8.h"
#include "probes/net/http_client.h"
#include "probes/net/http_date.h"
#include "probes/net/url.h"
#include "probes/service/address_series.h"
#include "probes/service/http_expectation.h"
#include "probes/service/redaction.h"
#include "probes/service/tls_series.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace probes {

using metric::Reason;

namespace {

constexpr std::size_t kMostBodyShown = 64 << 10;
constexpr std::size_t kMostHeaderShown = 4 << 10;

std::optional<std::pair<std::string, std::string>> headerLine(const std::string &line)
{
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0)
        return std::nullopt;
    return std::pair(line.substr(0, colon), line.substr(std::min(line.find_first_not_of(" \t", colon + 1), line.size())));
}

void readHeaders(OptionReader &options, net::HttpRequest &request)
{
    for (const auto &line : options.lines("headers")) {
        if (auto header = headerLine(line))
            request.headers.push_back(std::move(*header));
        else
            options.fault("headers", fmt::format("expected a name, a colon and a value, got \"{}\"", line));
    }
    if (const auto secret = options.text("secret_header"); !secret.empty()) {
        // What is wrong about it is not repeated.
        if (auto header = headerLine(secret))
            request.headers.push_back(std::move(*header));
        else
            options.fault("secret_header", "expected a name, a colon and a value");
    }
}

std::string readUrl(OptionReader &options)
{
    auto text = options.required("url");
    text.erase(0, std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    text.erase(text.find_last_not_of(" \t\r\n") + 1);
    if (text.empty())
        return text;
    if (text.find("://") == std::string_view::npos)
        text.insert(0, "http://");
    const auto url = net::parseUrl(text);
    if (!url)
        options.fault("url", url.error().message);
    else if (!url->user.empty() || !url->password.empty())
        options.fault("url", "a user or a password does not belong into the address: there are fields for them");
    return text;
}

// With user and password in it, as HttpRequest wants it.
std::string readProxy(OptionReader &options)
{
    auto proxy = options.text("proxy"), user = options.text("proxy_user"), password = options.text("proxy_password");
    if (proxy.empty())
        return {};
    const auto url = net::parseUrl(proxy);
    if (!url || url->scheme != "http")
        options.fault("proxy", "expected a proxy like http://proxy.example.org:3128");
    else if (!url->user.empty() || !url->password.empty())
        options.fault("proxy", "a user or a password does not belong into the address: there are fields for them");
    else if (!user.empty())
        return fmt::format("http://{}:{}@{}", net::percentEncoded(user), net::percentEncoded(password), url->endpoint.text());
    return proxy;
}

net::HttpRequest readRequest(OptionReader &options)
{
    net::HttpRequest request;
    request.url = readUrl(options);
    request.method = options.choice("method", {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}, "GET");
    readHeaders(options, request);
    request.body = options.text("body");
    request.user = options.text("user");
    request.password = options.text("password");
    request.bearer = options.text("bearer");
    if (!request.user.empty() && !request.bearer.empty())
        options.fault("bearer", "either a user or a token, not both");
    request.tls = readTlsOptions(options);
    request.proxy = readProxy(options);
    request.family = ipFamily(options);
    request.maxRedirects = int(options.number("max_redirects", 10, 0, 100));
    request.maxBody = std::uint64_t(options.number("max_body", 16 << 20, 1, 1 << 30));
    // As blackbox_exporter: otherwise the length that the answer tells would be that of what was packed.
    request.compressed = options.flag("compressed", false);
    return request;
}

class HttpProbe final : public Probe {
public:
    HttpProbe(net::HttpRequest request, HttpExpectation expectation, std::chrono::nanoseconds timeout)
        : m_request(std::move(request)), m_expectation(std::move(expectation)), m_timeout(timeout)
    {
        m_redaction.addBasic(m_request.user, m_request.password);
        m_redaction.add(m_request.bearer);
        m_redaction.add(m_request.tls.keyPassword);
        for (const auto &[name, value] : m_request.headers) {
            if (isSecretHeader(name))
                m_redaction.add(value);
        }
        if (const auto proxy = net::parseUrl(m_request.proxy))
            m_redaction.addBasic(proxy->user, proxy->password);
    }

    std::string_view name() const override { return "http"; }
    std::string_view job() const override { return "blackbox"; }

    metric::Result<void> collect(Source &, const metric::Clock &clock, metric::BatchBuilder &batch) override
    {
        const net::Deadline deadline(clock, m_timeout);
        const auto exchange = m_client.ask(m_request, deadline);
        const auto missed = exchange.fault ? std::nullopt : m_expectation.miss(exchange);

        metric::Verdict verdict;
        verdict.reason = exchange.fault ? exchange.fault->reason : missed ? missed->reason : Reason::None;
        verdict.message = m_redaction(exchange.fault ? exchange.fault->message : missed ? missed->message : goodMessage(exchange));
        if (exchange.status != 0)
            verdict.responseTime = exchange.took;
        verdict.evidence = std::make_shared<const metric::Evidence>(metric::Evidence{clock.now(), evidence(exchange)});

        addSeries(exchange, batch);
        batch.add("probe_failed_due_to_regex", missed && missed->rule ? 1 : 0);
        if (m_expectation.looksAtJson())
            batch.add("probe_failed_due_to_cel", missed && missed->json ? 1 : 0);
        batch.add("probe_success", verdict.good() ? 1 : 0);
        batch.add("probe_timeout_seconds", seconds(m_timeout));
        batch.add("probe_duration_seconds", seconds(deadline.elapsed()));
        batch.judge(std::move(verdict));
        return {};
    }

private:
    static std::string goodMessage(const net::HttpExchange &exchange)
    {
        return fmt::format("status {}, {} in {}", exchange.status, metric::formatValue(double(exchange.body.size()), metric::Unit::Bytes),
                           metric::formatValue(seconds(exchange.took), metric::Unit::Seconds));
    }

    void addSeries(const net::HttpExchange &exchange, metric::BatchBuilder &batch) const
    {
        const bool answered = exchange.status != 0;
        const auto &phases = exchange.phases;
        addAddressSeries(batch, net::parseAddress(exchange.address), phases.resolve);
        batch.add("probe_http_duration_seconds", {{"phase", "resolve"}}, seconds(phases.resolve));
        batch.add("probe_http_duration_seconds", {{"phase", "connect"}}, seconds(phases.connect));
        batch.add("probe_http_duration_seconds", {{"phase", "tls"}}, seconds(phases.tls));
        batch.add("probe_http_duration_seconds", {{"phase", "processing"}}, seconds(phases.processing));
        batch.add("probe_http_duration_seconds", {{"phase", "transfer"}}, seconds(phases.transfer));
        batch.add("probe_http_status_code", exchange.status);
        batch.add("probe_http_redirects", exchange.redirects);
        batch.add("probe_http_ssl", answered && exchange.tls ? 1 : 0);
        batch.add("probe_http_version", exchange.version);
        batch.add("probe_http_content_length", answered ? double(exchange.contentLength.value_or(-1)) : 0);
        // The exporter does not read what comes with a redirect that it does not follow.
        batch.add("probe_http_uncompressed_body_length", exchange.redirects > m_request.maxRedirects ? 0 : double(exchange.body.size()));
        if (const auto *modified = exchange.header("Last-Modified")) {
            if (const auto time = net::parseHttpDate(*modified))
                batch.add("probe_http_last_modified_timestamp_seconds", std::chrono::duration<double>(time->time_since_epoch()).count());
        }
        if (exchange.tls)
            addTlsSeries(batch, *exchange.tls);
    }

    std::vector<metric::Evidence::Part> evidence(const net::HttpExchange &exchange) const
    {
        const auto milliseconds = [](std::chrono::nanoseconds span) { return fmt::format("{:.3f} ms", seconds(span) * 1000); };
        auto request = fmt::format("{} {}\n", m_request.method, m_request.url);
        if (exchange.redirects > 0)
            request += fmt::format("{} redirects, the last to {}\n", exchange.redirects, exchange.url);
        if (!exchange.address.empty())
            request += fmt::format("{} {}\n", m_request.proxy.empty() ? "asked of" : "asked through a proxy at", exchange.address);
        const auto &phases = exchange.phases;
        std::vector<metric::Evidence::Part> parts{
            {"Request", m_redaction(std::move(request))},
            {"Phases",
             fmt::format("resolve {}\nconnect {}\ntls {}\nprocessing {}\ntransfer {}\n", milliseconds(phases.resolve), milliseconds(phases.connect),
                         milliseconds(phases.tls), milliseconds(phases.processing), milliseconds(phases.transfer))}};
        if (exchange.status != 0) {
            auto headers = fmt::format("HTTP/{} {}\n", exchange.version, exchange.status);
            for (const auto &[header, value] : exchange.headers)
                headers += fmt::format("{}: {}\n", net::shown(header, kMostHeaderShown),
                                       isSecretHeader(header) ? "***" : net::shown(value, kMostHeaderShown));
            if (headers.size() > kMostBodyShown)
                headers = net::shownText(headers, kMostBodyShown);
            parts.push_back({"Headers", m_redaction(std::move(headers))});
        }
        if (exchange.tls)
            parts.push_back({"Certificate", tlsEvidence(*exchange.tls)});
        if (!exchange.body.empty())
            parts.push_back({"Body", net::shownText(m_redaction(exchange.body.substr(0, 2 * kMostBodyShown)), kMostBodyShown)});
        return parts;
    }

    const net::HttpRequest m_request;
    const HttpExpectation m_expectation;
    const std::chrono::nanoseconds m_timeout;
    Redaction m_redaction;
    net::HttpClient m_client;
};

} // namespace

metric::Result<std::unique_ptr<Probe>> makeHttpProbe(const Options &all)
{
    OptionReader options(all);
    auto request = readRequest(options);
    HttpExpectation expectation(options);
    const std::chrono::duration<double> timeout(options.number("timeout", 10, 0.1, 120));
    if (auto read = options.finish(); !read)
        return tl::unexpected(read.error());
    return std::make_unique<HttpProbe>(std::move(request), std::move(expectation), std::chrono::duration_cast<std::chrono::nanoseconds>(timeout));
}

} // namespace probes
