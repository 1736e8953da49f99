#pragma once

#include "models/sqlite/database.h"

namespace history {

// The tables of history.sqlite, by version, kept in the file's header.
inline constexpr int kSchemaVersion = 4;

// An empty file gets the schema, an older one is brought up to it in one transaction. REQUIRES: version <= kSchemaVersion.
metric::Result<void> bringUpToDate(sqlite::Database &database, int version);

} // namespace history
