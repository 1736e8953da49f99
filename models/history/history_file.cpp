#include "models/history/history_file.h"

#include "models/history/schema.h"

#include <fmt/format.h>

#include <ctime>
#include <fstream>

#include <sys/stat.h>

namespace history {

using metric::ErrorCode;

namespace {

constexpr const char *kSuspect = ".suspect";
constexpr const char *kCompanions[] = {"-wal", "-shm"};

metric::Result<std::string> firstText(sqlite::Database &database, std::string_view sql)
{
    auto statement = database.prepare(sql);
    if (!statement)
        return tl::unexpected(statement.error());
    const auto row = statement->step();
    if (!row)
        return tl::unexpected(row.error());
    return std::string(*row ? statement->text(0) : std::string_view());
}

} // namespace

metric::Result<sqlite::Database> HistoryFile::open() const
{
    auto database = sqlite::Database::open(m_path, sqlite::Database::Mode::ReadWrite);
    if (!database)
        return database;
    const auto version = database->userVersion();
    if (!version)
        return tl::unexpected(version.error());
    if (*version > kSchemaVersion)
        return metric::fail(ErrorCode::Conflict,
                            fmt::format("{} was written by a newer version (schema {}, this one knows {}): update, or use another data directory",
                                        m_path.string(), *version, kSchemaVersion));
    if (isSuspect()) {
        const auto verdict = firstText(*database, "PRAGMA integrity_check(1)");
        if (!verdict)
            return tl::unexpected(verdict.error());
        if (*verdict != "ok")
            return metric::fail(ErrorCode::Corrupt, *verdict);
        std::error_code ignored;
        std::filesystem::remove(beside(kSuspect), ignored);
    }
    if (*version == 0) {
        const auto foreign = firstText(*database, "SELECT name FROM sqlite_master LIMIT 1");
        if (!foreign)
            return tl::unexpected(foreign.error());
        if (!foreign->empty())
            return metric::fail(ErrorCode::Corrupt, "it holds tables that are not a history's (" + *foreign + ")");
    }
    if (auto done = bringUpToDate(*database, *version); !done)
        return tl::unexpected(done.error());
    // The writer touches few pages again and again; the default of 2 MB buys nothing.
    if (auto done = database->execute("PRAGMA cache_size=-512"); !done)
        return tl::unexpected(done.error());
    return database;
}

metric::Result<sqlite::Database> HistoryFile::openReadOnly() const
{
    std::error_code error;
    if (!std::filesystem::exists(m_path, error))
        return metric::fail(ErrorCode::NotFound,
                            m_path.string() + " is not there: no console has run with this data directory, and nothing was imported");
    auto database = sqlite::Database::open(m_path, sqlite::Database::Mode::ReadOnly);
    if (!database)
        return database;
    const auto version = database->userVersion();
    if (!version)
        return tl::unexpected(version.error());
    if (*version != kSchemaVersion)
        return metric::fail(ErrorCode::Conflict,
                            fmt::format("{} has schema {}, and this version reads {}: {}", m_path.string(), *version, kSchemaVersion,
                                        *version < kSchemaVersion ? "start the console once, which takes it over" : "update"));
    return database;
}

metric::Result<std::string> HistoryFile::setAside() const
{
    // Nobody has told us what time it is, but the file knows when it was last written.
    struct stat status {};
    if (::stat(m_path.c_str(), &status) != 0)
        return metric::fail(ErrorCode::Io, m_path.string() + " is damaged and gone");
    struct tm utc {};
    ::gmtime_r(&status.st_mtime, &utc);
    const auto stem = fmt::format(".damaged-{:04}{:02}{:02}T{:02}{:02}{:02}Z", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour,
                                  utc.tm_min, utc.tm_sec);
    auto suffix = stem;
    std::error_code error;
    for (int i = 2; std::filesystem::exists(beside(suffix), error); ++i)
        suffix = fmt::format("{}-{}", stem, i);
    // The companions first: should we be interrupted, a damaged file without them is still found damaged.
    for (const auto *companion : kCompanions) {
        if (std::filesystem::exists(beside(companion), error))
            std::filesystem::rename(beside(companion), beside(suffix + companion), error);
    }
    std::filesystem::rename(m_path, beside(suffix), error);
    if (error)
        return metric::fail(ErrorCode::Io, fmt::format("{} is damaged and cannot be set aside: {}", m_path.string(), error.message()));
    std::filesystem::remove(beside(kSuspect), error);
    return beside(suffix).string();
}

void HistoryFile::suspect() const
{
    // Where even this cannot be written there is nothing left to do.
    const std::ofstream mark(beside(kSuspect), std::ios::app);
}

bool HistoryFile::isSuspect() const
{
    std::error_code ignored;
    return std::filesystem::exists(beside(kSuspect), ignored);
}

std::uint64_t HistoryFile::bytes() const
{
    std::uint64_t sum = 0;
    for (const auto &file : {m_path, beside("-wal")}) {
        std::error_code error;
        if (const auto size = std::filesystem::file_size(file, error); !error)
            sum += size;
    }
    return sum;
}

} // namespace history
