#include "models/query/shared_results.h"

#include <utility>

namespace query {

std::optional<Dense> SharedResults::find(std::uint64_t generation, const std::string &key)
{
    const std::lock_guard lock(m_mutex);
    if (generation != m_generation)
        return std::nullopt;
    const auto found = m_results.find(key);
    return found == m_results.end() ? std::nullopt : std::optional(found->second);
}

void SharedResults::keep(std::uint64_t generation, std::string key, const Dense &dense)
{
    // A series costs about as much as a handful of values, its labels being somebody else's or its own.
    constexpr std::size_t kSeries = 16;
    std::size_t size = key.size() / sizeof(double);
    for (const auto &series : dense)
        size += kSeries + series.values.size();
    if (size > kMostOfOne)
        return;
    const std::lock_guard lock(m_mutex);
    if (generation != m_generation) {
        m_results.clear();
        m_generation = generation;
        m_held = 0;
    }
    if (m_held + size <= kMostHeld && m_results.try_emplace(std::move(key), dense).second)
        m_held += size;
}

} // namespace query
