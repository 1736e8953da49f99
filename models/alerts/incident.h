#pragma once

#include "models/alerts/alert.h"

#include <cstddef>
#include <vector>

namespace alerts {

// From a moment on until before another.
struct TimeRange {
    metric::Timestamp from;
    metric::Timestamp to;
    friend bool operator==(const TimeRange &, const TimeRange &) = default;
};

// What a history says of an incident's rule, as it was then.
struct IncidentRule {
    std::int64_t id = 0;
    std::string name;
    std::string target; // may be empty
    Severity severity = Severity::Warning;
};
using IncidentRuleRef = std::shared_ptr<const IncidentRule>;

// An alert that fired, as far as a history needs it: there may be a hundred thousand at once, so what is alike is shared.
// The whole of one is AlertStore::alert().
struct Incident {
    std::int64_t id = 0; // the alert's
    IncidentRuleRef rule;
    metric::LabelsRef labels;
    AlertState state = AlertState::Firing; // never Pending
    metric::Timestamp firingSince{};
    metric::Timestamp resolvedAt{};     // epoch while it fires
    metric::Timestamp acknowledgedAt{}; // the first time; epoch where nobody did
    std::string acknowledgedBy;
    bool endedByHand = false;
};

struct Incidents {
    std::vector<Incident> incidents;
    bool areAll = true; // false: there were more, and the ones that ended first are left out
};

// Whether it fired at any time of the range.
inline bool firedWithin(const Incident &incident, const TimeRange &range)
{
    const bool isOver = incident.state == AlertState::Resolved;
    return incident.firingSince < range.to && (!isOver || incident.resolvedAt > range.from || incident.firingSince >= range.from);
}

} // namespace alerts
