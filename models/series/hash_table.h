#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace series {

// Numbers found by the hash of what they stand for; whoever asks knows what that is and compares. Eight bytes an entry and no
// block of memory of its own, because there is an entry for every series (open addressing, linear probing).
class HashTable {
public:
    static constexpr std::uint32_t kNone = ~std::uint32_t(0);

    // The number with that hash for which `isIt` is true, else kNone.
    template <class IsIt>
    std::uint32_t find(std::uint64_t hash, IsIt isIt) const
    {
        if (m_places.empty())
            return kNone;
        const auto mark = markOf(hash);
        for (auto at = home(mark); m_places[at].number != kNone; at = next(at)) {
            if (m_places[at].mark == mark && isIt(m_places[at].number))
                return m_places[at].number;
        }
        return kNone;
    }

    // REQUIRES: a number that is not in the table, below kNone.
    void insert(std::uint64_t hash, std::uint32_t number)
    {
        if ((m_size + 1) * 5 > m_places.size() * 4)
            grow();
        put({markOf(hash), number});
        ++m_size;
    }

    // REQUIRES: it was inserted with that hash.
    void erase(std::uint64_t hash, std::uint32_t number)
    {
        auto gap = home(markOf(hash));
        while (m_places[gap].number != number)
            gap = next(gap);
        // What comes after moves up, as far as it then still is found.
        for (auto at = next(gap); m_places[at].number != kNone; at = next(at)) {
            if (distance(home(m_places[at].mark), at) >= distance(gap, at))
                m_places[std::exchange(gap, at)] = m_places[at];
        }
        m_places[gap] = {};
        --m_size;
    }

    std::size_t size() const { return m_size; }

private:
    struct Place {
        std::uint32_t mark = 0;
        std::uint32_t number = kNone;
    };

    static std::uint32_t markOf(std::uint64_t hash) { return std::uint32_t(hash >> 32); }
    std::size_t home(std::uint32_t mark) const { return std::size_t((std::uint64_t(mark) * m_places.size()) >> 32); }
    std::size_t next(std::size_t at) const { return at + 1 == m_places.size() ? 0 : at + 1; }
    std::size_t distance(std::size_t from, std::size_t to) const { return to >= from ? to - from : to + m_places.size() - from; }

    void put(Place place)
    {
        auto at = home(place.mark);
        while (m_places[at].number != kNone)
            at = next(at);
        m_places[at] = place;
    }

    void grow()
    {
        auto old = std::exchange(m_places, std::vector<Place>(m_places.size() + m_places.size() / 2 + 8));
        for (const auto &place : old) {
            if (place.number != kNone)
                put(place);
        }
    }

    std::vector<Place> m_places;
    std::size_t m_size = 0;
};

} // namespace series
