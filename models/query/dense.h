#pragma once

#include "models/metric/batch.h"
#include "models/metric/result.h"
#include "models/series/hash_table.h"

#include <bit>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

// An instant vector at every moment of a grid: what the evaluation hands from node to node.
namespace query {

// "No value at this moment". The staleness marker never is a value of its own, so its bits are free to say so.
inline constexpr double kAbsent = std::bit_cast<double>(metric::kStaleBits);
inline bool isAbsent(double value) { return std::bit_cast<std::uint64_t>(value) == metric::kStaleBits; }

struct DenseSeries {
    metric::LabelsRef labels;
    std::vector<double> values; // one per moment, kAbsent where there is none
    // The name (and what describes it) goes at the end: it was computed with, but is still there for label_replace() to see.
    bool dropName = false;
};

using Dense = std::vector<DenseSeries>;

bool hasValues(const DenseSeries &series);
// The labels that identify what a value is of, without the metric's name, type and unit.
metric::LabelsRef withoutName(const metric::LabelsRef &labels);
metric::LabelsRef emptyLabels();

// The place of what has those labels: one that `labelsAt(place)` says has them, else `next`, which is remembered for them.
template <class LabelsAt>
std::size_t placeOf(series::HashTable &places, const metric::Labels &labels, std::size_t next, LabelsAt labelsAt)
{
    const auto found = places.find(labels.hash(), [&](std::uint32_t place) { return labelsAt(place) == labels; });
    if (found != series::HashTable::kNone)
        return found;
    places.insert(labels.hash(), std::uint32_t(next));
    return next;
}

// Brings series of equal labels together into one where no moment has a value of both; Malformed, with `complaint`, otherwise.
inline constexpr std::string_view kSameLabels = "vector cannot contain metrics with the same labelset";
metric::Result<void> mergeSame(Dense &dense, std::string_view complaint = kSameLabels);
void sortByLabels(Dense &dense);
// The same; Malformed where two series have the same.
metric::Result<void> sortUnique(Dense &dense);
// Malformed where two series have the same labels, whatever their moments.
metric::Result<void> refuseSame(const Dense &dense);

} // namespace query
