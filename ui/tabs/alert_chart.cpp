#include "ui/tabs/alert_chart.h"

#include "models/items/alert_model.h"
#include "ui/charts/chart_widget.h"

#include <algorithm>

namespace ui {

using namespace std::chrono_literals;

static constexpr metric::Duration kBefore = 10min;
static constexpr metric::Duration kLongest = 1h;
static constexpr int kPoints = 600;

void showAlertChart(const Context &context, const alerts::Alert &alert, ChartWidget &chart)
{
    const auto onset = alert.state == alerts::AlertState::Pending ? alert.pendingSince : alert.firingSince;
    const auto end = alert.state == alerts::AlertState::Resolved ? alert.resolvedAt : context.clock.now();
    const auto from = onset - kBefore, to = std::min(end + 2min, onset + kLongest);
    const auto step = std::max<metric::Duration>(1s, std::chrono::ceil<std::chrono::seconds>((to - from) / kPoints));
    chart.setUnit(alert.unit);
    chart.setHigh(std::numeric_limits<double>::quiet_NaN());
    chart.setThresholds({{alert.rule.value, items::severityState(alert.rule.severity), items::severityText(alert.rule.severity).toLower()}});
    chart.setMarks({onset});
    std::vector<ChartSeries> series;
    if (auto values = context.engine.range(alert.rule.expression, metric::onGrid(from, step), to, step)) {
        for (auto &each : *values) {
            // Only the series of this alert: a rule on all disks has one alert for each.
            if (alert.labels && !(*each.labels == *alert.labels))
                continue;
            series.push_back({each.labels->toString(), QString::fromStdString(alert.rule.name), 0, true, std::move(each.points)});
        }
    }
    chart.setSeries(std::move(series));
    chart.setWindow(from, to);
}

} // namespace ui
