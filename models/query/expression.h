#pragma once

#include "models/metric/clock.h"
#include "models/metric/labels.h"
#include "models/metric/result.h"
#include "models/series/matcher.h"

#include <string>
#include <string_view>
#include <vector>

namespace query {

// name{label="v",other=~"re"}, as PromQL writes it.
struct Selector {
    std::string name; // may be empty for parseLabels alone
    std::vector<series::Matcher> matchers;
};

// What the first engine understands: a selector, or rate() over one.
struct Expression {
    Selector selector;
    metric::Duration rateWindow{0}; // > 0: rate(selector[window])
};

// InvalidArgument, with the position, for anything else.
metric::Result<Expression> parseExpression(std::string_view text);

// Which series, the metric's name before the braces, in them, or not at all: up, {job="node"}, {__name__=~"node_.*"}.
metric::Result<std::vector<series::Matcher>> parseSelector(std::string_view text);

// Reads what Labels::toString() writes.
metric::Result<metric::Labels> parseLabels(std::string_view text);

} // namespace query
