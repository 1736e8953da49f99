#include "models/alerts/silence_table.h"

#include "models/alerts/matchers.h"
#include "models/metric/utf8.h"
#include "models/query/string_literal.h"

#include <fmt/format.h>

namespace alerts {

using metric::ErrorCode;
using metric::Result;
using metric::Timestamp;
using sqlite::Database;
using sqlite::Statement;

namespace {

// Times are milliseconds since the epoch.
constexpr const char *kSilenceSchema = R"(
CREATE TABLE IF NOT EXISTS silences (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, matchers TEXT NOT NULL,
    starts_at INTEGER NOT NULL, ends_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    created_by TEXT NOT NULL, comment TEXT NOT NULL, ends_when_unmatched INTEGER NOT NULL);
)";

constexpr std::int64_t kEndOf9999 = 253'402'300'799'999; // RFC 3339 can write no later time

// The file may have been edited, or damaged where SQLite does not notice.
Result<Silence> readSilence(const Statement &row)
{
    constexpr auto kInteger = Statement::Type::Integer;
    constexpr auto kText = Statement::Type::Text;
    constexpr Statement::Type kTypes[] = {kText, kText, kInteger, kInteger, kInteger, kText, kText, kInteger};
    for (int i = 0; i < int(std::size(kTypes)); ++i) {
        if (row.type(i) != kTypes[i])
            return metric::fail(ErrorCode::Corrupt, fmt::format("column {} is of another type", i + 1));
    }
    for (const int i : {2, 3, 4}) {
        if (row.integer(i) < 0 || row.integer(i) > kEndOf9999)
            return metric::fail(ErrorCode::Corrupt, "a time lies outside of the years 1970 to 9999");
    }
    if (!isSilenceId(row.text(0)))
        return metric::fail(ErrorCode::Corrupt, "the id is no UUID");
    auto matchers = parseMatchers(row.text(1));
    if (!matchers)
        return metric::fail(ErrorCode::Corrupt, matchers.error().message);
    if (matchers->empty())
        return metric::fail(ErrorCode::Corrupt, "there is no matcher");
    if (row.text(5).size() + row.text(6).size() > kMaxSilenceText || !metric::isUtf8(row.text(5)) || !metric::isUtf8(row.text(6)))
        return metric::fail(ErrorCode::Corrupt, "author or comment is too long or not in UTF-8");

    const auto time = [&](int column) { return Timestamp(metric::Duration(row.integer(column))); };
    Silence silence;
    silence.id = row.text(0);
    silence.matchers = std::move(*matchers);
    silence.startsAt = time(2);
    silence.endsAt = time(3);
    silence.updatedAt = time(4);
    silence.createdBy = row.text(5);
    silence.comment = row.text(6);
    silence.endsWhenUnmatched = row.integer(7) != 0;
    return silence;
}

} // namespace

Result<void> createSilenceTable(Database &database) { return database.execute(kSilenceSchema); }

Result<LoadedSilences> loadSilences(Database &database)
{
    auto statement = database.prepare("SELECT id, matchers, starts_at, ends_at, updated_at, created_by, comment, ends_when_unmatched "
                                      "FROM silences ORDER BY number");
    if (!statement)
        return tl::unexpected(statement.error());
    LoadedSilences loaded;
    while (true) {
        const auto row = statement->step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return loaded;
        if (auto silence = readSilence(*statement))
            loaded.silences.push_back(std::move(*silence));
        else
            loaded.damaged.push_back(fmt::format("silence {} is left out: {}", query::quotedShort(statement->text(0), 40), silence.error().message));
    }
}

Result<void> saveSilence(Database &database, const Silence &silence)
{
    auto statement = database.prepare("INSERT INTO silences (id, matchers, starts_at, ends_at, updated_at, created_by, comment, ends_when_unmatched) "
                                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET matchers=excluded.matchers, "
                                      "starts_at=excluded.starts_at, ends_at=excluded.ends_at, updated_at=excluded.updated_at, "
                                      "created_by=excluded.created_by, comment=excluded.comment, ends_when_unmatched=excluded.ends_when_unmatched");
    if (!statement)
        return tl::unexpected(statement.error());
    const auto matchers = textOf(silence.matchers);
    const auto milliseconds = [](Timestamp time) { return std::int64_t(time.time_since_epoch().count()); };
    statement->bind(1, std::string_view(silence.id)).bind(2, std::string_view(matchers));
    statement->bind(3, milliseconds(silence.startsAt)).bind(4, milliseconds(silence.endsAt)).bind(5, milliseconds(silence.updatedAt));
    statement->bind(6, std::string_view(silence.createdBy)).bind(7, std::string_view(silence.comment));
    statement->bind(8, std::int64_t(silence.endsWhenUnmatched));
    return statement->run();
}

Result<void> forgetSilence(Database &database, std::string_view id)
{
    auto statement = database.prepare("DELETE FROM silences WHERE id=?");
    if (!statement)
        return tl::unexpected(statement.error());
    return statement->bind(1, id).run();
}

} // namespace alerts
