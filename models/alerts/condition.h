#pragma once

#include "models/alerts/alert_rule.h"

#include <string>
#include <string_view>

namespace alerts {

// The rule's condition in PromQL: what is measured, of the target alone where the rule has one, compared with the value. It answers with what
// is beyond the threshold.
std::string conditionOf(const AlertRule &rule);

// Reads a condition into the rule's expression, target, comparison and value, where it is "what is measured > a number"; otherwise the rule
// is no threshold, and its expression is the condition whole. What conditionOf() makes of it means the same.
void setCondition(AlertRule &rule, std::string_view condition);

} // namespace alerts
