#include "models/query/call.h"
#include "models/query/number_text.h"
#include "models/query/range_functions.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

// Functions of a range vector: each series is cut into windows and computed as it is read.
namespace query {

using metric::ErrorCode;
using metric::Point;
using metric::Result;

namespace {

// A quantile that is none, and factors that would not smooth.
Result<void> checkScalars(Evaluation &evaluation, const CallSite &site, std::span<const std::vector<double>> scalars)
{
    const auto name = site.call.function->name;
    if (name == "quantile_over_time") {
        for (const double q : scalars[0]) {
            if (!(q >= 0 && q <= 1))
                evaluation.notes().warn(fmt::format("quantile value should be between 0 and 1, got {}", numberText(q)), site.argument(0));
        }
    }
    if (name == "double_exponential_smoothing") {
        static constexpr std::string_view kFactors[] = {"smoothing", "trend"};
        for (std::size_t i = 0; i < 2; ++i) {
            for (const double factor : scalars[i]) {
                if (!(factor > 0 && factor < 1))
                    return metric::fail(ErrorCode::InvalidArgument,
                                        fmt::format("invalid {} factor. Expected: 0 < {}f < 1, got: {:f}", kFactors[i], kFactors[i][0], factor));
            }
        }
    }
    return {};
}

bool looksLikeCounter(std::string_view name)
{
    static constexpr std::string_view kEndings[] = {"_total", "_sum", "_count", "_bucket"};
    return std::any_of(std::begin(kEndings), std::end(kEndings), [&](std::string_view ending) { return name.ends_with(ending); });
}

} // namespace

Result<Evaluated> callOfRange(Evaluation &evaluation, const CallSite &site)
{
    const auto name = site.call.function->name;
    const auto function = findRangeFunction(name);
    const bool wantsCounter = name == "rate" || name == "increase";
    const bool keepsName = name == "last_over_time" || name == "first_over_time";
    const auto isMatrix = [](const NodePtr &argument) { return argument->type == ValueType::Matrix; };
    const auto matrix = std::find_if(site.call.arguments.begin(), site.call.arguments.end(), isMatrix);

    std::vector<std::vector<double>> scalars;
    for (const auto &argument : site.call.arguments) {
        if (argument->type != ValueType::Scalar)
            continue;
        auto scalar = evaluation.scalar(*argument, site.grid);
        if (!scalar)
            return tl::unexpected(scalar.error());
        scalars.push_back(std::move(*scalar));
    }
    const std::vector<std::span<const double>> arguments(scalars.begin(), scalars.end());

    Dense dense;
    std::vector<double> values;
    std::vector<double> results(site.grid.count, kAbsent);
    bool areChecked = false;
    Result<void> fine;
    const auto view = evaluation.visitMatrix(
        **matrix, site.grid, function->takes, [&](const Evaluation::View &seen, const DenseSeries &identity, const auto points, const auto ranges) {
            if (std::all_of(ranges.begin(), ranges.end(), [](IndexRange range) { return range.size() == 0; }))
                return true;
            if (!areChecked) {
                areChecked = true;
                fine = checkScalars(evaluation, site, scalars);
                if (!fine)
                    return false;
            }
            values.resize(points.size());
            std::transform(points.begin(), points.end(), values.begin(), [](const Point &point) { return point.value; });
            function->function(
                {points, values, ranges, seen.ends, seen.length, site.grid, evaluation.setting().options.leftClosed, seen.betweenPoints}, arguments,
                results);
            if (std::all_of(results.begin(), results.end(), isAbsent))
                return true;
            const auto metric = identity.labels->metricName();
            if (wantsCounter && !metric.empty() && !looksLikeCounter(metric))
                evaluation.notes().inform(
                    fmt::format("metric might not be a counter, name does not end in _total/_sum/_count/_bucket: \"{}\"", metric), **matrix);
            dense.push_back({identity.labels, results, identity.dropName});
            if (!keepsName)
                evaluation.dropName(dense.back());
            std::fill(results.begin(), results.end(), kAbsent);
            fine = evaluation.budget().hold(site.grid.count);
            return fine.has_value();
        });
    if (!fine || !view)
        return tl::unexpected(!fine ? fine.error() : view.error());
    if (const auto unique = sortUnique(dense); !unique)
        return tl::unexpected(unique.error());
    return Evaluated{ValueType::Vector, {}, {}, std::move(dense)};
}

Result<Evaluated> absentOverTime(Evaluation &evaluation, const CallSite &site)
{
    DenseSeries absent{labelsOfAbsent(site.argument(0)), std::vector<double>(site.grid.count, 1)};
    const auto view = evaluation.visitMatrix(site.argument(0), site.grid, Takes::Points,
                                             [&](const Evaluation::View &, const DenseSeries &, const auto, const auto ranges) {
                                                 for (std::size_t i = 0; i < ranges.size(); ++i) {
                                                     if (ranges[i].size() > 0)
                                                         absent.values[i] = kAbsent;
                                                 }
                                                 return true;
                                             });
    if (!view)
        return tl::unexpected(view.error());
    Evaluated evaluated;
    if (hasValues(absent))
        evaluated.series.push_back(std::move(absent));
    return evaluated;
}

} // namespace query
