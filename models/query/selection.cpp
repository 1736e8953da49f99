#include "models/query/selection.h"

#include "models/query/printer.h"

namespace query {

using metric::Result;

void Selection::expect(std::span<const series::Matcher> matchers, series::TimeRange range, const series::SelectHints &hints)
{
    auto &wanted = m_wanted[keyOf(matchers)];
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
    const auto expected = m_wanted.find(keyOf(matchers));
    const bool isShared = expected != m_wanted.end() && expected->second.times > 1;
    Result<void> outcome;
    const auto visited = [&](const metric::LabelsRef &labels, std::span<const metric::Point> points) {
        m_budget.look(points.size());
        outcome = m_budget.check();
        return outcome && visitor(labels, points);
    };
    if (!isShared) {
        const auto read = m_reader.visit(matchers, range, hints, visited);
        return outcome ? read : outcome;
    }

    auto &wanted = expected->second;
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

std::string Selection::keyOf(std::span<const series::Matcher> matchers)
{
    std::string key;
    for (const auto &matcher : matchers)
        key += print(matcher) + ',';
    return key;
}

} // namespace query
