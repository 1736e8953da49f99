#pragma once

#include "models/metric/labels.h"
#include "models/metric/result.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace query {

// More values than this of one line are refused: "0x1000000000" must not exhaust memory.
inline constexpr std::size_t kMaxDescribedValues = 1'000'000;

// A series and the values that it takes one step after another, as tests of rules write both in one line.
struct SeriesDescription {
    metric::Labels labels;
    std::vector<std::optional<double>> values; // none: no sample at that step; metric::staleMarker(): the series ends there
    // Some value is a native histogram, {{...}}. These are not kept, so there are no values then.
    bool hasNativeHistograms = false;
};

// Reads name{label="v"} and what values() reads, as promtool's "series" and "values" say them. InvalidArgument, LimitExceeded.
metric::Result<SeriesDescription> parseSeriesDescription(std::string_view line);

// The values alone, separated by blanks: 5  -1.5e3  Inf  NaN  stale, _ for none; _x3: none three times; 5x3: four times 5; 5+2x3: 5 7 9 11;
// 5-2x3 likewise. There are no hexadecimal numbers here: 0x3 is four zeros. Fills `values` and `hasNativeHistograms`.
metric::Result<SeriesDescription> parseSeriesValues(std::string_view text);

} // namespace query
