#include "ui/tabs/chart_card.h"

#include "models/items/alert_model.h"
#include "models/metric/format.h"
#include "models/query/narrowed.h"
#include "ui/charts/chart_widget.h"
#include "ui/tabs/alert_chart.h"

#include <algorithm>
#include <cmath>

namespace ui {

std::string askedOf(const Subject &subject, const std::string &expression)
{
    std::vector<metric::Label> labels;
    if (!subject.job.empty())
        labels.push_back({"job", subject.job});
    if (!subject.instance.empty())
        labels.push_back({"instance", subject.instance});
    if (expression.empty() || labels.empty())
        return expression;
    auto narrowed = query::narrowed(expression, labels);
    Q_ASSERT(narrowed);
    return narrowed.value_or(expression);
}

ChartCard::ChartCard(const Context &context, ChartSpec chart, const Subject &subject, QWidget *parent)
    : Card(context.theme, parent), m_context(context), m_spec(std::move(chart))
{
    for (auto &line : m_spec.lines)
        line.expression = askedOf(subject, line.expression);
    m_spec.headline = askedOf(subject, m_spec.headline);
    m_spec.whole = askedOf(subject, m_spec.whole);
    const auto &spec = m_spec;
    setObjectName(QString::fromLatin1(spec.id));
    setTitle(tr(spec.title));
    if (*spec.subject)
        setSubject(tr(spec.subject));
    m_chart = new ChartWidget(context.theme, this);
    m_chart->setObjectName(QString::fromLatin1(spec.id) + QStringLiteral("Chart"));
    m_chart->setAccessibleName(title());
    m_chart->setUnit(spec.unit);
    m_chart->setHigh(spec.high);
    m_chart->setCrosshairHub(&context.crosshair);
    m_chart->setEmptyText(*spec.empty ? tr(spec.empty) : tr("No values in this time."));
    setContent(m_chart);
    std::vector<FeedLine> lines;
    for (const auto &line : spec.lines)
        lines.push_back({line.expression, line.label, *line.text ? tr(line.text) : QString(), line.onlyWhenMoving});
    context.feed.add(m_chart, std::move(lines));
}

bool ChartCard::asks(const std::string &expression) const
{
    // A rule on the figure itself belongs to the chart of its headline; one on a part, to the chart that shows the part.
    const auto figure = expression.substr(0, expression.find('{'));
    const auto same = [&](std::string_view own) { return own.substr(0, own.find('{')) == figure; };
    return (!m_spec.headline.empty() && same(m_spec.headline)) ||
           std::any_of(m_spec.lines.begin(), m_spec.lines.end(), [&](const ChartLine &line) { return same(line.expression); });
}

void ChartCard::setThresholds(std::span<const alerts::AlertRule> rules)
{
    std::vector<ChartThreshold> thresholds;
    for (const auto &rule : rules) {
        if (!rule.enabled || !rule.isThreshold || !asks(rule.expression))
            continue;
        // Several rules may draw one line: the same limit for each disk, or for one host and all.
        const auto state = items::severityState(rule.severity);
        if (std::none_of(thresholds.begin(), thresholds.end(),
                         [&](const ChartThreshold &other) { return other.value == rule.value && other.state == state; }))
            thresholds.push_back({rule.value, state, thresholdName(rule, m_spec.unit), rule.id, rule.origin != alerts::RuleOrigin::File});
    }
    m_chart->setThresholds(std::move(thresholds));
}

void ChartCard::setAlerts(std::span<const alerts::Alert> alerts)
{
    std::vector<metric::Timestamp> marks;
    for (const auto &alert : alerts) {
        if (asks(alert.rule->expression))
            marks.push_back(alert.firingSince);
    }
    m_chart->setMarks(std::move(marks));
}

void ChartCard::tick(metric::Timestamp now)
{
    if ((m_spec.headline.empty() && !m_spec.summed) || visibleRegion().isEmpty())
        return;
    const auto greatest = [&](const std::string &expression) {
        double most = std::numeric_limits<double>::quiet_NaN();
        if (const auto values = m_context.engine.instant(expression, now)) {
            for (const auto &value : *values)
                most = std::isnan(most) ? value.value : std::max(most, value.value);
        }
        return most;
    };
    const auto sum = [&] {
        double all = std::numeric_limits<double>::quiet_NaN();
        for (const auto &line : m_spec.lines) {
            if (const auto values = m_context.engine.instant(line.expression, now)) {
                for (const auto &value : *values)
                    all = std::isnan(all) ? value.value : std::isnan(value.value) ? all : all + value.value;
            }
        }
        return all;
    };
    const double value = m_spec.summed ? sum() : greatest(m_spec.headline);
    auto text = QString::fromStdString(metric::formatValue(value, m_spec.unit));
    if (!m_spec.whole.empty()) {
        if (const double whole = greatest(m_spec.whole); !std::isnan(whole)) {
            m_chart->setHigh(whole);
            const auto of = metric::formatParts(whole, m_spec.unit), part = metric::formatParts(value, m_spec.unit);
            const auto wholeText = QString::fromStdString(of.number + " " + of.unit);
            text = tr("%1 of %2").arg(of.unit == part.unit ? QString::fromStdString(part.number) : text, wholeText);
        }
    }
    setValue(std::isnan(value) ? QString() : text);
}

} // namespace ui
