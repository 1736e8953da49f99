#include "models/query/evaluation.h"

#include "models/query/call.h"
#include "models/query/definitions.h"
#include "models/query/duration_term.h"
#include "models/query/function.h"
#include "models/query/gaps.h"
#include "models/query/operation.h"
#include "models/query/windows.h"

#include <algorithm>
#include <utility>

namespace query {

using metric::ErrorCode;
using metric::Point;
using metric::Result;
using metric::Timestamp;

namespace {

// The newest point at or before each end and not older than the look-back.
void newestAt(std::span<const Point> points, std::span<const Timestamp> ends, metric::Duration lookback, Evaluation::Tell tell,
              std::span<double> values)
{
    std::size_t next = 0;   // the first point after the moment
    std::size_t stride = 1; // how many the last step passed: regular series pass as many again
    for (std::size_t i = 0; i < ends.size(); ++i) {
        const auto before = next;
        if (next + stride < points.size() && points[next + stride - 1].time <= ends[i])
            next += stride;
        while (next < points.size() && points[next].time <= ends[i])
            ++next;
        if (next > before)
            stride = next - before;
        if (next == 0)
            continue;
        const auto &point = points[next - 1];
        if (point.time > ends[i] - lookback && !metric::isStale(point.value))
            values[i] = tell == Evaluation::Tell::Values ? point.value : double(point.time.time_since_epoch().count()) / 1000;
    }
}

// Whether the node comes to the same at every moment: all it reads is fixed by @. (Functions that look at the clock do not.)
bool isFixed(const Node &node)
{
    if (const auto *selector = node.as<VectorSelector>())
        return selector->shift.anchor != Shift::Anchor::None;
    if (const auto *subquery = node.as<Subquery>())
        return subquery->shift.anchor != Shift::Anchor::None;
    if (const auto *call = node.as<Call>()) {
        static constexpr std::string_view kClocks[] = {"time",        "timestamp", "predict_linear", "days_in_month", "day_of_month", "day_of_week",
                                                       "day_of_year", "hour",      "minute",         "month",         "year"};
        if (std::find(std::begin(kClocks), std::end(kClocks), call->function->name) != std::end(kClocks))
            return false;
    }
    const auto children = childrenOf(node);
    return std::all_of(children.begin(), children.end(), [](const Node *child) { return isFixed(*child); });
}

Takes takesOf(const Call &call)
{
    const auto *function = findRangeFunction(call.function->name);
    return function ? function->takes : Takes::Points;
}

std::int64_t ticks(Timestamp time) { return time.time_since_epoch().count(); }

std::uint64_t sizeOf(const Evaluated &evaluated)
{
    std::uint64_t size = evaluated.scalar.size();
    for (const auto &series : evaluated.series)
        size += series.values.size();
    return size;
}

} // namespace

Evaluation::Evaluation(const Setting &setting, const Grid &grid, Budget &budget)
    : m_setting(setting),
      m_grid(grid),
      m_showsGaps(setting.showsGaps),
      m_budget(budget),
      m_selection(setting.reader, budget),
      m_notes(setting.expression)
{
}

Result<Evaluated> Evaluation::run(const Node &node)
{
    if (const auto expected = expect(node, m_grid); !expected)
        return tl::unexpected(expected.error());
    return evaluate(node, m_grid);
}

Result<Matrix> Evaluation::runMatrix(const Node &node)
{
    Matrix matrix;
    Dense names;
    const auto visited =
        visitMatrix(node, m_grid, Takes::Points, [&](const View &, const DenseSeries &identity, const auto points, const auto ranges) {
            const auto shown = points.subspan(ranges[0].first, ranges[0].size());
            if (shown.empty())
                return true;
            names.push_back({identity.dropName ? withoutName(identity.labels) : identity.labels, {}});
            matrix.push_back({names.back().labels, {shown.begin(), shown.end()}});
            return m_budget.hold(shown.size() * 2).has_value();
        });
    if (!visited)
        return tl::unexpected(visited.error());
    // Asks again for the reason, where the visitor gave up.
    if (const auto fine = m_budget.hold(0); !fine)
        return tl::unexpected(fine.error());
    if (const auto unique = refuseSame(names); !unique)
        return tl::unexpected(unique.error());
    return matrix;
}

Result<Evaluated> Evaluation::evaluate(const Node &node, const Grid &grid)
{
    if (const auto fine = m_budget.check(); !fine)
        return tl::unexpected(fine.error());
    const auto held = m_budget.held();
    auto evaluated = grid.count > 1 && isFixed(node) ? once(node, grid) : dispatch(node, grid);
    // What the operands held is gone, the result is held now.
    m_budget.release(m_budget.held() - held);
    if (evaluated) {
        if (const auto fine = m_budget.hold(sizeOf(*evaluated)); !fine)
            return tl::unexpected(fine.error());
    }
    return evaluated;
}

Result<Evaluated> Evaluation::once(const Node &node, const Grid &grid)
{
    auto evaluated = dispatch(node, Grid{grid.start});
    if (!evaluated)
        return evaluated;
    if (evaluated->type == ValueType::Scalar)
        evaluated->scalar.assign(grid.count, evaluated->scalar.front());
    for (auto &series : evaluated->series)
        series.values.assign(grid.count, double(series.values.front()));
    return evaluated;
}

Result<std::vector<double>> Evaluation::scalar(const Node &node, const Grid &grid)
{
    auto evaluated = evaluate(node, grid);
    if (!evaluated)
        return tl::unexpected(evaluated.error());
    return std::move(evaluated->scalar);
}

Result<Dense> Evaluation::vector(const Node &node, const Grid &grid)
{
    auto evaluated = evaluate(node, grid);
    if (!evaluated)
        return tl::unexpected(evaluated.error());
    return std::move(evaluated->series);
}

Result<Evaluated> Evaluation::dispatch(const Node &node, const Grid &grid)
{
    if (const auto *number = node.as<NumberLiteral>())
        return Evaluated{ValueType::Scalar, std::vector<double>(grid.count, number->value), {}, {}};
    if (const auto *text = node.as<StringLiteral>())
        return Evaluated{ValueType::String, {}, text->value, {}};
    if (const auto *parentheses = node.as<Parentheses>())
        return evaluate(*parentheses->expression, grid);
    if (const auto *binary = node.as<Binary>())
        return evaluateBinary(*this, *binary, grid);
    if (const auto *aggregation = node.as<Aggregation>())
        return aggregate(*aggregation, grid);
    if (const auto *selector = node.as<VectorSelector>()) {
        auto selected = select(*selector, grid);
        if (!selected)
            return tl::unexpected(selected.error());
        return Evaluated{ValueType::Vector, {}, {}, std::move(*selected)};
    }
    if (const auto *call = node.as<Call>()) {
        const auto function = findCall(call->function->name);
        if (!function)
            return metric::fail(ErrorCode::InvalidArgument,
                                std::string(call->function->name) + "() is not supported: native histograms are not kept");
        return function(*this, {node, *call, grid});
    }
    if (const auto *unary = node.as<Unary>()) {
        auto evaluated = evaluate(*unary->expression, grid);
        if (!evaluated || !unary->minus)
            return evaluated;
        for (double &value : evaluated->scalar)
            value = -value;
        for (auto &series : evaluated->series) {
            for (double &value : series.values)
                value = isAbsent(value) ? value : -value;
            dropName(series);
        }
        if (const auto unique = refuseSame(evaluated->series); !unique)
            return tl::unexpected(unique.error());
        return evaluated;
    }
    return metric::fail(ErrorCode::InvalidArgument, "a range vector stands where no function takes it");
}

// As it was computed for another question, if one asked for the same. (Aggregations, because these are small and dear.)
Result<Evaluated> Evaluation::aggregate(const Aggregation &aggregation, const Grid &grid)
{
    // Who asks exactly wants what there is now.
    if (!m_setting.generation || !m_showsGaps || aggregation.identity.empty())
        return evaluateAggregation(*this, aggregation, grid);
    auto key = aggregation.identity;
    const std::int64_t asked[] = {ticks(grid.start),    grid.step.count(),          std::int64_t(grid.count), ticks(m_grid.start),
                                  ticks(m_setting.end), m_setting.lookback.count(), m_showsGaps ? 1 : 0};
    key.append(reinterpret_cast<const char *>(asked), sizeof asked);
    if (auto known = m_setting.shared->find(*m_setting.generation, key))
        return Evaluated{ValueType::Vector, {}, {}, std::move(*known)};
    const auto noted = m_notes.count();
    auto evaluated = evaluateAggregation(*this, aggregation, grid);
    // What there is to note is said to everybody who asks.
    if (evaluated && m_notes.count() == noted)
        m_setting.shared->keep(*m_setting.generation, std::move(key), evaluated->series);
    return evaluated;
}

Result<Dense> Evaluation::select(const VectorSelector &selector, const Grid &grid, Tell tell)
{
    if (selector.definition)
        return define(selector, grid, tell);
    const auto view = viewOfSelector(selector, grid);
    if (!view)
        return tl::unexpected(view.error());
    const auto lookback = m_setting.lookback + metric::Duration(m_setting.options.leftClosed ? 1 : 0);
    Dense dense;
    std::vector<double> values(grid.count, kAbsent);
    series::SelectHints hints = view->hints();
    // Between two moments the last point alone counts.
    if (!m_showsGaps && selector.shift.anchor == Shift::Anchor::None && grid.count > 1)
        hints = {grid.step, series::Aggregate::Last, view->ends.front()};
    Result<void> fine;
    const auto visited =
        m_selection.visit(selector.matchers, view->range(), hints, [&](const metric::LabelsRef &labels, std::span<const Point> points) {
            newestAt(points, view->ends, m_showsGaps ? reachOf(points, grid.step) + metric::Duration(1) : lookback, tell, values);
            if (std::all_of(values.begin(), values.end(), isAbsent))
                return true;
            dense.push_back({labels, values, false});
            std::fill(values.begin(), values.end(), kAbsent);
            fine = m_budget.hold(grid.count);
            return fine.has_value();
        });
    if (!fine || !visited)
        return tl::unexpected(!fine ? fine.error() : visited.error());
    sortByLabels(dense);
    return dense;
}

Result<void> Evaluation::visitMatrix(const Node &node, const Grid &grid, Takes takes, const PointsVisitor &visitor)
{
    const auto view = viewOfMatrix(node, grid, takes);
    if (!view)
        return tl::unexpected(view.error());
    std::vector<Point> kept;
    std::vector<IndexRange> ranges;
    const auto show = [&](const DenseSeries &identity, std::span<const Point> points) {
        cutWindows(points, view->ends, view->length, m_setting.options.leftClosed, ranges);
        return visitor(*view, identity, points, ranges);
    };
    const Node &matrix = unwrapped(node);
    if (const auto *subquery = matrix.as<Subquery>()) {
        const auto inner = gridOf(*subquery, *view);
        if (!inner)
            return tl::unexpected(inner.error());
        if (inner->count == 0)
            return {};
        const auto dense = vector(*subquery->expression, *inner);
        if (!dense)
            return tl::unexpected(dense.error());
        for (const auto &series : *dense) {
            kept.clear();
            for (std::size_t i = 0; i < inner->count; ++i) {
                if (!isAbsent(series.values[i]))
                    kept.push_back({inner->at(i), series.values[i]});
            }
            if (!show(series, kept))
                break;
        }
        return {};
    }

    const auto &selector = *matrix.as<MatrixSelector>()->selector->as<VectorSelector>();
    return m_selection.visit(selector.matchers, view->range(), view->hints(), [&](const metric::LabelsRef &labels, std::span<const Point> points) {
        const DenseSeries identity{labels, {}};
        const auto isMarker = [](const Point &point) { return metric::isStale(point.value); };
        auto plain = points;
        if (std::any_of(points.begin(), points.end(), isMarker)) {
            kept.clear();
            std::remove_copy_if(points.begin(), points.end(), std::back_inserter(kept), isMarker);
            plain = kept;
        }
        if (!view->betweenPoints)
            return show(identity, plain);
        const bool withBase = takes != Takes::Points;
        cutUnbroken(points, plain, view->ends, {view->length, reachOf(plain, grid.step), withBase}, ranges);
        return visitor(*view, identity, plain, ranges);
    });
}

Result<Dense> Evaluation::define(const VectorSelector &selector, const Grid &grid, Tell tell)
{
    const auto within = gridOfDefinition(selector, grid);
    if (!within)
        return tl::unexpected(within.error());
    const bool showedGaps = std::exchange(m_showsGaps, true);
    auto dense = vector(*selector.definition, *within);
    m_showsGaps = showedGaps;
    if (!dense)
        return dense;
    if (const auto dropped = dropLateNames(*dense); !dropped)
        return tl::unexpected(dropped.error());
    std::erase_if(*dense, [&](const DenseSeries &series) {
        return !std::all_of(selector.matchers.begin(), selector.matchers.end(),
                            [&](const series::Matcher &matcher) { return matcher.name() == metric::kMetricName || matcher.matches(*series.labels); });
    });
    const auto name = definedName(selector);
    for (auto &series : *dense) {
        series.labels = std::make_shared<const metric::Labels>(series.labels->with({{metric::kMetricName, name}}));
        for (std::size_t i = 0; i < series.values.size() && tell == Tell::Times; ++i)
            series.values[i] = isAbsent(series.values[i]) ? kAbsent : double(within->at(i).time_since_epoch().count()) / 1000;
        // Fixed by @: the same at every moment.
        series.values.resize(grid.count, series.values.front());
    }
    sortByLabels(*dense);
    return dense;
}

void Evaluation::dropName(DenseSeries &series) const
{
    if (m_setting.options.delayedNameRemoval)
        series.dropName = true;
    else
        series.labels = withoutName(series.labels);
}

Result<void> Evaluation::dropLateNames(Dense &dense) const
{
    bool any = false;
    for (auto &series : dense) {
        if (series.dropName) {
            series.labels = withoutName(series.labels);
            any = true;
        }
    }
    return any ? mergeSame(dense) : Result<void>();
}

Result<void> Evaluation::expect(const Node &node, const Grid &grid, Takes takes)
{
    if (const auto *selector = node.as<VectorSelector>()) {
        if (selector->definition) {
            const auto within = gridOfDefinition(*selector, grid);
            if (!within)
                return tl::unexpected(within.error());
            const bool showedGaps = std::exchange(m_showsGaps, true);
            auto expected = expect(*selector->definition, *within);
            m_showsGaps = showedGaps;
            return expected;
        }
        const auto view = viewOfSelector(*selector, grid);
        if (!view)
            return tl::unexpected(view.error());
        m_selection.expect(selector->matchers, view->range(), view->hints());
        return {};
    }
    if (node.type == ValueType::Matrix && !node.as<Parentheses>()) {
        const auto view = viewOfMatrix(node, grid, takes);
        if (!view)
            return tl::unexpected(view.error());
        if (const auto *matrix = node.as<MatrixSelector>()) {
            m_selection.expect(matrix->selector->as<VectorSelector>()->matchers, view->range(), view->hints());
            return {};
        }
        const auto *subquery = node.as<Subquery>();
        const auto within = gridOf(*subquery, *view);
        if (!within)
            return tl::unexpected(within.error());
        return within->count > 0 ? expect(*subquery->expression, *within) : Result<void>();
    }
    if (const auto *call = node.as<Call>())
        takes = takesOf(*call);
    for (const Node *child : childrenOf(node)) {
        if (auto expected = expect(*child, grid, takes); !expected)
            return expected;
    }
    return {};
}

// How close together points must be for what is asked of them; the one place that decides whether an answer may come from
// roll-ups. What an exact question reads is never thinned.
metric::Duration Evaluation::closestOf(Takes takes, metric::Duration length, metric::Duration step) const
{
    constexpr int kPointsOfSlope = 12;
    if (!m_showsGaps)
        return metric::Duration::zero();
    switch (takes) {
    case Takes::Newest: return step;
    case Takes::Points:
    case Takes::Neighbours: return metric::Duration::zero();
    case Takes::Growth: return std::min(length, step);
    case Takes::Slope: return std::min(length / kPointsOfSlope, step);
    }
    return metric::Duration::zero();
}

Result<Evaluation::View> Evaluation::viewOfSelector(const VectorSelector &selector, const Grid &grid) const
{
    auto view = viewOf(selector.shift, grid, m_showsGaps ? metric::Duration::zero() : m_setting.lookback);
    if (view && m_showsGaps) {
        view->closest = closestOf(Takes::Newest, {}, grid.step);
        view->before = std::max(kLongestReach, 2 * view->closest);
    }
    return view;
}

// A definition is evaluated where its name looks: once, where that is fixed by @.
Result<Grid> Evaluation::gridOfDefinition(const VectorSelector &selector, const Grid &grid) const
{
    const auto view = viewOf(selector.shift, grid, {});
    if (!view)
        return tl::unexpected(view.error());
    if (selector.shift.anchor != Shift::Anchor::None)
        return Grid{view->ends.front()};
    return Grid{view->ends.front(), grid.step, grid.count};
}

Result<Evaluation::View> Evaluation::viewOf(const Shift &shift, const Grid &grid, metric::Duration length) const
{
    const auto offset = lengthOf(shift.offset, m_grid.step);
    if (!offset)
        return tl::unexpected(offset.error());
    View view{std::vector<Timestamp>(grid.count), length};
    for (std::size_t i = 0; i < grid.count; ++i) {
        switch (shift.anchor) {
        case Shift::Anchor::None: view.ends[i] = grid.at(i) - *offset; break;
        case Shift::Anchor::Given: view.ends[i] = shift.at - *offset; break;
        case Shift::Anchor::Start: view.ends[i] = m_grid.start - *offset; break;
        case Shift::Anchor::End: view.ends[i] = m_setting.end - *offset; break;
        }
    }
    return view;
}

Result<Evaluation::View> Evaluation::viewOfMatrix(const Node &node, const Grid &grid, Takes takes) const
{
    const Node &matrix = unwrapped(node);
    const auto *subquery = matrix.as<Subquery>();
    const auto *selector = matrix.as<MatrixSelector>();
    const auto length = positiveLengthOf(subquery ? subquery->range : selector->range, m_grid.step);
    if (!length)
        return tl::unexpected(length.error());
    auto view = viewOf(subquery ? subquery->shift : selector->selector->as<VectorSelector>()->shift, grid, *length);
    // The moments of a subquery are its own, and regular.
    if (view && selector && m_showsGaps) {
        view->betweenPoints = true;
        view->closest = closestOf(takes, *length, grid.step);
        view->before = std::max(kLongestReach, 2 * view->closest);
    }
    return view;
}

Result<Grid> Evaluation::gridOf(const Subquery &subquery, const View &view) const
{
    metric::Duration step = m_setting.options.defaultSubqueryStep;
    if (subquery.step) {
        const auto given = positiveLengthOf(*subquery.step, m_grid.step);
        if (!given)
            return tl::unexpected(given.error());
        step = *given;
    }
    // At whole multiples of the step, whatever the moment, so that neighbouring moments look at the same points.
    const auto [from, to] = view.range();
    auto start = Timestamp(step * (from.time_since_epoch() / step));
    if (m_setting.options.leftClosed ? start < from : start <= from)
        start += step;
    const auto count = start > to ? 0 : std::size_t((to - start) / step) + 1;
    if (count > m_setting.options.maxSamples)
        return metric::fail(ErrorCode::LimitExceeded, "query processing would load too many samples into memory in query execution");
    return Grid{start, step, count};
}

} // namespace query
