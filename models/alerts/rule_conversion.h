#pragma once

#include "models/alerts/alert_rule.h"
#include "models/rules/rule_file.h"

namespace alerts {

// A file's alerting rule as people see it; its place (id, origin, source, group) and its switches are the caller's. REQUIRES: an alerting rule.
AlertRule alertRuleOf(const rules::Rule &rule);

// The same rule for a file: written as it was in `before` where it means the same.
rules::Rule ruleOf(const AlertRule &rule, const rules::Rule &before = {});

} // namespace alerts
