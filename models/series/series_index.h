#pragma once

#include "models/metric/batch.h"
#include "models/series/hash_table.h"
#include "models/series/matcher.h"
#include "models/series/postings.h"

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace series {

// Which series there are: a small number (slot) for every set of labels, found by any of the labels. Slots of removed
// series are given again. Not thread-safe: its owner locks.
class SeriesIndex {
public:
    using Slot = Postings::Slot;
    static constexpr Slot kNone = HashTable::kNone;

    Slot find(const metric::Labels &labels) const;
    Slot findOrAdd(const metric::LabelsRef &labels);

    // The slots of a whole batch, in its order. Batches of one target resemble each other, so a series is looked for where
    // it stood last time, by its pointer, and by its content only if it is not there.
    void slotsOf(const metric::Batch &batch, std::vector<Slot> &slots);

    // Many at once, because each list of a label's series is gone through once. REQUIRES: slots in use, ascending.
    void remove(std::span<const Slot> slots);

    const metric::LabelsRef &labels(Slot slot) const { return m_labels[slot]; }
    // One past the highest slot ever given.
    Slot slotEnd() const { return Slot(m_labels.size()); }
    std::size_t size() const { return m_labels.size() - m_free.size(); }

    // The series that satisfy all matchers, ascending: as matchesAll() has it, without asking every series.
    std::vector<Slot> select(std::span<const Matcher> matchers) const;

private:
    // What a label's name has for values, each with its series. The value's text is not kept: any of its series knows it.
    struct Values {
        HashTable table; // into postings
        std::vector<Postings> postings;
        std::vector<std::uint32_t> free;
    };
    using Names = std::map<std::string, Values, std::less<>>;
    using Lists = std::vector<std::span<const Slot>>; // disjoint

    std::string_view textOf(std::string_view name, const Postings &postings) const { return m_labels[postings.slots().front()]->get(name); }
    std::uint32_t find(const Names::value_type &values, std::string_view value) const;
    Slot add(const metric::LabelsRef &labels);
    void settle();
    Lists named(const Names::value_type &values, std::span<const std::string> texts) const;
    Lists scanned(const Names::value_type &values, const Matcher &matcher, bool wanted) const;
    std::vector<Slot> all() const;

    std::vector<metric::LabelsRef> m_labels; // null where the slot is free
    HashTable m_slots;                       // by the labels' hash
    Names m_names;
    std::vector<std::pair<Values *, std::uint32_t>> m_unsettled;    // lists with slots not in their places yet
    std::unordered_map<std::string, std::vector<Slot>> m_lastBatch; // by target
    std::vector<Slot> m_free;
};

} // namespace series
