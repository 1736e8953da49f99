#include "models/alerts/outbox_table.h"

#include "models/alerts/row_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace alerts {

using metric::ErrorCode;
using metric::Result;
using metric::Timestamp;
using sqlite::Database;
using sqlite::Statement;

namespace {

// Times are milliseconds since the epoch, states DeliveryState's numbers, ids as textOfIds() writes them.
constexpr const char *kOutboxSchema = R"(
CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, receiver TEXT NOT NULL, group_key TEXT NOT NULL, group_labels TEXT NOT NULL,
    firing TEXT NOT NULL, fresh TEXT NOT NULL, resolved TEXT NOT NULL, is_repeat INTEGER NOT NULL, created INTEGER NOT NULL,
    attempts INTEGER NOT NULL, next_attempt INTEGER NOT NULL, state INTEGER NOT NULL, result TEXT NOT NULL, finished_at INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS deliveries_waiting ON deliveries (next_attempt) WHERE state = 0;
CREATE INDEX IF NOT EXISTS deliveries_waiting_by_group ON deliveries (group_key, receiver) WHERE state = 0;
CREATE INDEX IF NOT EXISTS deliveries_by_end ON deliveries (finished_at) WHERE state <> 0;
)";

constexpr const char *kDeliveryColumns = "id, receiver, group_key, group_labels, firing, fresh, resolved, is_repeat, created, attempts, "
                                         "next_attempt, state, result, finished_at";

std::int64_t inMilliseconds(Timestamp time) { return time.time_since_epoch().count(); }

// The file may have been edited, or damaged where SQLite does not notice.
Result<Delivery> readDelivery(const Statement &row)
{
    constexpr std::string_view kTypes = "ittttttiiiiiti";
    for (int i = 0; i < int(kTypes.size()); ++i) {
        if (row.type(i) != (kTypes[std::size_t(i)] == 'i' ? Statement::Type::Integer : Statement::Type::Text))
            return metric::fail(ErrorCode::Corrupt, fmt::format("column {} is of another type", i + 1));
    }
    const auto state = row.integer(11);
    if (state < 0 || state > std::int64_t(DeliveryState::Superseded))
        return metric::fail(ErrorCode::Corrupt, "its state is none that there is");
    auto labels = parseLabelsText(row.text(3));
    if (!labels)
        return metric::fail(ErrorCode::Corrupt, labels.error().message);
    Delivery delivery;
    for (const auto &[column, ids] : {std::pair(4, &delivery.what.firing), std::pair(5, &delivery.what.fresh), std::pair(6, &delivery.what.resolved)})
    {
        auto parsed = parseIds(row.text(column));
        if (!parsed)
            return tl::unexpected(parsed.error());
        *ids = std::move(*parsed);
    }
    const auto time = [&](int column) { return Timestamp(metric::Duration(row.integer(column))); };
    delivery.id = row.integer(0);
    delivery.receiver = row.text(1);
    delivery.what.key = row.text(2);
    delivery.what.labels = std::move(*labels);
    delivery.what.isRepeat = row.integer(7) != 0;
    delivery.created = time(8);
    delivery.attempts = int(std::clamp<std::int64_t>(row.integer(9), 0, std::numeric_limits<int>::max() - 1));
    delivery.nextAttempt = time(10);
    delivery.state = DeliveryState(state);
    delivery.result = row.text(12);
    delivery.finishedAt = time(13);
    return delivery;
}

Result<std::vector<std::int64_t>> idsOf(Result<Statement> statement)
{
    if (!statement)
        return tl::unexpected(statement.error());
    std::vector<std::int64_t> ids;
    while (true) {
        const auto row = statement->step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return ids;
        ids.push_back(statement->integer(0));
    }
}

} // namespace

Result<void> createOutboxTable(Database &database) { return database.execute(kOutboxSchema); }

Result<std::int64_t> addDelivery(Database &database, const Delivery &delivery)
{
    auto statement =
        database.prepare("INSERT INTO deliveries (receiver, group_key, group_labels, firing, fresh, resolved, is_repeat, created, attempts, "
                         "next_attempt, state, result, finished_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    if (!statement)
        return tl::unexpected(statement.error());
    const auto &what = delivery.what;
    const auto labels = textOfLabels(what.labels);
    const auto firing = textOfIds(what.firing);
    const auto fresh = textOfIds(what.fresh);
    const auto resolved = textOfIds(what.resolved);
    statement->bind(1, std::string_view(delivery.receiver)).bind(2, std::string_view(what.key)).bind(3, std::string_view(labels));
    statement->bind(4, std::string_view(firing)).bind(5, std::string_view(fresh)).bind(6, std::string_view(resolved));
    statement->bind(7, std::int64_t(what.isRepeat)).bind(8, inMilliseconds(delivery.created)).bind(9, std::int64_t(delivery.attempts));
    statement->bind(10, inMilliseconds(delivery.nextAttempt)).bind(11, std::int64_t(delivery.state));
    statement->bind(12, std::string_view(delivery.result)).bind(13, inMilliseconds(delivery.finishedAt));
    if (auto done = statement->run(); !done)
        return tl::unexpected(done.error());
    return database.lastInsertId();
}

Result<void> saveDelivery(Database &database, const Delivery &delivery)
{
    auto statement = database.prepare("UPDATE deliveries SET firing=?, fresh=?, resolved=?, is_repeat=?, attempts=?, next_attempt=?, state=?, "
                                      "result=?, finished_at=? WHERE id=?");
    if (!statement)
        return tl::unexpected(statement.error());
    const auto firing = textOfIds(delivery.what.firing);
    const auto fresh = textOfIds(delivery.what.fresh);
    const auto resolved = textOfIds(delivery.what.resolved);
    statement->bind(1, std::string_view(firing)).bind(2, std::string_view(fresh)).bind(3, std::string_view(resolved));
    statement->bind(4, std::int64_t(delivery.what.isRepeat)).bind(5, std::int64_t(delivery.attempts));
    statement->bind(6, inMilliseconds(delivery.nextAttempt)).bind(7, std::int64_t(delivery.state));
    statement->bind(8, std::string_view(delivery.result)).bind(9, inMilliseconds(delivery.finishedAt)).bind(10, delivery.id);
    return statement->run();
}

Result<Delivery> findDelivery(Database &database, std::int64_t id)
{
    auto statement = database.prepare(fmt::format("SELECT {} FROM deliveries WHERE id=?", kDeliveryColumns));
    if (!statement)
        return tl::unexpected(statement.error());
    statement->bind(1, id);
    const auto row = statement->step();
    if (!row)
        return tl::unexpected(row.error());
    if (!*row)
        return metric::fail(ErrorCode::NotFound, fmt::format("there is no delivery {}", id));
    return readDelivery(*statement);
}

Result<std::vector<WaitingDelivery>> waitingDeliveries(Database &database, Timestamp until, Timestamp beyond)
{
    auto statement = database.prepare("SELECT group_key, receiver, next_attempt FROM deliveries WHERE state = 0 AND "
                                      "(next_attempt <= ? OR next_attempt > ?) ORDER BY next_attempt, id");
    if (!statement)
        return tl::unexpected(statement.error());
    statement->bind(1, inMilliseconds(until)).bind(2, inMilliseconds(beyond));
    std::vector<WaitingDelivery> waiting;
    while (true) {
        const auto row = statement->step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return waiting;
        waiting.push_back({std::string(statement->text(0)), std::string(statement->text(1)), Timestamp(metric::Duration(statement->integer(2)))});
    }
}

Result<std::vector<std::int64_t>> waitingDeliveries(Database &database, std::string_view key, std::string_view receiver)
{
    auto statement = database.prepare("SELECT id FROM deliveries WHERE state = 0 AND group_key=? AND receiver=? ORDER BY id");
    if (statement)
        statement->bind(1, key).bind(2, receiver);
    return idsOf(std::move(statement));
}

Result<void> refuseDamaged(Database &database, std::int64_t id, std::string_view why, Timestamp now)
{
    auto statement = database.prepare("UPDATE deliveries SET state=?, result=?, finished_at=? WHERE id=?");
    if (!statement)
        return tl::unexpected(statement.error());
    const auto result = fmt::format("it is damaged: {}", why);
    statement->bind(1, std::int64_t(DeliveryState::Refused)).bind(2, std::string_view(result)).bind(3, inMilliseconds(now)).bind(4, id);
    return statement->run();
}

Result<std::vector<Delivery>> latestDeliveries(Database &database, std::size_t limit)
{
    auto statement = database.prepare(fmt::format("SELECT {} FROM deliveries ORDER BY id DESC LIMIT ?", kDeliveryColumns));
    if (!statement)
        return tl::unexpected(statement.error());
    statement->bind(1, std::int64_t(std::min<std::size_t>(limit, std::numeric_limits<int>::max())));
    std::vector<Delivery> deliveries;
    while (true) {
        const auto row = statement->step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return deliveries;
        if (auto delivery = readDelivery(*statement))
            deliveries.push_back(std::move(*delivery));
    }
}

Result<void> forgetDeliveries(Database &database, Timestamp before, std::size_t keep)
{
    auto old = database.prepare("DELETE FROM deliveries WHERE state <> 0 AND finished_at < ?");
    if (!old)
        return tl::unexpected(old.error());
    if (auto done = old->bind(1, inMilliseconds(before)).run(); !done)
        return done;
    auto many = database.prepare("DELETE FROM deliveries WHERE state <> 0 AND id <= "
                                 "(SELECT id FROM deliveries WHERE state <> 0 ORDER BY id DESC LIMIT 1 OFFSET ?)");
    if (!many)
        return tl::unexpected(many.error());
    return many->bind(1, std::int64_t(keep)).run();
}

} // namespace alerts
