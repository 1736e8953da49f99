#pragma once

#include <algorithm>
#include <atomic>
#include <mutex>
#include <span>
#include <vector>

namespace probes {

// What somebody looks at just now, told by the window to the process probes: the table costs most of what they cost, and the
// proportional memory of a process (PSS) more than all the rest of it. Any thread.
class ProcessFocus {
public:
    // While wanted, a table comes every round; otherwise every 10 s, for the history.
    void setTableWanted(bool wanted) { m_tableWanted = wanted; }
    bool tableWanted() const { return m_tableWanted; }

    // The processes whose PSS is read: those on the screen.
    void setPssWanted(std::vector<int> pids)
    {
        std::ranges::sort(pids);
        const std::lock_guard lock(m_mutex);
        m_pssPids = std::move(pids);
    }
    // Sorted.
    std::vector<int> pssWanted() const
    {
        const std::lock_guard lock(m_mutex);
        return m_pssPids;
    }

private:
    std::atomic<bool> m_tableWanted = false;
    mutable std::mutex m_mutex;
    std::vector<int> m_pssPids;
};

} // namespace probes
