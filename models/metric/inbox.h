#pragma once

#include "models/metric/batch.h"
#include "models/metric/bounded_queue.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <utility>

namespace metric {

// What other threads hand to the thread of a service: batches, the oldest of which are dropped where it is slow, and commands that it runs
// itself, none of which is.
class Inbox {
public:
    using Command = std::function<void()>;

    explicit Inbox(std::size_t batches) : m_batches(batches) {}

    void post(BatchRef batch) { m_batches.push(std::move(batch)); }
    void command(Command command)
    {
        bool isFirst;
        {
            const std::lock_guard lock(m_mutex);
            isFirst = m_commands.empty();
            m_commands.push_back(std::move(command));
        }
        // Once for all that wait: hundreds at a time would push batches out of the queue.
        if (isFirst)
            wake();
    }
    // The service's thread has something to see to.
    void wake() { m_batches.push(nullptr); }
    void close() { m_batches.close(); }
    std::uint64_t droppedBatches() const { return m_batches.dropped(); }

    // For the service's thread: the next batch, null where none came within this time or something else woke it.
    BatchRef waitFor(std::chrono::milliseconds time) { return m_batches.popWithin(time).value_or(nullptr); }
    // All that wait; false where none did. What comes meanwhile waits for the next time.
    bool runCommands()
    {
        std::deque<Command> commands;
        {
            const std::lock_guard lock(m_mutex);
            commands.swap(m_commands);
        }
        for (const auto &each : commands)
            each();
        return !commands.empty();
    }
    // Closed, and every batch was taken out. Commands may still wait.
    bool isDone() const { return m_batches.isDone(); }

private:
    BoundedQueue<BatchRef> m_batches; // null: look up
    std::mutex m_mutex;
    std::deque<Command> m_commands;
};

} // namespace metric
