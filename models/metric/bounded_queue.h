#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace metric {

// Hands values from any thread to one consumer. When full it drops the oldest and counts it: what is new matters more,
// and a slow consumer must never stop a probe.
template <class T>
class BoundedQueue {
public:
    explicit BoundedQueue(std::size_t capacity) : m_capacity(capacity) {}

    void push(T value)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (m_closed)
                return;
            if (m_items.size() >= m_capacity) {
                m_items.pop_front();
                ++m_dropped;
            }
            m_items.push_back(std::move(value));
        }
        m_filled.notify_one();
    }

    // Waits for a value; empty once the queue is closed and drained.
    std::optional<T> pop()
    {
        std::unique_lock lock(m_mutex);
        m_filled.wait(lock, [this] { return m_closed || !m_items.empty(); });
        return takeFront();
    }

    // Empty as well where none came within that time.
    std::optional<T> popWithin(std::chrono::milliseconds time)
    {
        std::unique_lock lock(m_mutex);
        m_filled.wait_for(lock, time, [this] { return m_closed || !m_items.empty(); });
        return takeFront();
    }

    std::optional<T> tryPop()
    {
        const std::lock_guard lock(m_mutex);
        return takeFront();
    }

    // No more values are taken in; what is queued can still be popped.
    void close()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_closed = true;
        }
        m_filled.notify_all();
    }

    // Closed and drained.
    bool isDone() const
    {
        const std::lock_guard lock(m_mutex);
        return m_closed && m_items.empty();
    }
    std::size_t size() const
    {
        const std::lock_guard lock(m_mutex);
        return m_items.size();
    }
    std::uint64_t dropped() const
    {
        const std::lock_guard lock(m_mutex);
        return m_dropped;
    }

private:
    std::optional<T> takeFront()
    {
        if (m_items.empty())
            return std::nullopt;
        std::optional<T> front(std::move(m_items.front()));
        m_items.pop_front();
        return front;
    }

    mutable std::mutex m_mutex;
    std::condition_variable m_filled;
    std::deque<T> m_items;
    std::size_t m_capacity;
    std::uint64_t m_dropped = 0;
    bool m_closed = false;
};

} // namespace metric
