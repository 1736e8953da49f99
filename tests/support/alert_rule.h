// A rule for an alert, made in one expression: ruleWith([](auto &rule) { rule.name = "x"; }).
#pragma once

#include "models/alerts/alert_rule.h"

namespace tests {

template <class Change>
alerts::AlertRuleRef ruleWith(Change change, const alerts::AlertRule &before = {})
{
    auto rule = before;
    change(rule);
    return std::make_shared<const alerts::AlertRule>(std::move(rule));
}

} // namespace tests
