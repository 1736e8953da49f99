#pragma once

#include "ui/window/context.h"

namespace ui {

class ChartWidget;

// Draws what the alert's rule measures, from a quarter of an hour before its onset on, with its threshold and its onset.
// Reads the past of one figure: a few milliseconds.
void showAlertChart(const Context &context, const alerts::Alert &alert, ChartWidget &chart);

} // namespace ui
