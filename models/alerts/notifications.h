#pragma once

#include "models/alerts/alert_store.h"
#include "models/alerts/delivery.h"
#include "models/alerts/mute_times.h"
#include "models/alerts/notification_groups.h"
#include "models/alerts/outbox.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace alerts {

struct NotificationParts {
    std::vector<Receiver *> receivers = {}; // they outlive the service
    NotificationRoute route = {};
    std::vector<TimeInterval> quietHours = {}; // only emergencies are told
    std::vector<TimeInterval> mutedTimes = {}; // nothing is told
    UtcOffset utcOffset = [](const std::string &, metric::Timestamp) { return std::chrono::seconds(0); };
    metric::Timestamp pausedUntil{}; // nothing is told before
};

// Who is told what of the alerts, and when: groups decide, the outbox keeps it until it was delivered, receivers deliver. All but the receivers'
// answers happens on one thread:
//
//     set() what changed -> decide() -> save() in the transaction that stores the alerts -> saved() -> deliver()
//
// so that whatever is told stands in the file first. Where the file can not be written, handOver() tells it all the same, once.
class Notifications {
public:
    // The alerts of these ids as they are now, as far as they are known.
    using Find = std::function<std::vector<Alert>(std::span<const std::int64_t>)>;

    // `wake` is called on any thread when a receiver has answered: deliver() has something to do.
    Notifications(NotificationParts parts, Outbox::Jitter jitter, std::function<void()> wake);
    ~Notifications(); // answers that come later are not heard; what they were about is told again after the next start
    Notifications(const Notifications &) = delete;
    Notifications &operator=(const Notifications &) = delete;

    // At the start, before anything was set: what was told in earlier runs. A sentence for each row that can not be read.
    metric::Result<std::vector<std::string>> restore(AlertStore &store, metric::Timestamp now);
    // At the start, when all open alerts were set.
    void endUnseen(metric::Timestamp now) { m_groups.endUnseen(now); }

    // Of an alert that fires, or fired.
    void set(const Alert &alert, metric::Timestamp now);
    // Nothing is told before; what still fires then and was not told is.
    void pause(metric::Timestamp until) { m_parts.pausedUntil = until; }
    metric::Timestamp pausedUntil() const { return m_parts.pausedUntil; }
    // What still fires after them is told then.
    void setQuietHours(std::vector<TimeInterval> intervals) { m_parts.quietHours = std::move(intervals); }
    void setMutedTimes(std::vector<TimeInterval> intervals) { m_parts.mutedTimes = std::move(intervals); }
    void setRoute(NotificationRoute route) { m_groups.setRoute(std::move(route)); }

    // Ids of what is told for the first time from now on.
    std::vector<std::int64_t> decide(metric::Timestamp now);

    bool hasUnsaved() const { return !m_decided.empty() || !m_states.empty(); }
    // REQUIRES: within a transaction; saved() when it was committed.
    [[nodiscard]] metric::Result<void> save(sqlite::Database &database, metric::Timestamp now);
    void saved();
    // What was decided and could not be stored, without an outbox behind it.
    void handOver(const Find &find);

    // Stores what receivers answered, and hands over what is ready. What was not to be stored is tried again.
    [[nodiscard]] metric::Result<void> deliver(AlertStore &store, const Find &find, metric::Timestamp now);
    // A sentence about the last message that nobody received; empty where the last one was.
    const std::string &failure() const { return m_failure; }

private:
    struct Answer {
        std::int64_t id;
        DeliveryResult result;
    };
    struct Mailbox;

    Receiver *receiver(std::string_view name) const;
    void note(const Delivery &delivery);

    NotificationParts m_parts;
    std::vector<std::string> m_names; // of the receivers
    NotificationGroups m_groups;
    Outbox m_outbox;
    std::vector<GroupNotification> m_decided;                           // and not stored yet
    std::map<metric::Labels, GroupState> m_states;                      // not stored yet
    std::vector<Answer> m_answers;                                      // not stored yet
    std::optional<metric::Timestamp> m_nextReady = metric::Timestamp{}; // at the start it has to be looked up
    metric::Timestamp m_forgotAt{};
    std::string m_failure;
    std::shared_ptr<Mailbox> m_mailbox; // where receivers answer
};

// What a receiver is told, of the alerts that are known.
GroupMessage messageOf(const GroupNotification &notification, const Notifications::Find &find);

} // namespace alerts
