#pragma once

#include "models/alerts/alert.h"
#include "models/alerts/alert_snapshot.h"
#include "models/alerts/flapping.h"
#include "models/alerts/inhibition.h"
#include "models/alerts/rule_rounds.h"
#include "models/alerts/silence_book.h"

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace alerts {

// One move of one alert, to be stored first and told afterwards.
struct AlertChange {
    Alert alert;                    // as it is after the move
    std::vector<AlertEvent> events; // what happened, oldest first
};

// The life of alerts: what rules come to, round by round, made into incidents: pending -> firing -> acknowledged -> resolved.
// A pure state machine: no thread, no clock, no file; time comes in, changes come out. Used by one thread.
//
// - One alert per rule and label set. A pending alert that is over is forgotten without a trace.
// - A rule that cannot be evaluated at all changes nothing: unknown is not well.
// - One breach, one message: an alert that begins to fire while a graver one of the same expression, target and direction
//   fires is Covered and never told. Rules of one round are taken gravest first; so a warning must not have a shorter
//   holdFor than its critical brother if a jump beyond both is to be one message.
// - What mutes an alert (isMuted()) is known of each: a silence that matches it, maintenance of what it is about, a graver cause, that it
//   flaps. If its silence or the maintenance ends before it does, it has returned.
// - An alert resolved by hand starts anew only after it has been over once.
class AlertBook {
public:
    // Whether what has these labels is being worked on; may be empty: nothing ever is. Asked of every alert that fires, again and again.
    using Maintenance = std::function<bool(const metric::Labels &labels, metric::Timestamp time)>;

    explicit AlertBook(std::vector<InhibitRule> inhibitRules = {}, Maintenance isInMaintenance = {})
        : m_isInMaintenance(std::move(isInMaintenance)), m_inhibition(std::move(inhibitRules))
    {
    }

    // What the store knew: firing and acknowledged alerts go on as the same incidents. What fired by a rule that is gone,
    // changed or switched off ends.
    std::vector<AlertChange> restore(std::span<const AlertRuleRef> rules, std::vector<Alert> open, std::int64_t nextAlertId, metric::Timestamp now);
    // All rules there are now, also what is off. A rule that does not fire alike any more, was switched off or is gone ends its alerts.
    std::vector<AlertChange> setRules(std::span<const AlertRuleRef> rules, metric::Timestamp now);
    // What was evaluated at `now`, which never goes back.
    std::vector<AlertChange> round(std::vector<RuleOutcome> outcomes, metric::Timestamp now);

    // Time went by, or silences changed, between two rounds.
    std::vector<AlertChange> tick(metric::Timestamp now);

    // Holds from the next round or tick on.
    void setInhibitRules(std::vector<InhibitRule> rules);
    SilenceBook &silences() { return m_silences; }
    // Those that ended because nothing matches them any more; to be stored.
    std::vector<Silence> takeEndedSilences() { return std::exchange(m_endedSilences, {}); }
    // A snapshot differs from now on.
    void silencesChanged();

    // What people do. Unknown ids change nothing and return nothing.
    std::vector<AlertChange> acknowledge(std::int64_t id, std::string_view author, std::string_view comment, metric::Timestamp now);
    std::vector<AlertChange> acknowledgeAll(std::string_view author, metric::Timestamp now);
    // Muted until then; a reminder comes if it still fires unacknowledged.
    std::vector<AlertChange> snooze(std::int64_t id, metric::Timestamp until, std::string_view author, metric::Timestamp now);
    std::vector<AlertChange> resolve(std::int64_t id, std::string_view author, metric::Timestamp now);
    // Not told any more as long as this incident lasts, nor its end.
    std::vector<AlertChange> dismiss(std::int64_t id, std::string_view author, metric::Timestamp now);
    // It was decided that people are told that it fires.
    std::optional<AlertChange> told(std::int64_t id, metric::Timestamp now);

    // Firing or acknowledged; null otherwise. Until the next call that changes something.
    const Alert *open(std::int64_t id) const { return find(id); }
    // Rules, pending, firing, counts, errors and silences; the rest is the caller's.
    AlertSnapshot snapshot() const;
    // Whether a snapshot would differ from the one at the last call.
    bool takeChanged() { return std::exchange(m_changed, false); }

private:
    struct Tracked {
        Alert alert;
        bool cleared = false; // resolved by hand, waits for its end
        SilenceMatch match = {};
    };
    // Not a map whose elements move: m_open points at them.
    using AlertsByLabels = std::unordered_map<metric::Labels, Tracked, metric::LabelsHash>;
    struct Watched {
        AlertRuleRef rule;
        AlertsByLabels alerts;
        std::string error;
    };

    void follow(Watched &watched, const rules::RuleState &state, std::vector<AlertChange> &changes);
    void see(Watched &watched, const metric::Labels &labels, const rules::ActiveAlert &active, std::vector<AlertChange> &changes);
    void fire(Tracked &tracked, std::vector<AlertChange> &changes);
    AlertChange end(Alert &alert, EventKind kind, std::string_view author, std::string_view why, metric::Timestamp now);
    std::vector<AlertChange> endAll(Watched &watched, std::string_view why, metric::Timestamp now);
    void decideWhatIsMuted(std::vector<AlertChange> &changes);
    bool isCovered(const Alert &alert) const;
    Alert *find(std::int64_t alertId) const; // firing or acknowledged, null otherwise

    std::shared_ptr<const std::vector<AlertRule>> m_list = std::make_shared<const std::vector<AlertRule>>(); // as they were given
    std::unordered_map<std::int64_t, Watched> m_rules;
    std::unordered_map<std::int64_t, Tracked *> m_open;                        // firing or acknowledged, by id
    std::unordered_map<std::string, std::vector<std::int64_t>> m_byExpression; // for what covers what
    SilenceBook m_silences;
    std::shared_ptr<const std::vector<Silence>> m_silenceList = std::make_shared<const std::vector<Silence>>();
    std::vector<Silence> m_endedSilences;
    const Maintenance m_isInMaintenance;
    Inhibition m_inhibition;
    Flapping m_flapping;
    bool m_inhibitionChanged = true;
    bool m_changed = true;
    std::int64_t m_nextAlertId = 1;
    metric::Timestamp m_now{};
};

} // namespace alerts
