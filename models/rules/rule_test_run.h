#pragma once

#include "models/rules/rule_test.h"

#include <span>
#include <vector>

namespace rules {

// No test evaluates more rules than this, each counted once for every moment.
inline constexpr std::int64_t kMaxTestEvaluations = 10'000'000;

// Runs one test of the file over groups of rules, all those of the rule files that it names, and tells what fails, each where the case stands
// that says otherwise, with what it expects and what there is. Nothing: the test passes. As promtool of Prometheus 3.5 runs it: time begins
// at zero, the groups are evaluated once each evaluation interval, one after the other; a rule that fails ends the test. Native
// histograms, which are not kept, are failures.
std::vector<Fault> runRuleTest(const RuleTestFile &file, const RuleTest &test, std::span<const RuleGroup> groups);

} // namespace rules
