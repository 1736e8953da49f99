#pragma once

#include "models/metric/clock.h"
#include "models/sqlite/database.h"

#include <filesystem>
#include <functional>
#include <string>

namespace sqlite {

struct Opened {
    Database database;
    std::string damage{};          // what was wrong with a file that was set aside, empty normally
    std::filesystem::path aside{}; // what it is called now
};

// Opens or creates a file that must be whole. A damaged one is renamed to <name>.damaged-<time>, kept, and a new one started. `prepare` makes or
// checks the schema; damage is what it calls Corrupt. Fails where the file can not be read or written, or where prepare fails otherwise.
metric::Result<Opened> openOrSetAside(const std::filesystem::path &file, metric::Timestamp now,
                                      const std::function<metric::Result<void>(Database &)> &prepare);

} // namespace sqlite
