#pragma once

#include "models/metric/unit.h"

#include <span>
#include <string_view>

namespace query {

// A named figure that every engine answers: what a chart or a threshold can be set on without knowing an expression.
struct FigureInfo {
    std::string_view name; // "instance:node_cpu_utilisation:ratio": an expression by itself, matchers in braces may follow
    metric::Unit unit;
    std::string_view title;  // English; ui translates
    double highest;          // no true value is above it: 1 for shares of a whole, infinity elsewhere; none is below 0 but temperatures
    std::string_view promql; // the same in PromQL; $step stands for the rate's window
};

// All figures, grouped by resource, in the order in which people look for them.
std::span<const FigureInfo> figures();

// The figure that the expression asks for (matchers or not); null for anything else.
const FigureInfo *figureOf(std::string_view expression);

// The unit of what the expression answers: a figure's own, otherwise read from the metric's name as the ecosystem
// spells it (_bytes, _seconds ..., rate() of a counter per second). None where nothing is known.
metric::Unit unitOf(std::string_view expression);

} // namespace query
