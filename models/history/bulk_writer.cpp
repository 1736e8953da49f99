#include "models/history/bulk_writer.h"

#include "models/history/history_file.h"
#include "models/history/metadata_table.h"
#include "models/history/rolling.h"
#include "models/series/chunk.h"

#include <algorithm>
#include <map>
#include <span>

namespace history {

using metric::Point;
using metric::Result;
using metric::Timestamp;

// Long enough to compress well, short enough that a look at an hour does not unpack a week.
static constexpr std::size_t kChunkPoints = 8640;

Result<std::unique_ptr<BulkWriter>> BulkWriter::open(const std::filesystem::path &dir)
{
    auto database = HistoryFile(dir).open();
    if (!database)
        return tl::unexpected(database.error());
    std::unique_ptr<BulkWriter> writer(new BulkWriter(std::move(*database)));
    if (auto loaded = loadCatalogue(writer->m_database, writer->m_catalogue); !loaded)
        return tl::unexpected(loaded.error());
    if (auto loaded = writer->m_partitions.load(writer->m_database); !loaded)
        return tl::unexpected(loaded.error());
    writer->m_thread = std::jthread([raw = writer.get()](const std::stop_token &stop) { raw->run(stop); });
    return writer;
}

BulkWriter::~BulkWriter() = default;

SeriesId BulkWriter::series(const metric::LabelsRef &labels)
{
    const auto [id, isNew] = m_catalogue.add(labels);
    if (isNew)
        m_newSeries.push_back({id, labels});
    return id;
}

Result<void> BulkWriter::waitForWorker()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return !m_part && !m_busy; });
    return m_result;
}

Result<void> BulkWriter::write(const Progress &progress)
{
    if (auto before = waitForWorker(); !before)
        return before;
    {
        const std::lock_guard lock(m_mutex);
        m_part = Part{std::exchange(m_filling, {}), std::exchange(m_newSeries, {}), std::exchange(m_metadata, {}), progress};
    }
    m_changed.notify_all();
    m_filling.reserve(kWrittenAtOnce + kWrittenAtOnce / 8);
    return {};
}

Result<void> BulkWriter::finish(const std::string &source)
{
    if (auto written = waitForWorker(); !written)
        return written;
    // The newest day may go on, and is rolled up when it is over. What is older than raw points are kept then stays as roll-ups.
    const auto list = m_partitions.list();
    const auto rollups = std::ranges::find_if(*list, [](const Partition &partition) { return partition.tier != kRaw; });
    if (rollups != list->begin()) {
        if (auto rolled = rollUpAll(m_database, m_partitions, std::prev(rollups)->day); !rolled)
            return rolled;
    }
    auto forget = m_database.prepare("DELETE FROM import WHERE file=?");
    if (!forget)
        return tl::unexpected(forget.error());
    return forget->bind(1, source).run();
}

std::optional<BulkWriter::Progress> BulkWriter::progressOf(const std::string &source)
{
    auto row = m_database.prepare("SELECT done_bytes, line FROM import WHERE file=?");
    if (!row)
        return std::nullopt;
    const auto found = row->bind(1, source).step();
    if (!found || !*found)
        return std::nullopt;
    return Progress{source, std::uint64_t(row->integer(0)), std::uint64_t(row->integer(1))};
}

void BulkWriter::run(const std::stop_token &stop)
{
    while (true) {
        std::optional<Part> part;
        {
            std::unique_lock lock(m_mutex);
            if (!m_changed.wait(lock, stop, [this] { return m_part.has_value(); }))
                return;
            part = std::exchange(m_part, std::nullopt);
            m_busy = true;
        }
        auto result = store(*part);
        {
            const std::lock_guard lock(m_mutex);
            m_result = std::move(result);
            m_busy = false;
        }
        m_changed.notify_all();
    }
}

Result<void> BulkWriter::store(Part &part)
{
    auto transaction = sqlite::Transaction::begin(m_database);
    if (!transaction)
        return tl::unexpected(transaction.error());
    auto newest = Timestamp::min();
    for (const auto &entry : part.entries)
        newest = std::max(newest, entry.point.time);
    auto addSeries = m_database.prepare("INSERT INTO series(id, labels, seen_ms) VALUES(?, ?, ?)");
    auto progress = m_database.prepare("INSERT OR REPLACE INTO import(file, done_bytes, line) VALUES(?, ?, ?)");
    for (const auto *statement : {&addSeries, &progress}) {
        if (!*statement)
            return tl::unexpected(statement->error());
    }
    for (const auto &series : part.newSeries) {
        const auto labels = packLabels(*series.labels);
        if (auto done = addSeries->bind(1, std::int64_t(series.id)).bind(2, asBlob(labels)).bind(3, milliseconds(newest)).run(); !done)
            return done;
    }
    MetadataWriter metadata;
    if (auto done = metadata.prepare(m_database); !done)
        return done;
    if (auto done = metadata.store(part.metadata); !done)
        return done;
    auto stored = storeSegments(part.entries);
    if (stored)
        stored = progress->bind(1, part.progress.source).bind(2, std::int64_t(part.progress.bytes)).bind(3, std::int64_t(part.progress.line)).run();
    if (stored)
        stored = transaction->commit();
    if (!stored)
        return stored;
    m_totals.samples += part.entries.size();
    return {};
}

Result<void> BulkWriter::storeSegments(std::vector<Entry> &entries)
{
    const auto earlier = [](const Entry &a, const Entry &b) { return a.id != b.id ? a.id < b.id : a.point.time < b.point.time; };
    if (!std::ranges::is_sorted(entries, earlier))
        std::ranges::stable_sort(entries, earlier);

    // A series that is known was perhaps not seen for long: it must live as long as what comes now.
    auto saw = m_database.prepare("UPDATE series SET seen_ms=?1 WHERE id=?2 AND seen_ms<?1");
    if (!saw)
        return tl::unexpected(saw.error());
    struct Group {
        Segment segment;
        std::vector<SeriesChunk> chunks;
    };
    std::map<std::pair<Timestamp, SeriesId>, Group> groups; // by day and block
    std::vector<Point> points;
    for (std::size_t at = 0; at < entries.size();) {
        const auto id = entries[at].id;
        const auto day = dayOf(entries[at].point.time);
        const auto dayEnd = day + kPartitionLength;
        points.clear();
        for (; at < entries.size() && entries[at].id == id && entries[at].point.time < dayEnd; ++at) {
            if (!points.empty() && points.back().time == entries[at].point.time)
                ++m_totals.duplicates;
            else
                points.push_back(entries[at].point);
        }
        if (auto done = saw->bind(1, milliseconds(points.back().time)).bind(2, std::int64_t(id)).run(); !done)
            return done;
        auto &group = groups[{day, blockOf(id)}];
        auto &segment = group.segment;
        segment.points += points.size();
        segment.from = group.chunks.empty() ? points.front().time : std::min(segment.from, points.front().time);
        segment.to = group.chunks.empty() ? points.back().time : std::max(segment.to, points.back().time);
        for (std::span<const Point> rest = points; !rest.empty(); rest = rest.subspan(std::min(rest.size(), kChunkPoints)))
            group.chunks.push_back({id, series::encodeChunk(rest.first(std::min(rest.size(), kChunkPoints)))});
    }
    for (auto &[key, group] : groups) {
        m_totals.oldest = std::min(m_totals.oldest, group.segment.from);
        group.segment.block = key.second;
        group.segment.merged = true;
        group.segment.bytes = packSegment(group.chunks);
        if (auto done = m_partitions.add(m_database, group.segment); !done)
            return done;
    }
    return {};
}

} // namespace history
