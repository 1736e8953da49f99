#include "models/query/selection.h"

#include <algorithm>

namespace query {

using metric::Result;

void Selection::expect(std::span<const series::Matcher> matchers, series::TimeRange range, const series::SelectHints &hints)
{
    const auto known = find(matchers);
    auto &wanted = known ? *known : m_wanted.emplace_back();
    wanted.matchers = matchers;
    wanted.range = wanted.times == 0 ? range : series::TimeRange{std::min(wanted.range.from, range.from), std::max(wanted.range.to, range.to)};
    if (wanted.times == 0) {
        wanted.hints = {hints.step, hints.aggregate, std::nullopt, hints.enoughBefore};
    } else {
        wanted.hints.step = std::min(wanted.hints.step, hints.step);
        wanted.hints.enoughBefore =
            wanted.hints.enoughBefore && hints.enoughBefore ? std::min(wanted.hints.enoughBefore, hints.enoughBefore) : std::nullopt;
    }
    ++wanted.times;
}

Result<void> Selection::visit(std::span<const series::Matcher> matchers, series::TimeRange range, series::SelectHints hints, const Visitor &visitor)
{
    const auto expected = find(matchers);
    Result<void> outcome;
    const auto visited = [&](const metric::LabelsRef &labels, std::span<const metric::Point> points) {
        m_budget.look(points.size());
        outcome = m_budget.check();
        return outcome && visitor(labels, points);
    };
    if (!expected || expected->times < 2) {
        const auto read = m_reader.visit(matchers, range, hints, visited);
        return outcome ? read : outcome;
    }

    auto &wanted = *expected;
    if (!wanted.isRead) {
        const auto read =
            m_reader.visit(matchers, wanted.range, wanted.hints, [&](const metric::LabelsRef &labels, std::span<const metric::Point> points) {
                wanted.series.push_back({labels, {points.begin(), points.end()}});
                outcome = m_budget.hold(points.size() * 2);
                return outcome.has_value();
            });
        if (!outcome || !read)
            return outcome ? read : outcome;
        wanted.isRead = true;
    }
    for (const auto &series : wanted.series) {
        if (!visited(series.labels, series.points))
            return outcome;
    }
    return {};
}

Selection::Wanted *Selection::find(std::span<const series::Matcher> matchers)
{
    const auto found =
        std::find_if(m_wanted.begin(), m_wanted.end(), [&](const Wanted &wanted) { return std::ranges::equal(wanted.matchers, matchers); });
    return found == m_wanted.end() ? nullptr : &*found;
}

} // namespace query
