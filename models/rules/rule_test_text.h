#pragma once

#include "models/metric/labels.h"

#include <map>
#include <string>
#include <vector>

// What a test expects and what there is, to be compared and told in promtool's words. Private to the room.
namespace rules {

using Texts = std::map<std::string, std::string>;

struct AlertText {
    Texts labels;
    Texts annotations;
    friend auto operator<=>(const AlertText &, const AlertText &) = default;
};

struct LabelledValue {
    Texts labels;
    double value;
};

Texts textsOf(const metric::Labels &labels);
// Over several lines, each behind as many blanks as stand well below "        exp:".
std::string textOf(const std::vector<AlertText> &alerts);
// {__name__="up", job="node"} 1E+00, {} 2.5E-01; "nil" for none.
std::string textOf(const std::vector<LabelledValue> &values);

} // namespace rules
