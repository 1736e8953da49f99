#include "models/items/operations.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

namespace items {
namespace {

// Which labels name an operation, in the order in which a name is read.
constexpr std::array kOperationLabels{
    "service", "grpc_service", "method", "http_method", "http_request_method", "grpc_method", "verb",    "handler",  "route", "http_route", "uri",
    "path",    "endpoint",     "url",    "view",        "operation",           "action",      "command", "job_name", "task",  "queue",      "topic"};
// How an operation ended.
constexpr std::array kOutcomeLabels{"code",      "status_code", "status", "http_status", "http_status_code", "http_response_status_code",
                                    "grpc_code", "outcome",     "result"};
constexpr std::string_view kFailed =
    "5..|5xx|SERVER_ERROR|(?i:error|failed|failure|exception|unknown|internal|unavailable|deadlineexceeded|deadline_exceeded|timeout)";

bool isOfTheRuntime(std::string_view name)
{
    static constexpr std::array kPrefixes{"go_",
                                          "jvm_",
                                          "nodejs_",
                                          "python_",
                                          "process_",
                                          "scrape_",
                                          "node_",
                                          "probe_",
                                          "vedette_",
                                          "pg_",
                                          "redis_",
                                          "elasticsearch_",
                                          "net_conntrack_",
                                          "prometheus_sd_",
                                          "prometheus_target_",
                                          "prometheus_tsdb_",
                                          "prometheus_rule_",
                                          "prometheus_engine_",
                                          "prometheus_remote_",
                                          "prometheus_notifications_",
                                          "prometheus_template_",
                                          "prometheus_web_"};
    return std::ranges::any_of(kPrefixes, [&](std::string_view prefix) { return name.starts_with(prefix); });
}

std::optional<double> scaleOf(std::string_view name)
{
    if (name.ends_with("_seconds") || name.ends_with("_duration") || name.ends_with("_latency"))
        return 1;
    if (name.ends_with("_milliseconds") || name.ends_with("_ms"))
        return 1e-3;
    if (name.ends_with("_microseconds") || name.ends_with("_us"))
        return 1e-6;
    return std::nullopt;
}

bool countsOperations(std::string_view name)
{
    static const RE2 kCounter(
        "(.*_)?(http|rpc|grpc|graphql|sql|db|api)?_?(requests?|calls|jobs|tasks|operations|queries|handled|messages_consumed|commands)_total");
    return RE2::FullMatch(re2::StringPiece(name.data(), name.size()), kCounter);
}

// What was seen of one name.
struct Seen {
    bool buckets = false, quantiles = false, sum = false;
    std::set<std::string, std::less<>> labels;
};

void takeLabels(Seen &seen, const metric::Labels &labels)
{
    for (const auto label : labels)
        seen.labels.emplace(label.name);
}

OperationFamily familyOf(OperationFamily::Kind kind, const std::string &name, const Seen &seen, double scale)
{
    OperationFamily family{kind, name, {}, {}, scale};
    for (const char *label : kOperationLabels) {
        if (seen.labels.contains(label))
            family.labels.emplace_back(label);
    }
    const auto outcome = std::ranges::find_if(kOutcomeLabels, [&](const char *label) { return seen.labels.contains(label); });
    if (outcome != kOutcomeLabels.end())
        family.outcome = *outcome;
    return family;
}

// "http_server_requests" of "http_server_requests_total", "http_request" of "http_request_duration_seconds": what they count.
std::string subjectOf(std::string_view name)
{
    for (const std::string_view end : {"_total", "_milliseconds", "_seconds", "_ms", "_duration", "_latency", "_handling", "_handled", "s"}) {
        if (name.ends_with(end))
            name.remove_suffix(end.size());
    }
    return std::string(name);
}

} // namespace

std::vector<OperationFamily> operationFamilies(std::span<const metric::LabelsRef> series)
{
    std::map<std::string, Seen, std::less<>> measured, counted;
    const auto of = [](auto &map, std::string_view name) -> Seen & { return map.try_emplace(std::string(name)).first->second; };
    for (const auto &labels : series) {
        const auto name = labels->metricName();
        if (isOfTheRuntime(name))
            continue;
        if (name.ends_with("_bucket") && labels->has("le")) {
            auto &seen = of(measured, name.substr(0, name.size() - 7));
            seen.buckets = true;
            takeLabels(seen, *labels);
        } else if (labels->has("quantile")) {
            auto &seen = of(measured, name);
            seen.quantiles = true;
            takeLabels(seen, *labels);
        } else if (name.ends_with("_sum")) {
            auto &seen = of(measured, name.substr(0, name.size() - 4));
            seen.sum = true;
            takeLabels(seen, *labels);
        } else if (name.ends_with("_total") && countsOperations(name)) {
            takeLabels(of(counted, name), *labels);
        }
    }
    std::vector<OperationFamily> families;
    std::set<std::string> subjects;
    for (const auto kind : {OperationFamily::Kind::Histogram, OperationFamily::Kind::Summary}) {
        for (const auto &[name, seen] : measured) {
            const auto scale = scaleOf(name);
            const bool fits = kind == OperationFamily::Kind::Histogram ? seen.buckets : !seen.buckets && (seen.quantiles || seen.sum);
            if (!scale || !fits)
                continue;
            families.push_back(familyOf(kind, name, seen, *scale));
            subjects.insert(subjectOf(name));
        }
    }
    for (const auto &[name, seen] : counted) {
        if (!subjects.contains(subjectOf(name)))
            families.push_back(familyOf(OperationFamily::Kind::Counter, name, seen, 1));
    }
    return families;
}

OperationQuestions questionsOf(const OperationFamily &family, metric::Duration window)
{
    const auto by = fmt::format("{}", fmt::join(family.labels, ", "));
    const auto range = fmt::format("[{}s]", std::max<std::int64_t>(1, window.count() / 1000));
    const bool counter = family.kind == OperationFamily::Kind::Counter;
    const auto counts = counter ? family.name : family.name + "_count";
    const auto perSecond = [&](const std::string &metric, const std::string &matchers = {}) {
        return fmt::format("sum by ({}) (rate({}{}{}))", by, metric, matchers, range);
    };
    OperationQuestions questions;
    questions.rate = perSecond(counts);
    questions.count = fmt::format("sum by ({}) (increase({}{}))", by, counts, range);
    if (!family.outcome.empty()) {
        const auto failed = perSecond(counts, fmt::format("{{{}=~\"{}\"}}", family.outcome, kFailed));
        questions.errors = fmt::format("({} or 0 * {}) / ({} > 0)", failed, questions.rate, questions.rate);
    }
    if (counter)
        return questions;
    const auto scaled = [&](const std::string &expression) {
        return family.scale == 1 ? expression : fmt::format("{} * {}", expression, family.scale);
    };
    questions.mean = scaled(fmt::format("{} / ({} > 0)", perSecond(family.name + "_sum"), questions.rate));
    const auto quantile = [&](double q) {
        if (family.kind == OperationFamily::Kind::Summary)
            return scaled(fmt::format("max by ({}) ({}{{quantile=\"{}\"}})", by, family.name, q));
        const auto buckets = fmt::format("sum by ({}{}le) (rate({}_bucket{}))", by, by.empty() ? "" : ", ", family.name, range);
        return scaled(fmt::format("histogram_quantile({}, {})", q, buckets));
    };
    questions.p50 = quantile(0.5);
    questions.p95 = quantile(0.95);
    questions.p99 = quantile(0.99);
    if (family.kind == OperationFamily::Kind::Histogram) {
        questions.least = quantile(0);
        questions.most = quantile(1);
    }
    return questions;
}

std::string operationName(const OperationFamily &family, const metric::Labels &labels)
{
    std::string name;
    for (const auto &label : family.labels) {
        if (const auto value = labels.get(label); !value.empty())
            name += (name.empty() ? "" : " ") + std::string(value);
    }
    return name.empty() ? family.name : name;
}

} // namespace items
