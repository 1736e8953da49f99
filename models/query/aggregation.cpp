#include "models/metric/utf8.h"
#include "models/query/kahan.h"
#include "models/query/number_text.h"
#include "models/query/operation.h"
#include "models/query/quantile.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace query {

using metric::ErrorCode;
using metric::Label;
using metric::Labels;
using metric::LabelsRef;
using metric::Result;

namespace {

// Series that are brought together, by their place.
struct Group {
    LabelsRef labels;
    bool dropName = false;
    std::vector<std::size_t> places;
};

std::vector<Group> groupsOf(const Dense &dense, const Aggregation &aggregation)
{
    std::vector<std::string_view> names(aggregation.grouping.begin(), aggregation.grouping.end());
    const bool byName = !aggregation.without && std::find(names.begin(), names.end(), metric::kMetricName) != names.end();
    if (aggregation.without)
        names.insert(names.end(), {metric::kMetricName, "__type__", "__unit__"});
    std::vector<Group> groups;
    series::HashTable known;
    for (std::size_t i = 0; i < dense.size(); ++i) {
        auto labels = aggregation.without ? dense[i].labels->without(names) : dense[i].labels->only(names);
        const auto place = placeOf(known, labels, groups.size(), [&](auto at) -> const Labels & { return *groups[at].labels; });
        if (place == groups.size())
            groups.push_back({std::make_shared<const Labels>(std::move(labels)), false, {}});
        auto &group = groups[place];
        group.places.push_back(i);
        group.dropName = group.dropName || (byName && dense[i].dropName);
    }
    return groups;
}

// One value for a group at each moment, from those that its series have there.
using Fold = void (*)(const Dense &dense, std::span<const std::size_t> places, std::span<double> values);

void sumUp(const Dense &dense, std::span<const std::size_t> places, std::span<double> values)
{
    std::vector<KahanSum> sums(values.size());
    for (const auto place : places) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            const double value = dense[place].values[i];
            if (isAbsent(value))
                continue;
            sums[i].add(value);
            values[i] = 0;
        }
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!isAbsent(values[i]))
            values[i] = sums[i].value();
    }
}

void average(const Dense &dense, std::span<const std::size_t> places, std::span<double> values)
{
    for (std::size_t i = 0; i < values.size(); ++i) {
        KahanSum sum;
        KahanSum mean;
        bool tooLarge = false; // for a sum: the mean is brought forward instead
        double count = 0;
        for (const auto place : places) {
            const double value = dense[place].values[i];
            if (isAbsent(value))
                continue;
            ++count;
            if (!tooLarge) {
                auto next = sum;
                next.add(value);
                if (count == 1 || !std::isinf(next.sum)) {
                    sum = next;
                    continue;
                }
                tooLarge = true;
                mean = {sum.sum / (count - 1), sum.lost / (count - 1)};
            }
            const double share = (count - 1) / count;
            mean = {share * mean.sum, share * mean.lost};
            mean.add(value / count);
        }
        if (count > 0)
            values[i] = tooLarge ? mean.sum + mean.lost : sum.sum / count + sum.lost / count;
    }
}

template <bool greater>
void extreme(const Dense &dense, std::span<const std::size_t> places, std::span<double> values)
{
    for (const auto place : places) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            const double value = dense[place].values[i];
            if (!isAbsent(value) && (isAbsent(values[i]) || std::isnan(values[i]) || (greater ? value > values[i] : value < values[i])))
                values[i] = value;
        }
    }
}

void count(const Dense &dense, std::span<const std::size_t> places, std::span<double> values)
{
    for (const auto place : places) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (!isAbsent(dense[place].values[i]))
                values[i] = isAbsent(values[i]) ? 1 : values[i] + 1;
        }
    }
}

void group(const Dense &dense, std::span<const std::size_t> places, std::span<double> values)
{
    for (const auto place : places) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (!isAbsent(dense[place].values[i]))
                values[i] = 1;
        }
    }
}

// Welford's way, with what rounding took.
template <bool root>
void variance(const Dense &dense, std::span<const std::size_t> places, std::span<double> values)
{
    for (std::size_t i = 0; i < values.size(); ++i) {
        double count = 0;
        double mean = 0;
        double squares = 0;
        for (const auto place : places) {
            const double value = dense[place].values[i];
            if (isAbsent(value))
                continue;
            ++count;
            const double delta = value - mean;
            mean += delta / count;
            squares += delta * (value - mean);
        }
        if (count > 0)
            values[i] = root ? std::sqrt(squares / count) : squares / count;
    }
}

Fold foldOf(AggregateOp op)
{
    switch (op) {
    case AggregateOp::Sum: return sumUp;
    case AggregateOp::Avg: return average;
    case AggregateOp::Min: return extreme<false>;
    case AggregateOp::Max: return extreme<true>;
    case AggregateOp::Count: return count;
    case AggregateOp::Group: return group;
    case AggregateOp::Stddev: return variance<true>;
    case AggregateOp::Stdvar: return variance<false>;
    default: return nullptr;
    }
}

void quantileAt(const Dense &dense, std::span<const std::size_t> places, std::span<const double> q, std::span<double> values)
{
    std::vector<double> sorted;
    for (std::size_t i = 0; i < values.size(); ++i) {
        sorted.clear();
        for (const auto place : places) {
            if (!isAbsent(dense[place].values[i]))
                sorted.push_back(dense[place].values[i]);
        }
        if (sorted.empty())
            continue;
        std::sort(sorted.begin(), sorted.end(), nanFirst);
        values[i] = quantileOf(q[i], sorted);
    }
}

// How many of a group a parameter asks for.
Result<std::vector<std::size_t>> countsOf(std::span<const double> parameter)
{
    std::vector<std::size_t> counts;
    for (const double wanted : parameter) {
        if (std::isnan(wanted))
            return metric::fail(ErrorCode::InvalidArgument, "Parameter value is NaN");
        if (!(wanted < 9.2e18 && wanted > -9.2e18))
            return metric::fail(ErrorCode::InvalidArgument, fmt::format("Scalar value {} overflows int64", numberText(wanted)));
        counts.push_back(wanted < 1 ? 0 : std::size_t(wanted));
    }
    return counts;
}

// At each moment the best k of a group, NaN the worst of all. `order` gets the places of the last moment's, best first.
void keepBest(Dense &dense, std::span<const std::size_t> places, std::span<const std::size_t> counts, bool greatest, std::vector<std::size_t> &order)
{
    std::vector<std::size_t> candidates;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        candidates.clear();
        for (const auto place : places) {
            if (!isAbsent(dense[place].values[i]))
                candidates.push_back(place);
        }
        const auto kept = std::min(counts[i], candidates.size());
        const auto better = [&](std::size_t a, std::size_t b) {
            const double x = dense[a].values[i];
            const double y = dense[b].values[i];
            if (std::isnan(x) || std::isnan(y))
                return !std::isnan(x) && std::isnan(y);
            return greatest ? x > y : x < y;
        };
        std::stable_sort(candidates.begin(), candidates.end(), better);
        for (auto out = candidates.begin() + std::ptrdiff_t(kept); out != candidates.end(); ++out)
            dense[*out].values[i] = kAbsent;
        candidates.resize(kept);
    }
    order.insert(order.end(), candidates.begin(), candidates.end());
}

void keepFirst(Dense &dense, std::span<const std::size_t> places, std::span<const std::size_t> counts)
{
    for (std::size_t i = 0; i < counts.size(); ++i) {
        std::size_t kept = 0;
        for (const auto place : places) {
            if (!isAbsent(dense[place].values[i]) && ++kept > counts[i])
                dense[place].values[i] = kAbsent;
        }
    }
}

// A share of the series, the same ones each time: which, their labels' hash says. A negative ratio keeps the others.
void keepRatio(Dense &dense, std::span<const double> ratios)
{
    for (auto &series : dense) {
        const double place = double(series.labels->hash()) / double(std::numeric_limits<std::uint64_t>::max());
        for (std::size_t i = 0; i < ratios.size(); ++i) {
            const double ratio = std::clamp(ratios[i], -1.0, 1.0);
            if (!(ratio >= 0 ? place < ratio : place >= 1 + ratio))
                series.values[i] = kAbsent;
        }
    }
}

Result<Dense> selecting(Evaluation &evaluation, const Aggregation &aggregation, Dense dense, std::span<const double> parameter)
{
    if (aggregation.op == AggregateOp::LimitRatio) {
        for (const double ratio : parameter) {
            if (std::isnan(ratio))
                return metric::fail(ErrorCode::InvalidArgument, "Ratio value is NaN");
            if (ratio < -1 || ratio > 1)
                evaluation.notes().warn(
                    fmt::format("ratio value should be between -1 and 1, got {}, capping to {}", numberText(ratio), ratio < 0 ? -1 : 1),
                    *aggregation.parameter);
        }
        keepRatio(dense, parameter);
    } else {
        const auto counts = countsOf(parameter);
        if (!counts)
            return tl::unexpected(counts.error());
        std::vector<std::size_t> order;
        for (const auto &group : groupsOf(dense, aggregation)) {
            if (aggregation.op == AggregateOp::LimitK)
                keepFirst(dense, group.places, *counts);
            else
                keepBest(dense, group.places, *counts, aggregation.op == AggregateOp::TopK, order);
        }
        // Of one moment they are told in their order.
        if (parameter.size() == 1 && aggregation.op != AggregateOp::LimitK) {
            Dense ordered;
            for (const auto place : order)
                ordered.push_back(std::move(dense[place]));
            return ordered;
        }
    }
    std::erase_if(dense, [](const DenseSeries &series) { return !hasValues(series); });
    return dense;
}

// A group's values as a label, each with how many series have it.
Result<Dense> countValues(const Aggregation &aggregation, Dense dense, const std::string &label)
{
    if (label.empty() || !metric::isUtf8(label))
        return metric::fail(ErrorCode::InvalidArgument, fmt::format("invalid label name \"{}\"", label));
    series::HashTable known;
    Dense counted;
    for (const auto &group : groupsOf(dense, aggregation)) {
        for (const auto place : group.places) {
            const auto &values = dense[place].values;
            for (std::size_t i = 0; i < values.size(); ++i) {
                if (isAbsent(values[i]))
                    continue;
                const auto text = numberText(values[i]);
                auto labels = group.labels->with({{label, text}});
                const auto at = placeOf(known, labels, counted.size(), [&](auto each) -> const Labels & { return *counted[each].labels; });
                if (at == counted.size())
                    counted.push_back(
                        {std::make_shared<const Labels>(std::move(labels)), std::vector<double>(values.size(), kAbsent), group.dropName});
                double &count = counted[at].values[i];
                count = isAbsent(count) ? 1 : count + 1;
            }
        }
    }
    return counted;
}

} // namespace

Result<Evaluated> evaluateAggregation(Evaluation &evaluation, const Aggregation &aggregation, const Grid &grid)
{
    std::vector<double> parameter;
    std::string label;
    if (aggregation.parameter) {
        auto evaluated = evaluation.evaluate(*aggregation.parameter, grid);
        if (!evaluated)
            return evaluated;
        parameter = std::move(evaluated->scalar);
        label = std::move(evaluated->text);
    }
    auto dense = evaluation.vector(*aggregation.expression, grid);
    if (!dense)
        return tl::unexpected(dense.error());

    Evaluated result;
    const auto fold = foldOf(aggregation.op);
    if (fold || aggregation.op == AggregateOp::Quantile) {
        if (!fold && !dense->empty()) {
            for (const double q : parameter) {
                if (!(q >= 0 && q <= 1))
                    evaluation.notes().warn(fmt::format("quantile value should be between 0 and 1, got {}", numberText(q)), *aggregation.parameter);
            }
        }
        for (auto &group : groupsOf(*dense, aggregation)) {
            result.series.push_back({std::move(group.labels), std::vector<double>(grid.count, kAbsent), group.dropName});
            if (fold)
                fold(*dense, group.places, result.series.back().values);
            else
                quantileAt(*dense, group.places, parameter, result.series.back().values);
        }
        return result;
    }
    auto picked = aggregation.op == AggregateOp::CountValues ? countValues(aggregation, std::move(*dense), label)
                                                             : selecting(evaluation, aggregation, std::move(*dense), parameter);
    if (!picked)
        return tl::unexpected(picked.error());
    result.series = std::move(*picked);
    return result;
}

} // namespace query
