#include "models/health/health_file.h"

#include "models/sqlite/damage.h"
#include "models/sqlite/schema.h"

#include <fmt/format.h>

namespace health {

using metric::Result;
using sqlite::Database;

namespace {

// Times are milliseconds since the epoch. A state that is NULL: from then on nobody looked. `since` is when the state began, which may be before
// the console was last started.
constexpr const char *kSchema = R"(
CREATE TABLE changes (
    target TEXT NOT NULL, time INTEGER NOT NULL, state INTEGER, since INTEGER NOT NULL, reason INTEGER NOT NULL, message TEXT NOT NULL,
    PRIMARY KEY (target, time)) WITHOUT ROWID;
CREATE TABLE observed (id INTEGER PRIMARY KEY CHECK (id = 1), until INTEGER NOT NULL);
CREATE TABLE evidence (
    id INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, time INTEGER NOT NULL, kind INTEGER NOT NULL, reason INTEGER NOT NULL,
    message TEXT NOT NULL, parts BLOB NOT NULL);
CREATE INDEX evidence_by_target ON evidence (target, time);
)";

Result<void> prepareSchema(Database &database)
{
    if (auto done = sqlite::prepare(database, {kSchema}); !done)
        return done;
    // A version without its tables is damage, and is found here rather than later.
    return database
        .execute("SELECT target, time, state, since, reason, message FROM changes LIMIT 0; SELECT until FROM observed LIMIT 0;"
                 "SELECT id, target, time, kind, reason, message, parts FROM evidence LIMIT 0")
        .map_error(sqlite::asDamage);
}

} // namespace

Result<HealthFile> HealthFile::open(const std::filesystem::path &file, metric::Timestamp now)
{
    auto opened = sqlite::openOrSetAside(file, now, prepareSchema);
    if (!opened)
        return tl::unexpected(opened.error());
    HealthFile result{file, std::move(opened->database)};
    if (!opened->damage.empty())
        result.notice = fmt::format("The file of the services' health was damaged ({}). It was kept as {}; availability is counted anew.",
                                    opened->damage, opened->aside.string());
    return result;
}

Result<HealthFile> HealthFile::openReadOnly(const std::filesystem::path &file)
{
    auto database = Database::open(file, Database::Mode::ReadOnly);
    if (!database)
        return tl::unexpected(database.error());
    return HealthFile{file, std::move(*database)};
}

} // namespace health
