#pragma once

#include "models/series/bytes.h"
#include "models/series/chunk.h"

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

// The times of a chunk: runs of equal distance. Private to the room.
namespace series {

// The times of neighbouring points with one distance. The first point of a chunk is a run of its own.
struct TimeRun {
    std::int64_t first;
    std::int64_t step;
    std::uint32_t index; // of its first point in the chunk
    std::uint32_t count;

    std::int64_t at(std::uint32_t place) const { return first + step * std::int64_t(place); }
};

// How a chunk's times run: whether they only go forward (and never leave one end of time to come in at the other).
struct TimeRuns {
    std::vector<TimeRun> runs;
    bool ascend = true;
};

void putTimes(std::span<const metric::Point> points, Bytes &out);
// False for bytes that are none.
bool readTimes(ByteReader &reader, std::uint32_t count, TimeRuns &times);

// How many points lie before the time. REQUIRES: times that ascend.
std::uint32_t pointsBefore(const TimeRuns &times, std::int64_t time);
// The places of the points that are the newest at some moment, and the last one, between two places. REQUIRES: times that ascend, begin < end;
// moments and what lies between the places within kPickable.
inline constexpr std::int64_t kPickable = std::numeric_limits<std::int64_t>::max() / 4; // milliseconds before or after 1970, or apart
void pickPlaces(const TimeRuns &times, std::uint32_t begin, std::uint32_t end, const Moments &moments, std::vector<std::uint32_t> &places);

} // namespace series
