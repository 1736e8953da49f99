#pragma once

#include "models/series/bytes.h"
#include "models/series/reader.h"

#include <span>
#include <vector>

namespace series {

// A run of one series' points in few bytes, for memory and disk alike. Every bit of every value comes back, NaN payloads
// included. A chunk is
//
//   form | count | first time | runs of (time step, how often) | values
//
// with values in the shortest of three forms: one value for all; decimal numbers as bit-packed differences of integers; or
// the XOR of neighbours (as in Facebook's Gorilla, VLDB 2015) where a value is no short decimal.
inline constexpr std::size_t kMaxChunkPoints = 1 << 16;

// Times in any order. REQUIRES: 1 to kMaxChunkPoints points.
Bytes encodeChunk(std::span<const metric::Point> points);

// How many points a chunk says that it holds; zero for bytes that are none.
std::size_t pointsIn(ByteView chunk);

// Moments start + k * step, for all whole numbers k. REQUIRES: step > 0.
struct Moments {
    metric::Timestamp start;
    metric::Duration step;
};

// Appends the points that lie in the range, in the order they were encoded; where moments are given, perhaps only those that are the newest
// at one of them. True where all that is there now is strictly ascending
// in time if it was before; false where somebody has to normalise() it. Malformed for bytes that are no chunk; then some points may
// have been appended already.
metric::Result<bool> decodeChunk(ByteView chunk, TimeRange range, std::vector<metric::Point> &points, const Moments *moments = nullptr);

// Makes times strictly ascending: sorts where needed (a clock was set back) and of two points at one time keeps the one
// that stood first.
void normalise(std::vector<metric::Point> &points);

} // namespace series
