#include "models/analysis/linear_trend.h"

#include <limits>

namespace analysis {

void LinearTrend::add(double time, double value)
{
    ++m_count;
    m_times += time;
    m_values += value;
    m_timesSquared += time * time;
    m_products += time * value;
}

void LinearTrend::remove(double time, double value)
{
    --m_count;
    m_times -= time;
    m_values -= value;
    m_timesSquared -= time * time;
    m_products -= time * value;
}

double LinearTrend::slope() const
{
    const auto count = double(m_count);
    const double spread = count * m_timesSquared - m_times * m_times;
    if (m_count < 2 || !(spread > 0))
        return std::numeric_limits<double>::quiet_NaN();
    return (count * m_products - m_times * m_values) / spread;
}

} // namespace analysis
