#pragma once

#include "models/metric/clock.h"
#include "models/metric/result.h"
#include "models/sqlite/database.h"

#include <filesystem>
#include <string>

namespace health {

// health.sqlite: what became of every check, and what was seen when it failed. StateLog and EvidenceStore read and write it.
struct HealthFile {
    std::filesystem::path file;
    sqlite::Database database;
    std::string notice{}; // one sentence for people, empty normally

    // Opens or creates it. A damaged file is renamed to <name>.damaged-<time>, kept, and a new one started: the notice says so. Fails where the file
    // can not be read or written, or was written by a newer version.
    static metric::Result<HealthFile> open(const std::filesystem::path &file, metric::Timestamp now);
    // For questions from another thread. REQUIRES: open() was called on the file before.
    static metric::Result<HealthFile> openReadOnly(const std::filesystem::path &file);
};

} // namespace health
