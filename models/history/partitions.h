#pragma once

#include "models/history/segment.h"
#include "models/history/tier.h"
#include "models/sqlite/database.h"

#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace history {

// A tier's segments of a day or more in a table of their own, so that the past is forgotten by dropping tables.
struct Partition {
    static constexpr SeriesId kAllBlocks = std::numeric_limits<SeriesId>::max();

    std::int64_t id = 0;
    std::size_t tier = kRaw;
    metric::Timestamp day;  // midnight UTC, when it begins
    metric::Timestamp from; // of what it holds
    metric::Timestamp to;
    // Of a raw one: the blocks below this number are in the roll-ups as they are here.
    SeriesId rolled = 0;

    bool isRolledUp() const { return rolled == kAllBlocks; }
    metric::Timestamp end() const { return day + kTiers[tier].length; }
    std::string table() const { return "segment_" + std::to_string(id); }
};

inline constexpr metric::Duration kPartitionLength = kTiers[kRaw].length;

// Which raw partition a time falls into.
inline metric::Timestamp dayOf(metric::Timestamp time) { return std::chrono::floor<std::chrono::days>(time); }

// One row of a partition: the chunks of one block over a span of time.
struct Segment {
    SeriesId block = 0;
    metric::Timestamp from;
    metric::Timestamp to;
    bool merged = false; // by the compaction, or written as large as it gets: not looked at again
    std::uint64_t points = 0;
    Bytes bytes;
};

// The partitions of the history, tier after tier, each in order of time. The writer changes them within its transactions, everybody reads list().
class Partitions {
public:
    using List = std::vector<Partition>;

    metric::Result<void> load(sqlite::Database &database);
    std::shared_ptr<const List> list() const;

    // Into the tier's partition of segment.from, created where it is missing; a raw one must then be rolled up anew from that
    // block on. REQUIRES: within a transaction; after a rollback load() again.
    metric::Result<void> add(sqlite::Database &database, const Segment &segment, std::size_t tier = kRaw);
    // Notes how far a raw partition is rolled up, in the file; readers hear of it by publishRolledUp(), once that is committed.
    metric::Result<void> setRolledUp(sqlite::Database &database, std::int64_t id, SeriesId blocks);
    void publishRolledUp() { publish(); }
    metric::Result<void> drop(sqlite::Database &database, std::int64_t id);

    // What a table of segments looks like, for migrations too.
    static std::string schemaOf(const Partition &partition);
    static constexpr const char *kSchema =
        "CREATE TABLE partition(id INTEGER PRIMARY KEY, tier INTEGER NOT NULL, day_ms INTEGER NOT NULL, from_ms INTEGER NOT NULL,"
        " to_ms INTEGER NOT NULL, rolled INTEGER NOT NULL, UNIQUE(tier, day_ms)) STRICT;";

private:
    metric::Result<Partition *> at(sqlite::Database &database, std::size_t tier, metric::Timestamp time);
    metric::Result<void> extend(sqlite::Database &database, Partition &partition, metric::Timestamp from, metric::Timestamp to);
    void publish();

    List m_partitions; // the writer's
    std::map<std::int64_t, sqlite::Statement> m_inserts;
    mutable std::mutex m_mutex;
    std::shared_ptr<const List> m_list = std::make_shared<const List>();
};

} // namespace history
