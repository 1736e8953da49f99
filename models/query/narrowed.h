#pragma once

#include "models/metric/labels.h"
#include "models/metric/result.h"

#include <span>
#include <string>
#include <string_view>

namespace query {

// The expression, asked only of series that have these labels: each selector that says nothing of such a label gets an equality
// matcher for it; otherwise as it was written. Malformed: what the parser says of an expression that is none.
metric::Result<std::string> narrowed(std::string_view expression, std::span<const metric::Label> labels);

} // namespace query
