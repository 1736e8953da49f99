#include "models/query/dense.h"
#include "models/query/kahan.h"
#include "models/query/quantile.h"
#include "models/query/range_functions.h"

#include <algorithm>
#include <cmath>

// Functions of a range vector that sum it up: *_over_time.
namespace query {

namespace {

using Arguments = std::span<const std::span<const double>>;

template <class Of>
void eachWindow(const Windows &windows, std::span<double> values, Of of)
{
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (windows.ranges[i].size() > 0)
            values[i] = of(i);
    }
}

std::span<const double> valuesAt(const Windows &windows, std::size_t moment)
{
    return windows.values.subspan(windows.ranges[moment].first, windows.ranges[moment].size());
}

template <bool greater>
struct Extreme {
    using Part = double;
    static double of(double value) { return value; }
    // NaN only where there is nothing else.
    static double join(double a, double b) { return (greater ? b > a : b < a) || std::isnan(a) ? b : a; }
};

struct Total {
    using Part = KahanSum;
    static KahanSum of(double value) { return {value, 0}; }
    static KahanSum join(KahanSum a, const KahanSum &b)
    {
        a.add(b.sum);
        if (!std::isinf(a.sum))
            a.lost += b.lost;
        return a;
    }
};

template <bool greater>
void extreme(const Windows &windows, Arguments, std::span<double> values)
{
    Sliding<Extreme<greater>> sliding(windows.values);
    eachWindow(windows, values, [&](std::size_t i) { return sliding.fold(windows.ranges[i]); });
}

void sum(const Windows &windows, Arguments, std::span<double> values)
{
    Sliding<Total> sliding(windows.values);
    eachWindow(windows, values, [&](std::size_t i) { return sliding.fold(windows.ranges[i]).value(); });
}

// Of values whose sum is too large to be one.
double carefulMean(std::span<const double> values)
{
    KahanSum mean{values.front(), 0};
    for (std::size_t i = 1; i < values.size(); ++i) {
        const double count = double(i + 1);
        const double share = (count - 1) / count;
        mean = {share * mean.sum, share * mean.lost};
        mean.add(values[i] / count);
    }
    return mean.sum + mean.lost;
}

void average(const Windows &windows, Arguments, std::span<double> values)
{
    Sliding<Total> sliding(windows.values);
    eachWindow(windows, values, [&](std::size_t i) {
        const auto total = sliding.fold(windows.ranges[i]);
        const double count = double(windows.ranges[i].size());
        return std::isinf(total.sum) ? carefulMean(valuesAt(windows, i)) : total.sum / count + total.lost / count;
    });
}

double varianceOf(std::span<const double> values)
{
    double count = 0;
    KahanSum mean;
    KahanSum squares;
    for (const double value : values) {
        ++count;
        const double delta = value - (mean.sum + mean.lost);
        mean.add(delta / count);
        squares.add(delta * (value - (mean.sum + mean.lost)));
    }
    return (squares.sum + squares.lost) / count;
}

void variance(const Windows &windows, Arguments, std::span<double> values)
{
    eachWindow(windows, values, [&](std::size_t i) { return varianceOf(valuesAt(windows, i)); });
}

void deviation(const Windows &windows, Arguments, std::span<double> values)
{
    eachWindow(windows, values, [&](std::size_t i) { return std::sqrt(varianceOf(valuesAt(windows, i))); });
}

void count(const Windows &windows, Arguments, std::span<double> values)
{
    eachWindow(windows, values, [&](std::size_t i) { return double(windows.ranges[i].size()); });
}

void present(const Windows &windows, Arguments, std::span<double> values)
{
    eachWindow(windows, values, [](std::size_t) { return 1.0; });
}

void first(const Windows &windows, Arguments, std::span<double> values)
{
    eachWindow(windows, values, [&](std::size_t i) { return valuesAt(windows, i).front(); });
}

void last(const Windows &windows, Arguments, std::span<double> values)
{
    eachWindow(windows, values, [&](std::size_t i) { return valuesAt(windows, i).back(); });
}

double secondOf(const metric::Point &point) { return double(point.time.time_since_epoch().count()) / 1000; }

void timeOfFirst(const Windows &windows, Arguments, std::span<double> values)
{
    eachWindow(windows, values, [&](std::size_t i) { return secondOf(windows.at(i).front()); });
}

void timeOfLast(const Windows &windows, Arguments, std::span<double> values)
{
    eachWindow(windows, values, [&](std::size_t i) { return secondOf(windows.at(i).back()); });
}

// Of equal ones the last counts.
template <bool greater>
void timeOfExtreme(const Windows &windows, Arguments, std::span<double> values)
{
    eachWindow(windows, values, [&](std::size_t i) {
        const auto points = windows.at(i);
        const metric::Point *best = &points.front();
        for (const auto &point : points) {
            if ((greater ? point.value >= best->value : point.value <= best->value) || std::isnan(best->value))
                best = &point;
        }
        return secondOf(*best);
    });
}

// The values of the window at hand in order: what left is taken out and what came is put in, in one pass for all of a step.
class SortedWindow {
public:
    explicit SortedWindow(std::span<const double> values) : m_values(values) {}

    std::span<const double> move(IndexRange window)
    {
        if (window.first >= m_window.end) {
            m_sorted.assign(m_values.begin() + std::ptrdiff_t(window.first), m_values.begin() + std::ptrdiff_t(window.end));
            std::sort(m_sorted.begin(), m_sorted.end(), nanFirst);
        } else {
            pass(sorted(m_leaving, m_window.first, window.first), sorted(m_coming, m_window.end, window.end));
        }
        m_window = window;
        return m_sorted;
    }

private:
    std::span<const double> sorted(std::vector<double> &into, std::size_t from, std::size_t to) const
    {
        into.assign(m_values.begin() + std::ptrdiff_t(from), m_values.begin() + std::ptrdiff_t(to));
        std::sort(into.begin(), into.end(), nanFirst);
        return into;
    }

    void pass(std::span<const double> leaving, std::span<const double> coming)
    {
        if (leaving.empty() && coming.empty())
            return;
        m_next.resize(m_sorted.size() - leaving.size() + coming.size());
        auto out = m_next.begin();
        auto from = m_sorted.begin();
        // Between two values that leave or come nothing changes, so whole stretches are copied.
        while (!leaving.empty() || !coming.empty()) {
            const bool leaves = coming.empty() || (!leaving.empty() && !nanFirst(coming.front(), leaving.front()));
            const double value = leaves ? leaving.front() : coming.front();
            const auto to = std::lower_bound(from, m_sorted.end(), value, nanFirst);
            out = std::copy(from, to, out);
            from = to;
            if (leaves) {
                ++from;
                leaving = leaving.subspan(1);
            } else {
                *out++ = value;
                coming = coming.subspan(1);
            }
        }
        std::copy(from, m_sorted.end(), out);
        m_sorted.swap(m_next);
    }

    std::span<const double> m_values;
    IndexRange m_window;
    std::vector<double> m_sorted;
    std::vector<double> m_next;
    std::vector<double> m_leaving;
    std::vector<double> m_coming;
};

void quantile(const Windows &windows, Arguments arguments, std::span<double> values)
{
    SortedWindow window(windows.values);
    eachWindow(windows, values, [&](std::size_t i) { return quantileOf(arguments[0][i], window.move(windows.ranges[i])); });
}

// The median of the distances from the median.
void medianDeviation(const Windows &windows, Arguments, std::span<double> values)
{
    SortedWindow window(windows.values);
    std::vector<double> distances;
    eachWindow(windows, values, [&](std::size_t i) {
        const auto sorted = window.move(windows.ranges[i]);
        const double median = quantileOf(0.5, sorted);
        distances.clear();
        for (const double value : sorted)
            distances.push_back(std::abs(value - median));
        std::sort(distances.begin(), distances.end(), nanFirst);
        return quantileOf(0.5, distances);
    });
}

} // namespace

std::span<const NamedRangeFunction> overTimeFunctions()
{
    static constexpr NamedRangeFunction kFunctions[] = {
        {"avg_over_time", average},
        {"count_over_time", count},
        {"first_over_time", first},
        {"last_over_time", last},
        {"mad_over_time", medianDeviation},
        {"max_over_time", extreme<true>},
        {"min_over_time", extreme<false>},
        {"present_over_time", present},
        {"quantile_over_time", quantile},
        {"stddev_over_time", deviation},
        {"stdvar_over_time", variance},
        {"sum_over_time", sum},
        {"ts_of_first_over_time", timeOfFirst},
        {"ts_of_last_over_time", timeOfLast},
        {"ts_of_max_over_time", timeOfExtreme<true>},
        {"ts_of_min_over_time", timeOfExtreme<false>},
    };
    return kFunctions;
}

const NamedRangeFunction *findRangeFunction(std::string_view name)
{
    for (const auto functions : {rateFunctions(), overTimeFunctions()}) {
        for (const auto &each : functions) {
            if (each.name == name)
                return &each;
        }
    }
    return nullptr;
}

} // namespace query
