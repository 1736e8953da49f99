#pragma once

#include "models/alerts/alert.h"
#include "models/alerts/alert_snapshot.h"
#include "models/alerts/channel.h"
#include "models/query/engine.h"

#include <map>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace alerts {

// One move of one alert, to be stored first and told afterwards.
struct AlertChange {
    Alert alert;                    // as it is after the move
    std::vector<AlertEvent> events; // what happened, oldest first
    std::optional<NotificationKind> notify;
};

// The life of alerts: asks the engine for each rule's values and moves pending -> firing -> acknowledged -> resolved.
// A pure state machine: no thread, no clock, no file; time comes in, changes come out. Used by one thread.
//
// - One alert per rule and label set. A pending alert whose value is back, or gone, is forgotten without a trace.
// - A rule that waits long need not be asked often: it is evaluated every holdFor / 30, at most every kSlowestPace, and
//   whenever a pending alert's time is up. Without a holdFor it is evaluated every time.
// - A series without a value keeps its firing alert for kNoDataGrace, then the alert is resolved as "no data". A rule that
//   cannot be evaluated at all changes nothing: unknown is not well.
// - One breach, one message: an alert that begins to fire while a graver one of the same expression, labels and direction
//   fires is Covered and never told. Rules of one round are taken gravest first; so a warning must not have a shorter
//   holdFor than its critical brother if a jump beyond both is to be one message.
// - An alert resolved by hand starts anew only after its value has been within the limits once.
class AlertBook {
public:
    static constexpr metric::Duration kNoDataGrace = std::chrono::minutes(5);
    static constexpr metric::Duration kSlowestPace = std::chrono::seconds(5);

    explicit AlertBook(const query::Engine &engine) : m_engine(engine) {}

    // What the store knew: firing and acknowledged alerts go on as the same incidents. Pending ones start anew. What fired
    // by a rule that is gone, changed or switched off ends.
    std::vector<AlertChange> restore(std::vector<AlertRule> rules, std::vector<Alert> open, std::int64_t nextAlertId, metric::Timestamp now);

    // One round at `now`, which never goes back (an earlier time counts as the newest so far).
    std::vector<AlertChange> evaluate(metric::Timestamp now);
    // Nobody looked for a while: pending alerts of that instance (empty: of all) start anew, and the next round asks every
    // rule but fires nothing of it. A start counts as a gap of all. Call it before evaluate().
    void gap(std::string_view instance);

    // What people do. Unknown ids change nothing and return nothing.
    std::vector<AlertChange> acknowledge(std::int64_t id, std::string_view author, std::string_view comment, metric::Timestamp now);
    std::vector<AlertChange> acknowledgeAll(std::string_view author, metric::Timestamp now);
    // No notification of this alert before `until`; one reminder then, if it still fires unacknowledged.
    std::vector<AlertChange> snooze(std::int64_t id, metric::Timestamp until, std::string_view author, metric::Timestamp now);
    std::vector<AlertChange> resolve(std::int64_t id, std::string_view author, metric::Timestamp now);
    // Nothing is told before `until`; what still fires then and was never told is told.
    void pauseNotifications(metric::Timestamp until);
    metric::Timestamp pausedUntil() const { return m_pausedUntil; }
    // The change's notification was handed to the channels.
    std::optional<AlertChange> told(std::int64_t id, metric::Timestamp now);

    // Adds the rule, or replaces the one with its id. A rule that changed, was switched off or is gone ends its alerts.
    std::vector<AlertChange> setRule(const AlertRule &rule, metric::Timestamp now);
    std::vector<AlertChange> removeRule(std::int64_t ruleId, metric::Timestamp now);
    const AlertRule *rule(std::int64_t ruleId) const;

    // Rules, pending, firing, counts and errors; version, resolved and notice are the caller's.
    AlertSnapshot snapshot() const;
    // Whether a snapshot would differ from the one at the last call.
    bool takeChanged() { return std::exchange(m_changed, false); }

private:
    struct Tracked {
        Alert alert;
        metric::Timestamp lastSeen{}; // the newest evaluation in which the series had a value
        bool cleared = false;         // resolved by hand, waits for a value within the limits
    };
    using AlertsByLabels = std::unordered_map<metric::Labels, Tracked, metric::LabelsHash>;
    struct Watched {
        AlertRule rule;
        AlertsByLabels alerts;
        metric::Timestamp nextDue{};
        std::string error;
    };
    using Answers = std::map<std::string_view, metric::Result<std::vector<query::InstantSample>>>;

    void evaluateRule(Watched &watched, Answers &answers, std::vector<AlertChange> &changes);
    void see(Watched &watched, const query::InstantSample &sample, std::vector<AlertChange> &changes);
    void loseSight(Watched &watched, std::vector<AlertChange> &changes);
    void fire(Tracked &tracked, std::vector<AlertChange> &changes);
    AlertChange end(Alert &alert, EventKind kind, std::string_view author, std::string_view why, metric::Timestamp now);
    std::vector<AlertChange> endAll(Watched &watched, std::string_view why, metric::Timestamp now);
    void decideWhatIsTold(std::vector<AlertChange> &changes);
    bool isCovered(const Alert &alert) const;
    bool mayTell(const Alert &alert, metric::Timestamp now) const;
    bool isFreshAfterGap(const metric::Labels &labels) const;
    Alert *find(std::int64_t alertId); // firing or acknowledged, null otherwise

    const query::Engine &m_engine;
    std::map<std::int64_t, Watched> m_rules;
    std::vector<std::string> m_gaps; // instances that may not fire in the coming round
    bool m_gapEverywhere = true;     // the first round after a start is like the first after a gap
    bool m_changed = true;
    std::int64_t m_nextAlertId = 1;
    metric::Timestamp m_now{};
    metric::Timestamp m_pausedUntil{};
};

} // namespace alerts
