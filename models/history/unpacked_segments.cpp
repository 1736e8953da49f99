#include "models/history/unpacked_segments.h"

#include <algorithm>

namespace history {

std::shared_ptr<const UnpackedSegment> UnpackedSegments::find(const Key &key)
{
    const std::lock_guard lock(m_mutex);
    const auto found = std::ranges::find(m_kept, key, &Kept::key);
    if (found == m_kept.end())
        return nullptr;
    m_kept.splice(m_kept.begin(), m_kept, found);
    return found->segment;
}

void UnpackedSegments::keep(const Key &key, std::shared_ptr<const UnpackedSegment> segment)
{
    const std::lock_guard lock(m_mutex);
    m_bytes += segment->bytes.size();
    m_kept.push_front({key, std::move(segment)});
    while (m_bytes > m_mostBytes) {
        m_bytes -= m_kept.back().segment->bytes.size();
        m_kept.pop_back();
    }
}

void UnpackedSegments::clear()
{
    const std::lock_guard lock(m_mutex);
    m_kept.clear();
    m_bytes = 0;
}

} // namespace history
