#pragma once

#include "models/history/packing.h"

#include <map>
#include <string>
#include <utility>

namespace history {

// Tables of the past: one row of `snapshot` per moment. Most of a list of processes is what it was ten seconds ago, so only a
// key moment now and then stands on its own, and those after it are packed as what differs from it (its row is their `base`).

// The writer's side, used within its transactions.
class SnapshotWriter {
public:
    // Tables of one name and instance are kept at most every `interval`.
    explicit SnapshotWriter(metric::Duration interval) : m_interval(interval) {}

    metric::Result<void> prepare(sqlite::Database &database);
    metric::Result<void> add(sqlite::Database &database, const std::string &instance, const metric::Table &table);
    // Drops what was taken before a time; moments that need a key moment from before it go with it.
    static metric::Result<void> dropBefore(sqlite::Database &database, metric::Timestamp time);
    // After a rollback: what was added is not there.
    void reset() { m_streams.clear(); }

private:
    struct Stream {
        metric::Timestamp last = metric::Timestamp::min();
        std::int64_t key = 0; // row
        Bytes keyBytes;
        int sinceKey = 0;
    };
    const metric::Duration m_interval;
    sqlite::Statement m_insert;
    std::map<std::pair<std::string, std::string>, Stream> m_streams; // by instance and name
};

// Columns for SELECT ... FROM kSnapshotRows that unpackSnapshot() takes, from position `at` on.
inline constexpr const char *kSnapshotContent = "s.content, s.base, b.content";
inline constexpr const char *kSnapshotRows = "snapshot s LEFT JOIN snapshot b ON b.id=s.base";
metric::Result<metric::Table> unpackSnapshot(const sqlite::Statement &row, int at);

} // namespace history
