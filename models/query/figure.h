#pragma once

#include "models/metric/unit.h"
#include "models/query/definitions.h"

#include <span>
#include <string_view>
#include <vector>

namespace query {

// A named figure: what a chart or a threshold can be set on without knowing an expression. It is PromQL and nothing else; the name stands
// for it wherever a metric's could (definitions.h).
struct FigureInfo {
    std::string_view name; // "instance:node_cpu_utilisation:ratio": an expression by itself, matchers in braces may follow
    metric::Unit unit;
    std::string_view title;  // English; ui translates
    double highest;          // no true value is above it: 1 for shares of a whole, infinity elsewhere; none is below 0 but temperatures
    std::string_view promql; // what it comes to; never NaN
};

// All figures, grouped by resource, in the order in which people look for them.
std::span<const FigureInfo> figures();

// The same for an engine.
std::vector<Definition> figureDefinitions();

// The figure that the expression asks for (matchers or not); null for anything else.
const FigureInfo *figureOf(std::string_view expression);

// The unit of what the expression answers: a figure's own, otherwise read from the metrics' names as the ecosystem spells them (_bytes,
// _seconds ...) and from what is done with them (rate() of a counter is per second, a quotient of equals a ratio). None where it is
// not certain.
metric::Unit unitOf(std::string_view expression);

} // namespace query
