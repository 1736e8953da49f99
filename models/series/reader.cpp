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

} // namespace series
