#pragma once

#include "models/metric/result.h"
#include "models/sqlite/database.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace history {

// history.sqlite and what stands beside it: where it is, which schema it has, and what happens when it is damaged.
class HistoryFile {
public:
    explicit HistoryFile(const std::filesystem::path &dir) : m_path(dir / "history.sqlite") {}

    const std::filesystem::path &path() const { return m_path; }

    // For writing, with the schema in place. Corrupt for a file that is no history (any more), Conflict for one of a newer
    // version. Under suspicion the whole file is checked.
    metric::Result<sqlite::Database> open() const;

    // As it is. NotFound where there is no file, Conflict for one of another version.
    metric::Result<sqlite::Database> openReadOnly() const;

    // Renames it to history.sqlite.damaged-<UTC time of its last change>, its journal files with it, and returns the new name.
    metric::Result<std::string> setAside() const;

    // Damage was met: have the whole file checked when it is opened next.
    void suspect() const;
    bool isSuspect() const;

    // With what SQLite has not yet moved into it.
    std::uint64_t bytes() const;

private:
    std::filesystem::path beside(const std::string &suffix) const { return m_path.string() + suffix; }

    std::filesystem::path m_path;
};

} // namespace history
