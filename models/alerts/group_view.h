#pragma once

#include "models/alerts/alert_rule.h"
#include "models/rules/alert_state.h"
#include "models/rules/rule_file.h"

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace alerts {

// A group of rules as it is at a moment, for whoever shows or tells of rules.
struct RuleView {
    struct Active {
        metric::Labels labels;
        std::vector<std::pair<std::string, std::string>> annotations;
        rules::AlertPhase phase; // pending or firing
        metric::Timestamp activeAt;
        std::optional<metric::Timestamp> keepFiringSince;
        double value;
    };
    rules::Rule rule;
    std::string error; // of the last evaluation; empty where it went well
    std::vector<Active> alerts;
};

struct GroupView {
    RuleOrigin origin;
    std::string source; // the pack, or the file
    std::string name;
    metric::Duration interval;
    std::int64_t limit;
    metric::Timestamp lastEvaluation; // epoch: never yet
    std::chrono::nanoseconds duration{0};
    std::vector<RuleView> rules;
};

} // namespace alerts
