#include "models/series/series_store.h"

#include "models/series/chunk.h"

#include <algorithm>
#include <mutex>

namespace series {

using metric::Timestamp;

// Tables are large and every few seconds in the history; memory answers for now only.
static constexpr int kTablesPerName = 3;
// Forgetting walks over all series, so not with every batch.
static constexpr auto kForgetInterval = std::chrono::seconds(30);

std::string_view instanceOf(const metric::Batch &batch)
{
    for (const auto &sample : batch.samples) {
        if (const auto instance = sample.labels->get("instance"); !instance.empty())
            return instance;
    }
    return batch.target;
}

void SeriesStore::append(const metric::Batch &batch)
{
    const std::unique_lock lock(m_mutex);
    ++m_generation;
    m_latest = batch.time;
    if (m_complete == Timestamp::max())
        m_complete = batch.time;
    m_index.slotsOf(batch, m_slots);
    if (m_columns.size() < m_index.slotEnd())
        m_columns.resize(m_index.slotEnd());
    for (std::size_t i = 0; i < m_slots.size(); ++i) {
        if (m_columns[m_slots[i]].append({batch.time, batch.samples[i].value}) == Column::Taken::Refused)
            ++m_conflicts;
    }
    keepTables(batch);
    // Either way: a clock that was set back must not keep everything for ever.
    if (m_forgotten == Timestamp::min())
        m_forgotten = batch.time;
    if (std::chrono::abs(batch.time - m_forgotten) >= kForgetInterval) {
        m_forgotten = batch.time;
        forget({batch.time - m_keep, batch.time + m_keep});
    }
}

void SeriesStore::keepTables(const metric::Batch &batch)
{
    if (batch.tables.empty())
        return;
    const std::string instance(instanceOf(batch));
    for (const auto &table : batch.tables) {
        const auto same = [&](const Taken &taken) { return taken.table->name == table->name && taken.instance == instance; };
        if (std::count_if(m_tables.begin(), m_tables.end(), same) >= kTablesPerName)
            m_tables.erase(std::find_if(m_tables.begin(), m_tables.end(), same));
        m_tables.push_back({instance, table});
    }
}

void SeriesStore::forget(TimeRange kept)
{
    // Complete only after everything that was ever forgotten, wherever a clock that was set put it.
    m_complete = std::max(m_complete, kept.from);
    const auto out = [&](Timestamp from, Timestamp to) {
        if (from > kept.to)
            m_complete = std::max(m_complete, to + metric::Duration(1));
        return to < kept.from || from > kept.to;
    };
    std::vector<SeriesIndex::Slot> gone;
    for (SeriesIndex::Slot slot = 0; slot < m_index.slotEnd(); ++slot) {
        if (!m_index.labels(slot))
            continue;
        auto &column = m_columns[slot];
        column.forget(out);
        if (column.empty()) {
            gone.push_back(slot);
        }
    }
    m_index.remove(gone);
    std::erase_if(m_tables, [&](const Taken &taken) { return out(taken.table->time, taken.table->time); });
}

metric::Result<std::vector<Series>> SeriesStore::select(std::span<const Matcher> matchers, TimeRange range, SelectHints hints) const
{
    std::vector<Series> found;
    const std::shared_lock lock(m_mutex);
    for (const auto slot : m_index.select(matchers)) {
        Series series{m_index.labels(slot), {}};
        m_columns[slot].read(range, series.points, hints);
        normalise(series.points);
        if (!series.points.empty())
            found.push_back(std::move(series));
    }
    return found;
}

metric::Result<void> SeriesStore::visit(std::span<const Matcher> matchers, TimeRange range, SelectHints hints, const SeriesVisitor &visitor) const
{
    struct Found {
        SeriesIndex::Slot slot;
        metric::LabelsRef labels;
    };
    std::vector<Found> found;
    {
        const std::shared_lock lock(m_mutex);
        for (const auto slot : m_index.select(matchers))
            found.push_back({slot, m_index.labels(slot)});
    }
    // A few at a time, so that who appends need not wait for the visitor.
    constexpr std::size_t kAtOnce = 32;
    std::vector<metric::Point> points[kAtOnce];
    for (std::size_t at = 0; at < found.size(); at += kAtOnce) {
        const auto count = std::min(kAtOnce, found.size() - at);
        {
            const std::shared_lock lock(m_mutex);
            for (std::size_t i = 0; i < count; ++i) {
                points[i].clear();
                const auto &[slot, labels] = found[at + i];
                if (m_index.labels(slot) != labels)
                    continue; // forgotten meanwhile
                m_columns[slot].read(range, points[i], hints);
            }
        }
        for (std::size_t i = 0; i < count; ++i) {
            normalise(points[i]);
            if (!points[i].empty() && !visitor(found[at + i].labels, points[i]))
                return {};
        }
    }
    return {};
}

metric::Result<std::vector<metric::LabelsRef>> SeriesStore::series(std::span<const Matcher> matchers, TimeRange range) const
{
    std::vector<metric::LabelsRef> found;
    const std::shared_lock lock(m_mutex);
    for (const auto slot : m_index.select(matchers)) {
        if (m_columns[slot].reachesInto(range))
            found.push_back(m_index.labels(slot));
    }
    return found;
}

metric::Result<std::shared_ptr<const metric::Table>> SeriesStore::table(std::string_view instance, std::string_view name, Timestamp time,
                                                                        metric::Duration maxAge) const
{
    const std::shared_lock lock(m_mutex);
    std::shared_ptr<const metric::Table> newest;
    for (const auto &taken : m_tables) {
        const auto &table = taken.table;
        const bool asked =
            table->name == name && (instance.empty() || taken.instance == instance) && table->time <= time && table->time >= time - maxAge;
        if (asked && (!newest || table->time > newest->time))
            newest = table;
    }
    if (!newest)
        return metric::fail(metric::ErrorCode::NotFound, "no table \"" + std::string(name) + "\" in memory for that time");
    return newest;
}

std::optional<std::uint64_t> SeriesStore::generation() const
{
    const auto generation = m_generation.load();
    return generation == 0 ? std::nullopt : std::optional(generation);
}

Timestamp SeriesStore::completeSince() const
{
    const std::shared_lock lock(m_mutex);
    return m_complete == Timestamp::max() ? m_complete : std::max(m_complete, m_latest - m_keep);
}

std::size_t SeriesStore::seriesCount() const
{
    const std::shared_lock lock(m_mutex);
    return m_index.size();
}

} // namespace series
