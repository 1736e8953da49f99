#pragma once

#include <cstddef>

namespace analysis {

// The least-squares line through a window of points that moves: points are added at its new end and removed at its old
// one, each in constant time. Give times and values relative to something near (the window's first point), so that the sums
// keep their digits.
class LinearTrend {
public:
    void add(double time, double value);
    // REQUIRES: the point was added and not yet removed.
    void remove(double time, double value);

    std::size_t count() const { return m_count; }
    // Change of value per unit of time; NaN below two distinct times.
    double slope() const;

private:
    std::size_t m_count = 0;
    double m_times = 0;
    double m_values = 0;
    double m_timesSquared = 0;
    double m_products = 0;
};

} // namespace analysis
