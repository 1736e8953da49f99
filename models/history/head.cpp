#include "models/history/head.h"

#include "models/series/chunk.h"

#include <algorithm>
#include <mutex>

namespace history {

std::size_t Head::append(const metric::Batch &batch)
{
    std::size_t refused = 0;
    const std::unique_lock lock(m_mutex);
    m_catalogue.slotsOf(batch, m_slots);
    for (std::size_t i = 0; i < m_slots.size(); ++i) {
        if (m_slots[i] >= m_columns.size())
            m_columns.resize(m_slots[i] + 1);
        if (m_columns[m_slots[i]].append({batch.time, batch.samples[i].value}) == series::Column::Taken::Refused)
            ++refused;
    }
    return refused;
}

void Head::clear()
{
    const std::unique_lock lock(m_mutex);
    m_columns.clear();
}

bool Head::read(series::SeriesIndex::Slot slot, series::TimeRange range, std::vector<metric::Point> &points) const
{
    points.clear();
    if (slot < m_columns.size())
        m_columns[slot].read(range, points);
    series::normalise(points);
    return !points.empty();
}

std::vector<series::Series> Head::select(std::span<const series::Matcher> matchers, series::TimeRange range) const
{
    std::vector<series::Series> found;
    const std::shared_lock lock(m_mutex);
    std::vector<metric::Point> points;
    for (auto &[slot, labels] : m_catalogue.slots(matchers)) {
        if (read(slot, range, points))
            found.push_back({std::move(labels), points});
    }
    return found;
}

bool Head::reachesInto(series::SeriesIndex::Slot slot, series::TimeRange range) const
{
    const std::shared_lock lock(m_mutex);
    return slot < m_columns.size() && m_columns[slot].reachesInto(range);
}

void Head::visit(const std::function<void(const KnownSeries &, std::span<const metric::Point>)> &visitor) const
{
    const std::shared_lock lock(m_mutex);
    std::vector<std::pair<SeriesId, series::SeriesIndex::Slot>> order;
    for (series::SeriesIndex::Slot slot = 0; slot < m_columns.size(); ++slot) {
        if (!m_columns[slot].empty())
            order.emplace_back(m_catalogue.seriesAt(slot).id, slot);
    }
    std::ranges::sort(order);
    std::vector<metric::Point> points;
    for (const auto &[id, slot] : order) {
        if (read(slot, {metric::Timestamp::min(), metric::Timestamp::max()}, points))
            visitor(m_catalogue.seriesAt(slot), points);
    }
}

} // namespace history
