#pragma once

#include "models/history/segment.h"

#include <list>
#include <memory>
#include <mutex>

namespace history {

// The segments that were read last, unpacked: whoever asks for a stretch of time mostly asks for it again (a chart, a dashboard), and
// unpacking costs more than reading. Bounded; the writer empties it when it seals, because rows may be others then. Any thread.
class UnpackedSegments {
public:
    // A row of a partition. Its extent belongs to it: numbers of rows come again.
    struct Key {
        std::int64_t partition;
        std::int64_t row;
        std::int64_t from;
        std::int64_t to;
        std::int64_t bytes; // packed
        friend bool operator==(const Key &, const Key &) = default;
    };

    explicit UnpackedSegments(std::size_t mostBytes) : m_mostBytes(mostBytes) {}

    // Null where it is not kept.
    std::shared_ptr<const UnpackedSegment> find(const Key &key);
    void keep(const Key &key, std::shared_ptr<const UnpackedSegment> segment);
    void clear();

private:
    struct Kept {
        Key key;
        std::shared_ptr<const UnpackedSegment> segment;
    };
    const std::size_t m_mostBytes;
    std::mutex m_mutex;
    std::list<Kept> m_kept; // last used first
    std::size_t m_bytes = 0;
};

} // namespace history
