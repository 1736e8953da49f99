#include "models/history/compaction.h"

#include "models/series/chunk.h"

#include <fmt/format.h>

#include <map>

namespace history {

using metric::Result;

// One join: the first small segments of the block become one.
static Result<std::size_t> mergeOnce(sqlite::Database &database, Partitions &partitions, const Partition &partition, SeriesId block)
{
    auto transaction = sqlite::Transaction::begin(database);
    if (!transaction)
        return tl::unexpected(transaction.error());
    auto rows = database.prepare(fmt::format("SELECT id, from_ms, to_ms, chunks FROM {} WHERE merged=0 AND block={} ORDER BY id LIMIT {}",
                                             partition.table(), block, kMergeAtOnce));
    if (!rows)
        return tl::unexpected(rows.error());
    std::map<SeriesId, std::vector<metric::Point>> points;
    std::vector<std::int64_t> ids;
    Segment segment{block, metric::Timestamp::max(), metric::Timestamp::min(), true, 0, {}};
    while (true) {
        const auto row = rows->step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            break;
        ids.push_back(rows->integer(0));
        segment.from = std::min(segment.from, timeOf(rows->integer(1)));
        segment.to = std::max(segment.to, timeOf(rows->integer(2)));
        Result<void> decoded;
        auto unpacked = unpackSegment(asBytes(rows->blob(3)), [&](SeriesId id, ByteView chunk) {
            if (auto done = series::decodeChunk(chunk, {metric::Timestamp::min(), metric::Timestamp::max()}, points[id]); !done)
                decoded = tl::unexpected(done.error());
        });
        // What is damaged stays where it is, for whoever can still read a part of it.
        if (!unpacked || !decoded)
            return metric::fail(metric::ErrorCode::Corrupt, fmt::format("{}: damaged segment {}", partition.table(), ids.back()));
    }
    rows = sqlite::Statement();
    if (ids.size() < 2) {
        // Nothing to join it with: it is as large as it gets.
        for (const auto id : ids) {
            if (auto done = database.execute(fmt::format("UPDATE {} SET merged=1 WHERE id={}", partition.table(), id)); !done)
                return tl::unexpected(done.error());
        }
    } else {
        std::vector<SeriesChunk> chunks;
        for (auto &[id, all] : points) {
            series::normalise(all);
            segment.points += all.size();
            for (std::span<const metric::Point> rest = all; !rest.empty(); rest = rest.subspan(std::min(rest.size(), series::kMaxChunkPoints)))
                chunks.push_back({id, series::encodeChunk(rest.first(std::min(rest.size(), series::kMaxChunkPoints)))});
        }
        segment.bytes = packSegment(chunks);
        if (auto done = partitions.add(database, segment); !done)
            return tl::unexpected(done.error());
        for (const auto id : ids) {
            if (auto done = database.execute(fmt::format("DELETE FROM {} WHERE id={}", partition.table(), id)); !done)
                return tl::unexpected(done.error());
        }
    }
    if (auto done = transaction->commit(); !done)
        return tl::unexpected(done.error());
    return ids.size();
}

Result<std::size_t> mergeSegments(sqlite::Database &database, Partitions &partitions, const Partition &partition, int least)
{
    std::vector<std::pair<SeriesId, std::size_t>> blocks;
    {
        auto rows = database.prepare(fmt::format(
            "SELECT block, COUNT(*) FROM {0} INDEXED BY {0}_small WHERE merged=0 GROUP BY block HAVING COUNT(*)>={1}", partition.table(), least));
        if (!rows)
            return tl::unexpected(rows.error());
        while (true) {
            const auto row = rows->step();
            if (!row)
                return tl::unexpected(row.error());
            if (!*row)
                break;
            blocks.emplace_back(SeriesId(rows->integer(0)), std::size_t(rows->integer(1)));
        }
    }
    std::size_t merged = 0;
    for (auto &[block, count] : blocks) {
        while (count >= std::size_t(least)) {
            const auto done = mergeOnce(database, partitions, partition, block);
            if (!done)
                return tl::unexpected(done.error());
            if (*done == 0)
                break;
            merged += *done;
            count -= std::min(count, *done);
        }
    }
    return merged;
}

} // namespace history
