#pragma once

#include "models/alerts/alert.h"
#include "models/query/engine.h"

#include <cstddef>
#include <string>
#include <vector>

namespace alerts {

enum class RuleField { Name, Expression, Value, HoldFor, KeepFiringFor, Label, Annotation };

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
        BadName,      // what no label or annotation can be called
        Twice,        // a name that is there already, or severity, which has its own field
        BadTemplate,  // message: what is wrong, in Go's words; line and column say where
    };
    RuleField field;
    Problem problem;
    std::string message;
    std::size_t index = 0;  // which label or annotation
    std::size_t line = 1;   // of its text, from 1
    std::size_t column = 1; // in bytes, from 1
};

// Empty where the rule makes sense. The engine is asked once, for a moment long past, so it costs next to nothing.
std::vector<FieldError> validate(const AlertRule &rule, const query::Engine &engine);

} // namespace alerts
