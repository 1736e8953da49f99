#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace series {

// The slots of the series that share a label, ascending. A label whose value no other series has is common (a path, a
// container), so one slot takes no block of memory.
class Postings {
public:
    using Slot = std::uint32_t;

    // Ascending once settle() was called.
    std::span<const Slot> slots() const { return {m_many ? m_many.get() : &m_one, m_size}; }
    bool empty() const { return m_size == 0; }

    // REQUIRES: it is not there. False where it is not in its place: settle() before slots() is relied on.
    bool add(Slot slot)
    {
        if (m_size == 0) {
            m_one = slot;
        } else {
            if (!m_many || m_size == m_room)
                grow();
            m_many[m_size] = slot;
        }
        ++m_size;
        return m_size == 1 || m_many[m_size - 2] < slot;
    }

    void settle()
    {
        if (!m_many)
            return;
        auto *const end = m_many.get() + m_size;
        auto *const unsorted = std::is_sorted_until(m_many.get(), end);
        std::sort(unsorted, end);
        std::inplace_merge(m_many.get(), unsorted, end);
    }

    // REQUIRES: ascending.
    void remove(std::span<const Slot> slots)
    {
        const auto gone = [&](Slot slot) { return std::ranges::binary_search(slots, slot); };
        if (m_many)
            m_size = std::uint32_t(std::remove_if(m_many.get(), m_many.get() + m_size, gone) - m_many.get());
        else if (m_size > 0 && gone(m_one))
            m_size = 0;
        if (m_size == 0)
            *this = {};
    }

private:
    // By a quarter: there are as many of these as labels, and half empty ones would be felt.
    void grow()
    {
        const auto room = std::max<std::uint32_t>(4, m_size + m_size / 4);
        auto larger = std::make_unique_for_overwrite<Slot[]>(room);
        std::ranges::copy(slots(), larger.get());
        m_many = std::move(larger);
        m_room = room;
    }

    std::unique_ptr<Slot[]> m_many;
    std::uint32_t m_size = 0;
    union {
        Slot m_one = 0;       // where m_many is null
        std::uint32_t m_room; // of m_many
    };
};

} // namespace series
