#pragma once

#include "models/history/partitions.h"

#include <optional>

namespace history {

// The oldest raw partition that begins before `end` and is not rolled up yet.
std::optional<Partition> nextToRollUp(const Partitions::List &partitions, metric::Timestamp end);

// Rolls up the next block of a raw partition into all coarser tiers, in one transaction. What was rolled up of that time before
// is replaced where the raw points say otherwise, and stays where they say nothing. After an error nothing was changed.
metric::Result<void> rollUpBlock(sqlite::Database &database, Partitions &partitions, const Partition &raw);

// All that is left of the raw partitions that begin before `end`.
metric::Result<void> rollUpAll(sqlite::Database &database, Partitions &partitions, metric::Timestamp end);

} // namespace history
