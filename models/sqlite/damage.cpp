#include "models/sqlite/damage.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <system_error>

namespace sqlite {

using metric::ErrorCode;
using metric::Result;
using metric::Timestamp;

namespace {

Result<void> checkWhole(Database &database)
{
    auto statement = database.prepare("PRAGMA quick_check(1)");
    if (!statement)
        return tl::unexpected(statement.error());
    if (auto row = statement->step(); !row)
        return tl::unexpected(row.error());
    if (statement->text(0) != "ok")
        return metric::fail(ErrorCode::Corrupt, std::string(statement->text(0)));
    return {};
}

// Renames the file and what SQLite keeps beside it; the new name of the file itself comes back.
Result<std::filesystem::path> setAside(const std::filesystem::path &file, Timestamp now)
{
    std::error_code error;
    const auto stamp = fmt::format("{:%Y%m%dT%H%M%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(now)));
    auto aside = file;
    aside += ".damaged-" + stamp;
    for (int i = 2; std::filesystem::exists(aside, error); ++i) {
        aside = file;
        aside += fmt::format(".damaged-{}-{}", stamp, i);
    }
    std::filesystem::rename(file, aside, error);
    if (error)
        return metric::fail(ErrorCode::Io, fmt::format("{} is damaged and can not be set aside: {}", file.string(), error.message()));
    for (const char *companion : {"-wal", "-shm"}) {
        auto from = file;
        auto to = aside;
        std::filesystem::rename(from += companion, to += companion, error); // absent more often than not
    }
    return aside;
}

} // namespace

Result<Opened> openOrSetAside(const std::filesystem::path &file, Timestamp now, const std::function<Result<void>(Database &)> &prepare)
{
    const auto attempt = [&]() -> Result<Opened> {
        auto database = Database::open(file, Database::Mode::ReadWrite);
        if (!database)
            return tl::unexpected(database.error());
        if (auto whole = checkWhole(*database); !whole)
            return tl::unexpected(whole.error());
        if (auto ready = prepare(*database); !ready)
            return metric::fail(ready.error().code, file.string() + ": " + ready.error().message);
        return Opened{std::move(*database)};
    };
    auto opened = attempt();
    if (opened || opened.error().code != ErrorCode::Corrupt)
        return opened;
    const auto aside = setAside(file, now);
    if (!aside)
        return tl::unexpected(aside.error());
    const auto damage = opened.error().message;
    opened = attempt();
    if (opened) {
        opened->damage = damage;
        opened->aside = *aside;
    }
    return opened;
}

} // namespace sqlite
