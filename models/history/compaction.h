#pragma once

#include "models/history/partitions.h"

namespace history {

// So many small segments of a block make one large one: longer chunks compress better and are read in one go.
inline constexpr int kMergeAtOnce = 16;

// Joins the small segments of every block that has at least `least` of them in the partition, `kMergeAtOnce` at a time, in order
// of time; each join is one transaction. Returns how many segments went into larger ones.
metric::Result<std::size_t> mergeSegments(sqlite::Database &database, Partitions &partitions, const Partition &partition, int least);

} // namespace history
