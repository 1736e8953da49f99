// Series that have now the value they were told, whenever "now" is. Any thread.
#pragma once

#include "models/series/reader.h"

#include <cmath>
#include <map>
#include <mutex>
#include <string>

namespace tests {

class NowReader : public series::Reader {
public:
    // NaN: no value from now on.
    void set(const std::string &name, const metric::Labels &labels, double value)
    {
        const std::lock_guard lock(m_mutex);
        const auto series = labels.with({{metric::kMetricName, name}});
        if (std::isnan(value))
            m_values.erase(series);
        else
            m_values[series] = value;
    }
    void clear()
    {
        const std::lock_guard lock(m_mutex);
        m_values.clear();
    }
    void fail(bool failing)
    {
        const std::lock_guard lock(m_mutex);
        m_failing = failing;
    }

    metric::Result<std::vector<series::Series>> select(std::span<const series::Matcher> matchers, series::TimeRange range,
                                                       series::SelectHints = {}) const override
    {
        const std::lock_guard lock(m_mutex);
        if (m_failing)
            return metric::fail(metric::ErrorCode::Unavailable, "the fake does not answer");
        std::vector<series::Series> found;
        for (const auto &[labels, value] : m_values) {
            if (series::matchesAll(matchers, labels))
                found.push_back({std::make_shared<const metric::Labels>(labels), {{range.to, value}}});
        }
        return found;
    }
    metric::Result<std::shared_ptr<const metric::Table>> table(std::string_view, std::string_view, metric::Timestamp, metric::Duration) const override
    {
        return nullptr;
    }

private:
    mutable std::mutex m_mutex;
    std::map<metric::Labels, double> m_values;
    bool m_failing = false;
};

} // namespace tests
