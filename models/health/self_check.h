#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace health {

// Finds out on a thread of its own, because that takes as long as it takes, whether our own network is there. Any thread.
class SelfCheck {
public:
    // Both are called on its thread. `isThere` answers within seconds: the destructor waits for it. Without it nothing is ever answered.
    SelfCheck(std::function<bool()> isThere, std::function<void(bool)> answered);
    ~SelfCheck();

    // Nothing where a question is open already. True where this one was taken.
    bool ask();

private:
    void work();

    const std::function<bool()> m_isThere;
    const std::function<void(bool)> m_answered;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_isOpen = false;  // asked, and not answered
    bool m_isTaken = false; // and being answered
    bool m_ends = false;
    std::thread m_thread; // last
};

} // namespace health
