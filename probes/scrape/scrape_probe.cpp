#include "probes/scrape/scrape_probe.h"

#include "models/metric/utf8.h"
#include "probes/net/tls_options.h"
#include "probes/scrape/query_text.h"
#include "probes/scrape/relabel_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace probes {

using metric::ErrorCode;
using metric::Reason;
using metric::Result;

namespace {

constexpr std::string_view kAccept = "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                                     "text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
constexpr std::uint64_t kLargestBody = std::uint64_t(1) << 30; // bytes; what holds where no limit is set
constexpr double kMostSamples = 1e7;
constexpr std::size_t kShownBody = 64 * 1024; // bytes
constexpr std::size_t kShortestSecret = 3;    // shorter ones would hide half of a text

char lowerOf(char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; }

// Lines "name=value".
std::vector<std::pair<std::string, std::string>> namedLines(OptionReader &reader, std::string_view option)
{
    std::vector<std::pair<std::string, std::string>> all;
    for (const auto &line : reader.lines(option)) {
        const auto equals = line.find('=');
        if (equals == std::string::npos || equals == 0) {
            reader.fault(option, fmt::format("expected name=value, got \"{}\"", line));
            return {};
        }
        all.emplace_back(line.substr(0, equals), line.substr(equals + 1));
    }
    return all;
}

metric::Labels targetLabels(OptionReader &reader, const std::string &job, const std::string &url)
{
    const auto lines = namedLines(reader, "labels");
    std::vector<metric::Label> labels{{"job", job}, {"instance", url}};
    for (const auto &[name, value] : lines) {
        if (!isLabelName(name) || name.starts_with("__"))
            reader.fault("labels", fmt::format("\"{}\" is not the name of a label", name));
        else if (name == "job")
            reader.fault("labels", "the job has its own option");
        labels.push_back({name, value});
    }
    return metric::Labels(std::span<const metric::Label>(labels));
}

std::string withParams(std::string url, OptionReader &reader)
{
    for (const auto &[name, value] : namedLines(reader, "params")) {
        url += url.find('?') == std::string::npos ? '?' : '&';
        url += queryEscaped(name) + "=" + queryEscaped(value);
    }
    return url;
}

std::uint64_t limitOf(OptionReader &reader, std::string_view option, double most) { return std::uint64_t(reader.number(option, 0, 0, most)); }

ErrorCode codeOf(Reason reason)
{
    switch (reason) {
    case Reason::Timeout: return ErrorCode::Timeout;
    case Reason::Size: return ErrorCode::LimitExceeded;
    case Reason::Protocol: return ErrorCode::Malformed;
    case Reason::Authentication:
    case Reason::Permission: return ErrorCode::PermissionDenied;
    default: return ErrorCode::Unavailable;
    }
}

Reason reasonOf(int status)
{
    switch (status) {
    case 401:
    case 407: return Reason::Authentication;
    case 403: return Reason::Permission;
    default: return Reason::Status;
    }
}

// The beginning of foreign bytes, as text.
std::string shown(std::string_view bytes)
{
    std::string text(bytes.substr(0, kShownBody));
    for (int cut = 0; cut < 3 && !text.empty() && !metric::isUtf8(text); ++cut)
        text.pop_back(); // a character may have been cut in the middle
    if (!metric::isUtf8(text))
        std::ranges::replace_if(
            text, [](char c) { return (c & 0x80) != 0; }, '?');
    return text;
}

double millisecondsIn(std::chrono::nanoseconds duration) { return std::chrono::duration<double, std::milli>(duration).count(); }

std::shared_ptr<metric::Evidence> evidenceOf(const net::HttpExchange &exchange, metric::Timestamp time)
{
    auto evidence = std::make_shared<metric::Evidence>();
    evidence->time = time;
    const auto add = [&](std::string title, std::string text) {
        if (!text.empty())
            evidence->parts.push_back({std::move(title), std::move(text)});
    };
    add("Address", exchange.address);
    const auto &phases = exchange.phases;
    add("Phases",
        fmt::format("resolve {:.1f} ms\nconnect {:.1f} ms\ntls {:.1f} ms\nprocessing {:.1f} ms\ntransfer {:.1f} ms", millisecondsIn(phases.resolve),
                    millisecondsIn(phases.connect), millisecondsIn(phases.tls), millisecondsIn(phases.processing), millisecondsIn(phases.transfer)));
    if (exchange.tls && !exchange.tls->chain.empty()) {
        const auto &leaf = exchange.tls->chain.front();
        add("Certificate", fmt::format("subject {}\nissuer {}\nSHA-256 {}", leaf.subject, leaf.issuer, leaf.sha256));
    }
    std::string headers;
    for (const auto &[name, value] : exchange.headers)
        headers += fmt::format("{}: {}\n", name, value);
    add("Headers", shown(headers));
    add("Body", shown(exchange.body));
    return evidence;
}

} // namespace

exposition::Format expositionFormatOf(std::string_view contentType)
{
    constexpr std::string_view kOpenMetrics = "application/openmetrics-text";
    contentType.remove_prefix(std::min(contentType.find_first_not_of(" \t"), contentType.size()));
    const auto type = contentType.substr(0, contentType.find_first_of("; \t"));
    const bool isOpenMetrics = std::ranges::equal(type, kOpenMetrics, {}, lowerOf);
    return isOpenMetrics ? exposition::Format::OpenMetrics : exposition::Format::Prometheus;
}

ScrapeProbe::ScrapeProbe(ScrapePlan plan) : m_plan(std::move(plan)), m_samples(m_plan.rules)
{
    const auto &request = m_plan.request;
    for (const auto &secret : {request.password, request.bearer, request.tls.keyPassword}) {
        if (secret.size() >= kShortestSecret)
            m_secrets.push_back(secret);
    }
}

// A server may repeat in its answer what it was told.
std::string ScrapeProbe::withoutSecrets(std::string text) const
{
    for (const auto &secret : m_secrets) {
        for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + 1))
            text.replace(at, secret.size(), "*");
    }
    return text;
}

Result<void> ScrapeProbe::refuse(Reason reason, std::string message, const net::HttpExchange &exchange, metric::BatchBuilder &batch) const
{
    message = withoutSecrets(std::move(message));
    auto evidence = evidenceOf(exchange, batch.time());
    for (auto &part : evidence->parts)
        part.text = withoutSecrets(std::move(part.text));
    batch.judge({reason, message, exchange.status > 0 ? exchange.took : std::chrono::nanoseconds::zero(), std::move(evidence)});
    return metric::fail(codeOf(reason), std::move(message));
}

Result<void> ScrapeProbe::collect(Source &, const metric::Clock &clock, metric::BatchBuilder &batch)
{
    const auto exchange = m_client.ask(m_plan.request, net::Deadline(clock, m_plan.timeout));
    if (exchange.fault)
        return refuse(exchange.fault->reason, exchange.fault->message, exchange, batch);
    if (exchange.status != 200)
        return refuse(reasonOf(exchange.status), fmt::format("server returned HTTP status {}", exchange.status), exchange, batch);
    const auto *type = exchange.header("Content-Type");
    const auto told = m_samples.read(expositionFormatOf(type ? *type : std::string_view()), exchange.body, batch);
    if (!told) {
        if (told.error().code == ErrorCode::LimitExceeded)
            return refuse(Reason::Size, told.error().message, exchange, batch);
        return refuse(Reason::Protocol, fmt::format("the answer is no text of metrics: {}", told.error().message), exchange, batch);
    }
    auto message = fmt::format("{} samples", told->samples);
    if (told->duplicates > 0)
        message += fmt::format(", {} of series that stand there twice", told->duplicates);
    batch.judge({Reason::None, std::move(message), exchange.took, nullptr});
    return {};
}

Result<std::unique_ptr<Probe>> makeScrapeProbe(const Options &options)
{
    OptionReader reader(options);
    ScrapePlan plan;
    plan.job = reader.text("job", plan.job);
    auto &request = plan.request;
    request.url = reader.required("url");
    if (!request.url.empty() && !request.url.starts_with("http://") && !request.url.starts_with("https://"))
        reader.fault("url", "expected an address that begins with http:// or https://");
    auto &rules = plan.rules;
    rules.target = targetLabels(reader, plan.job, request.url);
    request.url = withParams(std::move(request.url), reader);
    request.user = reader.text("user");
    request.password = reader.text("password");
    request.bearer = reader.text("bearer");
    request.proxy = reader.text("proxy");
    if (!reader.flag("follow_redirects", true))
        request.maxRedirects = 0;
    request.tls = net::readTlsOptions([&](std::string_view name) { return reader.text(name); });
    rules.honorLabels = reader.flag("honor_labels", false);
    rules.limits.samples = limitOf(reader, "sample_limit", kMostSamples);
    rules.limits.labels = limitOf(reader, "label_limit", kMostSamples);
    rules.limits.labelNameLength = limitOf(reader, "label_name_length_limit", kMostSamples);
    rules.limits.labelValueLength = limitOf(reader, "label_value_length_limit", kMostSamples);
    const auto bodyLimit = limitOf(reader, "body_limit", double(kLargestBody));
    request.maxBody = bodyLimit > 0 ? bodyLimit : kLargestBody;
    if (auto configs = readRelabelConfigs(reader.text("relabel")); !configs)
        reader.fault("relabel", configs.error().message);
    else if (auto relabeling = Relabeling::make(*configs); !relabeling)
        reader.fault("relabel", relabeling.error().message);
    else
        rules.relabeling = std::move(*relabeling);
    const double timeout = reader.number("timeout", 10, 0.1, 120);
    plan.timeout = std::chrono::nanoseconds(std::llround(timeout * 1e9));
    request.headers = {{"Accept", std::string(kAccept)}, {"X-Prometheus-Scrape-Timeout-Seconds", fmt::format("{}", timeout)}};
    if (auto fine = reader.finish(); !fine)
        return tl::unexpected(fine.error());
    return std::make_unique<ScrapeProbe>(std::move(plan));
}

} // namespace probes
