#pragma once

#include <cmath>
#include <limits>
#include <span>

namespace query {

// Before every number, as Prometheus sorts it.
inline bool nanFirst(double a, double b) { return a < b || (std::isnan(a) && !std::isnan(b)); }

// The q-quantile of values sorted by nanFirst(), between two of them by weight. NaN of none, -Inf below 0, +Inf above 1.
inline double quantileOf(double q, std::span<const double> sorted)
{
    if (sorted.empty() || std::isnan(q))
        return std::numeric_limits<double>::quiet_NaN();
    if (q < 0)
        return -std::numeric_limits<double>::infinity();
    if (q > 1)
        return std::numeric_limits<double>::infinity();
    const double rank = q * double(sorted.size() - 1);
    const double lower = std::max(0.0, std::floor(rank));
    const double upper = std::min(double(sorted.size() - 1), lower + 1);
    const double weight = rank - std::floor(rank);
    return sorted[std::size_t(lower)] * (1 - weight) + sorted[std::size_t(upper)] * weight;
}

} // namespace query
