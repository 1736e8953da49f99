#include "ui/tabs/alert_chart.h"

#include "models/items/alert_model.h"
#include "models/metric/format.h"
#include "ui/charts/chart_widget.h"

#include <algorithm>

namespace ui {

using namespace std::chrono_literals;

static constexpr metric::Duration kBefore = 10min;
static constexpr metric::Duration kAfter = 2min;
static constexpr metric::Duration kLongest = 1h;
static constexpr int kPoints = 600;

QString thresholdName(const alerts::AlertRule &rule, metric::Unit unit)
{
    return items::severityText(rule.severity).toLower() + u' ' + QString::fromStdString(metric::formatValue(rule.value, unit));
}

void showAlertChart(const Context &context, const alerts::Alert &alert, ChartWidget &chart, Inquiry &inquiry)
{
    const auto onset = alert.state == alerts::AlertState::Pending ? alert.pendingSince : alert.firingSince;
    const auto now = context.clock.now();
    const auto end = alert.state == alerts::AlertState::Resolved ? alert.resolvedAt + kAfter : now;
    const auto from = onset - kBefore;
    // Not beyond the newest value: the legend tells what is at the window's end.
    const auto to = std::max(std::min({end, onset + kLongest, now}), onset);
    const auto step = std::max<metric::Duration>(1s, std::chrono::ceil<std::chrono::seconds>((to - from) / kPoints));
    chart.setExpressions({QString::fromStdString(alert.rule->expression)});
    chart.setUnit(alert.unit);
    chart.setHigh(std::numeric_limits<double>::quiet_NaN());
    std::vector<ChartThreshold> thresholds;
    if (alert.rule->isThreshold)
        thresholds.push_back({alert.rule->value, items::severityState(alert.rule->severity), thresholdName(*alert.rule, alert.unit)});
    chart.setThresholds(std::move(thresholds));
    chart.setMarks({onset});
    chart.setSeries({});
    chart.setWindow(from, to);
    inquiry.ask([&engine = context.engine, expression = alert.rule->expression, from = metric::onGrid(from, step), to,
                 step](const std::stop_token &stop) { return engine.range(expression, from, to, step, stop); },
                [&chart, name = QString::fromStdString(alert.rule->name), alert](metric::Result<std::vector<query::RangeSeries>> values) {
                    std::vector<ChartSeries> series;
                    if (!values)
                        return;
                    for (auto &each : *values) {
                        // Only the series of this alert: a rule on all disks has one alert for each.
                        if (alerts::isAbout(alert, *each.labels))
                            series.push_back({each.labels->toString(), name, 0, true, std::move(each.points)});
                    }
                    chart.setSeries(std::move(series));
                });
}

} // namespace ui
