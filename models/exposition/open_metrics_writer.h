#pragma once

#include "models/exposition/family_stream.h"

#include <functional>

namespace exposition {

// Writes series as OpenMetrics 1.0 with times, each family with what is known of it. What it writes is read by TextParser, and by
// Prometheus, as the points it was given; staleness markers alone are lost. REQUIRES: a FamilyCheck has seen the same series.
// https://prometheus.io/docs/specs/om/open_metrics_spec
class OpenMetricsWriter final : public FamilyStream {
public:
    // `out` takes whole lines.
    OpenMetricsWriter(MetricFamilies &families, std::function<void(std::string_view)> out) : FamilyStream(families), m_out(std::move(out)) {}

private:
    void beginFamily(const metric::Metadata &family) override;
    void tell(SeriesNumber number, const metric::Labels &labels, std::span<const metric::Point> points) override;
    void end() override;

    std::function<void(std::string_view)> m_out;
    std::vector<std::string> m_series; // of the family, by number: as they are written
    std::string m_lines;
};

} // namespace exposition
