#pragma once

#include "models/query/evaluation.h"
#include "models/query/function.h"

#include <span>
#include <string_view>

// Functions, by what they work on. Private to the room.
namespace query {

struct CallSite {
    const Node &node;
    const Call &call;
    const Grid &grid;

    const Node &argument(std::size_t at) const { return *call.arguments[at]; }
    std::size_t count() const { return call.arguments.size(); }
};

using CallFunction = metric::Result<Evaluated> (*)(Evaluation &evaluation, const CallSite &site);

struct NamedCall {
    std::string_view name;
    CallFunction function;
};

std::span<const NamedCall> vectorCalls();    // of instant vectors' values
std::span<const NamedCall> labelCalls();     // of labels and order
std::span<const NamedCall> histogramCalls(); // of classic histograms
std::span<const NamedCall> infoCalls();

// Null where nothing but native histograms would do.
CallFunction findCall(std::string_view name);

metric::Result<Evaluated> callOfRange(Evaluation &evaluation, const CallSite &site);
metric::Result<Evaluated> absentOverTime(Evaluation &evaluation, const CallSite &site);

// The labels that a selector names with equality: what an absent series would have had.
metric::LabelsRef labelsOfAbsent(const Node &node);
// The dense series, those of equal labels brought together.
metric::Result<Evaluated> mergedVector(Dense dense);

} // namespace query
