#pragma once

#include "ui/window/context.h"

namespace ui {

class ChartWidget;

// "warning 70 %": what a threshold's line is called.
QString thresholdName(const alerts::AlertRule &rule, metric::Unit unit);

// Draws what the alert's rule measures, from a quarter of an hour before its onset on, with its threshold and its onset.
// The line comes when the inquiry is answered; the chart outlives the inquiry.
void showAlertChart(const Context &context, const alerts::Alert &alert, ChartWidget &chart, Inquiry &inquiry);

} // namespace ui
