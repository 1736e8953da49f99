#pragma once

#include "models/alerts/notification_groups.h"
#include "models/sqlite/database.h"

#include <span>
#include <string>
#include <vector>

// What was told of each group, as rows of a table `told_groups`: NotificationGroups' memory over restarts.
namespace alerts {

// Where it is not there yet.
[[nodiscard]] metric::Result<void> createToldGroupsTable(sqlite::Database &database);

struct LoadedToldGroups {
    std::vector<GroupState> groups;
    // A sentence for each row that could not be read; it is left as it is, and its group is told anew.
    std::vector<std::string> damaged;
};
// Fails only where the table itself can not be read.
metric::Result<LoadedToldGroups> loadToldGroups(sqlite::Database &database);

// Adds, replaces, and drops those without ids. Within the transaction that enqueues what was told.
[[nodiscard]] metric::Result<void> saveToldGroups(sqlite::Database &database, std::span<const GroupState> changed);

} // namespace alerts
