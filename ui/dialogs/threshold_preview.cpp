#include "ui/dialogs/threshold_preview.h"

#include "models/alerts/rule_conversion.h"
#include "models/items/alert_model.h"
#include "models/metric/format.h"
#include "models/query/figure.h"
#include "models/rules/measured.h"
#include "ui/charts/chart_widget.h"

#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

#include <array>

namespace ui {

using namespace std::chrono_literals;

namespace {

struct PastSpan {
    metric::Duration length;
    metric::Duration step; // of the chart's lines
    const char *name;
    const char *text; // on the button
    const char *hint;
    const char *within; // of a sentence
};
constexpr std::array kPastSpans{
    PastSpan{30min, 3s, "trialHalfHour", QT_TRANSLATE_NOOP("ui::ThresholdPreview", "30 m"),
             QT_TRANSLATE_NOOP("ui::ThresholdPreview", "Try it on the last half hour"),
             QT_TRANSLATE_NOOP("ui::ThresholdPreview", "in the last half hour")},
    PastSpan{24h, 2min, "trialDay", QT_TRANSLATE_NOOP("ui::ThresholdPreview", "24 h"),
             QT_TRANSLATE_NOOP("ui::ThresholdPreview", "Try it on the last day"), QT_TRANSLATE_NOOP("ui::ThresholdPreview", "in the last day")},
    PastSpan{7 * 24h, 15min, "trialWeek", QT_TRANSLATE_NOOP("ui::ThresholdPreview", "7 d"),
             QT_TRANSLATE_NOOP("ui::ThresholdPreview", "Try it on the last week"), QT_TRANSLATE_NOOP("ui::ThresholdPreview", "in the last week")}};

// Of the span, by one alert.
constexpr double kNearlyAlways = 0.9;

} // namespace

ThresholdPreview::ThresholdPreview(const Theme &theme, const metric::Clock &clock, const query::Engine &engine, Background &background,
                                   QWidget *parent)
    : QWidget(parent),
      m_clock(clock),
      m_engine(engine),
      m_chart(new ChartWidget(theme, this)),
      m_words(new QLabel(this)),
      m_drawing(background),
      m_attempt(background)
{
    m_chart->setMinimumHeight(150);
    m_chart->setAccessibleName(tr("What was measured, and when it would have fired"));
    m_chart->setReachesThresholds(true);
    m_chart->setEmptyText(tr("Nothing answers to this yet."));
    m_words->setObjectName(QStringLiteral("trialWords"));
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    auto *spans = new QButtonGroup(this);
    auto *row = new QHBoxLayout;
    row->addWidget(m_words, 1);
    for (std::size_t i = 0; i < kPastSpans.size(); ++i) {
        auto *button = new QToolButton(this);
        button->setObjectName(QLatin1String(kPastSpans[i].name));
        button->setText(tr(kPastSpans[i].text));
        button->setToolTip(tr(kPastSpans[i].hint));
        button->setAccessibleName(tr(kPastSpans[i].hint));
        button->setFocusPolicy(Qt::StrongFocus);
        button->setProperty("outlined", true);
        button->setCheckable(true);
        button->setChecked(int(i) == m_span);
        spans->addButton(button, int(i));
        row->addWidget(button);
    }
    connect(spans, &QButtonGroup::idClicked, this, [this](int id) {
        m_span = id;
        look();
    });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_chart, 1);
    layout->addLayout(row);
}

void ThresholdPreview::show(const alerts::AlertRule &rule)
{
    m_rule = rule;
    look();
}

void ThresholdPreview::look()
{
    if (!m_rule)
        return;
    const auto now = m_clock.now();
    draw(now);
    attempt(now);
}

void ThresholdPreview::draw(metric::Timestamp now)
{
    const auto &span = kPastSpans[std::size_t(m_span)];
    // Of a condition that is whole, what it compares: its own answers are the moments at which it holds, and nothing between them.
    const auto measured = m_rule->isThreshold ? std::string() : rules::measuredOf(rules::firstConditionOf(m_rule->expression));
    const auto &text = measured.empty() ? m_rule->expression : measured;
    const auto state = items::severityState(m_rule->severity);
    m_chart->setUnit(query::unitOf(text));
    m_chart->setThresholds(m_rule->isThreshold ? std::vector<ChartThreshold>{{m_rule->value, state, tr("threshold")}}
                                               : std::vector<ChartThreshold>());
    m_chart->setWindow(now - span.length, now);
    m_drawing.ask([&engine = m_engine, text, span, now](
                      const std::stop_token &stop) { return engine.range(text, metric::onGrid(now - span.length, span.step), now, span.step, stop); },
                  [this, target = m_rule->isThreshold ? m_rule->target : std::string()](metric::Result<std::vector<query::RangeSeries>> values) {
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

void ThresholdPreview::attempt(metric::Timestamp now)
{
    m_words->setText(tr("Being tried…"));
    m_chart->setMarks({});
    m_attempt.ask([&engine = m_engine, rule = alerts::ruleOf(*m_rule), start = now - kPastSpans[std::size_t(m_span)].length,
                   now](const std::stop_token &stop) { return rules::backtest(rule, engine, {.start = start, .end = now}, stop); },
                  [this](const metric::Result<rules::Backtest> &told) {
                      std::vector<metric::Timestamp> marks;
                      if (told) {
                          for (const auto &firing : told->firings)
                              marks.push_back(firing.firedAt);
                      }
                      m_chart->setMarks(std::move(marks));
                      m_words->setText(wordsFor(told));
                  });
}

QString ThresholdPreview::wordsFor(const metric::Result<rules::Backtest> &told) const
{
    if (!told) // what is wrong with the expression stands at its field
        return told.error().code == metric::ErrorCode::InvalidArgument
                   ? QString()
                   : tr("It can not be tried: %1").arg(QString::fromStdString(told.error().message));
    const auto within = tr(kPastSpans[std::size_t(m_span)].within);
    if (told->count == 0)
        return tr("It would not have fired %1.").arg(within);
    if (double(told->longest.count()) >= kNearlyAlways * double(kPastSpans[std::size_t(m_span)].length.count()))
        return tr("It would have fired nearly all the time %1: such a threshold tells nobody anything.").arg(within);
    const auto text = [](metric::Duration duration) { return QString::fromStdString(metric::formatDuration(duration)); };
    return tr("It would have fired %n time(s) %1: %2 in all, the longest %3.", nullptr, int(told->count))
        .arg(within, text(told->total), text(told->longest));
}

} // namespace ui
