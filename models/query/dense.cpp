#include "models/query/dense.h"

#include <algorithm>
#include <string>

namespace query {

using metric::ErrorCode;
using metric::Labels;
using metric::LabelsRef;
using metric::Result;

bool hasValues(const DenseSeries &series) { return !std::all_of(series.values.begin(), series.values.end(), isAbsent); }

LabelsRef withoutName(const LabelsRef &labels)
{
    // __type__ and __unit__ describe the metric, not what a computation makes of it.
    static constexpr std::string_view kNames[] = {metric::kMetricName, "__type__", "__unit__"};
    const auto isOne = [](metric::Label label) { return std::find(std::begin(kNames), std::end(kNames), label.name) != std::end(kNames); };
    if (std::none_of(labels->begin(), labels->end(), isOne))
        return labels;
    return std::make_shared<const Labels>(labels->without(kNames));
}

LabelsRef emptyLabels()
{
    static const auto kEmpty = std::make_shared<const Labels>();
    return kEmpty;
}

Result<void> mergeSame(Dense &dense, std::string_view complaint)
{
    if (dense.size() < 2)
        return {};
    series::HashTable places;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < dense.size(); ++i) {
        const auto place = placeOf(places, *dense[i].labels, kept, [&](auto at) -> const Labels & { return *dense[at].labels; });
        if (place == kept) {
            if (kept != i)
                dense[kept] = std::move(dense[i]);
            ++kept;
            continue;
        }
        auto &into = dense[place];
        for (std::size_t at = 0; at < into.values.size(); ++at) {
            if (isAbsent(dense[i].values[at]))
                continue;
            if (!isAbsent(into.values[at]))
                return metric::fail(ErrorCode::Malformed, std::string(complaint));
            into.values[at] = dense[i].values[at];
            into.dropName = dense[i].dropName;
        }
    }
    dense.resize(kept);
    return {};
}

void sortByLabels(Dense &dense)
{
    std::sort(dense.begin(), dense.end(), [](const DenseSeries &a, const DenseSeries &b) { return *a.labels < *b.labels; });
}

Result<void> sortUnique(Dense &dense)
{
    sortByLabels(dense);
    const auto isSame = [](const DenseSeries &a, const DenseSeries &b) { return *a.labels == *b.labels; };
    if (std::adjacent_find(dense.begin(), dense.end(), isSame) != dense.end())
        return metric::fail(ErrorCode::Malformed, std::string(kSameLabels));
    return {};
}

Result<void> refuseSame(const Dense &dense)
{
    series::HashTable places;
    for (std::size_t i = 0; i < dense.size(); ++i) {
        if (placeOf(places, *dense[i].labels, i, [&](auto at) -> const Labels & { return *dense[at].labels; }) != i)
            return metric::fail(ErrorCode::Malformed, std::string(kSameLabels));
    }
    return {};
}

} // namespace query
