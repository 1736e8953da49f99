#pragma once

#include "models/alerts/delivery.h"
#include "models/alerts/outbox_table.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace alerts {

// Between attempts: doubled each time from the first to the last.
inline constexpr metric::Duration kFirstBackOff = std::chrono::seconds(1);
inline constexpr metric::Duration kLastBackOff = std::chrono::minutes(5);
// Given up when it is so old and was tried so often (a machine that slept a night has tried once), or was tried far too often.
inline constexpr metric::Duration kGiveUpAfter = std::chrono::hours(24);
inline constexpr int kMinAttempts = 10;
inline constexpr int kMaxAttempts = 1'000;
// A receiver that has not answered by then is asked again.
inline constexpr metric::Duration kAnswerTimeout = std::chrono::minutes(5);
// Of what is finished.
inline constexpr metric::Duration kDeliveryRetention = std::chrono::days(30);
inline constexpr std::size_t kMaxFinishedDeliveries = 10'000;

// What has to be told to whom until it was: each notification becomes a delivery for every receiver, which is queued until it is delivered,
// refused or given up. Of one group and receiver one delivery at a time is under way, always the newest: it supersedes the earlier ones that
// were not delivered, and tells their ends and beginnings too. What is under way is known to this object alone, so that after a
// crash it is queued again: delivery is at least once. Used by one thread.
//
// REQUIRES, of all that takes a database: createOutboxTable() was called on it; where this writes, a transaction of the
// caller's. An error is the database's: the caller rolls back.
class Outbox {
public:
    // Of [0, 1]: how far an attempt comes early, up to half of its back-off, so that what failed together is not tried together.
    using Jitter = std::function<double()>;
    explicit Outbox(Jitter jitter) : m_jitter(std::move(jitter)) {}

    // Writes. In one transaction with what made the notification, it is told whenever the program ends.
    [[nodiscard]] metric::Result<void> enqueue(sqlite::Database &database, const GroupNotification &notification,
                                               std::span<const std::string> receivers, metric::Timestamp now);

    // Writes. What is to be handed to its receiver now; each is under way until done(). Receivers that are no more: refuse for them.
    metric::Result<std::vector<Delivery>> ready(sqlite::Database &database, metric::Timestamp now, std::size_t limit);
    // When ready() will answer something if nothing is enqueued or done before.
    metric::Result<std::optional<metric::Timestamp>> nextReady(sqlite::Database &database) const;

    // Writes. The delivery as it is afterwards: GivenUp is worth a word to people. NotFound for an unknown id; an answer that comes
    // too late to matter changes nothing.
    metric::Result<Delivery> done(sqlite::Database &database, std::int64_t id, const DeliveryResult &result, metric::Timestamp now);

    // Writes. Drops what finished kDeliveryRetention ago, and all but the newest kMaxFinishedDeliveries.
    [[nodiscard]] static metric::Result<void> forgetOld(sqlite::Database &database, metric::Timestamp now);

    std::size_t underWay() const { return m_underWay.size(); }

private:
    using Way = std::pair<std::string, std::string>; // from group to receiver
    struct UnderWay {
        std::int64_t id;
        metric::Timestamp since;
    };

    metric::Result<void> askAgain(sqlite::Database &database, metric::Timestamp now);
    metric::Result<std::optional<Delivery>> newestOf(sqlite::Database &database, const Way &way, metric::Timestamp now);

    Jitter m_jitter;
    std::map<Way, UnderWay> m_underWay;
};

} // namespace alerts
