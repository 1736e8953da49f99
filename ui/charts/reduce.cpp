#include "ui/charts/reduce.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace ui {

static constexpr std::size_t kSpacingSamples = 64;

metric::Duration typicalSpacing(std::span<const metric::Point> points)
{
    if (points.size() < 2)
        return {};
    std::array<metric::Duration, kSpacingSamples> spacings;
    const auto pairs = points.size() - 1;
    const auto count = std::min(pairs, kSpacingSamples);
    for (std::size_t i = 0; i < count; ++i) {
        const auto at = i * pairs / count;
        spacings[i] = points[at + 1].time - points[at].time;
    }
    const auto middle = spacings.begin() + std::ptrdiff_t(count / 2);
    std::nth_element(spacings.begin(), middle, spacings.begin() + std::ptrdiff_t(count));
    return *middle;
}

double valueAt(std::span<const metric::Point> points, metric::Timestamp time, metric::Duration reach)
{
    auto found = std::lower_bound(points.begin(), points.end(), time, [](const metric::Point &point, metric::Timestamp t) { return point.time < t; });
    if (found == points.end() || (found != points.begin() && time - (found - 1)->time <= found->time - time)) {
        if (found == points.begin())
            return std::nan("");
        --found;
    }
    return std::chrono::abs(found->time - time) <= reach ? found->value : std::nan("");
}

namespace {

// Collects one column at a time and writes its four points.
class Columns {
public:
    Columns(Reduced &reduced, double width) : m_reduced(reduced), m_width(width) {}

    void add(const metric::Point &point)
    {
        const auto column = std::int64_t(std::floor(double(point.time.time_since_epoch().count()) / m_width));
        if (m_filled && column != m_column)
            flush();
        if (!m_filled) {
            m_first = m_least = m_greatest = m_last = point;
            m_column = column;
            m_filled = true;
            return;
        }
        if (point.value < m_least.value)
            m_least = point;
        if (point.value > m_greatest.value)
            m_greatest = point;
        m_last = point;
    }

    void endRun()
    {
        flush();
        auto &ends = m_reduced.ends;
        if (m_reduced.points.size() > (ends.empty() ? 0 : ends.back()))
            ends.push_back(m_reduced.points.size());
    }

private:
    void flush()
    {
        if (!m_filled)
            return;
        m_filled = false;
        const bool leastFirst = m_least.time < m_greatest.time;
        write(m_first, true);
        write(leastFirst ? m_least : m_greatest);
        write(leastFirst ? m_greatest : m_least);
        write(m_last);
    }
    void write(const metric::Point &point, bool newColumn = false)
    {
        if (newColumn || point.time > m_reduced.points.back().time)
            m_reduced.points.push_back(point);
    }

    Reduced &m_reduced;
    double m_width;
    std::int64_t m_column = 0;
    bool m_filled = false;
    metric::Point m_first{}, m_least{}, m_greatest{}, m_last{};
};

} // namespace

Reduced reduce(std::span<const metric::Point> points, metric::Timestamp from, metric::Timestamp to, int columns)
{
    const auto before = [](const metric::Point &point, metric::Timestamp time) { return point.time < time; };
    auto begin = std::lower_bound(points.begin(), points.end(), from, before);
    auto end = std::lower_bound(begin, points.end(), to + metric::Duration(1), before);
    if (begin != points.begin())
        --begin;
    if (end != points.end())
        ++end;
    const std::span window(begin, end);

    Reduced reduced;
    reduced.points.reserve(std::min<std::size_t>(window.size(), std::size_t(columns) * 4));
    const double width = double((to - from).count()) / columns;
    const double widest = std::max(3.0 * double(typicalSpacing(window).count()), 2.0 * width);
    Columns writer(reduced, width);
    const metric::Point *last = nullptr;
    for (const auto &point : window) {
        if (std::isnan(point.value)) {
            writer.endRun();
            last = nullptr;
            continue;
        }
        if (last && double((point.time - last->time).count()) > widest)
            writer.endRun();
        writer.add(point);
        last = &point;
    }
    writer.endRun();
    return reduced;
}

} // namespace ui
