#pragma once

#include "models/series/column.h"
#include "models/series/reader.h"
#include "models/series/series_index.h"

#include <atomic>
#include <functional>
#include <shared_mutex>

namespace series {

// The recent past in memory: what charts, thresholds and tables ask for every second. Append and
// read from any thread.
class SeriesStore : public Reader {
public:
    // Points older than `keep` before the batch that came last are forgotten, and series without points with them.
    explicit SeriesStore(metric::Duration keep) : m_keep(keep) {}

    void append(const metric::Batch &batch);

    metric::Result<std::vector<Series>> select(std::span<const Matcher> matchers, TimeRange range, SelectHints hints = {}) const override;
    metric::Result<void> visit(std::span<const Matcher> matchers, TimeRange range, SelectHints hints, const SeriesVisitor &visitor) const override;
    metric::Result<std::vector<metric::LabelsRef>> series(std::span<const Matcher> matchers, TimeRange range) const override;
    metric::Result<std::shared_ptr<const metric::Table>> table(std::string_view instance, std::string_view name, metric::Timestamp time,
                                                               metric::Duration maxAge) const override;
    std::optional<std::uint64_t> generation() const override;
    // From the first batch on, as far as it is kept. (What an earlier run wrote for the same time, before a clock was set
    // back, is not known here.)
    metric::Timestamp completeSince() const override;

    std::size_t seriesCount() const;
    // Samples whose series had another value at that time already, since the start.
    std::uint64_t conflicts() const { return m_conflicts; }

private:
    struct Taken {
        std::string instance;
        std::shared_ptr<const metric::Table> table;
    };

    void keepTables(const metric::Batch &batch);
    void forget(TimeRange kept);

    const metric::Duration m_keep;
    std::atomic<std::uint64_t> m_conflicts = 0;
    std::atomic<std::uint64_t> m_generation = 0; // batches
    mutable std::shared_mutex m_mutex;
    SeriesIndex m_index;
    std::vector<Column> m_columns;                            // by slot
    std::vector<Taken> m_tables;                              // in the order they came
    std::vector<SeriesIndex::Slot> m_slots;                   // of the batch at hand
    metric::Timestamp m_complete = metric::Timestamp::max();  // since when nothing was forgotten
    metric::Timestamp m_latest = metric::Timestamp::min();    // of the batch that came last
    metric::Timestamp m_forgotten = metric::Timestamp::min(); // when forget() last ran
};

// The instance whose tables a batch brings: the label of its samples, the target's id where no sample has one.
std::string_view instanceOf(const metric::Batch &batch);

} // namespace series
