#include "models/history/writer.h"

#include "models/history/compaction.h"
#include "models/history/rolling.h"
#include "models/series/chunk.h"
#include "models/series/series_store.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace history {

using metric::ErrorCode;
using metric::Result;
using metric::Timestamp;

// Once an hour, at five minutes a segment.
static constexpr int kSealsPerDrop = 12;

Result<std::unique_ptr<Writer>> Writer::open(const HistoryFile &file, Archive &archive, const Options &options)
{
    auto database = file.open();
    if (!database)
        return tl::unexpected(database.error());
    std::unique_ptr<Writer> writer(new Writer(std::move(*database), file, archive, options));
    auto opened = writer->prepare();
    if (opened)
        opened = writer->loadSeries();
    if (opened)
        opened = writer->replayJournal();
    if (!opened) {
        // A table or a column that is not there: as damaged as a page that is not.
        auto error = opened.error();
        if (error.code == ErrorCode::InvalidArgument || error.code == ErrorCode::Malformed)
            error.code = ErrorCode::Corrupt;
        return tl::unexpected(std::move(error));
    }
    return writer;
}

Result<void> Writer::openReadOnly(const HistoryFile &file, Archive &archive)
{
    auto database = file.openReadOnly();
    if (!database)
        return tl::unexpected(database.error());
    Writer reader(std::move(*database), file, archive, {});
    if (auto loaded = reader.loadSeries(); !loaded)
        return loaded;
    return reader.replayJournal();
}

Result<void> Writer::prepare()
{
    const std::pair<sqlite::Statement *, std::string_view> all[] = {
        {&m_statements.addSeries, "INSERT INTO series(id, labels, seen_ms) VALUES(?, ?, ?)"},
        {&m_statements.addEntry, "INSERT INTO journal(entry) VALUES(?)"},
        {&m_statements.sawSeries, "UPDATE series SET seen_ms=? WHERE id=?"},
    };
    for (const auto &[statement, sql] : all) {
        auto prepared = m_database.prepare(sql);
        if (!prepared)
            return tl::unexpected(prepared.error());
        *statement = std::move(*prepared);
    }
    if (auto prepared = m_metadata.prepare(m_database); !prepared)
        return prepared;
    return m_snapshots.prepare(m_database);
}

Result<void> Writer::loadSeries()
{
    if (auto loaded = loadCatalogue(m_database, m_archive.catalogue); !loaded)
        return loaded;
    auto &partitions = m_archive.partitions;
    if (auto loaded = partitions.load(m_database); !loaded)
        return loaded;
    const auto partitionList = partitions.list(); // held: a change replaces it
    for (const auto &partition : *partitionList)
        m_archive.sealedUntil = std::max(m_archive.sealedUntil.load(), partition.to);
    return {};
}

Result<void> Writer::replayJournal()
{
    auto entries = m_database.prepare("SELECT entry FROM journal ORDER BY id");
    if (!entries)
        return tl::unexpected(entries.error());
    std::unordered_map<SeriesId, metric::LabelsRef> labels;
    for (auto &known : m_archive.catalogue.select({}))
        labels.emplace(known.id, std::move(known.labels));

    struct Replayed {
        metric::Batch batch;
        std::vector<std::size_t> places; // of its samples in the stream
    };
    std::unordered_map<std::uint64_t, Replayed> streams; // an entry mostly has the series of the one before
    JournalReader reader;
    while (true) {
        const auto row = entries->step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return {};
        const auto entry = reader.read(asBytes(entries->blob(0)));
        if (!entry) {
            ++m_lostEntries;
            continue;
        }
        const auto &stream = reader.stream(*entry);
        auto &[batch, places] = streams[entry->stream];
        if (entry->newLayout) {
            batch.target = std::to_string(entry->stream);
            batch.samples.clear();
            places.clear();
            for (std::size_t i = 0; i < stream.ids.size(); ++i) {
                if (const auto known = labels.find(stream.ids[i]); known != labels.end()) {
                    batch.samples.push_back({known->second, 0});
                    places.push_back(i);
                }
            }
        }
        batch.time = entry->time;
        for (std::size_t i = 0; i < places.size(); ++i)
            batch.samples[i].value = std::bit_cast<double>(stream.values[places[i]]);
        m_archive.head.append(batch);
        m_streams = std::max<std::size_t>(1, reader.streams());
        m_entries.add(batch.time);
    }
}

void Writer::Entries::add(Timestamp time)
{
    from = count == 0 ? time : std::min(from, time);
    to = count == 0 ? time : std::max(to, time);
    ++count;
}

// A segment lies in one day, and must not reach too far in time: after a pause, or where a clock was set, a new one begins.
bool Writer::Entries::canTake(Timestamp time) const
{
    return count == 0 || (dayOf(from) == dayOf(time) && std::max(to, time) - std::min(from, time) <= kLongestSegment);
}

Result<std::size_t> Writer::write(std::span<const metric::BatchRef> batches)
{
    if (!m_entries.canTake(batches.front()->time)) {
        if (auto sealed = seal(); !sealed) {
            noteDamage(sealed.error());
            return tl::unexpected(sealed.error());
        }
    }
    auto stored = store(batches);
    if (!stored) {
        // The entries did not reach the disk, so the next one must not build on them.
        m_journal.reset();
        m_snapshots.reset();
        noteDamage(stored.error());
        return stored;
    }
    m_archive.catalogue.saved(batches[*stored - 1]->time);
    for (const auto &batch : batches.first(*stored)) {
        m_conflicts += m_archive.head.append(*batch);
        m_entries.add(batch->time);
    }
    m_streams = std::max(m_streams, m_journal.streams());
    if (m_entries.count < m_options.batchesPerSegment * int(m_streams))
        return stored;
    // They are safe already; a seal that fails is tried again after the next ones.
    const auto sealed = seal();
    m_sealError = sealed ? std::string() : sealed.error().message;
    if (!sealed)
        noteDamage(sealed.error());
    return stored;
}

void Writer::noteDamage(const metric::Error &error) const
{
    if (error.code == ErrorCode::Corrupt)
        m_file.suspect();
}

// Those that wait together share a transaction: one wait for the disk serves them all.
Result<std::size_t> Writer::store(std::span<const metric::BatchRef> batches)
{
    auto transaction = sqlite::Transaction::begin(m_database);
    if (!transaction)
        return tl::unexpected(transaction.error());
    m_seriesAdded = 0;
    auto entries = m_entries;
    std::size_t count = 0;
    for (; count < batches.size(); ++count) {
        const auto &batch = *batches[count];
        const bool full = entries.count >= m_options.batchesPerSegment * int(std::max(m_streams, m_journal.streams()));
        if (count > 0 && (full || !entries.canTake(batch.time)))
            break;
        if (auto done = store(batch); !done)
            return tl::unexpected(done.error());
        entries.add(batch.time);
    }
    if (auto done = transaction->commit(); !done)
        return tl::unexpected(done.error());
    return count;
}

Result<void> Writer::store(const metric::Batch &batch)
{
    auto &catalogue = m_archive.catalogue;
    catalogue.idsOf(batch, m_ids);
    for (const auto &series : catalogue.unsaved(m_seriesAdded)) {
        const auto labels = packLabels(*series.labels);
        m_statements.addSeries.bind(1, std::int64_t(series.id)).bind(2, asBlob(labels)).bind(3, milliseconds(batch.time));
        if (auto done = m_statements.addSeries.run(); !done)
            return done;
        ++m_seriesAdded;
    }
    const auto entry = m_journal.entry(batch, m_ids);
    if (auto done = m_statements.addEntry.bind(1, asBlob(entry)).run(); !done)
        return done;
    if (batch.metadata) {
        if (auto done = m_metadata.store(*batch.metadata); !done)
            return done;
    }
    const std::string instance(series::instanceOf(batch));
    for (const auto &table : batch.tables) {
        if (auto done = m_snapshots.add(m_database, instance, *table); !done)
            return done;
    }
    return {};
}

Result<void> Writer::seal()
{
    auto sealed = storeSegments();
    if (!sealed) {
        // What was rolled back is not there.
        (void)m_archive.partitions.load(m_database);
        return sealed;
    }
    const auto now = m_entries.to;
    m_archive.sealedUntil = std::max(m_archive.sealedUntil.load(), now);
    m_archive.head.clear();
    m_journal.reset();
    m_entries = {};
    m_streams = 1;
    if (auto merged = merge(now); !merged)
        return merged;
    // Rows may be others now under the same numbers; and what nobody asked for meanwhile is given back.
    m_archive.unpackedSegments.clear();
    m_toRollUp = dayOf(now);
    if (--m_untilDrop > 0)
        return {};
    m_untilDrop = kSealsPerDrop;
    auto dropped = dropOld(now);
    if (!dropped)
        (void)m_archive.partitions.load(m_database); // what was rolled back is there again
    return dropped;
}

// Of today, when there is enough to join; of the days before, whatever is left over.
Result<void> Writer::merge(Timestamp now)
{
    const auto list = m_archive.partitions.list();
    const auto today = dayOf(now);
    for (const auto &partition : *list) {
        if (partition.tier != kRaw || partition.day + 2 * kPartitionLength < today || partition.day > today)
            continue;
        const auto merged = mergeSegments(m_database, m_archive.partitions, partition, partition.day == today ? kMergeAtOnce : 1);
        if (!merged) {
            (void)m_archive.partitions.load(m_database);
            return tl::unexpected(merged.error());
        }
    }
    return {};
}

Result<void> Writer::storeSegments()
{
    auto transaction = sqlite::Transaction::begin(m_database);
    if (!transaction)
        return tl::unexpected(transaction.error());
    // Block by block: the chunks of all series together would be as large as the head.
    Segment segment{0, m_entries.from, m_entries.to, false, 0, {}};
    std::vector<SeriesChunk> chunks;
    Result<void> stored;
    const auto storeBlock = [&] {
        if (chunks.empty() || !stored)
            return;
        segment.bytes = packSegment(chunks);
        stored = m_archive.partitions.add(m_database, segment);
        chunks.clear();
        segment.points = 0;
    };
    std::vector<std::pair<metric::LabelsRef, Timestamp>> seen;
    m_archive.head.visit([&](const KnownSeries &known, std::span<const metric::Point> points) {
        if (points.back().time - m_archive.catalogue.seen(*known.labels) >= kSeenSlack)
            seen.emplace_back(known.labels, points.back().time);
        if (blockOf(known.id) != segment.block)
            storeBlock();
        segment.block = blockOf(known.id);
        segment.points += points.size();
        for (; !points.empty(); points = points.subspan(std::min(points.size(), series::kMaxChunkPoints)))
            chunks.push_back({known.id, series::encodeChunk(points.first(std::min(points.size(), series::kMaxChunkPoints)))});
    });
    storeBlock();
    if (!stored)
        return stored;
    for (const auto &[labels, time] : seen) {
        m_statements.sawSeries.bind(1, milliseconds(time)).bind(2, std::int64_t(m_archive.catalogue.idOf(*labels)));
        if (auto done = m_statements.sawSeries.run(); !done)
            return done;
    }
    if (auto done = m_database.execute("DELETE FROM journal"); !done)
        return done;
    if (auto done = transaction->commit(); !done)
        return done;
    for (const auto &[labels, time] : seen)
        m_archive.catalogue.setSeen(*labels, time);
    return {};
}

// Pages that are free are used again before the file grows, so they do not count.
Result<std::uint64_t> Writer::bytesInUse()
{
    std::uint64_t pages[3] = {};
    const char *const names[] = {"page_count", "freelist_count", "page_size"};
    for (std::size_t i = 0; i < 3; ++i) {
        auto pragma = m_database.prepare(std::string("PRAGMA ") + names[i]);
        if (!pragma)
            return tl::unexpected(pragma.error());
        if (const auto row = pragma->step(); !row)
            return tl::unexpected(row.error());
        pages[i] = std::uint64_t(pragma->integer(0));
    }
    return (pages[0] - pages[1]) * pages[2];
}

Result<void> Writer::dropPartition(std::int64_t id)
{
    auto transaction = sqlite::Transaction::begin(m_database);
    if (!transaction)
        return tl::unexpected(transaction.error());
    if (auto done = m_archive.partitions.drop(m_database, id); !done)
        return done;
    return transaction->commit();
}

// The oldest days go until the rest fits, then the oldest roll-ups; today stays whatever it takes.
Result<void> Writer::dropOldestUntilItFits()
{
    while (true) {
        const auto bytes = bytesInUse();
        if (!bytes)
            return tl::unexpected(bytes.error());
        const auto list = m_archive.partitions.list();
        const auto rollups = std::ranges::find_if(*list, [](const Partition &partition) { return partition.tier != kRaw; });
        const auto oldest = rollups - list->begin() > 1 ? list->begin() : rollups;
        if (*bytes <= m_options.maxBytes || oldest == list->end())
            return {};
        if (oldest->tier == kRaw) {
            if (auto done = rollUpAll(m_database, m_archive.partitions, oldest->end()); !done)
                return done;
        }
        if (auto done = dropPartition(oldest->id); !done)
            return done;
    }
}

Result<void> Writer::dropOld(Timestamp now)
{
    auto kept = m_options.retention;
    std::partial_sum(kept.begin(), kept.end(), kept.begin(), [](auto finer, auto coarser) { return std::max(finer, coarser); });
    if (auto done = rollUpAll(m_database, m_archive.partitions, dayOf(now - kept[kRaw])); !done)
        return done;
    const auto partitionList = m_archive.partitions.list(); // held: a change replaces it
    for (const auto &partition : *partitionList) {
        if (partition.end() > now - kept[partition.tier])
            continue;
        if (auto done = dropPartition(partition.id); !done)
            return done;
    }
    if (auto done = dropOldestUntilItFits(); !done)
        return done;
    if (auto done = SnapshotWriter::dropBefore(m_database, now - kept[kRaw]); !done)
        return done;
    return forgetUnused(now);
}

// A series goes when nothing reaches back to when it was last seen.
Result<void> Writer::forgetUnused(Timestamp now)
{
    const auto partitionList = m_archive.partitions.list(); // held: a change replaces it
    auto oldest = now;
    for (const auto &partition : *partitionList)
        oldest = std::min(oldest, partition.from);
    const auto unused = oldest - kSeenSlack;
    if (auto done = m_database.execute("DELETE FROM series WHERE seen_ms<" + std::to_string(milliseconds(unused))); !done)
        return done;
    m_archive.catalogue.removeSeenBefore(unused);
    return {};
}

void Writer::rollUpSome()
{
    if (!m_toRollUp)
        return;
    const auto next = nextToRollUp(*m_archive.partitions.list(), *m_toRollUp);
    const auto done = next ? rollUpBlock(m_database, m_archive.partitions, *next) : Result<void>();
    if (next && done)
        return;
    m_toRollUp.reset(); // until more is sealed
    if (!done) {
        m_sealError = done.error().message;
        noteDamage(done.error());
    }
}

} // namespace history
