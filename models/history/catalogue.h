#pragma once

#include "models/history/journal.h"
#include "models/series/series_index.h"

#include <shared_mutex>

namespace history {

struct KnownSeries {
    SeriesId id;
    metric::LabelsRef labels;
};

// When a series was last seen is written down this coarsely, and it is kept that much longer.
inline constexpr metric::Duration kSeenSlack = std::chrono::hours(24);

// Which series the history knows, and under which numbers. The writer adds and removes, any thread asks.
class Catalogue {
public:
    // As it stands on disk. `seen` is roughly when the series last had a point.
    void load(SeriesId id, metric::LabelsRef labels, metric::Timestamp seen);

    // The number of one series; true where it is new. It does not wait in unsaved().
    std::pair<SeriesId, bool> add(const metric::LabelsRef &labels);

    // The numbers of a batch's series, new ones given where needed. New series wait in unsaved() until saved() is called.
    void idsOf(const metric::Batch &batch, std::vector<SeriesId> &ids);
    // But for the first `skip` of them.
    std::vector<KnownSeries> unsaved(std::size_t skip = 0) const;
    void saved(metric::Timestamp seen);

    // In ascending order of ids.
    std::vector<KnownSeries> select(std::span<const series::Matcher> matchers) const;
    // By their places in memory, for who keeps something beside each series. A place is given to another series once its own
    // was removed. REQUIRES: series and places that are known.
    void slotsOf(const metric::Batch &batch, std::vector<series::SeriesIndex::Slot> &slots);
    std::vector<std::pair<series::SeriesIndex::Slot, metric::LabelsRef>> slots(std::span<const series::Matcher> matchers) const;
    KnownSeries seriesAt(series::SeriesIndex::Slot slot) const;
    metric::Timestamp seenAt(series::SeriesIndex::Slot slot) const;
    // REQUIRES: the series is known.
    SeriesId idOf(const metric::Labels &labels) const;
    bool knows(const metric::Labels &labels) const;

    metric::Timestamp seen(const metric::Labels &labels) const;
    void setSeen(const metric::Labels &labels, metric::Timestamp seen);
    void removeSeenBefore(metric::Timestamp time);

    std::size_t size() const;

private:
    struct Entry {
        SeriesId id = 0;
        metric::Timestamp seen;
    };
    void grow();

    mutable std::shared_mutex m_mutex;
    series::SeriesIndex m_index;
    std::vector<Entry> m_entries; // by slot
    std::vector<series::SeriesIndex::Slot> m_unsaved;
    std::vector<series::SeriesIndex::Slot> m_slots; // of the batch at hand
    SeriesId m_next = 1;
};

// As the table of series has it. Corrupt for rows that are none.
metric::Result<void> loadCatalogue(sqlite::Database &database, Catalogue &catalogue);

} // namespace history
