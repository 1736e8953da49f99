#pragma once

#include "models/metric/batch.h"
#include "models/metric/unit.h"

#include <cstdint>
#include <string>
#include <vector>

namespace alerts {

enum class Severity { Info, Warning, Critical, Emergency };
enum class Comparison { Above, AtLeast, Below, AtMost };

// A threshold: what is measured, of which target, compared how with what, for how long, and how bad it is.
struct AlertRule {
    std::int64_t id = 0;    // 0 until stored
    std::string name;       // "CPU above 90 %"
    std::string expression; // what the engine is asked; one alert per label set it answers with
    std::string target;     // the instance label's value, or empty for every target
    Comparison comparison = Comparison::Above;
    double value = 0;            // in the expression's base unit
    metric::Duration holdFor{0}; // how long the comparison must hold before the alert fires
    Severity severity = Severity::Warning;
    bool enabled = true;
    std::string meaning; // what it means, one or two sentences
    std::string action;  // what to do

    friend bool operator==(const AlertRule &, const AlertRule &) = default;
};

enum class AlertState { Pending, Firing, Acknowledged, Resolved };

// Whether channels were told that an alert fires. Its end is told only where its beginning was.
enum class Notified {
    No,      // not yet: just fired, snoozed, or notifications are paused
    Yes,     //
    Covered, // never: when it fired, a graver alert on the same thing was already firing and told of it
};

// An alert is of what its series is of, whatever the metric was called: the labels without the name, as Prometheus has it.
metric::LabelsRef alertLabels(const metric::LabelsRef &labels);

// One incident of one rule on one label set, from pending to resolved. Copied freely; the book owns the truth.
struct Alert {
    std::int64_t id = 0; // 0 while pending: pending alerts are not stored
    AlertRule rule;      // as it was when the incident began
    metric::LabelsRef labels;
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
    Notified notified = Notified::No;
};

enum class EventKind { Pending, Fired, Acknowledged, Snoozed, Resolved, Cleared, Notified, Commented };

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
