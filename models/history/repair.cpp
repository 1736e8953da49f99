#include "models/history/history_file.h"
#include "models/history/partitions.h"
#include "models/history/schema.h"
#include "models/history/snapshots.h"
#include "models/history/upkeep.h"
#include "models/series/chunk.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <fstream>
#include <limits>

namespace history {

using metric::ErrorCode;
using metric::Result;

namespace {

// Damaged rows, one after the other: a line that says whence and how long, then the bytes.
class Aside {
public:
    explicit Aside(const std::filesystem::path &history)
        : m_path(fmt::format("{}.damaged-{:%Y%m%dT%H%M%S}Z.rows", history.string(), fmt::gmtime(std::time(nullptr))))
    {
    }
    // False where the disk refuses; then the row stays where it is.
    bool keep(const std::string &table, std::int64_t id, ByteView bytes)
    {
        std::ofstream out(m_path, std::ios::binary | std::ios::app);
        out << table << ' ' << id << ' ' << bytes.size() << '\n';
        out.write(bytes.data(), std::streamsize(bytes.size()));
        out << '\n';
        out.flush();
        return bool(out);
    }
    std::string path() const { return m_path; }

private:
    std::string m_path;
};

bool isWhole(const sqlite::Statement &segment)
{
    bool whole = true;
    std::vector<metric::Point> points;
    const auto unpacked = unpackSegment(asBytes(segment.blob(1)), [&](SeriesId, ByteView chunk) {
        points.clear();
        whole = series::decodeChunk(chunk, {metric::Timestamp::min(), metric::Timestamp::max()}, points) && whole;
    });
    return unpacked && whole;
}

// Takes the rows whose bytes are damaged out of one table. `select` answers a row's id, its bytes, and what else `whole` needs.
Result<void> clean(sqlite::Database &database, const std::string &table, const std::string &select,
                   const std::function<bool(const sqlite::Statement &)> &whole, Aside &aside, std::vector<std::string> &done)
{
    std::vector<std::int64_t> damaged;
    {
        auto rows = database.prepare(select);
        if (!rows)
            return tl::unexpected(rows.error());
        while (true) {
            const auto row = rows->step();
            if (!row)
                return tl::unexpected(row.error());
            if (!*row)
                break;
            if (whole(*rows))
                continue;
            if (!aside.keep(table, rows->integer(0), asBytes(rows->blob(1))))
                return metric::fail(ErrorCode::Io, aside.path() + " cannot be written; nothing was taken out");
            damaged.push_back(rows->integer(0));
        }
    }
    for (const auto id : damaged) {
        if (auto removed = database.execute(fmt::format("DELETE FROM {} WHERE id={}", table, id)); !removed)
            return removed;
        done.push_back(fmt::format("{}, row {}: damaged, set aside in {}", table, id, aside.path()));
    }
    return {};
}

// Copies what can be read, row by row; past a row that cannot be, goes on behind it.
std::uint64_t salvage(sqlite::Database &from, sqlite::Database &to, const std::string &table, const std::string &columns, const std::string &places,
                      const std::function<bool(const sqlite::Statement &)> &whole = {})
{
    std::uint64_t copied = 0;
    std::int64_t last = -1;
    std::int64_t skip = 1;
    auto insert = to.prepare(fmt::format("INSERT OR IGNORE INTO {}({}) VALUES({})", table, columns, places));
    if (!insert)
        return 0;
    const int count = int(std::ranges::count(places, '?'));
    constexpr std::int64_t kFarthest = std::int64_t(1) << 40;
    while (skip < kFarthest && last < std::numeric_limits<std::int64_t>::max() - kFarthest) {
        auto rows = from.prepare(fmt::format("SELECT {} FROM {} WHERE rowid>=? ORDER BY rowid", columns, table));
        if (!rows)
            return copied;
        rows->bind(1, last + skip);
        bool moved = false;
        while (true) {
            const auto row = rows->step();
            if (!row)
                break; // a page that cannot be read
            if (!*row)
                return copied;
            if (rows->integer(0) <= last)
                break; // pages that are not what they were
            for (int i = 0; i < count; ++i) {
                switch (rows->type(i)) {
                case sqlite::Statement::Type::Integer: insert->bind(i + 1, rows->integer(i)); break;
                case sqlite::Statement::Type::Real: insert->bind(i + 1, rows->real(i)); break;
                case sqlite::Statement::Type::Text: insert->bind(i + 1, rows->text(i)); break;
                case sqlite::Statement::Type::Bytes: insert->bind(i + 1, rows->blob(i)); break;
                case sqlite::Statement::Type::Null: insert->bindNull(i + 1); break;
                }
            }
            if ((!whole || whole(*rows)) && insert->run())
                ++copied;
            last = rows->integer(0);
            moved = true;
        }
        skip = moved ? 1 : skip * 2;
    }
    return copied;
}

// A series whose row is lost leaves points behind: its number must not be given to another as long as these are kept.
Result<void> reserveNumbers(sqlite::Database &database, const Partitions &partitions)
{
    SeriesId last = 0;
    auto until = metric::Timestamp(metric::Duration(0));
    const auto partitionList = partitions.list(); // held: a change replaces it
    for (const auto &partition : *partitionList) {
        auto segments =
            database.prepare("SELECT chunks FROM " + partition.table() + " WHERE block=(SELECT MAX(block) FROM " + partition.table() + ")");
        if (!segments)
            return tl::unexpected(segments.error());
        for (auto row = segments->step(); row && *row; row = segments->step())
            (void)unpackSegment(asBytes(segments->blob(0)), [&](SeriesId id, ByteView) { last = std::max(last, id); });
        until = std::max(until, partition.to);
    }
    auto entries = database.prepare("SELECT entry FROM journal ORDER BY id");
    if (!entries)
        return tl::unexpected(entries.error());
    JournalReader journal;
    for (auto row = entries->step(); row && *row; row = entries->step()) {
        if (const auto entry = journal.read(asBytes(entries->blob(0)))) {
            for (const auto id : journal.stream(*entry).ids)
                last = std::max(last, id);
            until = std::max(until, entry->time);
        }
    }
    auto reserve = database.prepare("INSERT INTO series(id, labels, seen_ms) SELECT ?1, ?2, ?3 WHERE ?1 > (SELECT TOTAL(id) FROM"
                                    " (SELECT MAX(id) AS id FROM series))");
    if (!reserve)
        return tl::unexpected(reserve.error());
    const auto labels = packLabels(metric::Labels{{metric::kMetricName, "vedette_history_lost_series"}});
    return reserve->bind(1, std::int64_t(last)).bind(2, asBlob(labels)).bind(3, milliseconds(until)).run();
}

Result<std::vector<std::string>> rebuild(const HistoryFile &file, const std::filesystem::path &dir)
{
    const auto aside = file.setAside();
    if (!aside)
        return tl::unexpected(aside.error());
    std::vector<std::string> done{fmt::format("the file's structure is damaged; it was set aside as {}", *aside)};
    auto from = sqlite::Database::open(*aside, sqlite::Database::Mode::ReadOnly);
    auto to = HistoryFile(dir).open();
    if (!to)
        return tl::unexpected(to.error());
    if (!from) {
        done.push_back("nothing in it could be read: " + from.error().message);
        return done;
    }
    // So that SQLite reads a file that is shorter than it should be.
    (void)from->execute("PRAGMA writable_schema=ON");
    auto transaction = sqlite::Transaction::begin(*to);
    if (!transaction)
        return tl::unexpected(transaction.error());
    std::uint64_t rows = salvage(*from, *to, "series", "id, labels, seen_ms", "?, ?, ?",
                                 [](const sqlite::Statement &row) { return bool(unpackLabels(asBytes(row.blob(1)))); });
    rows += salvage(*from, *to, "snapshot", "id, time_ms, name, instance, content, base", "?, ?, ?, ?, ?, ?");
    rows += salvage(*from, *to, "metadata", "rowid, name, type, help, unit", "?, ?, ?, ?, ?");
    salvage(*from, *to, "partition", "id, tier, day_ms, from_ms, to_ms, rolled", "?, ?, ?, ?, ?, ?");
    Partitions partitions;
    if (auto loaded = partitions.load(*to); !loaded)
        return tl::unexpected(loaded.error());
    const auto partitionList = partitions.list(); // held: a change replaces it
    for (const auto &partition : *partitionList) {
        if (auto made = to->execute(Partitions::schemaOf(partition)); !made)
            return tl::unexpected(made.error());
        rows += salvage(*from, *to, partition.table(), "id, block, from_ms, to_ms, merged, points, chunks", "?, ?, ?, ?, ?, ?, ?");
    }
    rows += salvage(*from, *to, "journal", "id, entry", "?, ?");
    if (auto noted = to->execute("UPDATE partition SET rolled=0"); !noted) // of roll-ups too not all may have been read
        return tl::unexpected(noted.error());
    if (auto reserved = reserveNumbers(*to, partitions); !reserved)
        return tl::unexpected(reserved.error());
    if (auto committed = transaction->commit(); !committed)
        return tl::unexpected(committed.error());
    done.push_back(fmt::format("{} rows could be read and were taken over", rows));
    return done;
}

} // namespace

Result<std::vector<std::string>> repair(const std::filesystem::path &dir)
{
    const HistoryFile file(dir);
    std::vector<std::string> done;
    {
        auto looked = verify(dir);
        if (!looked && looked.error().code != ErrorCode::Corrupt)
            return tl::unexpected(looked.error());
        if (looked && looked->faults.empty())
            return done;
        // Faults that name the file or a table as a whole are SQLite's.
        const auto structural = [](const std::string &fault) { return fault.find(", row ") == std::string::npos; };
        if (!looked || std::ranges::any_of(looked->faults, structural)) {
            auto rebuilt = rebuild(file, dir);
            if (!rebuilt)
                return rebuilt;
            done = std::move(*rebuilt);
        }
    }
    auto database = file.open();
    if (!database)
        return tl::unexpected(database.error());
    Aside aside(file.path());
    bool rollUpAnew = false; // of the raw points that are still there
    Partitions partitions;
    if (auto loaded = partitions.load(*database); !loaded)
        return tl::unexpected(loaded.error());
    const auto partitionList = partitions.list(); // held: a change replaces it
    for (const auto &partition : *partitionList) {
        const auto before = done.size();
        if (auto cleaned =
                clean(*database, partition.table(), fmt::format("SELECT id, chunks FROM {} ORDER BY id", partition.table()), isWhole, aside, done);
            !cleaned)
            return tl::unexpected(cleaned.error());
        rollUpAnew = rollUpAnew || (partition.tier != kRaw && done.size() > before);
    }
    if (rollUpAnew) {
        if (auto noted = database->execute("UPDATE partition SET rolled=0"); !noted)
            return tl::unexpected(noted.error());
    }
    const auto table = [](const sqlite::Statement &row) { return bool(unpackSnapshot(row, 3)); };
    const auto tables = fmt::format("SELECT s.id, s.content, s.time_ms, {} FROM {} ORDER BY s.id", kSnapshotContent, kSnapshotRows);
    if (auto cleaned = clean(*database, "snapshot", tables, table, aside, done); !cleaned)
        return tl::unexpected(cleaned.error());
    JournalReader journal;
    const auto entry = [&](const sqlite::Statement &row) { return bool(journal.read(asBytes(row.blob(1)))); };
    if (auto cleaned = clean(*database, "journal", "SELECT id, entry FROM journal ORDER BY id", entry, aside, done); !cleaned)
        return tl::unexpected(cleaned.error());
    return done;
}

} // namespace history
