#pragma once

#include "models/metric/clock.h"
#include "models/metric/labels.h"
#include "models/query/figure.h"
#include "models/series/matcher.h"

#include <span>
#include <string_view>
#include <vector>

// How the figures are computed, as data. Private to the room.
namespace query {

// A label of the series, under the name it has in the answer.
struct LabelPick {
    std::string_view from;
    std::string_view as;
};

// One operand of a figure: the series of one metric, turned into a value per step, brought together by labels.
struct FigureInput {
    enum class Take { Latest, Rate, Slope };
    enum class Join { Sum, Count };

    std::string_view metric;
    Take take = Take::Latest;
    std::string_view filter = {};       // PromQL conditions: mode!~"idle|iowait"
    std::span<const LabelPick> by = {}; // empty: the variant's own labels
    Join join = Join::Sum;
    metric::Duration window = metric::Duration::zero(); // of Slope; Rate takes the step
};

// A label that another series tells: the human name of a sensor.
struct LabelSource {
    std::string_view metric;
    std::span<const LabelPick> on;
    std::string_view take;
};

// Inputs in, one value out (NaN: none; inputs without a value are NaN).
using Combine = double (*)(std::span<const double> inputs);

// A figure is the union of its variants. Label sets come from the inputs that have the variant's labels; the others are
// looked up by the labels they have.
struct FigureVariant {
    std::span<const LabelPick> by;
    std::span<const FigureInput> inputs;
    Combine combine;
    std::span<const metric::Label> constants = {};
    std::span<const LabelSource> sources = {};
    // Of several label sets that agree in these, the one with the shortest `shortest` answers: a disk mounted at five
    // places is full once.
    std::span<const LabelPick> onePer = {};
    std::string_view shortest = {};
};

struct Figure {
    FigureInfo info;
    std::span<const FigureVariant> variants;
};

std::span<const Figure> figureTable();
const Figure *findFigure(std::string_view name);
// The input's filter, compiled once.
const std::vector<series::Matcher> &filterOf(const FigureInput &input);

} // namespace query
