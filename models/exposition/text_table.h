#pragma once

#include "models/exposition/sink.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace exposition {

// Which number a series written so has. Several texts may mean one series. Owns copies of the texts, which stay where they are.
class TextTable {
public:
    // The seed keeps who writes the texts from choosing ones that collide.
    explicit TextTable(std::uint64_t seed) : m_seed(seed) {}

    // The text as the table keeps it and its number.
    struct Entry {
        std::string_view text;
        SeriesNumber number;
    };
    const Entry *find(std::string_view text) const;
    // REQUIRES: the text is not there yet.
    const Entry &add(std::string_view text, SeriesNumber number);

private:
    struct Slot {
        std::uint64_t hash = 0;
        const Entry *entry = nullptr;
    };
    void insert(Slot slot);
    std::string_view kept(std::string_view text);

    std::uint64_t m_seed;
    std::vector<Slot> m_slots; // open addressing, a power of two, at most half full
    std::deque<Entry> m_entries;
    std::vector<std::unique_ptr<char[]>> m_blocks;
    char *m_free = nullptr;
    std::size_t m_left = 0;
};

} // namespace exposition
