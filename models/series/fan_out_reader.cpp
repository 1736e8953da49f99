#include "models/series/fan_out_reader.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace series {

using metric::Point;
using metric::Timestamp;

namespace {

// Adds `later`'s points to `series`; where both have one at a time, the one that is there stays.
void addPoints(std::vector<Point> &points, std::vector<Point> &&later)
{
    if (!later.empty() && !points.empty() && later.back().time < points.front().time) {
        later.insert(later.end(), points.begin(), points.end());
        points = std::move(later);
        return;
    }
    std::vector<Point> both;
    both.reserve(points.size() + later.size());
    std::set_union(points.begin(), points.end(), later.begin(), later.end(), std::back_inserter(both),
                   [](const Point &a, const Point &b) { return a.time < b.time; });
    points = std::move(both);
}

} // namespace

template <class Ask>
metric::Result<void> FanOutReader::askEach(std::span<const Reader *const> readers, TimeRange &range, Ask ask)
{
    for (const auto *reader : readers) {
        if (range.from > range.to)
            break;
        // Asked before and after, because batches come in between: what then is forgotten is still asked of the next.
        const auto before = reader->completeSince();
        if (metric::Result<void> done = ask(*reader); !done)
            return done;
        if (const auto complete = std::max(before, reader->completeSince()); complete <= range.to)
            range.to = complete - metric::Duration(1);
    }
    return {};
}

metric::Result<FanOutReader::Merged> FanOutReader::merge(std::span<const Reader *const> readers, std::span<const Matcher> matchers, TimeRange &range,
                                                         SelectHints hints)
{
    Merged merged;
    const auto done = askEach(readers, range, [&](const Reader &reader) -> metric::Result<void> {
        auto found = reader.select(matchers, range, hints);
        if (!found)
            return tl::unexpected(std::move(found.error()));
        for (auto &series : *found) {
            const auto [place, isNew] = merged.places.try_emplace(series.labels, merged.series.size());
            if (isNew)
                merged.series.push_back(std::move(series));
            else
                addPoints(merged.series[place->second].points, std::move(series.points));
        }
        return {};
    });
    if (!done)
        return tl::unexpected(done.error());
    return merged;
}

metric::Result<std::vector<Series>> FanOutReader::select(std::span<const Matcher> matchers, TimeRange range, SelectHints hints) const
{
    auto merged = merge(m_readers, matchers, range, hints);
    if (!merged)
        return tl::unexpected(merged.error());
    return std::move(merged->series);
}

metric::Result<void> FanOutReader::visit(std::span<const Matcher> matchers, TimeRange range, SelectHints hints, const SeriesVisitor &visitor) const
{
    if (m_readers.empty())
        return {};
    // A minute more than needed, because it goes on forgetting while it is asked.
    constexpr metric::Duration kMargin = std::chrono::minutes(1);
    if (range.from > Timestamp::min() + kMargin && m_readers.front()->completeSince() < range.from - kMargin)
        return m_readers.front()->visit(matchers, range, hints, visitor);
    // The last reader is the one with the long past: its series come one by one, with what the others know of them.
    auto merged = merge(std::span(m_readers).first(m_readers.size() - 1), matchers, range, hints);
    if (!merged)
        return tl::unexpected(merged.error());
    bool goesOn = true;
    if (range.from <= range.to) {
        auto visited = m_readers.back()->visit(matchers, range, hints, [&](const metric::LabelsRef &labels, std::span<const Point> points) {
            const auto known = merged->places.find(labels);
            if (known == merged->places.end())
                return goesOn = visitor(labels, points);
            auto &series = merged->series[known->second];
            addPoints(series.points, {points.begin(), points.end()});
            goesOn = visitor(series.labels, series.points);
            series.points.clear(); // told
            return goesOn;
        });
        if (!visited)
            return visited;
    }
    for (auto series = merged->series.begin(); goesOn && series != merged->series.end(); ++series) {
        if (!series->points.empty())
            goesOn = visitor(series->labels, series->points);
    }
    return {};
}

metric::Result<std::vector<metric::LabelsRef>> FanOutReader::series(std::span<const Matcher> matchers, TimeRange range) const
{
    std::unordered_set<metric::LabelsRef, ByContent, ByContent> all;
    const auto done = askEach(m_readers, range, [&](const Reader &reader) -> metric::Result<void> {
        auto found = reader.series(matchers, range);
        if (!found)
            return tl::unexpected(std::move(found.error()));
        all.insert(std::make_move_iterator(found->begin()), std::make_move_iterator(found->end()));
        return {};
    });
    if (!done)
        return tl::unexpected(done.error());
    return std::vector<metric::LabelsRef>(all.begin(), all.end());
}

metric::Result<std::shared_ptr<const metric::Table>> FanOutReader::table(std::string_view instance, std::string_view name, Timestamp time,
                                                                         metric::Duration maxAge) const
{
    metric::Result<std::shared_ptr<const metric::Table>> answer = metric::fail(metric::ErrorCode::NotFound, "nobody keeps tables");
    for (const auto *reader : m_readers) {
        auto found = reader->table(instance, name, time, maxAge);
        if (found)
            return found;
        // That one has none is no news where another one could not look.
        if (answer.error().code == metric::ErrorCode::NotFound)
            answer = std::move(found);
    }
    return answer;
}

Timestamp FanOutReader::completeSince() const
{
    auto earliest = Timestamp::max();
    for (const auto *reader : m_readers)
        earliest = std::min(earliest, reader->completeSince());
    return earliest;
}

} // namespace series
