#include "models/history/catalogue.h"

#include <algorithm>
#include <limits>
#include <mutex>

namespace history {

using series::SeriesIndex;

void Catalogue::grow()
{
    // A number of zero: this slot has none yet.
    if (m_entries.size() < m_index.slotEnd())
        m_entries.resize(m_index.slotEnd());
}

void Catalogue::load(SeriesId id, metric::LabelsRef labels, metric::Timestamp seen)
{
    const std::unique_lock lock(m_mutex);
    const auto slot = m_index.findOrAdd(labels);
    grow();
    m_entries[slot] = {id, seen};
    m_next = std::max(m_next, id + 1);
}

std::pair<SeriesId, bool> Catalogue::add(const metric::LabelsRef &labels)
{
    const std::unique_lock lock(m_mutex);
    const auto slot = m_index.findOrAdd(labels);
    grow();
    auto &entry = m_entries[slot];
    const bool isNew = entry.id == 0;
    if (isNew)
        entry.id = m_next++;
    return {entry.id, isNew};
}

void Catalogue::idsOf(const metric::Batch &batch, std::vector<SeriesId> &ids)
{
    const std::unique_lock lock(m_mutex);
    m_index.slotsOf(batch, m_slots);
    grow();
    ids.clear();
    ids.reserve(m_slots.size());
    for (const auto slot : m_slots) {
        auto &entry = m_entries[slot];
        if (entry.id == 0) {
            entry.id = m_next++;
            m_unsaved.push_back(slot);
        }
        ids.push_back(entry.id);
    }
}

std::vector<KnownSeries> Catalogue::unsaved(std::size_t skip) const
{
    const std::shared_lock lock(m_mutex);
    std::vector<KnownSeries> series;
    for (std::size_t i = skip; i < m_unsaved.size(); ++i)
        series.push_back({m_entries[m_unsaved[i]].id, m_index.labels(m_unsaved[i])});
    return series;
}

void Catalogue::saved(metric::Timestamp seen)
{
    const std::unique_lock lock(m_mutex);
    for (const auto slot : m_unsaved)
        m_entries[slot].seen = seen;
    m_unsaved.clear();
}

std::vector<KnownSeries> Catalogue::select(std::span<const series::Matcher> matchers) const
{
    std::vector<KnownSeries> found;
    {
        const std::shared_lock lock(m_mutex);
        for (const auto slot : m_index.select(matchers))
            found.push_back({m_entries[slot].id, m_index.labels(slot)});
    }
    std::sort(found.begin(), found.end(), [](const KnownSeries &a, const KnownSeries &b) { return a.id < b.id; });
    return found;
}

void Catalogue::slotsOf(const metric::Batch &batch, std::vector<SeriesIndex::Slot> &slots)
{
    const std::unique_lock lock(m_mutex);
    m_index.slotsOf(batch, slots);
    grow();
}

std::vector<std::pair<SeriesIndex::Slot, metric::LabelsRef>> Catalogue::slots(std::span<const series::Matcher> matchers) const
{
    const std::shared_lock lock(m_mutex);
    std::vector<std::pair<SeriesIndex::Slot, metric::LabelsRef>> found;
    for (const auto slot : m_index.select(matchers))
        found.emplace_back(slot, m_index.labels(slot));
    return found;
}

KnownSeries Catalogue::seriesAt(SeriesIndex::Slot slot) const
{
    const std::shared_lock lock(m_mutex);
    return {m_entries[slot].id, m_index.labels(slot)};
}

metric::Timestamp Catalogue::seenAt(SeriesIndex::Slot slot) const
{
    const std::shared_lock lock(m_mutex);
    return m_entries[slot].seen;
}

SeriesId Catalogue::idOf(const metric::Labels &labels) const
{
    const std::shared_lock lock(m_mutex);
    return m_entries[m_index.find(labels)].id;
}

bool Catalogue::knows(const metric::Labels &labels) const
{
    const std::shared_lock lock(m_mutex);
    return m_index.find(labels) != SeriesIndex::kNone;
}

metric::Timestamp Catalogue::seen(const metric::Labels &labels) const
{
    const std::shared_lock lock(m_mutex);
    return m_entries[m_index.find(labels)].seen;
}

void Catalogue::setSeen(const metric::Labels &labels, metric::Timestamp seen)
{
    const std::unique_lock lock(m_mutex);
    m_entries[m_index.find(labels)].seen = seen;
}

void Catalogue::removeSeenBefore(metric::Timestamp time)
{
    const std::unique_lock lock(m_mutex);
    std::vector<SeriesIndex::Slot> gone;
    for (SeriesIndex::Slot slot = 0; slot < m_index.slotEnd(); ++slot) {
        if (m_index.labels(slot) && m_entries[slot].seen < time && std::find(m_unsaved.begin(), m_unsaved.end(), slot) == m_unsaved.end()) {
            gone.push_back(slot);
            m_entries[slot] = {};
        }
    }
    m_index.remove(gone);
}

std::size_t Catalogue::size() const
{
    const std::shared_lock lock(m_mutex);
    return m_index.size();
}

metric::Result<void> loadCatalogue(sqlite::Database &database, Catalogue &catalogue)
{
    auto series = database.prepare("SELECT id, labels, seen_ms FROM series");
    if (!series)
        return tl::unexpected(series.error());
    while (true) {
        const auto row = series->step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return {};
        auto labels = unpackLabels(asBytes(series->blob(1)));
        const auto id = series->integer(0);
        if (!labels || id <= 0 || id >= std::numeric_limits<SeriesId>::max())
            return metric::fail(metric::ErrorCode::Corrupt, "damaged series " + std::to_string(id));
        catalogue.load(SeriesId(id), std::make_shared<const metric::Labels>(std::move(*labels)), timeOf(series->integer(2)));
    }
}

} // namespace history
