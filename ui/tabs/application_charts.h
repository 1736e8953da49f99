#pragma once

#include "ui/tabs/chart_card.h"

#include <vector>

namespace ui {

// The charts of the Application tab: the console itself is the first application.
std::vector<ChartSpec> consoleCharts();

} // namespace ui
