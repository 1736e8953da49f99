#pragma once

#include "models/alerts/alert_snapshot.h"
#include "models/rules/group_evaluation.h"

#include <cstddef>
#include <list>
#include <optional>
#include <unordered_map>
#include <vector>

namespace remote {

// An alert as an Alertmanager is told of it at a moment.
struct OutgoingAlert {
    metric::LabelsRef labels;
    std::shared_ptr<const alerts::Annotations> annotations; // null where it has none
    alerts::AlertRuleRef rule;
    metric::Timestamp startsAt{};
    metric::Timestamp endsAt{}; // to come while it fires
};

// What one Alertmanager is to be told, and when, as a Prometheus tells it: what begins or ends at once, what fires every kResendDelay, with an
// end that comes only where nobody says so any more; an end again and again for kEndsKept, for it may have been missed. A pure state machine:
// time comes in, and may jump. For one thread.
//
// Whether anybody is told of an alert here (silenced, snoozed, acknowledged, inhibited, covered) makes no difference: there the Alertmanager
// decides. What others posted and what is on trial is never sent.
class AlertmanagerQueue {
public:
    static constexpr metric::Duration kResendDelay = std::chrono::minutes(1);
    // Every alert is repeated whatever its group's interval is, so that this is enough for all.
    static constexpr metric::Duration kGoesOn = 4 * kResendDelay;
    static constexpr metric::Duration kEndsKept = rules::kResolvedRetention;
    static constexpr std::size_t kBatch = 64;
    static constexpr std::size_t kMost = 100'000;

    // What fires is what the snapshot says; what is not in it any more has ended.
    void take(const alerts::AlertSnapshot &snapshot, metric::Timestamp now);
    // At most kBatch that are due, what begins and ends first; empty where none is. They count as sent.
    std::vector<OutgoingAlert> next(metric::Timestamp now);
    // Nobody knows whether what was sent is known there (it did not answer, it may have started anew): all of it is due.
    void lost();
    // When next() has something again; nothing where there is nothing to tell.
    std::optional<metric::Timestamp> nextDue() const;

    // That fire or ended lately.
    std::size_t size() const { return m_known.size(); }
    // Firing ones of the last snapshot that found no room.
    std::size_t leftOut() const { return m_leftOut; }

private:
    struct Entry {
        std::int64_t alertId = 0;
        OutgoingAlert alert; // its endsAt is set when it is sent
        std::optional<metric::Timestamp> resolvedAt;
        metric::Timestamp sentAt{};
        std::uint64_t seen = 0; // in which snapshot
        bool isUrgent = true;   // it stands in m_urgent
    };
    using Line = std::list<Entry>;
    struct SameLabels {
        std::size_t operator()(const metric::LabelsRef &labels) const { return std::size_t(labels->hash()); }
        bool operator()(const metric::LabelsRef &a, const metric::LabelsRef &b) const { return a == b || *a == *b; }
    };

    void see(const alerts::Alert &alert);
    void hurry(Line::iterator entry);
    bool isOver(const Entry &entry, metric::Timestamp now) const;
    void forget(Line &line, Line::iterator entry);

    Line m_urgent; // in the order in which they came
    Line m_sent;   // the one sent longest ago first
    std::unordered_map<metric::LabelsRef, Line::iterator, SameLabels, SameLabels> m_known;
    std::uint64_t m_snapshots = 0;
    std::size_t m_leftOut = 0;
};

} // namespace remote
