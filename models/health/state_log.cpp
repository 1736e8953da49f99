#include "models/health/state_log.h"

#include <algorithm>

namespace health {

using metric::Result;
using metric::Timestamp;
using sqlite::Statement;
using sqlite::Transaction;

namespace {

constexpr std::size_t kLongestChange = 1'000;
constexpr const char *kColumns = "target, time, state, since, reason, message";

std::int64_t number(Timestamp time) { return time.time_since_epoch().count(); }
Timestamp timeAt(const Statement &statement, int column) { return Timestamp(metric::Duration(statement.integer(column))); }

// What the file says and no version of this program wrote is as if it were unknown.
std::optional<State> stateAt(const Statement &statement, int column)
{
    if (statement.isNull(column))
        return std::nullopt;
    const auto value = statement.integer(column);
    return value >= 0 && value <= std::int64_t(State::Maintenance) ? State(value) : State::Unknown;
}

metric::Reason reasonAt(const Statement &statement, int column)
{
    const auto value = statement.integer(column);
    return value >= 0 && value <= std::int64_t(metric::Reason::Options) ? metric::Reason(value) : metric::Reason::None;
}

Result<void> insert(Statement &statement, const StateChange &change)
{
    statement.bind(1, std::string_view(change.target)).bind(2, number(change.time));
    if (change.state)
        statement.bind(3, std::int64_t(*change.state));
    else
        statement.bindNull(3);
    statement.bind(4, number(change.since)).bind(5, std::int64_t(change.reason));
    statement.bind(6, std::string_view(change.message).substr(0, kLongestChange));
    return statement.run();
}

constexpr const char *kInsert = "INSERT OR REPLACE INTO changes (target, time, state, since, reason, message) VALUES (?, ?, ?, ?, ?, ?)";

} // namespace

Result<void> StateLog::begin(Timestamp now)
{
    auto transaction = Transaction::begin(m_database);
    if (!transaction)
        return tl::unexpected(transaction.error());
    // A millisecond after the newest change, if observation reached no further: that change itself is what is gone on with.
    auto end =
        m_database.prepare("INSERT OR REPLACE INTO changes (target, time, state, since, reason, message) "
                           "SELECT target, min(?1, max(time + 1, coalesce((SELECT until FROM observed), 0))), NULL, since, 0, '' FROM "
                           "(SELECT target, max(time) AS time, state, since FROM changes WHERE time <= ?1 GROUP BY target) WHERE state IS NOT NULL");
    if (!end)
        return tl::unexpected(end.error());
    if (auto done = end->bind(1, number(now)).run(); !done)
        return done;
    auto reached = m_database.prepare("INSERT OR REPLACE INTO observed (id, until) VALUES (1, ?)");
    if (!reached)
        return tl::unexpected(reached.error());
    if (auto done = reached->bind(1, number(now)).run(); !done)
        return done;
    return transaction->commit();
}

Result<void> StateLog::write(std::span<const StateChange> changes, Timestamp until)
{
    auto transaction = Transaction::begin(m_database);
    if (!transaction)
        return tl::unexpected(transaction.error());
    auto statement = m_database.prepare(kInsert);
    if (!statement)
        return tl::unexpected(statement.error());
    for (const auto &change : changes) {
        if (auto done = insert(*statement, change); !done)
            return done;
    }
    auto reached = m_database.prepare("INSERT OR REPLACE INTO observed (id, until) VALUES (1, ?)");
    if (!reached)
        return tl::unexpected(reached.error());
    if (auto done = reached->bind(1, number(until)).run(); !done)
        return done;
    return transaction->commit();
}

Result<void> StateLog::replace(std::string_view target, Timestamp before, std::span<const Turn> turns)
{
    auto transaction = Transaction::begin(m_database);
    if (!transaction)
        return tl::unexpected(transaction.error());
    auto remove = m_database.prepare("DELETE FROM changes WHERE target = ? AND time < ?");
    auto statement = m_database.prepare(kInsert);
    if (!remove || !statement)
        return tl::unexpected(!remove ? remove.error() : statement.error());
    if (auto done = remove->bind(1, target).bind(2, number(before)).run(); !done)
        return done;
    for (const auto &turn : turns) {
        if (turn.time >= before)
            break;
        if (auto done = insert(*statement, {std::string(target), turn.time, turn.state, turn.time}); !done)
            return done;
    }
    return transaction->commit();
}

Result<void> StateLog::dropBefore(Timestamp time)
{
    auto statement = m_database.prepare("DELETE FROM changes WHERE time < ?1 AND time < "
                                        "(SELECT max(time) FROM changes AS held WHERE held.target = changes.target AND held.time <= ?1)");
    if (!statement)
        return tl::unexpected(statement.error());
    return statement->bind(1, number(time)).run();
}

Result<std::unordered_map<std::string, Timeline>> StateLog::timelines(Timestamp now)
{
    auto statement = m_database.prepare("SELECT target, time, state FROM changes WHERE time <= ? ORDER BY target, time");
    if (!statement)
        return tl::unexpected(statement.error());
    statement->bind(1, number(now));
    std::unordered_map<std::string, Timeline> timelines;
    Timeline *timeline = nullptr;
    std::string target;
    while (true) {
        const auto row = statement->step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return timelines;
        if (const auto name = statement->text(0); !timeline || name != target) {
            target = name;
            timeline = &timelines[target];
        }
        timeline->add({timeAt(*statement, 1), stateAt(*statement, 2)});
    }
}

Result<std::vector<StateChange>> StateLog::read(Statement &statement)
{
    std::vector<StateChange> changes;
    while (true) {
        const auto row = statement.step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return changes;
        changes.push_back({std::string(statement.text(0)), timeAt(statement, 1), stateAt(statement, 2), timeAt(statement, 3), reasonAt(statement, 4),
                           std::string(statement.text(5))});
    }
}

Result<std::vector<StateChange>> StateLog::latest(Timestamp now)
{
    // SQLite takes the other columns from the row that has the maximum.
    auto statement = m_database.prepare("SELECT target, max(time), state, since, reason, message FROM changes "
                                        "WHERE state IS NOT NULL AND time <= ? GROUP BY target ORDER BY target");
    if (!statement)
        return tl::unexpected(statement.error());
    statement->bind(1, number(now));
    return read(*statement);
}

Result<std::vector<StateChange>> StateLog::changes(std::string_view target, Timestamp from, Timestamp to, std::size_t most)
{
    auto statement = m_database.prepare(std::string("SELECT ") + kColumns +
                                        " FROM changes WHERE target = ?1 AND time <= ?3 AND time >= "
                                        "coalesce((SELECT max(time) FROM changes WHERE target = ?1 AND time <= ?2), ?2) ORDER BY time DESC LIMIT ?4");
    if (!statement)
        return tl::unexpected(statement.error());
    statement->bind(1, target).bind(2, number(from)).bind(3, number(to)).bind(4, std::int64_t(most));
    auto changes = read(*statement);
    if (changes)
        std::ranges::reverse(*changes);
    return changes;
}

} // namespace health
