#include "models/alerts/told_groups_table.h"

#include "models/alerts/row_text.h"
#include "models/query/string_literal.h"

#include <fmt/format.h>

namespace alerts {

using metric::ErrorCode;
using metric::Result;
using metric::Timestamp;
using sqlite::Database;
using sqlite::Statement;

namespace {

// Times are milliseconds since the epoch, ids as textOfIds() writes them.
constexpr const char *kToldGroupsSchema =
    "CREATE TABLE IF NOT EXISTS told_groups (labels TEXT PRIMARY KEY, told_at INTEGER NOT NULL, firing TEXT NOT NULL) WITHOUT ROWID";

Result<GroupState> readToldGroup(const Statement &row)
{
    if (row.type(0) != Statement::Type::Text || row.type(1) != Statement::Type::Integer || row.type(2) != Statement::Type::Text)
        return metric::fail(ErrorCode::Corrupt, "a column is of another type");
    auto labels = parseLabelsText(row.text(0));
    if (!labels)
        return metric::fail(ErrorCode::Corrupt, labels.error().message);
    auto firing = parseIds(row.text(2));
    if (!firing)
        return tl::unexpected(firing.error());
    return GroupState{std::move(*labels), Timestamp(metric::Duration(row.integer(1))), std::move(*firing)};
}

} // namespace

Result<void> createToldGroupsTable(Database &database) { return database.execute(kToldGroupsSchema); }

Result<LoadedToldGroups> loadToldGroups(Database &database)
{
    auto statement = database.prepare("SELECT labels, told_at, firing FROM told_groups ORDER BY labels");
    if (!statement)
        return tl::unexpected(statement.error());
    LoadedToldGroups loaded;
    while (true) {
        const auto row = statement->step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return loaded;
        if (auto group = readToldGroup(*statement))
            loaded.groups.push_back(std::move(*group));
        else
            loaded.damaged.push_back(
                fmt::format("what was told of the group {} is left out: {}", query::quotedShort(statement->text(0), 40), group.error().message));
    }
}

Result<void> saveToldGroups(Database &database, std::span<const GroupState> changed)
{
    if (changed.empty())
        return {};
    auto save = database.prepare("INSERT OR REPLACE INTO told_groups (labels, told_at, firing) VALUES (?, ?, ?)");
    if (!save)
        return tl::unexpected(save.error());
    auto forget = database.prepare("DELETE FROM told_groups WHERE labels=?");
    if (!forget)
        return tl::unexpected(forget.error());
    for (const auto &group : changed) {
        const auto labels = textOfLabels(group.labels);
        const auto firing = textOfIds(group.firing);
        auto &statement = group.firing.empty() ? *forget : *save;
        statement.bind(1, std::string_view(labels));
        if (!group.firing.empty())
            statement.bind(2, std::int64_t(group.toldAt.time_since_epoch().count())).bind(3, std::string_view(firing));
        if (auto done = statement.run(); !done)
            return done;
    }
    return {};
}

} // namespace alerts
