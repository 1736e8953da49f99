#include "models/series/reader.h"

namespace series {

metric::Result<void> Reader::visit(std::span<const Matcher> matchers, TimeRange range, SelectHints hints, const SeriesVisitor &visitor) const
{
    const auto selected = select(matchers, range, hints);
    if (!selected)
        return tl::unexpected(selected.error());
    for (const auto &series : *selected) {
        if (!visitor(series.labels, series.points))
            break;
    }
    return {};
}

metric::Result<std::vector<metric::LabelsRef>> Reader::series(std::span<const Matcher> matchers, TimeRange range) const
{
    auto found = select(matchers, range);
    if (!found)
        return tl::unexpected(std::move(found.error()));
    std::vector<metric::LabelsRef> labels;
    labels.reserve(found->size());
    for (auto &series : *found)
        labels.push_back(std::move(series.labels));
    return labels;
}

} // namespace series
