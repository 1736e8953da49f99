#pragma once

#include "models/metric/result.h"
#include "models/query/tree.h"

namespace query {

// What a length comes to in a query of that step (zero for one moment). InvalidArgument where it divides by zero or is beyond
// what a duration can be.
metric::Result<metric::Duration> lengthOf(const Length &length, metric::Duration step);
// The same where nothing but more than zero makes sense: of a range or a subquery's step.
metric::Result<metric::Duration> positiveLengthOf(const Length &length, metric::Duration step);

} // namespace query
