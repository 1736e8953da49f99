#pragma once

#include "models/alerts/alert_rule.h"
#include "models/metric/batch.h"
#include "models/metric/unit.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace alerts {

enum class AlertState { Pending, Firing, Acknowledged, Resolved };

// Whether people were told that an alert fires. Its end is told only where its beginning was.
enum class Notified {
    No,      // not yet: just fired, muted, or notifications are paused
    Yes,     //
    Covered, // never: the rule is on trial, or a graver alert on the same thing was already firing
};

// Rendered: name and text, in the order of the rule.
using Annotations = NamedTexts;

// What an alert is about: its labels but those that the rule gave it to be told apart (alertname, severity).
metric::Labels subjectOf(const metric::Labels &labels);

struct Alert;
// Whether the series, of the rule's expression, is the one that the alert is about: its labels are among the alert's.
bool isAbout(const Alert &alert, const metric::Labels &series);

// What it means and what to do: as the annotations say it, rendered; as the rule says it where there are none. May be empty.
std::string meaningOf(const Alert &alert);
std::string actionOf(const Alert &alert);

// One incident of one rule on one label set, from pending to resolved. Copied freely; the book owns the truth.
struct Alert {
    std::int64_t id = 0;                                      // 0 while pending: pending alerts are not stored
    AlertRuleRef rule = std::make_shared<const AlertRule>();  // as it was when the incident began
    metric::LabelsRef labels;                                 // as Prometheus has them: the series' without its name, the rule's, alertname
    std::shared_ptr<const Annotations> annotations = nullptr; // null where it has none
    AlertState state = AlertState::Pending;
    double value = 0;                       // newest value
    metric::Unit unit = metric::Unit::None; // of the values, as the engine knows it
    double worst = 0;                       // farthest beyond the threshold so far
    metric::Timestamp pendingSince{};
    metric::Timestamp firingSince{};
    metric::Timestamp resolvedAt{};
    std::string acknowledgedBy; // empty unless acknowledged
    std::string comment;
    metric::Timestamp acknowledgedAt{};
    metric::Timestamp snoozedUntil{}; // no notifications before; epoch = not snoozed
    metric::Timestamp dismissedAt{};  // nobody wants to see it any more, also its end; epoch = not dismissed
    Notified notified = Notified::No;
    // Not told of while one of these holds; found anew after a restart.
    std::vector<std::string> silencedBy = {};        // ids of silences
    std::vector<metric::LabelsRef> inhibitedBy = {}; // some of the alerts that do
    bool inMaintenance = false;                      // what it is about is
    bool returned = false;                           // it is told again because its silence ended
    bool flaps = false;                              // it comes and goes: see Flapping
    bool isHushed = false;                           // it flapped already when it began, and that was told
};

// Whether nobody is to be told of it at that moment: somebody knows already, or wants not to.
bool isMuted(const Alert &alert, metric::Timestamp now);

enum class EventKind {
    Pending,
    Fired,
    Acknowledged,
    Snoozed,
    Resolved,
    Cleared,
    Notified,
    Commented,
    Silenced,
    Unsilenced,
    Inhibited,
    Uninhibited,
    Dismissed,
    Flapping,
    Calm
};
inline constexpr EventKind kLastEventKind = EventKind::Calm;

// One line of an alert's history: who did what, when, why.
struct AlertEvent {
    std::int64_t alertId = 0;
    metric::Timestamp time;
    EventKind kind;
    std::string author; // "vedette" for the program itself
    std::string text;
    double value = 0;
};

} // namespace alerts
