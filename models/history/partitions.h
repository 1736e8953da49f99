#pragma once

#include "models/history/segment.h"
#include "models/sqlite/database.h"

#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace history {

// A day of segments in a table of its own, so that the past is forgotten by dropping tables.
struct Partition {
    std::int64_t id = 0;
    metric::Timestamp day;  // midnight UTC
    metric::Timestamp from; // of what it holds
    metric::Timestamp to;

    std::string table() const { return "segment_" + std::to_string(id); }
};

inline constexpr metric::Duration kPartitionLength = std::chrono::hours(24);

// Which partition a time falls into.
inline metric::Timestamp dayOf(metric::Timestamp time) { return std::chrono::floor<std::chrono::days>(time); }

// One row of a partition: the chunks of one block over a span of time.
struct Segment {
    SeriesId block = 0;
    metric::Timestamp from;
    metric::Timestamp to;
    bool merged = false; // by the compaction: not looked at again
    std::uint64_t points = 0;
    Bytes bytes;
};

// The partitions of the history, in order of their days. The writer changes them within its transactions, everybody reads list().
class Partitions {
public:
    using List = std::vector<Partition>;

    metric::Result<void> load(sqlite::Database &database);
    std::shared_ptr<const List> list() const;

    // Into the partition of segment.from, created where it is missing. REQUIRES: within a transaction; after a rollback load() again.
    metric::Result<void> add(sqlite::Database &database, const Segment &segment);
    metric::Result<void> drop(sqlite::Database &database, std::int64_t id);

    // What a table of segments looks like, for migrations too.
    static std::string schemaOf(const Partition &partition);
    static constexpr const char *kSchema = "CREATE TABLE partition(id INTEGER PRIMARY KEY, day_ms INTEGER NOT NULL UNIQUE, from_ms INTEGER NOT NULL,"
                                           " to_ms INTEGER NOT NULL) STRICT;";

private:
    metric::Result<Partition *> at(sqlite::Database &database, metric::Timestamp time);
    metric::Result<void> extend(sqlite::Database &database, Partition &partition, metric::Timestamp from, metric::Timestamp to);
    void publish();

    List m_partitions; // the writer's
    std::map<std::int64_t, sqlite::Statement> m_inserts;
    mutable std::mutex m_mutex;
    std::shared_ptr<const List> m_list = std::make_shared<const List>();
};

} // namespace history
