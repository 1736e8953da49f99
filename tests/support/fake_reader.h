#pragma once

#include "models/series/reader.h"

#include <algorithm>
#include <map>
#include <utility>

namespace tests {

// Series in a plain map. Not for several threads at once.
class FakeReader : public series::Reader {
public:
    void add(const metric::Labels &labels, metric::Timestamp time, double value) { m_series[labels].push_back({time, value}); }

    // The same; false where the series has a point at that time or a later one. The very same point again is fine.
    bool addNext(const metric::Labels &labels, metric::Timestamp time, double value)
    {
        auto &points = m_series[labels];
        if (!points.empty() && points.back().time >= time)
            return std::ranges::any_of(points, [&](const auto &point) { return point.time == time && point.value == value; });
        points.push_back({time, value});
        return true;
    }

    metric::Result<std::vector<series::Series>> select(std::span<const series::Matcher> matchers, series::TimeRange range,
                                                       series::SelectHints wanted = {}) const override
    {
        ++selects;
        hints = wanted;
        std::vector<series::Series> found;
        for (const auto &[labels, points] : m_series) {
            if (!series::matchesAll(matchers, labels))
                continue;
            series::Series series{std::make_shared<const metric::Labels>(labels), {}};
            for (const auto &point : points) {
                if (point.time >= range.from && point.time <= range.to)
                    series.points.push_back(point);
            }
            if (!series.points.empty())
                found.push_back(std::move(series));
        }
        return found;
    }

    metric::Result<std::shared_ptr<const metric::Table>> table(std::string_view, std::string_view, metric::Timestamp, metric::Duration) const override
    {
        return metric::fail(metric::ErrorCode::NotFound, "the fake keeps no tables");
    }

    mutable int selects = 0;
    mutable series::SelectHints hints; // of the last one

private:
    std::map<metric::Labels, std::vector<metric::Point>> m_series;
};

} // namespace tests
