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
    std::string name;
    std::vector<series::Matcher> matchers;
};

// What the first engine understands: a selector, or rate() over one.
struct Expression {
    Selector selector;
    metric::Duration rateWindow{0}; // > 0: rate(selector[window])
};

// InvalidArgument, with the position, for anything else.
metric::Result<Expression> parseExpression(std::string_view text);

} // namespace query
