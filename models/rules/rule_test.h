#pragma once

#include "models/rules/rule_file.h"

#include <map>

namespace rules {

// A series as written: what it is and the values it takes, one after each interval from the start on, in the notation of
// query::parseSeriesDescription().
struct InputSeries {
    std::string series;
    std::string values;
    Position place;
};

struct ExpectedAlert {
    std::map<std::string, std::string> labels; // alertname need not be among them
    std::map<std::string, std::string> annotations;
};

// At that time these alerts of that name fire, and no others.
struct AlertTest {
    std::string alertName;
    metric::Duration time{0}; // since the start
    std::vector<ExpectedAlert> expected;
    Position place;
};

struct ExpectedSample {
    std::string labels; // name{a="b"}, empty where there are none
    double value = 0;
    std::string histogram; // expected instead of the value where not empty
};

// At that time the expression comes to these samples, in whatever order.
struct ExpressionTest {
    std::string expression;
    metric::Duration time{0}; // since the start
    std::vector<ExpectedSample> expected;
    Position place;
};

struct RuleTest {
    std::string name;
    std::optional<metric::Duration> interval; // of the input, above zero; the file's where absent
    std::vector<InputSeries> input;
    std::vector<AlertTest> alerts;
    std::vector<ExpressionTest> expressions;
    std::vector<std::pair<std::string, std::string>> externalLabels; // for templates
    std::string externalUrl;
    Position place;
};

// A file of tests of rules, as promtool of Prometheus 3.5 has them.
struct RuleTestFile {
    std::vector<std::string> ruleFiles; // patterns of paths as written, relative to the file's own folder
    metric::Duration evaluationInterval = std::chrono::minutes(1);
    std::vector<std::string> groupOrder; // of groups that are evaluated before the others
    bool isFuzzy = false;                // neighbouring numbers are the same
    std::vector<RuleTest> tests;
};

} // namespace rules
