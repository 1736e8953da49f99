#pragma once

#include "ui/tabs/chart_card.h"

#include <vector>

namespace ui {

// The charts of the System tab, in their order.
std::vector<ChartSpec> systemCharts();

} // namespace ui
