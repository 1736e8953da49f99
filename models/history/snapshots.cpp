#include "models/history/snapshots.h"

namespace history {

using metric::Result;

// Five minutes at one every ten seconds: what reading one costs stays two unpackings, and a damaged key costs no more than that.
static constexpr int kMomentsPerKey = 30;

Result<void> SnapshotWriter::prepare(sqlite::Database &database)
{
    auto prepared = database.prepare("INSERT INTO snapshot(time_ms, name, instance, content, base) VALUES(?, ?, ?, ?, ?)");
    if (!prepared)
        return tl::unexpected(prepared.error());
    m_insert = std::move(*prepared);
    return {};
}

Result<void> SnapshotWriter::add(sqlite::Database &database, const std::string &instance, const metric::Table &table)
{
    auto &stream = m_streams[{instance, table.name}];
    if (stream.last != metric::Timestamp::min() && std::chrono::abs(table.time - stream.last) < m_interval)
        return {};
    auto bytes = tableBytes(table);
    const bool isKey = stream.key == 0 || stream.sinceKey >= kMomentsPerKey;
    const auto content = isKey ? compress(bytes) : compress(bytes, stream.keyBytes);
    m_insert.bind(1, milliseconds(table.time)).bind(2, table.name).bind(3, instance).bind(4, asBlob(content));
    if (isKey)
        m_insert.bindNull(5);
    else
        m_insert.bind(5, stream.key);
    if (auto done = m_insert.run(); !done)
        return done;
    stream.last = table.time;
    ++stream.sinceKey;
    if (isKey) {
        stream.key = database.lastInsertId();
        stream.keyBytes = std::move(bytes);
        stream.sinceKey = 0;
    }
    return {};
}

Result<void> SnapshotWriter::dropBefore(sqlite::Database &database, metric::Timestamp time)
{
    const auto limit = std::to_string(milliseconds(time));
    return database.execute("DELETE FROM snapshot WHERE base IN (SELECT id FROM snapshot WHERE time_ms<" + limit +
                            " AND base IS NULL); DELETE FROM snapshot WHERE time_ms<" + limit);
}

Result<metric::Table> unpackSnapshot(const sqlite::Statement &row, int at)
{
    const auto content = asBytes(row.blob(at));
    if (row.isNull(at + 1))
        return unpackTable(content);
    const auto key = decompress(asBytes(row.blob(at + 2)));
    return key ? unpackTable(content, *key) : tl::unexpected(key.error());
}

} // namespace history
