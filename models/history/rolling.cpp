#include "models/history/rolling.h"

#include "models/history/rollup.h"
#include "models/series/chunk.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace history {

using metric::Result;

namespace {

using Range = series::TimeRange;

// What one tier gets: the rolled-up series of the block.
using Rollups = std::map<SeriesId, Rollup>;

Range rangeOf(const Partition &raw) { return {raw.day, raw.end() - metric::Duration(1)}; }

Result<std::optional<SeriesId>> nextBlock(sqlite::Database &database, const Partition &raw)
{
    auto row = database.prepare(fmt::format("SELECT MIN(block) FROM {} WHERE block>={}", raw.table(), raw.rolled));
    if (!row)
        return tl::unexpected(row.error());
    if (const auto found = row->step(); !found)
        return tl::unexpected(found.error());
    if (row->isNull(0))
        return std::nullopt;
    return SeriesId(row->integer(0));
}

Result<void> forSegments(sqlite::Database &database, const std::string &table, SeriesId block, Range range,
                         const std::function<void(ByteView)> &visitor)
{
    auto rows = database.prepare("SELECT chunks FROM " + table + " WHERE block=?1 AND to_ms>=?2 AND from_ms<=?3 ORDER BY from_ms, id");
    if (!rows)
        return tl::unexpected(rows.error());
    rows->bind(1, std::int64_t(block)).bind(2, milliseconds(range.from)).bind(3, milliseconds(range.to));
    while (true) {
        const auto row = rows->step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return {};
        visitor(asBytes(rows->blob(0)));
    }
}

// The chunks stay packed until their series' turn: of a block and day at one point a second the points alone would be 88 MB.
Result<std::map<SeriesId, std::vector<Bytes>>> chunksOf(sqlite::Database &database, const Partitions::List &partitions, SeriesId block, Range range)
{
    std::map<SeriesId, std::vector<Bytes>> chunks;
    for (const auto &partition : partitions) {
        // A neighbour may reach into it: the first schema knew no days.
        if (partition.tier != kRaw || partition.to < range.from || partition.from > range.to)
            continue;
        // What is damaged stays a gap.
        auto read = forSegments(database, partition.table(), block, range, [&](ByteView segment) {
            (void)unpackSegment(segment, [&](SeriesId id, ByteView chunk) { chunks[id].emplace_back(chunk); });
        });
        if (!read)
            return tl::unexpected(read.error());
    }
    return chunks;
}

Result<void> addFormer(sqlite::Database &database, const Partitions::List &partitions, std::size_t tier, SeriesId block, Range range,
                       Rollups &rollups)
{
    for (const auto &partition : partitions) {
        if (partition.tier != tier || partition.to < range.from || partition.from > range.to)
            continue;
        auto read = forSegments(database, partition.table(), block, range, [&](ByteView segment) {
            (void)unpackRollups(
                segment, range, std::nullopt, [](SeriesId) { return true; },
                [&](SeriesId id, const Rollup &former) { addMissing(rollups[id], former, kTiers[tier].step); });
        });
        if (!read)
            return read;
    }
    return {};
}

// In place of what the tier has of the block and that time.
Result<void> replace(sqlite::Database &database, Partitions &partitions, std::size_t tier, SeriesId block, Range range, const Rollups &rollups)
{
    const auto list = partitions.list();
    for (const auto &partition : *list) {
        if (partition.tier != tier || partition.to < range.from || partition.from > range.to)
            continue;
        auto removed = database.execute(fmt::format("DELETE FROM {} WHERE block={} AND to_ms>={} AND from_ms<={}", partition.table(), block,
                                                    milliseconds(range.from), milliseconds(range.to)));
        if (!removed)
            return removed;
    }
    if (rollups.empty())
        return {};
    Segment segment{block, metric::Timestamp::max(), metric::Timestamp::min(), true, 0, {}};
    std::vector<SeriesChunk> chunks;
    for (const auto &[id, rollup] : rollups) {
        const auto &times = rollup.parts[Rollup::Last];
        segment.from = std::min(segment.from, times.front().time);
        segment.to = std::max(segment.to, times.back().time);
        segment.points += rollup.size();
        addChunks(chunks, id, rollup);
    }
    segment.bytes = packSegment(chunks);
    return partitions.add(database, segment, tier);
}

using ByTier = std::array<Rollups, kTiers.size()>;

// Without a block: there is none left.
Result<void> store(sqlite::Database &database, Partitions &partitions, const Partition &raw, std::optional<SeriesId> block, const ByTier &rollups)
{
    auto transaction = sqlite::Transaction::begin(database);
    if (!transaction)
        return tl::unexpected(transaction.error());
    for (std::size_t tier = kRaw + 1; block && tier < kTiers.size(); ++tier) {
        if (auto replaced = replace(database, partitions, tier, *block, rangeOf(raw), rollups[tier]); !replaced)
            return replaced;
    }
    if (auto noted = partitions.setRolledUp(database, raw.id, block ? *block + 1 : Partition::kAllBlocks); !noted)
        return noted;
    return transaction->commit();
}

} // namespace

std::optional<Partition> nextToRollUp(const Partitions::List &partitions, metric::Timestamp end)
{
    const auto found = std::ranges::find_if(partitions, [&](const Partition &p) { return p.tier == kRaw && p.day < end && !p.isRolledUp(); });
    return found == partitions.end() ? std::nullopt : std::optional(*found);
}

Result<void> rollUpBlock(sqlite::Database &database, Partitions &partitions, const Partition &raw)
{
    const auto list = partitions.list(); // held: a change replaces it
    const auto range = rangeOf(raw);
    const auto block = nextBlock(database, raw);
    if (!block)
        return tl::unexpected(block.error());
    ByTier rollups;
    if (*block) {
        const auto chunks = chunksOf(database, *list, **block, range);
        if (!chunks)
            return tl::unexpected(chunks.error());
        std::vector<metric::Point> points;
        for (const auto &[id, packed] : *chunks) {
            points.clear();
            for (const auto &chunk : packed)
                (void)series::decodeChunk(chunk, range, points);
            if (points.empty())
                continue;
            series::normalise(points);
            for (std::size_t tier = kRaw + 1; tier < kTiers.size(); ++tier)
                rollups[tier][id] = rollUp(points, kTiers[tier].step);
        }
        for (std::size_t tier = kRaw + 1; tier < kTiers.size(); ++tier) {
            if (auto added = addFormer(database, *list, tier, **block, range, rollups[tier]); !added)
                return added;
        }
    }

    if (auto stored = store(database, partitions, raw, *block, rollups); !stored) {
        (void)partitions.load(database); // what was rolled back is not there
        return stored;
    }
    partitions.publishRolledUp();
    return {};
}

Result<void> rollUpAll(sqlite::Database &database, Partitions &partitions, metric::Timestamp end)
{
    while (const auto next = nextToRollUp(*partitions.list(), end)) {
        if (auto done = rollUpBlock(database, partitions, *next); !done)
            return done;
    }
    return {};
}

} // namespace history
