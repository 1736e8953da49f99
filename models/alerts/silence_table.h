#pragma once

#include "models/alerts/silence.h"
#include "models/sqlite/database.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

// Silences as rows of a table `silences`, their matchers as text.
namespace alerts {

// Where it is not there yet.
[[nodiscard]] metric::Result<void> createSilenceTable(sqlite::Database &database);

struct LoadedSilences {
    std::vector<Silence> silences; // in the order in which they were first saved
    // A sentence for each row that could not be read; it is left as it is.
    std::vector<std::string> damaged;
};
// Fails only where the table itself can not be read.
metric::Result<LoadedSilences> loadSilences(sqlite::Database &database);

// Adds or replaces. Several that belong together: within one transaction of the caller's.
[[nodiscard]] metric::Result<void> saveSilence(sqlite::Database &database, const Silence &silence);
// Nothing happens where it is not there.
[[nodiscard]] metric::Result<void> forgetSilence(sqlite::Database &database, std::string_view id);

} // namespace alerts
