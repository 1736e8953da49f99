#pragma once

#include "models/metric/clock.h"
#include "models/metric/unit.h"

#include <string>
#include <vector>

namespace metric {

// The value as a person reads it, three significant digits, unit included: "38.2 %", "11.2 GiB", "84 ms", "12 k/s".
// NaN is "–" (unknown), never "0".
std::string formatValue(double value, Unit unit);

// One value, split, for callers that set the unit apart: {"11.2", "GiB"}.
struct FormattedValue {
    std::string number;
    std::string unit;
};
FormattedValue formatParts(double value, Unit unit);

// "12 s", "4 min", "2 h 04 min", "3 d 4 h": two parts at most.
std::string formatDuration(Duration duration);

// At most `most` round axis marks from zero (or below) to at least `high`, evenly spaced in the unit people read
// (powers of 1024 for bytes, 1/2/5 elsewhere). REQUIRES: most >= 2, low <= high.
struct AxisMarks {
    double low;
    double high;
    double step;
    std::vector<double> values;
    std::vector<std::string> labels; // the unit stands on the top label only
};
AxisMarks axisMarks(double low, double high, Unit unit, int most = 5);

} // namespace metric
