#pragma once

#include "models/metric/verdict.h"

#include <string_view>

namespace postgres {

// What an error of the server means for whoever depends on it, by its SQLSTATE (PostgreSQL documentation, appendix A).
metric::Reason reasonOf(std::string_view sqlState);

} // namespace postgres
