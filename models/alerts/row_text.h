#pragma once

#include "models/metric/labels.h"
#include "models/metric/result.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// How alerts' ids and labels stand in a column of a table: as text that people can read. Whatever was written comes back the same; what
// was not written like this is Corrupt.
namespace alerts {

// "3 17 18", empty for none. REQUIRES: they ascend.
std::string textOfIds(std::span<const std::int64_t> ids);
metric::Result<std::vector<std::int64_t>> parseIds(std::string_view text);

// {alertname="A","any name"="b"}: Go's escapes, so that any bytes are text.
std::string textOfLabels(const metric::Labels &labels);
metric::Result<metric::Labels> parseLabelsText(std::string_view text);

} // namespace alerts
