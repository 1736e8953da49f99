#pragma once

#include "models/metric/clock.h"
#include "models/metric/labels.h"

#include <cstdint>
#include <optional>
#include <string>

namespace exposition {

enum class Format {
    Prometheus,  // the text format 0.0.4, read as leniently about blanks as the Prometheus server does
    OpenMetrics, // 1.0, read strictly
};

// Dense, from 0, per parser: the same series has the same number for the parser's life.
using SeriesNumber = std::uint32_t;

enum class MetricType { Unknown, Counter, Gauge, Histogram, GaugeHistogram, Summary, StateSet, Info };

// What the lines "# HELP", "# TYPE" and "# UNIT" say of one metric. The name is as it stands there: in OpenMetrics a counter's is
// without _total.
struct Metadata {
    std::string name;
    MetricType type = MetricType::Unknown;
    std::string help; // unescaped
    std::string unit; // OpenMetrics only
};

// Who listens to a TextParser; called from within feed() and finish(), on their thread.
class Sink {
public:
    virtual ~Sink();

    // Once per series, before its first sample. The metric's name is the label __name__.
    virtual void series(SeriesNumber number, const metric::Labels &labels) = 0;
    // A sample without a time was taken when it was asked for.
    virtual void sample(SeriesNumber number, double value, std::optional<metric::Timestamp> time) = 0;
    // Once per block of lines about one metric, before the samples that follow it.
    virtual void metadata(const Metadata &) {}
};

} // namespace exposition
