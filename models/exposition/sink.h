#pragma once

#include "models/metric/clock.h"
#include "models/metric/labels.h"
#include "models/metric/metadata.h"

#include <cstdint>
#include <optional>

namespace exposition {

enum class Format {
    Prometheus,  // the text format 0.0.4, read as leniently about blanks as the Prometheus server does
    OpenMetrics, // 1.0, read strictly
};

// Dense, from 0, per parser: the same series has the same number for the parser's life.
using SeriesNumber = std::uint32_t;

// What the lines "# HELP", "# TYPE" and "# UNIT" say of one metric.
using metric::Metadata;
using metric::MetricType;

// Who listens to a TextParser; called from within feed() and finish(), on their thread.
class Sink {
public:
    virtual ~Sink();

    // Once per series and parser, before its first sample. The metric's name is the label __name__.
    virtual void series(SeriesNumber number, const metric::Labels &labels) = 0;
    // A sample without a time was taken when it was asked for.
    virtual void sample(SeriesNumber number, double value, std::optional<metric::Timestamp> time) = 0;
    // Once per block of lines about one metric, before the samples that follow it.
    virtual void metadata(const Metadata &) {}
};

} // namespace exposition
