#pragma once

#include "models/metric/labels.h"
#include "models/metric/result.h"
#include "models/query/engine.h"
#include "models/rules/rule_file.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace rules {

// The text of a label or an annotation, rendered, or why it could not be.
struct SaidText {
    std::string name;
    metric::Result<std::string> text;
};

// What an alerting rule says of one series.
struct RuleSaying {
    metric::Labels series;
    double value = 0;
    bool fires = false;           // its expression answers with the series; otherwise the series is only one that it compares
    std::vector<SaidText> labels; // as the rule has them, and in its order
    std::vector<SaidText> annotations;
};

// What the rule says at a moment of the first series (in the order of labels) that it would fire for, where it would for none of the first that
// it compares; nothing where there is no series. For whoever writes the texts. REQUIRES: an alerting rule. Errors are the engine's.
metric::Result<std::optional<RuleSaying>> sayingOf(const Rule &rule, const query::Engine &engine, metric::Timestamp time,
                                                   const std::stop_token &stop);

} // namespace rules
