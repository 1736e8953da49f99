#pragma once

#include "models/metric/labels.h"
#include "models/query/engine.h"
#include "models/rules/rule_file.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace rules {

struct BacktestOptions {
    metric::Timestamp start{};
    metric::Timestamp end{}; // REQUIRES: not before start
    // Between the moments at which somebody looks, which are multiples of it: the group's interval for what would have happened to the second;
    // zero: as near to a second as kMostBacktestMoments allow, which may overlook what lasts shorter.
    metric::Duration step{0};
    std::int64_t limit = 0;                                               // the group's, of alerts at once; none where not above zero
    metric::Duration queryOffset{0};                                      // the group's
    bool annotated = false;                                               // with annotations, as they were when it began to fire
    std::vector<std::pair<std::string, std::string>> externalLabels = {}; // for templates
    std::string externalUrl = {};
    std::size_t maxAlerts = 50'000;  // label sets that ever have a value; LimitExceeded beyond
    std::size_t maxFirings = 10'000; // told of; those after them are counted only
};

// As many moments as engines answer at once; a back-test of more asks in pieces.
inline constexpr std::int64_t kMostBacktestMoments = 11'000;

// The whole seconds between the moments of a back-test that says no step.
metric::Duration backtestStep(metric::Timestamp start, metric::Timestamp end);

// An alert that would have fired.
struct Firing {
    metric::Labels labels;
    std::vector<std::pair<std::string, std::string>> annotations;
    metric::Timestamp pendingSince;
    metric::Timestamp firedAt;
    std::optional<metric::Timestamp> resolvedAt; // nothing: it still fired at the end
    double worst;                                // since it was pending: the least of a rule that compares with < or <=, otherwise the greatest
    double last;
};

struct Backtest {
    std::vector<Firing> firings; // the first maxFirings, in the order in which they began
    std::size_t count = 0;       // of all firings
    metric::Duration total{0};   // how long each of them lasted, summed up; one that did not end counts up to the end
    metric::Duration longest{0};
    std::size_t mostAtOnce = 0;
    std::size_t moments = 0;            // looked at
    std::size_t failed = 0;             // moments of them in which the rule would have failed: alerts stay as they were
    std::optional<metric::Error> error; // of the first such moment
    metric::Duration step{0};

    bool isTruncated() const { return firings.size() < count; }
};

// What an alerting rule would have done, had it been there all the time: as GroupEvaluation, looking at each of the moments, would have had it,
// with nothing pending before the first. What templates ask for is asked of the engine, too. Labels of its group are to be added before
// (addLabels()). REQUIRES: an alerting rule, and an engine that answers ranges of kMostBacktestMoments. Errors are the engine's;
// LimitExceeded beyond maxAlerts.
metric::Result<Backtest> backtest(const Rule &rule, const query::Engine &engine, const BacktestOptions &options, std::stop_token stop = {});

} // namespace rules
