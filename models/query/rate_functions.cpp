#include "models/query/dense.h"
#include "models/query/kahan.h"
#include "models/query/range_functions.h"

#include <cmath>
#include <limits>

// Functions of a range vector that tell how fast a value moves.
namespace query {

using metric::Point;

namespace {

double secondsOf(metric::Duration duration) { return std::chrono::duration<double>(duration).count(); }

enum class Growth { Rate, Increase, Delta };

// Of a window between points, what is not known for long enough is not told: a burst would look like a trend.
bool isKnown(const Windows &windows, std::size_t moment, int quarters)
{
    const auto points = windows.at(moment);
    return !windows.betweenPoints || points.back().time - points.front().time >= windows.length * quarters / 4;
}

// How far beyond the outermost points the growth goes on: to the window's edges where a point may be expected that close.
double extrapolated(const Windows &windows, std::size_t moment, double growth, Growth kind)
{
    const auto points = windows.at(moment);
    const bool isCounter = kind != Growth::Delta;
    const auto first = points.front();
    const auto last = points.back();
    double toStart = secondsOf(first.time - (windows.ends[moment] - windows.length));
    double toEnd = secondsOf(windows.ends[moment] - last.time);
    const double sampled = secondsOf(last.time - first.time);
    if (windows.betweenPoints)
        return kind == Growth::Rate ? growth / sampled : growth / sampled * secondsOf(windows.length);
    const double spacing = sampled / double(points.size() - 1);
    const double threshold = spacing * 1.1;

    const auto limitToZero = [&] {
        // A counter is not below zero, so it cannot have grown for longer than it takes to get there.
        if (isCounter && growth > 0 && first.value >= 0)
            toStart = std::min(toStart, sampled * (first.value / growth));
    };
    // Prometheus 2 looked for zero before it looked at the threshold.
    if (windows.asVersion2)
        limitToZero();
    if (toStart >= threshold)
        toStart = spacing / 2;
    if (!windows.asVersion2)
        limitToZero();
    if (toEnd >= threshold)
        toEnd = spacing / 2;

    double factor = (sampled + toStart + toEnd) / sampled;
    if (kind == Growth::Rate)
        factor /= secondsOf(windows.length);
    return growth * factor;
}

template <Growth kind>
void growth(const Windows &windows, std::span<const std::span<const double>>, std::span<double> values)
{
    // Where a counter fell it was reset: rare, so that they are listed rather than looked for in every window.
    std::vector<std::size_t> resets;
    if constexpr (kind != Growth::Delta) {
        for (std::size_t i = 1; i < windows.values.size(); ++i) {
            if (windows.values[i] < windows.values[i - 1])
                resets.push_back(i);
        }
    }
    std::size_t nextReset = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto range = windows.ranges[i];
        if (range.size() < 2 || !isKnown(windows, i, 4))
            continue;
        double grown = windows.values[range.end - 1] - windows.values[range.first];
        while (nextReset < resets.size() && resets[nextReset] <= range.first)
            ++nextReset;
        for (auto reset = nextReset; reset < resets.size() && resets[reset] < range.end; ++reset)
            grown += windows.values[resets[reset] - 1];
        values[i] = extrapolated(windows, i, grown, kind);
    }
}

template <bool isRate>
void instantGrowth(const Windows &windows, std::span<const std::span<const double>>, std::span<double> values)
{
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto points = windows.at(i);
        if (points.size() < 2)
            continue;
        const auto &last = points[points.size() - 1];
        const auto &before = points[points.size() - 2];
        double grown = last.value - before.value;
        if (isRate) {
            if (last.value < before.value)
                grown = last.value;
            grown /= secondsOf(last.time - before.time);
        }
        values[i] = grown;
    }
}

struct Line {
    double slope;
    double intercept;
};

// The line of least squares, as Prometheus computes it, step by step: its rounding can be seen in the result.
Line regression(std::span<const Point> points, metric::Timestamp origin)
{
    KahanSum sumX;
    KahanSum sumY;
    KahanSum sumXY;
    KahanSum sumX2;
    const double firstY = points.front().value;
    bool isConstant = true;
    for (const auto &point : points) {
        isConstant = isConstant && point.value == firstY;
        const double x = double((point.time - origin).count()) / 1e3;
        sumX.add(x);
        sumY.add(point.value);
        sumXY.add(x * point.value);
        sumX2.add(x * x);
    }
    if (isConstant) {
        if (std::isinf(firstY))
            return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
        return {0, firstY};
    }
    const auto total = [](const KahanSum &sum) { return sum.sum + sum.lost; };
    const double n = double(points.size());
    const double x = total(sumX);
    const double y = total(sumY);
    const double covariance = total(sumXY) - x * y / n;
    const double variance = total(sumX2) - x * x / n;
    const double slope = covariance / variance;
    return {slope, y / n - slope * x / n};
}

void slope(const Windows &windows, std::span<const std::span<const double>>, std::span<double> values)
{
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto points = windows.at(i);
        if (points.size() >= 2 && isKnown(windows, i, 1))
            values[i] = regression(points, points.front().time).slope;
    }
}

void predicted(const Windows &windows, std::span<const std::span<const double>> arguments, std::span<double> values)
{
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto points = windows.at(i);
        if (points.size() < 2 || !isKnown(windows, i, 1))
            continue;
        const auto line = regression(points, windows.grid.at(i));
        values[i] = line.slope * arguments[0][i] + line.intercept;
    }
}

// Holt's linear trend, after "Forecasting: Principles and Practice": a level and a trend, each smoothed by its own factor.
void smoothed(const Windows &windows, std::span<const std::span<const double>> arguments, std::span<double> values)
{
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto points = windows.at(i);
        if (points.size() < 2)
            continue;
        const double levelFactor = arguments[0][i];
        const double trendFactor = arguments[1][i];
        double before = 0;
        double level = points[0].value;
        double trend = points[1].value - points[0].value;
        for (std::size_t k = 1; k < points.size(); ++k) {
            if (k > 1)
                trend = trendFactor * (level - before) + (1 - trendFactor) * trend;
            const double next = levelFactor * points[k].value + (1 - levelFactor) * (level + trend);
            before = level;
            level = next;
        }
        values[i] = level;
    }
}

// How many neighbours in a window differ in the way `Differs` says: counted once from the left, so that a window is a difference.
template <class Differs>
void countBetween(const Windows &windows, std::span<double> values, Differs differs)
{
    std::vector<std::uint32_t> before(windows.values.size() + 1, 0);
    for (std::size_t i = 1; i < windows.values.size(); ++i)
        before[i + 1] = before[i] + std::uint32_t(differs(windows.values[i - 1], windows.values[i]));
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto range = windows.ranges[i];
        if (range.size() > 0)
            values[i] = double(before[range.end] - before[range.first + 1]);
    }
}

void changes(const Windows &windows, std::span<const std::span<const double>>, std::span<double> values)
{
    countBetween(windows, values, [](double a, double b) { return a != b && !(std::isnan(a) && std::isnan(b)); });
}

void resets(const Windows &windows, std::span<const std::span<const double>>, std::span<double> values)
{
    countBetween(windows, values, [](double a, double b) { return b < a; });
}

} // namespace

std::span<const NamedRangeFunction> rateFunctions()
{
    static constexpr NamedRangeFunction kFunctions[] = {
        {"rate", growth<Growth::Rate>, Takes::Growth},
        {"increase", growth<Growth::Increase>, Takes::Growth},
        {"delta", growth<Growth::Delta>, Takes::Growth},
        {"irate", instantGrowth<true>, Takes::Neighbours},
        {"idelta", instantGrowth<false>, Takes::Neighbours},
        {"deriv", slope, Takes::Slope},
        {"predict_linear", predicted, Takes::Slope},
        {"double_exponential_smoothing", smoothed},
        {"changes", changes, Takes::Neighbours},
        {"resets", resets, Takes::Neighbours},
    };
    return kFunctions;
}

} // namespace query
