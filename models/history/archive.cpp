#include "models/history/archive.h"

#include "models/history/metadata_table.h"
#include "models/history/reading_plan.h"
#include "models/history/rollup.h"
#include "models/history/snapshots.h"
#include "models/series/chunk.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <unordered_map>

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
    auto snapshots = sqlite::ReadSnapshots::prepare(*database);
    if (!snapshots)
        return tl::unexpected(snapshots.error());
    return std::make_unique<Connection>(Connection{std::move(*database), std::move(*snapshots), {}, std::move(*snapshot)});
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

// So new that it was not committed yet when the snapshot was taken: its points were in the head then.
static bool isMissing(sqlite::Database &database, const Partition &partition)
{
    auto table = database.prepare("SELECT 1 FROM sqlite_master WHERE name=?");
    if (!table)
        return false;
    const auto row = table->bind(1, std::string_view(partition.table())).step();
    return row && !*row;
}

// The statements that read a partition's segments; null where the partition is missing.
metric::Result<Archive::Connection::PartitionStatements *> Archive::reading(Connection &connection, const Partition &partition) const
{
    auto &statements = connection.segments[partition.id];
    if (statements.list)
        return &statements;
    auto list = connection.database.prepare("SELECT id, from_ms, to_ms, length(chunks) FROM " + partition.table() +
                                            " WHERE block=?1 AND to_ms>=?2 AND from_ms<=?3 ORDER BY id");
    if (!list)
        return isMissing(connection.database, partition) ? metric::Result<Connection::PartitionStatements *>(nullptr) : tl::unexpected(list.error());
    auto bytes = connection.database.prepare("SELECT chunks FROM " + partition.table() + " WHERE id=?1");
    if (!bytes)
        return tl::unexpected(bytes.error());
    statements = {std::move(*list), std::move(*bytes)};
    return &statements;
}

// What is not rolled up comes as if it were: the points before `end`, which are told and gone then.
static void tellThinned(std::vector<metric::Point> &raw, Timestamp end, const series::SelectHints &hints, std::vector<metric::Point> &points)
{
    series::normalise(raw);
    const auto rest = std::ranges::lower_bound(raw, end, {}, &metric::Point::time);
    tell(rollUp({raw.begin(), rest}, kTiers[tierFor(hints.step)].step), hints.aggregate, points);
    raw.erase(raw.begin(), rest);
    if (raw.empty())
        raw = {}; // a day of points is much to keep for every series
}

// Of two points in one window the later one knows more: a clock was set back and what it says of that time is not sealed yet.
static void keepOnePerWindow(std::vector<metric::Point> &points, metric::Duration step)
{
    std::size_t kept = 0;
    for (const auto &point : points) {
        if (kept > 0 && metric::onGrid(points[kept - 1].time, step) == metric::onGrid(point.time, step))
            --kept;
        points[kept++] = point;
    }
    points.resize(kept);
}

// Where the series of a block stand.
struct BlockOfSeries {
    SeriesId number;
    std::size_t first;
    std::size_t count;
};

static std::vector<BlockOfSeries> blocksOf(std::span<const KnownSeries> known)
{
    std::vector<BlockOfSeries> blocks;
    for (std::size_t i = 0; i < known.size(); ++i) {
        if (blocks.empty() || blocks.back().number != blockOf(known[i].id))
            blocks.push_back({blockOf(known[i].id), i, 0});
        ++blocks.back().count;
    }
    return blocks;
}

metric::Result<void> Archive::readSegments(Reading &wanted) const
{
    auto taken = connection();
    if (!taken)
        return tl::unexpected(noted(taken.error()));
    // What the list names must be what the snapshot holds: a day dropped between the two is asked of its roll-ups instead.
    std::shared_ptr<const Partitions::List> list;
    std::optional<sqlite::ReadSnapshots::Held> snapshot;
    while (list != partitions.list()) {
        list = partitions.list();
        snapshot.reset();
        auto begun = (*taken)->snapshots.take();
        if (!begun)
            return tl::unexpected(noted(begun.error()));
        snapshot.emplace(std::move(*begun));
    }
    std::erase_if((*taken)->segments, [&](const auto &held) { return std::ranges::find(*list, held.first, &Partition::id) == list->end(); });
    for (const auto &leg : planReading(*list, wanted.range, wanted.hints.step)) {
        for (const auto &partition : *list) {
            if (partition.tier != leg.tier || partition.to < leg.range.from || partition.from > leg.range.to)
                continue;
            auto statements = reading(**taken, partition);
            if (!statements)
                return tl::unexpected(noted(statements.error()));
            if (!*statements)
                continue;
            if (auto done = readPartition(**statements, partition, leg.range, wanted); !done)
                return tl::unexpected(noted(done.error()));
        }
    }
    snapshot.reset();
    giveBack(std::move(*taken));
    return {};
}

metric::Result<std::shared_ptr<const UnpackedSegment>> Archive::unpacked(Connection::PartitionStatements &segments,
                                                                         const UnpackedSegments::Key &key) const
{
    if (auto kept = unpackedSegments.find(key))
        return kept;
    segments.bytes.bind(1, key.row);
    const auto row = segments.bytes.step();
    if (!row || !*row) {
        segments.bytes.reset();
        return tl::unexpected(row ? metric::Error{metric::ErrorCode::Corrupt, "a segment has no bytes"} : row.error());
    }
    auto unpacked = unpackSegment(asBytes(segments.bytes.blob(0)));
    segments.bytes.reset();
    if (!unpacked)
        return tl::unexpected(unpacked.error());
    auto shared = std::make_shared<const UnpackedSegment>(std::move(*unpacked));
    unpackedSegments.keep(key, shared);
    return shared;
}

metric::Result<void> Archive::readPartition(Connection::PartitionStatements &segments, const Partition &partition, series::TimeRange range,
                                            Reading &wanted) const
{
    const bool raw = partition.tier == kRaw;
    const bool thinned = raw && tierFor(wanted.hints.step) != kRaw;
    for (const auto &block : blocksOf(wanted.known)) {
        const auto seriesOfBlock = wanted.known.subspan(block.first, block.count);
        const auto placeOf = [&](SeriesId id) -> std::optional<std::size_t> {
            const auto at = std::ranges::lower_bound(seriesOfBlock, id, {}, &KnownSeries::id);
            if (at == seriesOfBlock.end() || at->id != id)
                return std::nullopt;
            return block.first + std::size_t(at - seriesOfBlock.begin());
        };
        const auto takeRaw = [&](const UnpackedSegments::Key &key) -> metric::Result<void> {
            const auto segment = unpacked(segments, key);
            if (!segment)
                return tl::unexpected(segment.error());
            metric::Result<void> decoded;
            for (const auto &chunk : (*segment)->places) {
                const auto place = placeOf(chunk.id);
                if (!place)
                    continue;
                auto &points = thinned ? wanted.recent[*place] : wanted.points[*place];
                const auto ordered = series::decodeChunk((*segment)->chunk(chunk), range, points, wanted.moments ? &*wanted.moments : nullptr);
                if (!ordered)
                    decoded = tl::unexpected(ordered.error());
                else if (!*ordered)
                    wanted.unordered[*place] = true;
            }
            return decoded;
        };
        const auto takeRollups = [&](const UnpackedSegments::Key &key) -> metric::Result<void> {
            segments.bytes.bind(1, key.row);
            const auto row = segments.bytes.step();
            auto taken = !row || !*row ? metric::Result<void>(tl::unexpected(metric::Error{metric::ErrorCode::Corrupt, "a segment has no bytes"}))
                                       : unpackRollups(
                                             asBytes(segments.bytes.blob(0)), range, wanted.hints.aggregate,
                                             [&](SeriesId id) { return placeOf(id).has_value(); },
                                             [&](SeriesId id, const Rollup &rollup) {
                                                 wanted.unordered[*placeOf(id)] = true; // perhaps: there are few of them
                                                 tell(rollup, wanted.hints.aggregate, wanted.points[*placeOf(id)]);
                                             });
            segments.bytes.reset();
            return taken;
        };
        segments.list.bind(1, std::int64_t(block.number)).bind(2, milliseconds(range.from)).bind(3, milliseconds(range.to));
        while (true) {
            const auto row = segments.list.step();
            if (!row)
                return tl::unexpected(row.error());
            if (!*row)
                break;
            const auto at = [&](int column) { return segments.list.integer(column); };
            const UnpackedSegments::Key key{partition.id, at(0), at(1), at(2), at(3)};
            // The rest is still worth showing; what is damaged stays a gap.
            if (const auto whole = raw ? takeRaw(key) : takeRollups(key); !whole)
                m_file.suspect();
        }
        segments.list.reset();
        if (thinned) {
            for (std::size_t place = block.first; place < block.first + block.count; ++place)
                tellThinned(wanted.recent[place], partition.end(), wanted.hints, wanted.points[place]);
        }
    }
    return {};
}

metric::Result<std::vector<series::Series>> Archive::select(std::span<const series::Matcher> matchers, series::TimeRange range,
                                                            series::SelectHints hints) const
{
    const auto known = catalogue.select(matchers);
    auto unsealed = head.select(matchers, range);
    return read(known, range, hints, std::move(unsealed));
}

metric::Result<void> Archive::visit(std::span<const series::Matcher> matchers, series::TimeRange range, series::SelectHints hints,
                                    const series::Reader::SeriesVisitor &visitor) const
{
    const auto known = catalogue.select(matchers);
    // Few at a time, so that their points stay in the processor's cache; what their block shares is unpacked once.
    constexpr std::size_t kAtOnce = 16;
    return visitParts(
        known, head.select(matchers, range), range, hints, [&](std::size_t at) { return std::min(known.size(), at + kAtOnce); },
        [&](const series::Series &series) { return visitor(series.labels, series.points); });
}

std::vector<metric::LabelsRef> Archive::series(std::span<const series::Matcher> matchers, series::TimeRange range) const
{
    const auto known = catalogue.slots(matchers);
    // The head first, as select() does: what is sealed meanwhile is in the partitions then.
    std::vector<bool> wanted(known.size());
    for (std::size_t i = 0; i < known.size(); ++i)
        wanted[i] = head.reachesInto(known[i].first, range);
    const auto list = partitions.list();
    const bool sealed = std::ranges::any_of(*list, [&](const Partition &at) { return at.to >= range.from && at.from <= range.to; });
    std::vector<metric::LabelsRef> found;
    for (std::size_t i = 0; i < known.size(); ++i) {
        if (wanted[i] || (sealed && catalogue.seenAt(known[i].first) >= earlier(range.from, kSeenSlack)))
            found.push_back(known[i].second);
    }
    return found;
}

metric::Result<void> Archive::walk(std::span<const series::Matcher> matchers, series::TimeRange range,
                                   const std::function<bool(const series::Series &)> &visitor, const VisitOrder &order) const
{
    auto known = catalogue.select(matchers);
    auto unsealed = head.select(matchers, range);
    // Within a family and a group by number, since neighbours share their segments.
    std::map<std::pair<std::string, std::string>, SeriesId> groups; // -> the first series
    struct Placed {
        std::string family;
        SeriesId group;
        KnownSeries series;
    };
    std::vector<Placed> placed;
    for (auto &series : known) {
        auto [family, group] = order(*series.labels);
        const auto first = groups.emplace(std::pair(family, std::move(group)), series.id).first->second;
        placed.push_back({std::move(family), first, std::move(series)});
    }
    std::ranges::sort(placed, {},
                      [](const Placed &at) { return std::tuple<const std::string &, SeriesId, SeriesId>(at.family, at.group, at.series.id); });
    std::ranges::transform(placed, known.begin(), [](Placed &at) { return std::move(at.series); });
    placed = {};
    return visitParts(
        known, std::move(unsealed), range, {}, [&](std::size_t at) { return std::min(known.size(), at + kSeriesPerBlock); }, visitor);
}

// Part by part in the order given, so that no more than a part's points are held.
metric::Result<void> Archive::visitParts(std::span<const KnownSeries> known, std::vector<series::Series> unsealed, series::TimeRange range,
                                         series::SelectHints hints, const std::function<std::size_t(std::size_t)> &endOfPart,
                                         const std::function<bool(const series::Series &)> &visitor) const
{
    std::unordered_multimap<std::uint64_t, series::Series *> byHash;
    for (auto &series : unsealed)
        byHash.emplace(series.labels->hash(), &series);
    Room room;
    for (std::size_t at = 0; at < known.size();) {
        const auto end = endOfPart(at);
        std::vector<KnownSeries> part(known.begin() + std::ptrdiff_t(at), known.begin() + std::ptrdiff_t(end));
        at = end;
        std::unordered_map<const metric::Labels *, std::size_t> rank;
        for (const auto &series : part)
            rank.emplace(series.labels.get(), rank.size());
        std::ranges::sort(part, {}, &KnownSeries::id);
        std::vector<series::Series> recent;
        for (const auto &series : part) {
            const auto [from, to] = byHash.equal_range(series.labels->hash());
            for (auto found = from; found != to; ++found) {
                if (*found->second->labels == *series.labels)
                    recent.push_back(std::move(*found->second));
            }
        }
        auto read = this->read(part, range, hints, std::move(recent), &room);
        if (!read)
            return tl::unexpected(read.error());
        std::ranges::sort(*read, {}, [&](const series::Series &series) { return rank.at(series.labels.get()); });
        for (auto &series : *read) {
            if (!visitor(series))
                return {};
            series.points.clear();
            room.push_back(std::move(series.points));
        }
    }
    return {};
}

metric::Result<std::vector<series::Series>> Archive::read(std::span<const KnownSeries> known, series::TimeRange range, series::SelectHints hints,
                                                          std::vector<series::Series> unsealed, Room *room) const
{
    const auto moments =
        hints.moments && hints.step > metric::Duration::zero() ? std::optional(series::Moments{*hints.moments, hints.step}) : std::nullopt;
    // At moments, what was summed up will not do.
    if (moments)
        hints.step = metric::Duration::zero();
    Reading reading{known,
                    range,
                    hints,
                    moments,
                    std::vector<std::vector<metric::Point>>(known.size()),
                    std::vector<std::vector<metric::Point>>(known.size()),
                    std::vector<bool>(known.size(), tierFor(hints.step) != kRaw)};
    auto &points = reading.points;
    for (std::size_t i = 0; room && i < points.size() && !room->empty(); ++i) {
        points[i] = std::move(room->back());
        room->pop_back();
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
        if (place == known.size()) // new since the catalogue was asked
            found.push_back(std::move(series));
        else
            reading.recent[place] = std::move(series.points);
    }
    if (range.from <= sealedUntil.load() && !known.empty()) {
        if (auto done = readSegments(reading); !done)
            return tl::unexpected(done.error());
    }
    const auto step = kTiers[tierFor(hints.step)].step;
    for (std::size_t i = 0; i < known.size(); ++i) {
        const auto &recent = reading.recent[i];
        if (step > metric::Duration::zero()) {
            tellThinned(reading.recent[i], Timestamp::max(), hints, points[i]);
        } else if (!recent.empty()) {
            reading.unordered[i] = reading.unordered[i] || (!points[i].empty() && points[i].back().time >= recent.front().time);
            points[i].insert(points[i].end(), recent.begin(), recent.end());
        }
        if (points[i].empty())
            continue;
        if (reading.unordered[i])
            series::normalise(points[i]);
        if (step > metric::Duration::zero())
            keepOnePerWindow(points[i], step);
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

metric::Result<std::vector<metric::Metadata>> Archive::metadata(std::string_view name) const
{
    auto reading = connection();
    if (!reading)
        return tl::unexpected(noted(reading.error()));
    auto found = readMetadata((*reading)->database, name);
    if (!found)
        return tl::unexpected(noted(found.error()));
    giveBack(std::move(*reading));
    return found;
}

} // namespace history
