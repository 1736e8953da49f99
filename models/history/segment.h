#pragma once

#include "models/history/journal.h"
#include "models/series/reader.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace history {

// Series that are numbered together are mostly asked for together (the cores of a machine), so 64 neighbours share a row.
inline constexpr SeriesId kSeriesPerBlock = 64;
// No segment reaches further in time, so a reader knows how far to look.
inline constexpr metric::Duration kLongestSegment = std::chrono::hours(1);

inline SeriesId blockOf(SeriesId id) { return id / kSeriesPerBlock; }

struct SeriesChunk {
    SeriesId id;
    Bytes chunk;
};

// The chunks of one block's series. REQUIRES: ascending ids; a series may come more than once.
Bytes packSegment(const std::vector<SeriesChunk> &chunks);

// A segment's chunks without their packing.
struct UnpackedSegment {
    struct Place {
        SeriesId id;
        std::uint32_t at;
        std::uint32_t length;
    };
    Bytes bytes;
    std::vector<Place> places; // ascending ids

    ByteView chunk(const Place &place) const { return ByteView(bytes).substr(place.at, place.length); }
};
// Malformed as below.
metric::Result<UnpackedSegment> unpackSegment(ByteView bytes);

// Calls `visitor` for every chunk, in order. Malformed for bytes that are no segment or say that they hold more than 16 million
// points; then some may have been visited.
metric::Result<void> unpackSegment(ByteView bytes, const std::function<void(SeriesId, ByteView)> &visitor);

} // namespace history
