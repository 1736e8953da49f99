#pragma once

#include "models/rules/rule_file.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rules {

enum class RulePart : std::uint8_t { Name, Expression, For, KeepFiringFor, Labels, Annotations };

// What is wrong with a rule, by the part of it that is to be mended: for a file's reader, which knows where each part stands, and for an
// editor, which has a field for each.
struct RuleFault {
    RulePart part;
    std::size_t index = 0; // which label or annotation
    std::size_t byte = 0;  // of the expression, or of the value of the label or annotation
    std::string message;   // in promtool's words
};

// What Prometheus 3.5 demands of a rule beyond its grammar: a name, an expression that is PromQL, names of labels, templates. Labels and
// annotations hold no more than one of a name.
std::vector<RuleFault> faultsOf(const Rule &rule);

// Why these can not be a label's; empty where they can. Any UTF-8 is a name.
std::string labelNameFault(std::string_view name);
std::string labelValueFault(std::string_view value);

} // namespace rules
