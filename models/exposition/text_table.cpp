#include "models/exposition/text_table.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace exposition {

const TextTable::Entry *TextTable::find(std::string_view text) const
{
    if (m_slots.empty())
        return nullptr;
    const auto hash = metric::hashBytes(text, m_seed);
    const auto mask = m_slots.size() - 1;
    for (auto at = std::size_t(hash) & mask; m_slots[at].entry; at = (at + 1) & mask) {
        if (m_slots[at].hash == hash && m_slots[at].entry->text == text)
            return m_slots[at].entry;
    }
    return nullptr;
}

const TextTable::Entry &TextTable::add(std::string_view text, SeriesNumber number)
{
    if ((m_entries.size() + 1) * 2 > m_slots.size()) {
        const auto old = std::exchange(m_slots, std::vector<Slot>(std::max<std::size_t>(64, m_slots.size() * 2)));
        for (const auto &slot : old) {
            if (slot.entry)
                insert(slot);
        }
    }
    const auto &entry = m_entries.emplace_back(Entry{kept(text), number});
    insert({metric::hashBytes(text, m_seed), &entry});
    return entry;
}

void TextTable::insert(Slot slot)
{
    const auto mask = m_slots.size() - 1;
    auto at = std::size_t(slot.hash) & mask;
    while (m_slots[at].entry)
        at = (at + 1) & mask;
    m_slots[at] = slot;
}

std::string_view TextTable::kept(std::string_view text)
{
    // From small to large: most texts tell of a few series, some of a hundred thousand.
    constexpr std::size_t kFirstBlock = 1024, kMostDoublings = 6;
    if (text.size() > m_left) {
        m_left = std::max(kFirstBlock << std::min(m_blocks.size(), kMostDoublings), text.size());
        m_blocks.push_back(std::make_unique_for_overwrite<char[]>(m_left));
        m_free = m_blocks.back().get();
    }
    std::memcpy(m_free, text.data(), text.size());
    const std::string_view copy(m_free, text.size());
    m_free += text.size();
    m_left -= text.size();
    return copy;
}

} // namespace exposition
