#pragma once

#include "probes/net/http_client.h"
#include "probes/options.h"
#include "probes/probe.h"
#include "probes/scrape/exposition_samples.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace probes {

// What is asked, of whom, and what becomes of the answer.
struct ScrapePlan {
    std::string job = "scrape";
    net::HttpRequest request{};
    std::chrono::nanoseconds timeout{0};
    SampleRules rules{};
};

// The metrics that an application or an exporter tells over HTTP, in the text format of Prometheus or in OpenMetrics, as a
// Prometheus server scrapes them; see ExpositionSamples for what becomes of labels, limits and times. Where that fails, collect() does:
// up is 0, and the verdict says why. The connection is kept from round to round.
class ScrapeProbe final : public Probe {
public:
    explicit ScrapeProbe(ScrapePlan plan);

    std::string_view name() const override { return "scrape"; }
    std::string_view job() const override { return m_plan.job; }
    metric::Labels labels() const override { return m_plan.rules.target; }
    metric::Result<void> collect(Source &source, const metric::Clock &clock, metric::BatchBuilder &batch) override;

private:
    metric::Result<void> refuse(metric::Reason reason, std::string message, const net::HttpExchange &exchange, metric::BatchBuilder &batch) const;
    std::string withoutSecrets(std::string text) const;

    const ScrapePlan m_plan;
    std::vector<std::string> m_secrets;
    net::HttpClient m_client{net::HttpClient::Connections::Kept};
    ExpositionSamples m_samples;
};

// Options, beside those of every HTTP check (user, password, bearer, authority_file, certificate_file, key_file, key_password,
// server_name, pinned_sha256, proxy, timeout in seconds): url; job; labels, lines name=value, given to every series, where instance is the URL
// if it is not said; params, lines name=value, added to the URL; honor_labels; follow_redirects; sample_limit, label_limit,
// label_name_length_limit, label_value_length_limit and body_limit (bytes), 0 for none; relabel, a list as metric_relabel_configs
// holds it.
metric::Result<std::unique_ptr<Probe>> makeScrapeProbe(const Options &options);

// OpenMetrics where the header Content-Type says so.
exposition::Format expositionFormatOf(std::string_view contentType);

} // namespace probes
