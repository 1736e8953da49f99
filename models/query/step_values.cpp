#include "models/query/step_values.h"

#include "models/analysis/linear_trend.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace query {

using metric::Point;

namespace {

constexpr double kNothingThere = std::numeric_limits<double>::quiet_NaN();

double seconds(metric::Duration duration) { return std::chrono::duration<double>(duration).count(); }

} // namespace

metric::Duration typicalSpacing(std::span<const Point> points)
{
    if (points.size() < 2)
        return metric::Duration::zero();
    // A sample of the distances is as good as all of them, and a range may hold 100,000.
    constexpr std::size_t kSampled = 63;
    metric::Duration distances[kSampled];
    const std::size_t available = points.size() - 1;
    const std::size_t count = std::min(available, kSampled);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = 1 + i * available / count;
        distances[i] = points[at].time - points[at - 1].time;
    }
    std::nth_element(distances, distances + count / 2, distances + count);
    return distances[count / 2];
}

metric::Duration lookback(std::span<const Point> points, metric::Duration step)
{
    const metric::Duration spacing = typicalSpacing(points);
    if (spacing == metric::Duration::zero())
        return step > metric::Duration::zero() ? step : kLongestLookback;
    return std::min(std::max(step, spacing * 3), std::max({kLongestLookback, step, spacing * 3 / 2}));
}

void latestAt(std::span<const Point> points, const StepGrid &grid, std::span<double> values)
{
    const metric::Duration reach = lookback(points, grid.step);
    std::size_t next = 0; // first point after the step's moment
    for (std::size_t i = 0; i < grid.count; ++i) {
        const auto time = grid.at(i);
        while (next < points.size() && points[next].time <= time)
            ++next;
        values[i] = kNothingThere;
        if (next == 0)
            continue;
        const Point &newest = points[next - 1];
        if (time - newest.time <= reach) // a staleness marker is a NaN and so no value
            values[i] = newest.value;
    }
}

void rateAt(std::span<const Point> points, const StepGrid &grid, metric::Duration window, std::span<double> values)
{
    const metric::Duration reach = lookback(points, std::max(grid.step, window));
    std::size_t next = 0;    // first point after the step's moment
    std::size_t earlier = 0; // first point that is not old enough for the newest
    std::size_t run = 0;     // first point of the unbroken run that the newest belongs to
    // The counter's total since the first point, resets counted, at the newest and at the candidate for the earlier point.
    double total = 0;
    double earlierTotal = 0;
    const auto increase = [&](std::size_t at) {
        const double previous = points[at - 1].value;
        return points[at].value >= previous ? points[at].value - previous : points[at].value;
    };
    const auto beginRun = [&](std::size_t at) {
        run = at;
        earlier = at;
        total = 0;
        earlierTotal = 0;
    };
    for (std::size_t i = 0; i < grid.count; ++i) {
        const auto time = grid.at(i);
        for (; next < points.size() && points[next].time <= time; ++next) {
            const bool joined = next > run && !std::isnan(points[next].value) && points[next].time - points[next - 1].time <= reach;
            if (joined)
                total += increase(next);
            else
                beginRun(std::isnan(points[next].value) ? next + 1 : next);
        }
        values[i] = kNothingThere;
        if (next == 0 || next <= run || time - points[next - 1].time > reach)
            continue;
        const std::size_t newest = next - 1;
        const auto oldEnough = points[newest].time - window;
        // `earlier` is the candidate itself; it moves on while its successor is old enough too.
        while (earlier + 1 < newest && points[earlier + 1].time <= oldEnough) {
            ++earlier;
            earlierTotal += increase(earlier);
        }
        if (earlier < newest && points[earlier].time <= oldEnough)
            values[i] = (total - earlierTotal) / seconds(points[newest].time - points[earlier].time);
    }
}

void slopeAt(std::span<const Point> points, const StepGrid &grid, metric::Duration window, std::span<double> values)
{
    const metric::Duration reach = lookback(points, grid.step);
    std::size_t next = 0;
    std::size_t oldest = 0; // first point inside the window
    analysis::LinearTrend trend;
    const auto base = std::find_if(points.begin(), points.end(), [](const Point &point) { return std::isfinite(point.value); });
    const auto timeOf = [&](std::size_t at) { return seconds(points[at].time - base->time); };
    const auto valueOf = [&](std::size_t at) { return points[at].value - base->value; };
    const auto counts = [&](std::size_t at) { return std::isfinite(points[at].value); };
    for (std::size_t i = 0; i < grid.count; ++i) {
        const auto time = grid.at(i);
        for (; next < points.size() && points[next].time <= time; ++next) {
            if (counts(next))
                trend.add(timeOf(next), valueOf(next));
        }
        for (; oldest < next && points[oldest].time < time - window; ++oldest) {
            if (counts(oldest))
                trend.remove(timeOf(oldest), valueOf(oldest));
        }
        values[i] = kNothingThere;
        if (next > oldest && time - points[next - 1].time <= reach && !std::isnan(points[next - 1].value) &&
            points[next - 1].time - points[oldest].time >= window / 4)
            values[i] = trend.slope();
    }
}

} // namespace query
