#pragma once

#include "models/metric/unit.h"

#include <string_view>

namespace items {

// The unit of an expression's values, read off the unit that the ecosystem's names end in ("..._bytes", "..._ratio",
// "..._bytes_per_second"). The last such name counts; None where there is none.
metric::Unit unitOfExpression(std::string_view expression);

} // namespace items
