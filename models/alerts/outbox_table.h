#pragma once

#include "models/alerts/notification_groups.h"
#include "models/sqlite/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Deliveries as rows of a table `deliveries`: what was told to whom, and what became of it.
namespace alerts {

enum class DeliveryState {
    Queued, // waiting for its next attempt, or under way
    Delivered,
    Refused,    // by its receiver
    GivenUp,    // tried too long
    Superseded, // a later one of the same group told it too
};

struct Delivery {
    std::int64_t id = 0; // ascending: the later decided, the higher
    std::string receiver;
    GroupNotification what;
    metric::Timestamp created{};
    int attempts = 0; // finished ones
    metric::Timestamp nextAttempt{};
    DeliveryState state = DeliveryState::Queued;
    std::string result;             // what the last attempt said, one line; empty before the first
    metric::Timestamp finishedAt{}; // epoch while queued
};

// Where it is not there yet.
[[nodiscard]] metric::Result<void> createOutboxTable(sqlite::Database &database);

// Answers its id; `id` itself does not count.
metric::Result<std::int64_t> addDelivery(sqlite::Database &database, const Delivery &delivery);
// Of one that is there: what is told, attempts, next attempt, state, result and end.
[[nodiscard]] metric::Result<void> saveDelivery(sqlite::Database &database, const Delivery &delivery);

// NotFound, or Corrupt where the row can not be read.
metric::Result<Delivery> findDelivery(sqlite::Database &database, std::int64_t id);

// A queued one, without what it tells.
struct WaitingDelivery {
    std::string key;
    std::string receiver;
    metric::Timestamp nextAttempt;
};
// Whose next attempt is not after `until`, or is after `beyond`; in the order of their attempts.
metric::Result<std::vector<WaitingDelivery>> waitingDeliveries(sqlite::Database &database, metric::Timestamp until, metric::Timestamp beyond);
// Ids of those of one group for one receiver, ascending.
metric::Result<std::vector<std::int64_t>> waitingDeliveries(sqlite::Database &database, std::string_view key, std::string_view receiver);

// Makes an unreadable one Refused, with the reason, so that it is not met again and again.
[[nodiscard]] metric::Result<void> refuseDamaged(sqlite::Database &database, std::int64_t id, std::string_view why, metric::Timestamp now);

// Newest first; what can not be read is left out.
metric::Result<std::vector<Delivery>> latestDeliveries(sqlite::Database &database, std::size_t limit);
// Drops those that finished before `before`, and all but the newest `keep` that finished.
[[nodiscard]] metric::Result<void> forgetDeliveries(sqlite::Database &database, metric::Timestamp before, std::size_t keep);

} // namespace alerts
