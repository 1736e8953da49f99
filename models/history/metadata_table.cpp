#include "models/history/metadata_table.h"

namespace history {

using metric::Metadata;
using metric::Result;

Result<void> MetadataWriter::prepare(sqlite::Database &database)
{
    auto put = database.prepare("INSERT INTO metadata(name, type, help, unit) VALUES(?, ?, ?, ?) ON CONFLICT(name) DO UPDATE"
                                " SET type=excluded.type, help=excluded.help, unit=excluded.unit"
                                " WHERE (type, help, unit)<>(excluded.type, excluded.help, excluded.unit)");
    if (!put)
        return tl::unexpected(put.error());
    m_put = std::move(*put);
    return {};
}

Result<void> MetadataWriter::store(std::span<const Metadata> metadata)
{
    for (const auto &[name, type, help, unit] : metadata) {
        if (auto done = m_put.bind(1, name).bind(2, metric::wordOf(type)).bind(3, help).bind(4, unit).run(); !done)
            return done;
    }
    return {};
}

Result<std::vector<Metadata>> readMetadata(sqlite::Database &database, std::string_view name)
{
    auto rows = database.prepare("SELECT name, type, help, unit FROM metadata WHERE ?1='' OR name=?1 ORDER BY name");
    if (!rows)
        return tl::unexpected(rows.error());
    rows->bind(1, name);
    std::vector<Metadata> found;
    while (true) {
        const auto row = rows->step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return found;
        const auto type = metric::metricTypeOf(rows->text(1)).value_or(metric::MetricType::Unknown);
        found.push_back({std::string(rows->text(0)), type, std::string(rows->text(2)), std::string(rows->text(3))});
    }
}

} // namespace history
