#pragma once

#include "models/metric/batch.h"
#include "models/series/matcher.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace series {

// Which series there are: a small number (slot) for every set of labels, found by the metric's name. Slots of removed
// series are given again. Not thread-safe: its owner locks.
class SeriesIndex {
public:
    using Slot = std::uint32_t;
    static constexpr Slot kNone = ~Slot(0);

    Slot find(const metric::Labels &labels) const;
    Slot findOrAdd(const metric::LabelsRef &labels);

    // The slots of a whole batch, in its order. Batches of one target resemble each other, so a series is looked for where
    // it stood last time, by its pointer, and by its content only if it is not there.
    void slotsOf(const metric::Batch &batch, std::vector<Slot> &slots);

    void remove(Slot slot);
    void clear();

    const metric::LabelsRef &labels(Slot slot) const { return m_labels[slot]; }
    // One past the highest slot ever given.
    Slot slotEnd() const { return Slot(m_labels.size()); }
    std::size_t size() const { return m_labels.size() - m_free.size(); }

    std::vector<Slot> select(std::span<const Matcher> matchers) const;

private:
    struct NameHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view name) const { return std::size_t(metric::hashBytes(name)); }
    };

    std::vector<metric::LabelsRef> m_labels;              // null where the slot is free
    std::unordered_multimap<std::uint64_t, Slot> m_slots; // by the labels' hash
    std::unordered_map<std::string, std::vector<Slot>, NameHash, std::equal_to<>> m_byName;
    std::unordered_map<std::string, std::vector<Slot>> m_lastBatch; // by target
    std::vector<Slot> m_free;
};

} // namespace series
