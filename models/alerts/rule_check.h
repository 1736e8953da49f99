#pragma once

#include "models/alerts/alert.h"
#include "models/query/engine.h"

#include <string>
#include <vector>

namespace alerts {

enum class RuleField { Name, Expression, Value, HoldFor };

// What is wrong at which field: the problem for ui to put into the user's words, the message in English.
struct FieldError {
    enum class Problem {
        Empty,
        TooLong,
        UnknownExpression, // no PromQL, or no vector and no scalar; message: what the engine said, with the position
        NotANumber,
        Negative,
        AboveHighest, // more than the figure can ever be
        NeverTrue,    // "above 100 %", "below 0": holds for no value
    };
    RuleField field;
    Problem problem;
    std::string message;
};

// Empty where the rule makes sense. The engine is asked once, for a moment long past, so it costs next to nothing.
std::vector<FieldError> validate(const AlertRule &rule, const query::Engine &engine);

} // namespace alerts
