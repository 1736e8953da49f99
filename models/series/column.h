#pragma once

#include "models/series/bytes.h"
#include "models/series/reader.h"

#include <functional>
#include <memory>

namespace series {

// The points of one series in memory, in the order they came: packed chunks, and after them an open tail that is packed point
// by point until it is long enough for a chunk. One block of memory, because there may be a million of these.
class Column {
public:
    // Of two points at one time the first stays; Refused where the second says something else.
    enum class Taken { Yes, Known, Refused };
    Taken append(metric::Point point);
    bool empty() const { return m_size == 0; }

    // Appends the points that lie in the range, in the order they came.
    void read(TimeRange range, std::vector<metric::Point> &points, const SelectHints &hints = {}) const;
    // Whether there may be any: some stretch reaches into the range. Costs nearly nothing.
    bool reachesInto(TimeRange range) const;

    // Drops the stretches whose first and last time `isOut` says are out; there time only goes forward.
    void forget(const std::function<bool(metric::Timestamp from, metric::Timestamp to)> &isOut);

private:
    Taken compare(metric::Point point) const;
    ByteView sealed() const { return {m_bytes.get(), m_sealed}; }
    ByteView tail() const { return {m_bytes.get() + m_sealed, m_size - m_sealed}; }
    void seal();
    void put(ByteView bytes);
    void hold(ByteView sealed, ByteView tail);

    std::unique_ptr<char[]> m_bytes;
    std::uint32_t m_size = 0;
    std::uint32_t m_room = 0;
    std::uint32_t m_sealed = 0; // so many bytes are chunks
    std::uint16_t m_points = 0; // in the tail
    bool m_repeats = false;     // its last byte counts repetitions
    bool m_wentBack = false;    // some point is older than one before it: the last need not be the newest
    // Of the tail's last point: its time, how long after the one before, and the bits of its value.
    std::int64_t m_time = 0;
    std::int64_t m_step = 0;
    std::uint64_t m_bits = 0;
};

} // namespace series
