#pragma once

#include "models/sqlite/database.h"

#include <span>

namespace sqlite {

// The tables of a file, and how those of earlier versions become them. The version is one more than there are steps; the file's user_version.
struct Schema {
    const char *create;
    std::span<const char *const> steps = {}; // each to the version after it
};

// Creates the tables in a new file, or brings those of an older one up to date, in one transaction. Fails with Conflict where a newer Vedette
// wrote the file, with Corrupt where an older one's tables are not what its version says.
metric::Result<void> prepare(Database &database, const Schema &schema);

// A statement failed that the schema promises: the file is damaged.
inline metric::Error asDamage(const metric::Error &error) { return {metric::ErrorCode::Corrupt, error.message}; }

} // namespace sqlite
