#include "app/api/metrics_text.h"

#include "models/exposition/number.h"
#include "models/exposition/open_metrics_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace api {

using metric::MetricType;

namespace {

// So that families stand together, and in them what OpenMetrics wants together.
void sortByFamily(std::vector<Newest> &samples, exposition::MetricFamilies &families)
{
    std::erase_if(samples, [](const Newest &sample) { return sample.labels->metricName().empty(); });
    struct Place {
        std::string family;
        MetricType type;
        std::string metric;
        const Newest *sample;
    };
    std::vector<Place> places;
    for (const auto &sample : samples) {
        const auto &family = families.familyOf(sample.labels->metricName());
        places.push_back({family.name, family.type, exposition::MetricFamilies::metricOf(family, *sample.labels), &sample});
    }
    std::ranges::sort(places, [](const Place &a, const Place &b) {
        return std::tie(a.family, a.type, a.metric, *a.sample->labels) < std::tie(b.family, b.type, b.metric, *b.sample->labels);
    });
    std::vector<Newest> sorted;
    for (const auto &place : places)
        sorted.push_back(*place.sample);
    samples = std::move(sorted);
}

std::string plainName(std::string_view name, bool ofMetric)
{
    std::string plain(name);
    for (std::size_t i = 0; i < plain.size(); ++i) {
        const char c = plain[i];
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (ofMetric && c == ':');
        if (!letter && (i == 0 || !exposition::isDigit(c)))
            plain[i] = '_';
    }
    return plain;
}

void appendLabels(std::string &out, const metric::Labels &labels)
{
    char before = '{';
    for (const auto label : labels) {
        if (label.name == metric::kMetricName)
            continue;
        out += before;
        before = ',';
        out += plainName(label.name, false);
        out += "=\"";
        for (const char c : label.value) {
            if (c == '"' || c == '\\')
                (out += '\\') += c;
            else if (c == '\n')
                out += "\\n";
            else
                out += c;
        }
        out += '"';
    }
    if (before == ',')
        out += '}';
}

const char *typeWord(MetricType type)
{
    switch (type) {
    case MetricType::Counter: return "counter";
    case MetricType::Gauge:
    case MetricType::StateSet:
    case MetricType::Info: return "gauge";
    case MetricType::Histogram: return "histogram";
    case MetricType::Summary: return "summary";
    case MetricType::Unknown:
    case MetricType::GaugeHistogram: break;
    }
    return "untyped";
}

} // namespace

std::string prometheusText(std::vector<Newest> samples, std::span<const metric::Metadata> told, bool times)
{
    exposition::MetricFamilies families(told);
    sortByFamily(samples, families);
    std::string out;
    std::string typed;
    for (const auto &sample : samples) {
        const auto sampleName = sample.labels->metricName();
        const auto &family = families.familyOf(sampleName);
        const bool whole = family.type == MetricType::Histogram || family.type == MetricType::Summary;
        if (auto name = plainName(whole ? std::string_view(family.name) : sampleName, true); name != typed) {
            out += fmt::format("# TYPE {} {}\n", name, typeWord(family.type));
            typed = std::move(name);
        }
        out += plainName(sampleName, true);
        appendLabels(out, *sample.labels);
        fmt::format_to(std::back_inserter(out), " {}", exposition::textOf(sample.point.value));
        if (times)
            fmt::format_to(std::back_inserter(out), " {}", sample.point.time.time_since_epoch().count());
        out += '\n';
    }
    return out;
}

std::string openMetricsText(std::vector<Newest> samples, std::span<const metric::Metadata> told)
{
    exposition::MetricFamilies families(told);
    sortByFamily(samples, families);
    std::string out;
    exposition::FamilyCheck check(families);
    exposition::OpenMetricsWriter writer(families, [&out](std::string_view lines) { out += lines; });
    // Twice: only the samples show whether they are what was told of them.
    for (auto *stream : {static_cast<exposition::FamilyStream *>(&check), static_cast<exposition::FamilyStream *>(&writer)}) {
        for (const auto &sample : samples)
            stream->add(sample.labels, {&sample.point, 1});
        stream->finish();
        if (stream == &check)
            sortByFamily(samples, families);
    }
    return out;
}

} // namespace api
