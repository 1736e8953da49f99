#pragma once

#include "ui/charts/chart_series.h"

namespace ui {

// RFC 4180, with a header: "time" in ISO 8601 with the offset of local time, then one column a series; a cell is empty where
// a series has no value at that time. Times in [from, to].
QString chartCsv(const std::vector<ChartSeries> &series, metric::Timestamp from, metric::Timestamp to);

} // namespace ui
