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

std::size_t LiveSeries::replace(metric::Batch &batch, std::size_t from, std::size_t to)
{
    const auto written = std::span(batch.samples).subspan(from, to - from);
    // Nearly always the same series in the same order.
    if (std::ranges::equal(m_series, written, {}, {}, &metric::Sample::labels))
        return 0;

    std::unordered_set<const metric::Labels *, ContentHash, ContentEqual> ended;
    ended.reserve(m_series.size());
    for (const auto &labels : m_series)
        ended.insert(labels.get());
    std::vector<metric::LabelsRef> now;
    now.reserve(written.size());
    std::size_t added = 0;
    for (const auto &sample : written) {
        added += ended.erase(sample.labels.get()) == 0 ? 1 : 0;
        now.push_back(sample.labels);
    }
    for (const auto &labels : m_series) {
        if (ended.contains(labels.get()))
            batch.samples.push_back({labels, metric::staleMarker()});
    }
    m_series = std::move(now);
    return added;
}

void LiveSeries::end(metric::Batch &batch)
{
    for (auto &labels : m_series)
        batch.samples.push_back({std::move(labels), metric::staleMarker()});
    m_series.clear();
}

} // namespace probes
