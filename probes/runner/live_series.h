#pragma once

#include "models/metric/batch.h"

#include <span>
#include <vector>

namespace probes {

// The series that somebody counts as alive, because one probe wrote them the last time it ran. Ends each of them once, with a
// staleness marker, when the probe no longer writes it: without that a vanished device would go on at its last value.
class LiveSeries {
public:
    // The probe wrote these; markers for those that it wrote before and does no longer are appended to `batch`.
    // `from`, `to`: the range of batch.samples that the probe wrote. Answers how many of them it did not write before.
    std::size_t replace(metric::Batch &batch, std::size_t from, std::size_t to);

    // All end.
    void end(metric::Batch &batch);

    bool empty() const { return m_series.empty(); }

private:
    std::vector<metric::LabelsRef> m_series;
};

} // namespace probes
