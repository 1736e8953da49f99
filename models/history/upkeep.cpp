#include "models/history/upkeep.h"

#include "models/history/catalogue.h"
#include "models/history/compaction.h"
#include "models/history/history_file.h"
#include "models/history/snapshots.h"
#include "models/series/chunk.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>

namespace history {

using metric::ErrorCode;
using metric::Result;

namespace {

constexpr series::TimeRange kAlways{metric::Timestamp::min(), metric::Timestamp::max()};

// The columns of the first row, as numbers.
Result<std::vector<std::uint64_t>> numbers(sqlite::Database &database, const std::string &sql, int columns)
{
    auto statement = database.prepare(sql);
    if (!statement)
        return tl::unexpected(statement.error());
    if (const auto row = statement->step(); !row)
        return tl::unexpected(row.error());
    std::vector<std::uint64_t> values;
    for (int i = 0; i < columns; ++i)
        values.push_back(std::uint64_t(statement->integer(i)));
    return values;
}

// Calls `each` for every row.
Result<void> forRows(sqlite::Database &database, const std::string &sql, const std::function<Result<void>(sqlite::Statement &)> &each)
{
    auto statement = database.prepare(sql);
    if (!statement)
        return tl::unexpected(statement.error());
    while (true) {
        const auto row = statement->step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return {};
        if (auto done = each(*statement); !done)
            return done;
    }
}

// What is wrong with a segment; nothing where it is whole.
std::optional<std::string> faultOf(ByteView segment, Verdict &verdict)
{
    std::optional<std::string> fault;
    std::vector<metric::Point> points;
    const auto unpacked = unpackSegment(segment, [&](SeriesId, ByteView chunk) {
        points.clear();
        if (const auto decoded = series::decodeChunk(chunk, kAlways, points); !decoded)
            fault = decoded.error().message;
        ++verdict.chunks;
        verdict.points += points.size();
    });
    return unpacked ? fault : unpacked.error().message;
}

} // namespace

Result<FileStats> statsOf(const std::filesystem::path &dir, std::size_t topMetrics)
{
    const HistoryFile file(dir);
    auto database = file.openReadOnly();
    if (!database)
        return tl::unexpected(database.error());
    FileStats stats;
    stats.bytes = file.bytes();
    Partitions partitions;
    if (auto loaded = partitions.load(*database); !loaded)
        return tl::unexpected(loaded.error());
    for (const auto &tier : kTiers)
        stats.tiers.push_back({tier.name});
    const auto partitionList = partitions.list(); // held: a change replaces it
    for (const auto &partition : *partitionList) {
        const auto sums = numbers(*database, "SELECT COUNT(*), TOTAL(points), TOTAL(LENGTH(chunks)) FROM " + partition.table(), 3);
        if (!sums)
            return tl::unexpected(sums.error());
        auto &tier = stats.tiers[partition.tier];
        ++tier.partitions;
        tier.points += (*sums)[1];
        tier.bytes += (*sums)[2];
        tier.from = std::min(tier.from, partition.from);
        tier.to = std::max(tier.to, partition.to);
        if (partition.tier != kRaw)
            continue;
        stats.segments += (*sums)[0];
        stats.samples += (*sums)[1];
        stats.segmentBytes += (*sums)[2];
        stats.days.push_back({partition.day, (*sums)[1], (*sums)[2]});
    }
    const auto free = numbers(*database, "SELECT f.freelist_count * p.page_size FROM pragma_freelist_count f, pragma_page_size p", 1);
    const auto journal = numbers(*database, "SELECT COUNT(*) FROM journal", 1);
    const auto tables = numbers(*database, "SELECT COUNT(*), TOTAL(LENGTH(content)) FROM snapshot", 2);
    for (const auto *result : {&free, &journal, &tables}) {
        if (!*result)
            return tl::unexpected(result->error());
    }
    stats.freeBytes = (*free)[0];
    stats.journalEntries = (*journal)[0];
    stats.tables = (*tables)[0];
    stats.tableBytes = (*tables)[1];

    Catalogue catalogue;
    if (auto loaded = loadCatalogue(*database, catalogue); !loaded)
        return tl::unexpected(loaded.error());
    std::map<std::string, std::uint64_t, std::less<>> perMetric;
    for (const auto &series : catalogue.select({})) {
        ++stats.series;
        ++perMetric[std::string(series.labels->metricName())];
    }
    stats.topMetrics.assign(perMetric.begin(), perMetric.end());
    std::ranges::stable_sort(stats.topMetrics, std::greater<>(), &std::pair<std::string, std::uint64_t>::second);
    stats.topMetrics.resize(std::min(stats.topMetrics.size(), topMetrics));
    return stats;
}

Result<Verdict> verify(const std::filesystem::path &dir)
{
    const HistoryFile file(dir);
    auto database = file.openReadOnly();
    if (!database)
        return tl::unexpected(database.error());
    Verdict verdict;
    const auto note = [&](const std::string &where, const std::string &what) { verdict.faults.push_back(where + ": " + what); };
    const auto walked = [&](const std::string &where, const Result<void> &done) {
        if (!done)
            note(where, done.error().message);
    };
    walked("file", forRows(*database, "PRAGMA integrity_check(20)", [&](sqlite::Statement &row) -> Result<void> {
               if (row.text(0) != "ok")
                   note("file", std::string(row.text(0)));
               return {};
           }));
    Catalogue catalogue;
    walked("series", loadCatalogue(*database, catalogue));
    Partitions partitions;
    walked("partitions", partitions.load(*database));
    const auto partitionList = partitions.list(); // held: a change replaces it
    for (const auto &partition : *partitionList) {
        walked(partition.table(), forRows(*database, "SELECT id, chunks FROM " + partition.table(), [&](sqlite::Statement &row) -> Result<void> {
                   ++verdict.segments;
                   if (const auto fault = faultOf(asBytes(row.blob(1)), verdict))
                       note(fmt::format("{}, row {}", partition.table(), row.integer(0)), *fault);
                   return {};
               }));
    }
    JournalReader journal;
    walked("journal", forRows(*database, "SELECT id, entry FROM journal ORDER BY id", [&](sqlite::Statement &row) -> Result<void> {
               ++verdict.journalEntries;
               if (const auto entry = journal.read(asBytes(row.blob(1))); !entry)
                   note(fmt::format("journal, row {}", row.integer(0)), entry.error().message);
               return {};
           }));
    walked("tables",
           forRows(*database, fmt::format("SELECT s.id, {} FROM {}", kSnapshotContent, kSnapshotRows), [&](sqlite::Statement &row) -> Result<void> {
               ++verdict.tables;
               if (const auto table = unpackSnapshot(row, 1); !table)
                   note(fmt::format("tables, row {}", row.integer(0)), table.error().message);
               return {};
           }));
    return verdict;
}

Result<std::pair<std::uint64_t, std::uint64_t>> compact(const std::filesystem::path &dir)
{
    const HistoryFile file(dir);
    if (auto there = file.openReadOnly(); !there)
        return tl::unexpected(there.error());
    auto database = file.open();
    if (!database)
        return tl::unexpected(database.error());
    const auto before = file.bytes();
    Partitions partitions;
    if (auto loaded = partitions.load(*database); !loaded)
        return tl::unexpected(loaded.error());
    const auto partitionList = partitions.list(); // held: a change replaces it
    for (const auto &partition : *partitionList) {
        if (auto merged = mergeSegments(*database, partitions, partition, 2); !merged)
            return tl::unexpected(merged.error());
    }
    if (auto done = database->execute("VACUUM"); !done)
        return tl::unexpected(done.error());
    if (auto done = database->execute("PRAGMA wal_checkpoint(TRUNCATE)"); !done)
        return tl::unexpected(done.error());
    return std::pair(before, file.bytes());
}

} // namespace history
