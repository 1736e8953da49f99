#pragma once

#include "models/metric/metadata.h"
#include "models/sqlite/database.h"

#include <span>
#include <vector>

namespace history {

// What was told of metrics: one row of `metadata` by name. The writer's side, used within its transactions.
class MetadataWriter {
public:
    metric::Result<void> prepare(sqlite::Database &database);
    // Writes what differs from what is there.
    metric::Result<void> store(std::span<const metric::Metadata> metadata);

private:
    sqlite::Statement m_put;
};

// By name in ascending order; of one name, or of all where it is empty. A type of a later version is Unknown.
metric::Result<std::vector<metric::Metadata>> readMetadata(sqlite::Database &database, std::string_view name);

} // namespace history
