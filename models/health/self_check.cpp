#include "models/health/self_check.h"

#include <utility>

namespace health {

SelfCheck::SelfCheck(std::function<bool()> isThere, std::function<void(bool)> answered)
    : m_isThere(std::move(isThere)), m_answered(std::move(answered))
{
    if (m_isThere)
        m_thread = std::thread([this] { work(); });
}

SelfCheck::~SelfCheck()
{
    {
        const std::lock_guard lock(m_mutex);
        m_ends = true;
    }
    m_changed.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

bool SelfCheck::ask()
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_isOpen || !m_isThere)
            return false;
        m_isOpen = true;
        m_isTaken = false;
    }
    m_changed.notify_all();
    return true;
}

void SelfCheck::work()
{
    std::unique_lock lock(m_mutex);
    while (true) {
        m_changed.wait(lock, [this] { return m_ends || (m_isOpen && !m_isTaken); });
        if (m_ends)
            return;
        m_isTaken = true;
        lock.unlock();
        const bool isThere = m_isThere();
        lock.lock();
        m_isOpen = false;
        if (m_ends)
            return;
        lock.unlock();
        m_answered(isThere);
        lock.lock();
    }
}

} // namespace health
