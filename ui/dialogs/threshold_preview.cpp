#include "ui/dialogs/threshold_preview.h"

#include "models/query/figure.h"
#include "ui/charts/chart_widget.h"

#include <QtWidgets/QVBoxLayout>

namespace ui {

using namespace std::chrono_literals;

static constexpr metric::Duration kSpan = 30min;
static constexpr metric::Duration kStep = 3s;

ThresholdPreview::ThresholdPreview(const Context &context, QWidget *parent) : QWidget(parent), m_context(context), m_inquiry(context.background)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_chart = new ChartWidget(context.theme, this);
    m_chart->setMinimumHeight(150);
    m_chart->setAccessibleName(tr("The last half hour of what is measured"));
    m_chart->setReachesThresholds(true);
    m_chart->setEmptyText(tr("Nothing answers to this yet."));
    layout->addWidget(m_chart);
}

void ThresholdPreview::show(const QString &expression, const QString &target, alerts::Comparison, double value)
{
    const auto now = m_context.clock.now();
    const auto text = expression.toStdString();
    m_chart->setUnit(query::unitOf(text));
    m_chart->setThresholds({{value, items::State::Warning, tr("threshold")}});
    m_chart->setWindow(now - kSpan, now);
    m_inquiry.ask([&engine = m_context.engine, text,
                   now](const std::stop_token &stop) { return engine.range(text, metric::onGrid(now - kSpan, kStep), now, kStep, stop); },
                  [this, target = target.toStdString()](metric::Result<std::vector<query::RangeSeries>> values) {
                      std::vector<ChartSeries> series;
                      if (values) {
                          for (auto &each : *values) {
                              if (!target.empty() && each.labels->get("instance") != target)
                                  continue;
                              const auto color = int(series.size());
                              // What tells this series from the others, without the target's name.
                              const std::string_view common[] = {"instance", "job", metric::kMetricName};
                              series.push_back({each.labels->toString(), QString::fromStdString(each.labels->without(common).toString()), color,
                                                color == 0, std::move(each.points)});
                          }
                      }
                      m_chart->setSeries(std::move(series));
                  });
}

} // namespace ui
