#include "probes/runner/live_series.h"

#include <algorithm>
#include <unordered_set>

namespace probes {

namespace {

struct ContentHash {
    std::size_t operator()(const metric::Labels *labels) const { return std::size_t(labels->hash()); }
};
struct ContentEqual {
    bool operator()(const metric::Labels *a, const metric::Labels *b) const { return a == b || *a == *b; }
};

} // namespace

void LiveSeries::replace(metric::Batch &batch, std::size_t from, std::size_t to)
{
    const auto written = std::span(batch.samples).subspan(from, to - from);
    // Nearly always the same series in the same order.
    if (std::ranges::equal(m_series, written, {}, {}, &metric::Sample::labels))
        return;

    std::unordered_set<const metric::Labels *, ContentHash, ContentEqual> alive;
    std::vector<metric::LabelsRef> now;
    alive.reserve(written.size());
    now.reserve(written.size());
    for (const auto &sample : written) {
        alive.insert(sample.labels.get());
        now.push_back(sample.labels);
    }
    for (const auto &labels : m_series) {
        if (!alive.contains(labels.get()))
            batch.samples.push_back({labels, metric::staleMarker()});
    }
    m_series = std::move(now);
}

void LiveSeries::end(metric::Batch &batch)
{
    for (auto &labels : m_series)
        batch.samples.push_back({std::move(labels), metric::staleMarker()});
    m_series.clear();
}

} // namespace probes
