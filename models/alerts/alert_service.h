#pragma once

#include "models/alerts/alert_book.h"
#include "models/alerts/alert_snapshot.h"
#include "models/alerts/alert_store.h"
#include "models/alerts/group_view.h"
#include "models/alerts/notification_file.h"
#include "models/alerts/notifications.h"
#include "models/alerts/received_alerts.h"
#include "models/alerts/rule_library.h"
#include "models/alerts/rule_rounds.h"
#include "models/metric/clock.h"
#include "models/metric/inbox.h"

#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <thread>
#include <utility>
#include <vector>

namespace alerts {

// What alerts need of the world. Reader, clock and receivers outlive the service; sink, receivers and the listener are called on the rules
// thread.
struct AlertParts {
    const series::Reader &reader;
    const metric::Clock &clock;
    rules::EvaluationOptions evaluation = {};
    RuleRounds::Sink sink = {}; // what rules write; the reader answers with it when it returns
    NotificationParts notifications = {};
    std::filesystem::path notificationFile = {}; // see notification_file.h; what it says goes before the route above
    AlertBook::Maintenance isInMaintenance = {}; // called on the rules thread, and once before it starts
    std::function<void(AlertSnapshotRef)> listener = {};
    metric::Duration retention{0}; // an alert that ended longer ago is forgotten, with its events; zero: never
};

// Alerts at work: owns the rules, the store, the book and the rules thread, on which everything happens in order. Batches come
// in, notifications go to the receivers and an immutable snapshot to the listener. All public functions are safe from any
// thread and none waits for the rules thread; what a command did is seen in the next snapshot.
class AlertService {
public:
    // Starts the thread; what the store knew is in snapshot() on return, and the listener has had it (on this thread, once).
    AlertService(AlertStore store, RuleLibrary library, AlertParts parts);
    // Works off the commands that were given, stores them, and joins.
    ~AlertService();
    AlertService(const AlertService &) = delete;
    AlertService &operator=(const AlertService &) = delete;

    // Rules that are due are evaluated at the batch's time. REQUIRES: the batch is in the store that the reader reads.
    void post(metric::BatchRef batch);

    void acknowledge(std::int64_t alertId, std::string author, std::string comment = {});
    void acknowledgeAll(std::string author);
    void snooze(std::int64_t alertId, metric::Timestamp until, std::string author = {});
    void resolve(std::int64_t alertId, std::string author); // "clear": a new incident starts only after the value was well once
    void dismiss(std::int64_t alertId, std::string author); // off the list, and not told any more; what is over too
    void pauseNotifications(metric::Timestamp until);       // epoch: no longer
    void setQuietHours(std::vector<TimeInterval> quietHours);

    // As Alertmanager's: what SilenceBook::set() and expire() say. The id of the silence that holds now.
    std::future<metric::Result<std::string>> setSilence(Silence silence);
    std::future<metric::Result<void>> expireSilence(std::string id);

    // What somebody else says fires; stored and told when it is answered.
    std::future<metric::Result<void>> receive(std::vector<PostedAlert> posted);
    // All groups, with what they came to last.
    std::future<std::vector<GroupView>> groups();

    void addRule(AlertRule rule); // among the thresholds
    void updateRule(AlertRule rule);
    void removeRule(std::int64_t ruleId);
    void setEnabled(std::int64_t ruleId, bool enabled);
    void setSourceEnabled(std::string source, bool enabled); // a whole pack or file

    AlertSnapshotRef snapshot() const; // never null

    // From the file, through a connection of their own; a few milliseconds.
    metric::Result<std::vector<AlertEvent>> events(std::int64_t alertId) const;
    metric::Result<std::vector<Alert>> resolvedAlerts(std::size_t limit) const; // newest first
    // What was told to whom, and what became of it; newest first.
    metric::Result<std::vector<Delivery>> deliveries(std::size_t limit) const;
    metric::Result<std::optional<Alert>> alert(std::int64_t alertId) const; // as AlertStore's
    metric::Result<Incidents> incidents(const TimeRange &range, std::size_t most) const;

    std::uint64_t droppedBatches() const { return m_inbox.droppedBatches(); }

private:
    void work();
    void evaluate(metric::Timestamp time);
    void lookAtRules();
    void tendSilences();
    void dropOld();
    metric::Result<void> storeSilences(std::span<const Silence> changed, std::span<const std::string> forgotten = {});
    void takeRules();
    void takeNotificationConfig();
    std::vector<AlertRuleRef> allRules() const;
    void changeRules(std::string_view what, const std::function<metric::Result<void>()> &change);
    void take(std::vector<AlertChange> changes);
    void settle();
    std::vector<Alert> find(std::span<const std::int64_t> ids);
    void publish();
    void publishChanges();
    void complain(std::string notice);

    template <class Question>
    auto ask(Question question) const -> decltype(question(std::declval<AlertStore &>()))
    {
        const std::lock_guard lock(m_historyMutex);
        if (!m_history) {
            auto opened = AlertStore::openReadOnly(m_file);
            if (!opened)
                return tl::unexpected(opened.error());
            m_history = std::make_unique<AlertStore>(std::move(*opened));
        }
        return question(*m_history);
    }

    // The rules thread's own.
    AlertStore m_store;
    RuleLibrary m_library;
    const AlertParts m_parts;
    const metric::Clock &m_clock;
    RuleRounds m_rounds;
    ReceivedAlerts m_received;
    AlertBook m_book;
    std::vector<AlertChange> m_unsaved; // until settle(), and longer where the store refuses them
    std::deque<Alert> m_resolved;
    std::string m_notice;     // of the store
    std::string m_ruleNotice; // why the last change of a rule was not kept
    bool m_changed = false;   // beside what the book knows of
    bool m_storeRefused = false;
    std::uint64_t m_version = 0;
    std::chrono::nanoseconds m_lookedAtRules{0};             // monotonic
    std::optional<std::chrono::nanoseconds> m_beganDropping; // what is old; monotonic
    bool m_isDropping = false;
    metric::Timestamp m_lastEvaluation{};
    std::random_device m_random;

    metric::Inbox m_inbox;
    Notifications m_notifications;
    NotificationFile m_notificationFile;

    mutable std::mutex m_snapshotMutex;
    AlertSnapshotRef m_snapshot;

    const std::filesystem::path m_file;
    mutable std::mutex m_historyMutex;
    mutable std::unique_ptr<AlertStore> m_history; // opened when first asked

    std::thread m_thread; // last: starts when everything else stands
};

} // namespace alerts
