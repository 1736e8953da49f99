#pragma once

#include "models/history/catalogue.h"
#include "models/series/column.h"
#include "models/series/reader.h"

#include <functional>
#include <shared_mutex>
#include <vector>

namespace history {

// What is in the journal and not sealed yet, in memory. Which series these are the catalogue knows. The writer changes it, any
// thread reads.
class Head {
public:
    // REQUIRES: the catalogue outlives this, and removes no series that has points here.
    explicit Head(Catalogue &catalogue) : m_catalogue(catalogue) {}

    // Returns how many of its samples were refused: their series had another value at that time already.
    std::size_t append(const metric::Batch &batch);
    void clear();

    // As series::Reader::select.
    std::vector<series::Series> select(std::span<const series::Matcher> matchers, series::TimeRange range) const;

    bool reachesInto(series::SeriesIndex::Slot slot, series::TimeRange range) const;

    // Every series that has points, in ascending order of their numbers, one after the other without building them all at once.
    void visit(const std::function<void(const KnownSeries &, std::span<const metric::Point>)> &visitor) const;

private:
    bool read(series::SeriesIndex::Slot slot, series::TimeRange range, std::vector<metric::Point> &points) const;

    Catalogue &m_catalogue;
    mutable std::shared_mutex m_mutex;
    std::vector<series::Column> m_columns;          // by the catalogue's slots
    std::vector<series::SeriesIndex::Slot> m_slots; // of the batch at hand
};

} // namespace history
