#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace metric {

enum class MetricType : std::uint8_t { Unknown, Counter, Gauge, Histogram, GaugeHistogram, Summary, StateSet, Info };

// As OpenMetrics writes it: "counter", "gaugehistogram".
std::string_view wordOf(MetricType type);
// nullopt where there is no such type.
std::optional<MetricType> metricTypeOf(std::string_view word);

// What is told of one metric beside its samples. The name is as whoever told it writes it: a counter's is without _total in
// OpenMetrics and mostly with it in the Prometheus text format.
struct Metadata {
    std::string name;
    MetricType type = MetricType::Unknown;
    std::string help; // plain text
    std::string unit; // "seconds", "bytes"; empty where nobody said

    friend bool operator==(const Metadata &, const Metadata &) = default;
};

} // namespace metric
