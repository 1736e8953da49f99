#include "ui/tabs/operations_feed.h"

#include <algorithm>
#include <limits>
#include <map>

namespace ui {

// So many means stand in a row's line.
static constexpr int kRecent = 100;
// More families than people want charts of.
static constexpr std::size_t kMostCharted = 3;

std::vector<items::OperationRow> readOperations(const query::Engine &engine, const Subject &subject,
                                                const std::vector<items::OperationFamily> &families, metric::Timestamp from, metric::Timestamp to,
                                                const std::stop_token &stop)
{
    std::vector<items::OperationRow> rows;
    for (const auto &family : families) {
        const auto questions = items::questionsOf(family, to - from);
        std::map<std::string, items::OperationRow> found;
        const auto row = [&](const metric::Labels &labels) -> items::OperationRow & {
            auto name = items::operationName(family, labels);
            auto &made = found[name];
            made.name = std::move(name);
            made.family = family.name;
            return made;
        };
        const auto fill = [&](const std::string &expression, items::Number items::OperationRow::*figure) {
            if (expression.empty() || stop.stop_requested())
                return;
            if (const auto values = engine.instant(askedOf(subject, expression), to, stop)) {
                for (const auto &value : *values)
                    row(*value.labels).*figure = value.value;
            }
        };
        fill(questions.rate, &items::OperationRow::rate);
        fill(questions.errors, &items::OperationRow::errors);
        fill(questions.count, &items::OperationRow::count);
        fill(questions.mean, &items::OperationRow::mean);
        fill(questions.least, &items::OperationRow::least);
        fill(questions.most, &items::OperationRow::most);
        fill(questions.p50, &items::OperationRow::p50);
        fill(questions.p95, &items::OperationRow::p95);
        fill(questions.p99, &items::OperationRow::p99);
        const auto step = std::max<metric::Duration>((to - from) / kRecent, std::chrono::seconds(1));
        const auto recent = items::questionsOf(family, std::max<metric::Duration>(step, std::chrono::minutes(1)));
        if (const auto &mean = recent.mean.empty() ? recent.rate : recent.mean; !stop.stop_requested()) {
            if (const auto values = engine.range(askedOf(subject, mean), to - step * (kRecent - 1), to, step, stop)) {
                for (const auto &series : *values) {
                    auto &line = row(*series.labels).recent;
                    line.assign(kRecent, std::numeric_limits<double>::quiet_NaN());
                    for (const auto &point : series.points)
                        line[std::size_t(std::clamp<std::int64_t>((point.time - (to - step * (kRecent - 1))) / step, 0, kRecent - 1))] = point.value;
                }
            }
        }
        for (auto &[name, each] : found)
            rows.push_back(std::move(each));
    }
    return rows;
}

std::vector<ChartSpec> operationCharts(const std::vector<items::OperationFamily> &families, metric::Duration window)
{
    static constexpr std::array kIds{"operations-rate", "operations-errors", "operations-duration"};
    std::vector<ChartLine> rate, errors, duration;
    for (const auto &family : std::span(families).first(std::min(families.size(), kMostCharted))) {
        auto questions = items::questionsOf(family, window);
        const auto label = family.labels.empty() ? std::string() : family.labels.back();
        rate.push_back({questions.rate, label});
        if (!questions.errors.empty())
            errors.push_back({questions.errors, label});
        if (!questions.p95.empty())
            duration.push_back({questions.p95, label, QT_TRANSLATE_NOOP("ui::ChartCard", "p95")});
        else if (!questions.mean.empty())
            duration.push_back({questions.mean, label, QT_TRANSLATE_NOOP("ui::ChartCard", "mean")});
    }
    std::vector<ChartSpec> charts;
    const auto add = [&](std::size_t at, const char *title, const char *subject, metric::Unit unit, std::vector<ChartLine> lines, bool summed) {
        if (lines.empty())
            return;
        ChartSpec spec{.id = kIds[at], .title = title, .subject = subject, .unit = unit, .lines = std::move(lines)};
        if (summed)
            spec.summed = true;
        else
            spec.headline = spec.lines.front().expression;
        charts.push_back(std::move(spec));
    };
    add(0, QT_TRANSLATE_NOOP("ui::ChartCard", "Rate"), QT_TRANSLATE_NOOP("ui::ChartCard", "operations per second"), metric::Unit::PerSecond, rate,
        true);
    add(1, QT_TRANSLATE_NOOP("ui::ChartCard", "Errors"), QT_TRANSLATE_NOOP("ui::ChartCard", "share of operations that fail"), metric::Unit::Ratio,
        errors, false);
    add(2, QT_TRANSLATE_NOOP("ui::ChartCard", "Duration"), QT_TRANSLATE_NOOP("ui::ChartCard", "of operations"), metric::Unit::Seconds, duration,
        false);
    return charts;
}

} // namespace ui
