#include "app/notify/crowd.h"

#include <algorithm>
#include <utility>

namespace notify {

using alerts::GroupMessage;
using metric::Timestamp;

bool Crowd::takes(const GroupMessage &message, Timestamp now)
{
    const bool isOver = message.firing.empty();
    if (m_shownAlone.contains(message.key)) {
        if (isOver)
            m_shownAlone.erase(message.key);
        return false;
    }
    // What is yet to come was seen by a clock that was set back since.
    std::erase_if(m_lately, [&](Timestamp shown) { return shown > now || now - shown >= m_window; });
    if (!m_groups.contains(message.key) && m_lately.size() < m_alone) {
        m_lately.push_back(now);
        if (!isOver)
            m_shownAlone.insert(message.key);
        return false;
    }
    m_over.insert(m_over.end(), message.resolved.begin(), message.resolved.end());
    m_fresh.insert(m_fresh.end(), message.fresh.begin(), message.fresh.end());
    if (isOver)
        m_groups.erase(message.key);
    else
        m_groups[message.key] = message;
    return true;
}

GroupMessage Crowd::message()
{
    GroupMessage all;
    all.key = kCrowdKey;
    for (const auto &[key, group] : m_groups)
        all.firing.insert(all.firing.end(), group.firing.begin(), group.firing.end());
    all.resolved = std::exchange(m_over, {});
    all.fresh = std::exchange(m_fresh, {});
    all.isRepeat = all.fresh.empty() && all.resolved.empty();
    return all;
}

} // namespace notify
