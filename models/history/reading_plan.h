#pragma once

#include "models/history/partitions.h"
#include "models/series/reader.h"

#include <vector>

namespace history {

// A stretch of time, whole days but at the ends, and the one tier that it is read from.
struct Leg {
    std::size_t tier;
    series::TimeRange range;
};

// The coarsest tier whose points are close enough together.
std::size_t tierFor(metric::Duration step);

// From which tier to read which part of the range, in order of time and without overlap, so that no moment is told twice: from
// the one that suits the step where it covers the day, else from a finer one (what is not rolled up yet), else from a coarser
// one (what was dropped already). Time that no tier covers is left out.
std::vector<Leg> planReading(const Partitions::List &partitions, series::TimeRange range, metric::Duration step);

} // namespace history
