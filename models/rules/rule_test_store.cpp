#include "models/rules/rule_test_store.h"

#include <algorithm>
#include <bit>

namespace rules {

RuleTestStore::Taken RuleTestStore::append(const metric::LabelsRef &labels, metric::Point point)
{
    const auto [slot, isNew] = m_slots.try_emplace(*labels, m_series.size());
    if (isNew) {
        m_series.push_back({labels, {}});
        m_named[std::string(labels->metricName())].push_back(slot->second);
    }
    auto &points = m_series[slot->second].points;
    if (!points.empty() && points.back().time > point.time)
        return Taken::OutOfOrder;
    if (!points.empty() && points.back().time == point.time)
        return std::bit_cast<std::uint64_t>(points.back().value) == std::bit_cast<std::uint64_t>(point.value) ? Taken::Yes : Taken::Conflict;
    points.push_back(point);
    return Taken::Yes;
}

metric::Result<std::vector<series::Series>> RuleTestStore::select(std::span<const series::Matcher> matchers, series::TimeRange range,
                                                                  series::SelectHints) const
{
    std::vector<series::Series> found;
    const auto add = [&](const series::Series &series) {
        const auto from = std::lower_bound(series.points.begin(), series.points.end(), range.from,
                                           [](const metric::Point &point, metric::Timestamp time) { return point.time < time; });
        const auto to = std::upper_bound(from, series.points.end(), range.to,
                                         [](metric::Timestamp time, const metric::Point &point) { return time < point.time; });
        if (from != to && series::matchesAll(matchers, *series.labels))
            found.push_back({series.labels, {from, to}});
    };
    const auto named = std::find_if(matchers.begin(), matchers.end(), [](const series::Matcher &matcher) {
        return matcher.name() == metric::kMetricName && matcher.op() == series::Matcher::Op::Equal;
    });
    if (named == matchers.end()) {
        std::for_each(m_series.begin(), m_series.end(), add);
        return found;
    }
    if (const auto slots = m_named.find(std::string(named->value())); slots != m_named.end()) {
        for (const auto slot : slots->second)
            add(m_series[slot]);
    }
    return found;
}

metric::Result<std::shared_ptr<const metric::Table>> RuleTestStore::table(std::string_view, std::string_view, metric::Timestamp,
                                                                          metric::Duration) const
{
    return metric::fail(metric::ErrorCode::NotFound, "a test of rules has no tables");
}

} // namespace rules
