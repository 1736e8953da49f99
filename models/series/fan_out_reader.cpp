#include "models/series/fan_out_reader.h"

#include <algorithm>
#include <unordered_map>

namespace series {

using metric::Point;
using metric::Timestamp;

namespace {

struct ByContent {
    std::size_t operator()(const metric::LabelsRef &labels) const { return std::size_t(labels->hash()); }
    bool operator()(const metric::LabelsRef &a, const metric::LabelsRef &b) const { return a == b || *a == *b; }
};

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

metric::Result<std::vector<Series>> FanOutReader::select(std::span<const Matcher> matchers, TimeRange range, SelectHints hints) const
{
    std::vector<Series> merged;
    std::unordered_map<metric::LabelsRef, std::size_t, ByContent, ByContent> places;
    for (std::size_t i = 0; i < m_readers.size() && range.from <= range.to; ++i) {
        // Asked before and after, because batches come in between: what then is forgotten is still asked of the next.
        const auto before = m_readers[i]->completeSince();
        auto found = m_readers[i]->select(matchers, range, hints);
        const auto complete = std::max(before, m_readers[i]->completeSince());
        if (!found)
            return found;
        for (auto &series : *found) {
            const auto [place, isNew] = places.try_emplace(series.labels, merged.size());
            if (isNew)
                merged.push_back(std::move(series));
            else
                addPoints(merged[place->second].points, std::move(series.points));
        }
        if (complete <= range.to)
            range.to = complete - metric::Duration(1);
    }
    return merged;
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
