#pragma once

#include "models/metric/batch.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rules {

enum class AlertPhase : std::uint8_t { Inactive, Pending, Firing };
// "inactive", "pending", "firing": as the label alertstate has it.
std::string_view wordOf(AlertPhase phase);

// What is kept of a label set for which an alerting rule's expression has, or had, a value.
struct ActiveAlert {
    AlertPhase phase = AlertPhase::Pending;
    std::vector<std::pair<std::string, std::string>> annotations; // rendered, in the order of the rule
    double value = 0;
    metric::Timestamp activeAt{};                     // since when the expression has a value
    std::optional<metric::Timestamp> firedAt;         //
    std::optional<metric::Timestamp> resolvedAt;      // set while inactive; forgotten kResolvedRetention later
    std::optional<metric::Timestamp> keepFiringSince; // while it fires without a value
    std::optional<metric::Timestamp> missingSince;    // while it fires and nothing is measured at all; kept where that ended it
};

// What a rule remembers from one evaluation to the next.
struct RuleState {
    std::map<metric::Labels, ActiveAlert> alerts;
    std::vector<metric::LabelsRef> series; // that it wrote last, sorted
};

// REQUIRES of whoever evaluates: as many as the group has rules, or none yet.
struct GroupState {
    std::vector<RuleState> rules;
};

} // namespace rules
