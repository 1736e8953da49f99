#pragma once

#include "models/metric/clock.h"
#include "models/yaml/fault.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rules {

inline constexpr std::size_t kMaxRuleFileBytes = yaml::kMaxTextBytes;

// The message of a fault is without the place, in promtool's words where it has some:
// group "x", rule 2, "y": could not parse expression: 1:5: parse error: ...
using yaml::Fault;
using yaml::kMaxFaults;
using yaml::NamedText; // a label or an annotation of a rule or a group, as written: its value may be a template
using yaml::Position;

struct Rule {
    enum class Kind { Recording, Alerting };
    Kind kind = Kind::Alerting;
    std::string name; // of the alert, or of the series that is recorded
    std::string expression;
    metric::Duration forDuration{0};
    metric::Duration keepFiringFor{0};
    std::vector<NamedText> labels; // in the order written
    std::vector<NamedText> annotations;
    Position place;
    Position expressionPlace;
};

struct RuleGroup {
    std::string name;
    std::optional<metric::Duration> interval;    // above zero; the default of whoever runs it where absent
    std::optional<metric::Duration> queryOffset; // likewise; zero may be written
    std::int64_t limit = 0;                      // of series or alerts of one rule; none where not above zero
    std::vector<NamedText> labels;               // of every rule that does not set them itself
    std::vector<Rule> rules;
    Position place;
};

// A file as Prometheus 3.5 has them.
struct RuleFile {
    std::vector<RuleGroup> groups;
};

} // namespace rules
