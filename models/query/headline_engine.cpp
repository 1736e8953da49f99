#include "models/query/headline_engine.h"

#include "models/query/expression.h"
#include "models/query/figure_table.h"
#include "models/query/step_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace query {

using metric::ErrorCode;
using metric::Label;
using metric::Labels;
using metric::LabelsRef;
using metric::Result;
using series::Matcher;
using series::Series;

namespace {

// One label set with its value at each step; NaN where there is none.
struct Row {
    LabelsRef labels;
    std::vector<double> values;
};

// One evaluation of one expression: what it reads from, the steps, and the wish to stop.
class FigureEvaluation {
public:
    FigureEvaluation(const series::Reader &reader, const StepGrid &grid, const std::stop_token &stop) : m_reader(reader), m_grid(grid), m_stop(stop)
    {
    }

    Result<std::vector<Row>> run(std::string_view text)
    {
        const auto expression = parseExpression(text);
        if (!expression)
            return tl::unexpected(expression.error());
        const auto &selector = expression->selector;
        const bool isRate = expression->rateWindow > metric::Duration::zero();
        const Figure *figure = findFigure(selector.name);
        if (!figure && selector.name.find(':') != std::string::npos)
            return metric::fail(ErrorCode::InvalidArgument, fmt::format("there is no figure named \"{}\"", selector.name));
        if (figure && isRate)
            return metric::fail(ErrorCode::InvalidArgument, fmt::format("\"{}\" is a figure; rate() takes a metric", selector.name));

        auto done = figure ? runFigure(*figure, selector.matchers) : runSelector(selector, expression->rateWindow);
        if (!done)
            return tl::unexpected(done.error());
        std::sort(m_rows.begin(), m_rows.end(), [](const Row &a, const Row &b) { return *a.labels < *b.labels; });
        return std::move(m_rows);
    }

private:
    Result<void> runSelector(const Selector &selector, metric::Duration rateWindow)
    {
        const auto closest = rateWindow > metric::Duration::zero() ? std::min(m_grid.step, rateWindow) : m_grid.step;
        auto read = select(selector.name, selector.matchers, rateWindow, closest);
        if (!read)
            return tl::unexpected(read.error());
        static constexpr std::string_view kName[] = {metric::kMetricName};
        for (const auto &series : *read) {
            if (m_stop.stop_requested())
                return cancelled();
            Row row{series.labels, std::vector<double>(m_grid.count)};
            if (rateWindow > metric::Duration::zero()) {
                row.labels = std::make_shared<const Labels>(series.labels->without(kName));
                rateAt(series.points, m_grid, rateWindow, row.values);
            } else {
                latestAt(series.points, m_grid, row.values);
            }
            m_rows.push_back(std::move(row));
        }
        return {};
    }

    Result<void> runFigure(const Figure &figure, std::span<const Matcher> matchers)
    {
        // Every input has the instance, so that condition spares reading other machines' points.
        for (const auto &matcher : matchers) {
            if (matcher.name() == "instance")
                m_atTheReader.push_back(matcher);
        }
        for (const auto &variant : figure.variants) {
            // A variant whose fixed labels are not asked for is not read either.
            const bool wanted = std::all_of(matchers.begin(), matchers.end(), [&](const Matcher &matcher) {
                const auto fixed = std::find_if(variant.constants.begin(), variant.constants.end(),
                                                [&](const Label &label) { return label.name == matcher.name(); });
                return fixed == variant.constants.end() || matcher.matches(fixed->value);
            });
            if (!wanted)
                continue;
            if (auto done = runVariant(variant, matchers); !done)
                return done;
        }
        return {};
    }

    using ByLabels = std::unordered_map<Labels, std::vector<double>, metric::LabelsHash>;

    Result<void> runVariant(const FigureVariant &variant, std::span<const Matcher> matchers)
    {
        std::vector<ByLabels> inputs(variant.inputs.size());
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            if (auto done = gather(variant, variant.inputs[i], inputs[i]); !done)
                return done;
        }
        auto names = readNames(variant);
        if (!names)
            return tl::unexpected(names.error());

        // The answer's label sets: all that the variant's own inputs have.
        std::unordered_map<Labels, LabelsRef, metric::LabelsHash> answers;
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            if (!variant.inputs[i].by.empty())
                continue;
            for (const auto &[key, values] : inputs[i]) {
                if (answers.contains(key))
                    continue;
                auto labels = answerLabels(key, variant, *names);
                if (series::matchesAll(matchers, *labels))
                    answers.emplace(key, std::move(labels));
            }
        }
        const auto first = std::ptrdiff_t(m_rows.size());
        for (const auto &[key, labels] : answers) {
            if (auto done = combine(variant, key, labels, inputs); !done)
                return done;
        }
        if (!variant.onePer.empty())
            keepOnePer(variant, first);
        return {};
    }

    // Of the rows from `first` on; one without any value (read-only) stands for nobody.
    void keepOnePer(const FigureVariant &variant, std::ptrdiff_t first)
    {
        const auto hasNoValue = [](const Row &row) {
            return std::all_of(row.values.begin(), row.values.end(), [](double v) { return std::isnan(v); });
        };
        m_rows.erase(std::remove_if(m_rows.begin() + first, m_rows.end(), hasNoValue), m_rows.end());
        std::sort(m_rows.begin() + first, m_rows.end(), [&](const Row &a, const Row &b) {
            const auto left = a.labels->get(variant.shortest);
            const auto right = b.labels->get(variant.shortest);
            return std::pair(left.size(), left) < std::pair(right.size(), right);
        });
        std::unordered_set<Labels, metric::LabelsHash> taken;
        const auto isTaken = [&](const Row &row) { return !taken.insert(pick(*row.labels, variant.onePer)).second; };
        m_rows.erase(std::remove_if(m_rows.begin() + first, m_rows.end(), isTaken), m_rows.end());
    }

    Result<void> gather(const FigureVariant &variant, const FigureInput &input, ByLabels &byLabels)
    {
        const auto *read = readOnce(input.metric, windowOf(variant, input.metric), closestOf(variant, input.metric));
        if (!*read)
            return tl::unexpected(read->error());
        const auto &filter = filterOf(input);
        std::vector<double> values(m_grid.count);
        for (const auto &series : **read) {
            if (m_stop.stop_requested())
                return cancelled();
            if (!series::matchesAll(filter, *series.labels))
                continue;
            switch (input.take) {
            case FigureInput::Take::Latest: latestAt(series.points, m_grid, values); break;
            case FigureInput::Take::Rate: rateAt(series.points, m_grid, m_grid.step, values); break;
            case FigureInput::Take::Slope: slopeAt(series.points, m_grid, input.window, values); break;
            }
            auto &joined = byLabels[pick(*series.labels, input.by.empty() ? variant.by : input.by)];
            if (joined.empty())
                joined.assign(m_grid.count, std::numeric_limits<double>::quiet_NaN());
            for (std::size_t i = 0; i < m_grid.count; ++i) {
                if (std::isnan(values[i]))
                    continue;
                const double added = input.join == FigureInput::Join::Count ? 1 : values[i];
                joined[i] = std::isnan(joined[i]) ? added : joined[i] + added;
            }
        }
        return {};
    }

    Result<void> combine(const FigureVariant &variant, const Labels &key, LabelsRef labels, const std::vector<ByLabels> &inputs)
    {
        std::vector<const std::vector<double> *> columns;
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            const auto &by = variant.inputs[i].by;
            const auto found = inputs[i].find(by.empty() ? key : pick(key, by));
            columns.push_back(found == inputs[i].end() ? nullptr : &found->second);
        }
        Row row{std::move(labels), std::vector<double>(m_grid.count)};
        std::vector<double> operands(columns.size());
        for (std::size_t step = 0; step < m_grid.count; ++step) {
            if (step % 8192 == 8191 && m_stop.stop_requested())
                return cancelled();
            for (std::size_t i = 0; i < columns.size(); ++i)
                operands[i] = columns[i] ? (*columns[i])[step] : std::numeric_limits<double>::quiet_NaN();
            row.values[step] = variant.combine(operands);
        }
        m_rows.push_back(std::move(row));
        return {};
    }

    // For each of the variant's label sources: which label set has which name.
    using Names = std::vector<std::unordered_map<Labels, std::string, metric::LabelsHash>>;

    Result<Names> readNames(const FigureVariant &variant)
    {
        Names names(variant.sources.size());
        for (std::size_t i = 0; i < names.size(); ++i) {
            const auto &source = variant.sources[i];
            const auto *read = readOnce(source.metric, metric::Duration::zero(), m_grid.step);
            if (!*read)
                return tl::unexpected(read->error());
            for (const auto &series : **read)
                names[i][pick(*series.labels, source.on)] = std::string(series.labels->get(source.take));
        }
        return names;
    }

    static LabelsRef answerLabels(const Labels &key, const FigureVariant &variant, const Names &names)
    {
        std::vector<Label> labels(key.begin(), key.end());
        labels.insert(labels.end(), variant.constants.begin(), variant.constants.end());
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (const auto found = names[i].find(pick(key, variant.sources[i].on)); found != names[i].end())
                labels.push_back({variant.sources[i].take, found->second});
        }
        return std::make_shared<const Labels>(labels);
    }

    static Labels pick(const Labels &labels, std::span<const LabelPick> picks)
    {
        std::vector<Label> picked;
        for (const auto &[from, as] : picks)
            picked.push_back({as, labels.get(from)});
        return Labels(picked);
    }

    // The longest of the variant's inputs of that metric, so that it is read once for all of them.
    metric::Duration windowOf(const FigureVariant &variant, std::string_view metricName) const
    {
        metric::Duration longest = m_grid.step;
        for (const auto &input : variant.inputs) {
            if (input.metric == metricName)
                longest = std::max(longest, input.window);
        }
        return longest;
    }

    // A slope takes a few points of its window; all else looks once a step.
    metric::Duration closestOf(const FigureVariant &variant, std::string_view metricName) const
    {
        constexpr int kPointsOfSlope = 12;
        metric::Duration closest = m_grid.step;
        for (const auto &input : variant.inputs) {
            if (input.metric == metricName && input.take == FigureInput::Take::Slope)
                closest = std::min(closest, input.window / kPointsOfSlope);
        }
        return closest;
    }

    const Result<std::vector<Series>> *readOnce(std::string_view metricName, metric::Duration window, metric::Duration closest)
    {
        auto found = m_read.find(metricName);
        if (found == m_read.end() || found->second.window < window || found->second.closest > closest)
            found = m_read.insert_or_assign(metricName, Read{window, closest, select(metricName, m_atTheReader, window, closest)}).first;
        return &found->second.series;
    }

    // `closest`: what is asked of the points needs them no closer together.
    Result<std::vector<Series>> select(std::string_view metricName, std::span<const Matcher> matchers, metric::Duration window,
                                       metric::Duration closest) const
    {
        std::vector<Matcher> all{Matcher::equal(metric::kMetricName, metricName)};
        all.insert(all.end(), matchers.begin(), matchers.end());
        if (m_stop.stop_requested())
            return cancelled();
        const auto from = m_grid.start - std::max(kLongestLookback, 2 * closest) - window;
        return m_reader.select(all, {from, m_grid.at(m_grid.count - 1)}, {closest, series::Aggregate::Last});
    }

    static tl::unexpected<metric::Error> cancelled() { return metric::fail(ErrorCode::Cancelled, "the query was cancelled"); }

    struct Read {
        metric::Duration window;
        metric::Duration closest;
        Result<std::vector<Series>> series;
    };

    const series::Reader &m_reader;
    const StepGrid m_grid;
    const std::stop_token m_stop;
    std::vector<Matcher> m_atTheReader;
    std::map<std::string_view, Read> m_read;
    std::vector<Row> m_rows;
};

constexpr std::int64_t kMostSteps = 200'000;

} // namespace

Result<Answer> HeadlineEngine::answer(const Question &question, std::stop_token stop) const
{
    const auto [expression, start, end, step] = std::tuple(question.expression, question.start, question.end, question.step);
    if (step < metric::Duration::zero() || end < start)
        return metric::fail(ErrorCode::InvalidArgument, "the range ends before it starts, or its step is not above zero");
    if (step == metric::Duration::zero()) {
        auto rows = FigureEvaluation(m_reader, StepGrid{start}, stop).run(expression);
        if (!rows)
            return tl::unexpected(rows.error());
        Vector samples;
        for (auto &row : *rows) {
            if (!std::isnan(row.values.front()))
                samples.push_back({std::move(row.labels), row.values.front()});
        }
        return Answer{std::move(samples)};
    }
    if ((end - start) / step >= kMostSteps)
        return metric::fail(ErrorCode::LimitExceeded, fmt::format("more than {} steps: take a longer step", kMostSteps));
    const StepGrid grid{start, step, std::size_t((end - start) / step) + 1};
    auto rows = FigureEvaluation(m_reader, grid, stop).run(expression);
    if (!rows)
        return tl::unexpected(rows.error());
    Matrix answer;
    for (auto &row : *rows) {
        RangeSeries series{std::move(row.labels), {}};
        for (std::size_t i = 0; i < grid.count; ++i) {
            if (!std::isnan(row.values[i]))
                series.points.push_back({grid.at(i), row.values[i]});
        }
        if (!series.points.empty())
            answer.push_back(std::move(series));
    }
    return Answer{std::move(answer)};
}

} // namespace query
