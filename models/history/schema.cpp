#include "models/history/schema.h"

#include "models/history/partitions.h"
#include "models/series/chunk.h"

#include <array>

namespace history {

using metric::Result;

// Times are milliseconds since the Unix epoch.
static constexpr const char *kFirst = R"(
CREATE TABLE series(id INTEGER PRIMARY KEY, labels BLOB NOT NULL, seen_ms INTEGER NOT NULL) STRICT;
CREATE TABLE journal(id INTEGER PRIMARY KEY, entry BLOB NOT NULL) STRICT;
CREATE TABLE segment(id INTEGER PRIMARY KEY, block INTEGER NOT NULL, from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL, chunks BLOB NOT NULL) STRICT;
CREATE INDEX segment_by_block ON segment(block, to_ms, from_ms);
CREATE TABLE snapshot(id INTEGER PRIMARY KEY, time_ms INTEGER NOT NULL, name TEXT NOT NULL, instance TEXT NOT NULL, content BLOB NOT NULL) STRICT;
CREATE INDEX snapshot_by_time ON snapshot(time_ms);
)";

static Result<void> createFirst(sqlite::Database &database) { return database.execute(kFirst); }

// One table of segments becomes one a day; what is told of metrics, and how far an import came, get a place. What stands in
// the old table is taken along by tiers(), which knows partitions as they are today.
static Result<void> partition(sqlite::Database &database)
{
    return database.execute("CREATE TABLE partition(id INTEGER PRIMARY KEY, day_ms INTEGER NOT NULL UNIQUE, from_ms INTEGER NOT NULL,"
                            " to_ms INTEGER NOT NULL) STRICT;"
                            "CREATE TABLE metadata(name TEXT PRIMARY KEY, type TEXT NOT NULL, help TEXT NOT NULL, unit TEXT NOT NULL) STRICT;"
                            "CREATE TABLE import(file TEXT PRIMARY KEY, done_bytes INTEGER NOT NULL, line INTEGER NOT NULL) STRICT;");
}

// Tables that are packed as what differs from an earlier one.
static Result<void> snapshotBases(sqlite::Database &database)
{
    return database.execute("ALTER TABLE snapshot ADD COLUMN base INTEGER;"
                            "CREATE INDEX snapshot_by_base ON snapshot(base) WHERE base IS NOT NULL;");
}

// A partition is of a tier, and knows how far it is rolled up: those from before, not at all.
static Result<void> tiers(sqlite::Database &database)
{
    if (auto done = database.execute(std::string("ALTER TABLE partition RENAME TO former;") + Partitions::kSchema +
                                     "INSERT INTO partition SELECT id, 0, day_ms, from_ms, to_ms, 0 FROM former; DROP TABLE former;");
        !done)
        return done;
    {
        auto first = database.prepare("SELECT 1 FROM sqlite_master WHERE name='segment'");
        if (!first)
            return tl::unexpected(first.error());
        const auto row = first->step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return {};
    }
    Partitions partitions;
    auto old = database.prepare("SELECT block, from_ms, to_ms, chunks FROM segment ORDER BY id");
    if (!old)
        return tl::unexpected(old.error());
    while (true) {
        const auto row = old->step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            break;
        Segment segment{SeriesId(old->integer(0)), timeOf(old->integer(1)), timeOf(old->integer(2)), false, 0, Bytes(asBytes(old->blob(3)))};
        // What is damaged is taken along as it is; verify finds it.
        (void)unpackSegment(segment.bytes, [&](SeriesId, ByteView chunk) { segment.points += series::pointsIn(chunk); });
        if (auto done = partitions.add(database, segment); !done)
            return done;
    }
    old = sqlite::Statement();
    return database.execute("DROP TABLE segment");
}

// Step n brings version n to n + 1.
static constexpr std::array<Result<void> (*)(sqlite::Database &), kSchemaVersion> kSteps{createFirst, partition, snapshotBases, tiers};

Result<void> bringUpToDate(sqlite::Database &database, int version)
{
    if (version == kSchemaVersion)
        return {};
    auto transaction = sqlite::Transaction::begin(database);
    if (!transaction)
        return tl::unexpected(transaction.error());
    for (; version < kSchemaVersion; ++version) {
        if (auto done = kSteps[std::size_t(version)](database); !done)
            return done;
    }
    if (auto done = database.setUserVersion(kSchemaVersion); !done)
        return done;
    return transaction->commit();
}

} // namespace history
