#include "models/history/archive.h"

#include "models/history/snapshots.h"

#include "models/series/chunk.h"

#include <algorithm>

namespace history {

using metric::Timestamp;

// More than these many readers at a time are rare; their connections are opened and closed again.
static constexpr std::size_t kIdleConnections = 2;

// A range may end at the end of time.
static Timestamp earlier(Timestamp time, metric::Duration by) { return time < Timestamp::min() + by ? Timestamp::min() : time - by; }

metric::Result<Archive::ConnectionPtr> Archive::connection() const
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_idle.empty()) {
            auto idle = std::move(m_idle.back());
            m_idle.pop_back();
            return idle;
        }
    }
    auto database = sqlite::Database::open(m_file.path(), sqlite::Database::Mode::ReadOnly);
    if (!database)
        return tl::unexpected(database.error());
    if (auto done = database->execute("PRAGMA cache_size=-512"); !done)
        return tl::unexpected(done.error());
    auto snapshot = database->prepare(std::string("SELECT ") + kSnapshotContent + " FROM " + kSnapshotRows +
                                      " WHERE s.time_ms<=?1 AND s.time_ms>=?2 AND s.name=?3 AND (?4='' OR s.instance=?4)"
                                      " ORDER BY s.time_ms DESC LIMIT 1");
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    return std::make_unique<Connection>(Connection{std::move(*database), {}, std::move(*snapshot)});
}

void Archive::giveBack(ConnectionPtr connection) const
{
    const std::lock_guard lock(m_mutex);
    if (m_idle.size() < kIdleConnections)
        m_idle.push_back(std::move(connection));
}

// Damage met while reading is looked into at the next opening.
metric::Error Archive::noted(metric::Error error) const
{
    if (error.code == metric::ErrorCode::Corrupt || error.code == metric::ErrorCode::Malformed)
        m_file.suspect();
    return error;
}

// Dropped meanwhile, or so new that it is not committed yet (its points were in the head then).
static bool isMissing(sqlite::Database &database, const Partition &partition)
{
    auto table = database.prepare("SELECT 1 FROM sqlite_master WHERE name=?");
    if (!table)
        return false;
    const auto row = table->bind(1, std::string_view(partition.table())).step();
    return row && !*row;
}

// The statement that reads a partition's segments of one block; null where the partition is missing.
metric::Result<sqlite::Statement *> Archive::reading(Connection &connection, const Partition &partition) const
{
    auto &statement = connection.segments[partition.id];
    if (statement)
        return &statement;
    const auto sql = "SELECT chunks FROM " + partition.table() + " WHERE block=?1 AND to_ms>=?2 AND from_ms<=?3 ORDER BY from_ms, id";
    auto prepared = connection.database.prepare(sql);
    if (!prepared) {
        if (isMissing(connection.database, partition))
            return nullptr;
        prepared = connection.database.prepare(sql); // it came just now
    }
    if (!prepared)
        return tl::unexpected(prepared.error());
    statement = std::move(*prepared);
    return &statement;
}

metric::Result<void> Archive::readSegments(std::span<const KnownSeries> known, series::TimeRange range,
                                           std::vector<std::vector<metric::Point>> &points) const
{
    auto taken = connection();
    if (!taken)
        return tl::unexpected(noted(taken.error()));
    const auto list = partitions.list();
    std::erase_if((*taken)->segments, [&](const auto &held) { return std::ranges::find(*list, held.first, &Partition::id) == list->end(); });
    for (const auto &partition : *list) {
        if (partition.to < range.from || partition.from > range.to)
            continue;
        auto statement = reading(**taken, partition);
        if (!statement)
            return tl::unexpected(noted(statement.error()));
        if (!*statement)
            continue;
        if (auto done = readPartition(**statement, known, range, points); !done) {
            if (isMissing((*taken)->database, partition))
                continue; // forgotten while it was read
            return tl::unexpected(noted(done.error()));
        }
    }
    giveBack(std::move(*taken));
    return {};
}

metric::Result<void> Archive::readPartition(sqlite::Statement &segments, std::span<const KnownSeries> known, series::TimeRange range,
                                            std::vector<std::vector<metric::Point>> &points) const
{
    for (std::size_t first = 0, end = 0; first < known.size(); first = end) {
        const auto block = blockOf(known[first].id);
        end = first + 1;
        while (end < known.size() && blockOf(known[end].id) == block)
            ++end;
        const auto wanted = known.subspan(first, end - first);

        segments.bind(1, std::int64_t(block)).bind(2, milliseconds(range.from)).bind(3, milliseconds(range.to));
        while (true) {
            const auto row = segments.step();
            if (!row)
                return tl::unexpected(row.error());
            if (!*row)
                break;
            metric::Result<void> decoded;
            auto unpacked = unpackSegment(asBytes(segments.blob(0)), [&](SeriesId id, ByteView chunk) {
                const auto at =
                    std::lower_bound(wanted.begin(), wanted.end(), id, [](const KnownSeries &series, SeriesId sought) { return series.id < sought; });
                if (at == wanted.end() || at->id != id)
                    return;
                if (auto done = series::decodeChunk(chunk, range, points[first + std::size_t(at - wanted.begin())]); !done)
                    decoded = std::move(done);
            });
            // The rest is still worth showing; what is damaged stays a gap.
            if (!unpacked || !decoded)
                m_file.suspect();
        }
        segments.reset();
    }
    return {};
}

metric::Result<std::vector<series::Series>> Archive::select(std::span<const series::Matcher> matchers, series::TimeRange range) const
{
    const auto known = catalogue.select(matchers);
    auto unsealed = head.select(matchers, range);
    if (!unsealed)
        return unsealed;
    return read(known, range, std::move(*unsealed));
}

metric::Result<void> Archive::visit(std::span<const series::Matcher> matchers, series::TimeRange range,
                                    const std::function<bool(const series::Series &)> &visitor) const
{
    auto known = catalogue.select(matchers);
    auto unsealed = head.select(matchers, range);
    if (!unsealed)
        return tl::unexpected(unsealed.error());
    std::unordered_multimap<std::uint64_t, series::Series *> byHash;
    for (auto &series : *unsealed)
        byHash.emplace(series.labels->hash(), &series);
    // A metric's series together; within it by number, since neighbours share their segments.
    std::ranges::sort(known, {}, [](const KnownSeries &series) { return std::pair(series.labels->metricName(), series.id); });
    Room room;
    for (std::size_t at = 0; at < known.size(); at += kSeriesPerBlock) {
        const auto end = std::min(known.size(), at + kSeriesPerBlock);
        std::vector<KnownSeries> part(known.begin() + std::ptrdiff_t(at), known.begin() + std::ptrdiff_t(end));
        std::ranges::sort(part, {}, &KnownSeries::id);
        std::vector<series::Series> recent;
        for (const auto &series : part) {
            const auto [from, to] = byHash.equal_range(series.labels->hash());
            for (auto found = from; found != to; ++found) {
                if (*found->second->labels == *series.labels)
                    recent.push_back(std::move(*found->second));
            }
        }
        auto read = this->read(part, range, std::move(recent), &room);
        if (!read)
            return tl::unexpected(read.error());
        std::ranges::stable_sort(*read, {}, [](const series::Series &series) { return series.labels->metricName(); });
        for (auto &series : *read) {
            if (!visitor(series))
                return {};
            series.points.clear();
            room.push_back(std::move(series.points));
        }
    }
    return {};
}

metric::Result<std::vector<series::Series>> Archive::read(std::span<const KnownSeries> known, series::TimeRange range,
                                                          std::vector<series::Series> unsealed, Room *room) const
{
    std::vector<std::vector<metric::Point>> points(known.size());
    for (std::size_t i = 0; room && i < points.size() && !room->empty(); ++i) {
        points[i] = std::move(room->back());
        room->pop_back();
    }
    if (range.from <= sealedUntil.load() && !known.empty()) {
        if (auto done = readSegments(known, range, points); !done)
            return tl::unexpected(done.error());
    }

    std::unordered_map<std::uint64_t, std::vector<std::size_t>> places;
    if (!unsealed.empty()) {
        for (std::size_t i = 0; i < known.size(); ++i)
            places[known[i].labels->hash()].push_back(i);
    }
    std::vector<series::Series> found;
    for (auto &series : unsealed) {
        std::size_t place = known.size();
        for (const auto at : places[series.labels->hash()]) {
            if (*known[at].labels == *series.labels)
                place = at;
        }
        if (place == known.size()) { // new since the catalogue was asked
            found.push_back(std::move(series));
        } else {
            points[place].insert(points[place].end(), series.points.begin(), series.points.end());
        }
    }
    for (std::size_t i = 0; i < known.size(); ++i) {
        if (points[i].empty())
            continue;
        series::normalise(points[i]);
        found.push_back({known[i].labels, std::move(points[i])});
    }
    return found;
}

metric::Result<std::shared_ptr<const metric::Table>> Archive::table(std::string_view instance, std::string_view name, Timestamp time,
                                                                    metric::Duration maxAge) const
{
    auto reading = connection();
    if (!reading)
        return tl::unexpected(noted(reading.error()));
    auto &snapshot = (*reading)->snapshot;
    snapshot.bind(1, milliseconds(time)).bind(2, milliseconds(earlier(time, maxAge))).bind(3, name).bind(4, instance);
    const auto row = snapshot.step();
    if (!row)
        return tl::unexpected(noted(row.error()));
    if (!*row) {
        snapshot.reset();
        giveBack(std::move(*reading));
        return metric::fail(metric::ErrorCode::NotFound, "the history has no table \"" + std::string(name) + "\" for that time");
    }
    auto table = unpackSnapshot(snapshot, 0);
    snapshot.reset();
    giveBack(std::move(*reading));
    if (!table)
        return tl::unexpected(noted(table.error()));
    return std::make_shared<const metric::Table>(std::move(*table));
}

} // namespace history
