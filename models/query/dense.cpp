#include "models/query/dense.h"

#include <algorithm>
#include <string>
#include <unordered_map>

namespace query {

using metric::ErrorCode;
using metric::Labels;
using metric::LabelsRef;
using metric::Result;

namespace {

struct PointedHash {
    std::size_t operator()(const Labels *labels) const { return std::size_t(labels->hash()); }
};
struct PointedEqual {
    bool operator()(const Labels *a, const Labels *b) const { return *a == *b; }
};
using PlaceOfLabels = std::unordered_map<const Labels *, std::size_t, PointedHash, PointedEqual>;

} // namespace

bool hasValues(const DenseSeries &series) { return !std::all_of(series.values.begin(), series.values.end(), isAbsent); }

LabelsRef withoutName(const LabelsRef &labels)
{
    // __type__ and __unit__ describe the metric, not what a computation makes of it.
    static constexpr std::string_view kNames[] = {metric::kMetricName, "__type__", "__unit__"};
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
    PlaceOfLabels places;
    places.reserve(dense.size());
    std::size_t kept = 0;
    for (std::size_t i = 0; i < dense.size(); ++i) {
        const auto [found, isNew] = places.emplace(dense[i].labels.get(), kept);
        if (isNew) {
            if (kept != i)
                dense[kept] = std::move(dense[i]);
            ++kept;
            continue;
        }
        auto &into = dense[found->second];
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

Result<void> refuseSame(const Dense &dense)
{
    PlaceOfLabels places;
    places.reserve(dense.size());
    for (std::size_t i = 0; i < dense.size(); ++i) {
        if (!places.emplace(dense[i].labels.get(), i).second)
            return metric::fail(ErrorCode::Malformed, std::string(kSameLabels));
    }
    return {};
}

} // namespace query
