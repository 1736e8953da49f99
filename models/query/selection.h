#pragma once

#include "models/query/budget.h"
#include "models/series/reader.h"

#include <functional>
#include <span>
#include <vector>

namespace query {

// Where the evaluation has its points from: series by series, so that one that is read once is never held as a whole. What is
// asked for more than once (the same matchers at two places of an expression) is read once and kept.
class Selection {
public:
    Selection(const series::Reader &reader, Budget &budget) : m_reader(reader), m_budget(budget) {}

    // Says that the matchers will be asked for, as far as that range, with points that close together (zero: all).
    // REQUIRES: matchers that outlive this.
    void expect(std::span<const series::Matcher> matchers, series::TimeRange range, const series::SelectHints &hints);

    using Visitor = std::function<bool(const metric::LabelsRef &, std::span<const metric::Point>)>;
    // Series in no particular order. Points may lie outside the range. The visitor answers whether to go on.
    metric::Result<void> visit(std::span<const series::Matcher> matchers, series::TimeRange range, series::SelectHints hints, const Visitor &visitor);

private:
    struct Wanted {
        std::span<const series::Matcher> matchers; // of the tree, which outlives this
        int times = 0;
        series::TimeRange range;
        series::SelectHints hints;
        bool isRead = false;
        std::vector<series::Series> series;
    };
    Wanted *find(std::span<const series::Matcher> matchers);

    const series::Reader &m_reader;
    Budget &m_budget;
    std::vector<Wanted> m_wanted;
};

} // namespace query
