#pragma once

#include "app/api/http.h"
#include "models/metric/clock.h"
#include "models/metric/result.h"
#include "models/series/reader.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace api {

// RFC 3339: 2026-11-21T14:00:00.25+01:00. Nothing where it is none.
std::optional<metric::Timestamp> timeOf(std::string_view text);
// The same, in UTC and with milliseconds.
std::string timeText(metric::Timestamp time);

// Parameters as Prometheus reads and refuses them; each error names the parameter and is InvalidArgument.

// Seconds since 1970, with a fraction, or RFC 3339. `otherwise` where it is not given.
metric::Result<metric::Timestamp> timeParameter(const Request &request, std::string_view name, metric::Timestamp otherwise);
// Seconds, with a fraction, or 1h30m. Nothing where it is not given.
metric::Result<std::optional<metric::Duration>> durationParameter(const Request &request, std::string_view name);
// How many at most; the highest number there is where it is not given or zero.
metric::Result<std::size_t> limitParameter(const Request &request, std::string_view name = "limit");
// start and end; everything where they are not given.
metric::Result<series::TimeRange> rangeParameters(const Request &request);
// Every match[]: each a selector that does not match everything.
metric::Result<std::vector<std::vector<series::Matcher>>> matchParameters(const Request &request);

} // namespace api
