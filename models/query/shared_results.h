#pragma once

#include "models/query/dense.h"

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace query {

// What questions about the same state of the data have in common is computed once: the lines of a chart by mode divide by one and the
// same sum, each second. Safe from any thread.
class SharedResults {
public:
    // What is kept under the key, if the data are still what they were then (series::Reader::generation()).
    std::optional<Dense> find(std::uint64_t generation, const std::string &key);
    // Forgets what was said of any other generation. Large results, and those beyond kMostHeld values, are not kept.
    void keep(std::uint64_t generation, std::string key, const Dense &dense);

private:
    static constexpr std::size_t kMostOfOne = 4096; // values
    static constexpr std::size_t kMostHeld = std::size_t(1) << 18;

    std::mutex m_mutex;
    std::uint64_t m_generation = 0;
    std::size_t m_held = 0;
    std::unordered_map<std::string, Dense> m_results;
};

} // namespace query
