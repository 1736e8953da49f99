#pragma once

#include "models/metric/clock.h"

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alerts {

enum class Severity { Info, Warning, Critical, Emergency };
enum class Comparison { Above, AtLeast, Below, AtMost };

// "info", "warning", "critical", "emergency": as the label severity has it.
std::string_view wordOf(Severity severity);
// The label that says it.
inline constexpr std::string_view kSeverityLabel = "severity";
// What rule files call their alerts: page is critical, none is info, what nobody knows is a warning.
Severity severityOf(std::string_view word);

enum class RuleOrigin {
    Pack,       // shipped; overridden and switched off, never edited
    Thresholds, // of the dialogs: rules/thresholds.yaml
    File,       // of one of the user's own files, which nobody else writes
    Received,   // somebody else's: a Prometheus, or whoever posts alerts here; all that is known of it is its alerts
};

using NamedTexts = std::vector<std::pair<std::string, std::string>>;

// An alerting rule as people see it. Most are thresholds: what is measured, of which target, compared how with what, for how long, and how
// bad it is. Others have a condition of their own, which stands in `expression` whole.
struct AlertRule {
    std::int64_t id = 0;    // of its place (file, group, name), the same over restarts; 0: not kept anywhere yet
    std::string name;       // "CPU above 90 %"
    std::string expression; // what is measured; one alert per label set it answers with
    std::string target;     // the instance label's value, or empty for every target
    bool isThreshold = true;
    Comparison comparison = Comparison::Above;
    double value = 0;            // in the expression's base unit
    metric::Duration holdFor{0}; // how long the comparison must hold before the alert fires
    metric::Duration keepFiringFor{0};
    Severity severity = Severity::Warning;
    bool enabled = true;
    bool onTrial = false; // its alerts are shown and kept, but nobody is told of them
    // Name and text, as written: the texts are templates. Labels without severity; of annotations all.
    NamedTexts labels;
    NamedTexts annotations;
    RuleOrigin origin = RuleOrigin::Thresholds;
    bool isOverride = false; // of a pack's rule: it is not as shipped
    std::string source;      // the pack's name, or the file's
    std::string group;

    friend bool operator==(const AlertRule &, const AlertRule &) = default;
};

// The annotations that say what an alert means and what to do, as rule files call them: the first that there is counts.
inline constexpr std::array<std::string_view, 4> kMeaningNames{"meaning", "description", "message", "summary"};
inline constexpr std::array<std::string_view, 3> kActionNames{"action", "runbook", "runbook_url"};

// What it means and what to do, one or two sentences each, as written. May be empty.
std::string meaningOf(const AlertRule &rule);
std::string actionOf(const AlertRule &rule);
// The first of these annotations that says something; empty where none does.
std::string firstText(const NamedTexts &annotations, std::span<const std::string_view> names);

using AlertRuleRef = std::shared_ptr<const AlertRule>; // never null, but where it says so

// The same condition, waiting and severity: what fires by the one goes on by the other.
bool firesAlike(const AlertRule &a, const AlertRule &b);

} // namespace alerts
