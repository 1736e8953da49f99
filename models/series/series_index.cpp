#include "models/series/series_index.h"

#include <algorithm>
#include <bit>
#include <tuple>

namespace series {

namespace {

using Slot = SeriesIndex::Slot;
using Lists = std::vector<std::span<const Slot>>;

std::size_t total(const Lists &lists)
{
    std::size_t count = 0;
    for (const auto &list : lists)
        count += list.size();
    return count;
}

// A bit for every slot: what many lists hold together.
class Marks {
public:
    Marks(const Lists &lists, Slot end) : m_words(end / 64 + 1)
    {
        for (const auto &list : lists) {
            for (const auto slot : list)
                m_words[slot / 64] |= std::uint64_t(1) << slot % 64;
        }
    }
    bool operator[](Slot slot) const { return (m_words[slot / 64] >> slot % 64 & 1) != 0; }

    std::vector<Slot> slots(std::size_t count) const
    {
        std::vector<Slot> found;
        found.reserve(count);
        for (std::size_t word = 0; word < m_words.size(); ++word) {
            for (auto bits = m_words[word]; bits != 0; bits &= bits - 1)
                found.push_back(Slot(word * 64 + std::size_t(std::countr_zero(bits))));
        }
        return found;
    }

private:
    std::vector<std::uint64_t> m_words;
};

std::vector<Slot> joined(const Lists &lists, Slot end)
{
    if (lists.size() == 1)
        return {lists.front().begin(), lists.front().end()};
    return Marks(lists, end).slots(total(lists));
}

// Leaves of `found` what is in the lists (wanted), or what is not.
void narrow(std::vector<Slot> &found, const Lists &lists, bool wanted, Slot end)
{
    if (lists.size() == 1) {
        auto rest = lists.front();
        std::erase_if(found, [&](Slot slot) {
            // From where the slot before was, in doubling steps: few slots are found in a long list without walking it.
            std::size_t step = 1;
            while (step < rest.size() && rest[step] < slot)
                step *= 2;
            const auto window = rest.first(std::min(step + 1, rest.size()));
            rest = rest.subspan(std::size_t(std::ranges::lower_bound(window, slot) - window.begin()));
            return (!rest.empty() && rest.front() == slot) != wanted;
        });
    } else {
        const Marks marks(lists, end);
        std::erase_if(found, [&](Slot slot) { return marks[slot] != wanted; });
    }
}

} // namespace

Slot SeriesIndex::find(const metric::Labels &labels) const
{
    return m_slots.find(labels.hash(), [&](Slot slot) { return *m_labels[slot] == labels; });
}

std::uint32_t SeriesIndex::find(const Names::value_type &values, std::string_view value) const
{
    const auto &[name, known] = values;
    return known.table.find(metric::hashBytes(value), [&](std::uint32_t at) { return textOf(name, known.postings[at]) == value; });
}

Slot SeriesIndex::findOrAdd(const metric::LabelsRef &labels)
{
    const auto slot = add(labels);
    settle();
    return slot;
}

Slot SeriesIndex::add(const metric::LabelsRef &labels)
{
    if (const Slot known = find(*labels); known != kNone) {
        m_labels[known] = labels; // the newest pointer is the one that will come again, and one copy is enough
        return known;
    }
    Slot slot = slotEnd();
    if (m_free.empty()) {
        m_labels.push_back(labels);
    } else {
        slot = m_free.back();
        m_free.pop_back();
        m_labels[slot] = labels;
    }
    m_slots.insert(labels->hash(), slot);
    for (const auto label : *labels) {
        auto name = m_names.find(label.name);
        if (name == m_names.end())
            name = m_names.try_emplace(std::string(label.name)).first;
        auto &[table, postings, free] = name->second;
        auto at = find(*name, label.value);
        if (at == HashTable::kNone) {
            if (free.empty()) {
                at = std::uint32_t(postings.size());
                postings.emplace_back();
            } else {
                at = free.back();
                free.pop_back();
            }
            table.insert(metric::hashBytes(label.value), at);
        }
        if (!postings[at].add(slot))
            m_unsettled.push_back({&name->second, at});
    }
    return slot;
}

// Slots that are given again come below others; a batch's new series are put in their places together.
void SeriesIndex::settle()
{
    if (m_unsettled.empty())
        return;
    std::ranges::sort(m_unsettled);
    const auto twice = std::ranges::unique(m_unsettled);
    m_unsettled.erase(twice.begin(), twice.end());
    for (const auto &[values, at] : m_unsettled)
        values->postings[at].settle();
    m_unsettled.clear();
}

void SeriesIndex::slotsOf(const metric::Batch &batch, std::vector<Slot> &slots)
{
    slots.clear();
    slots.reserve(batch.samples.size());
    auto &last = m_lastBatch[batch.target];
    std::size_t next = 0;
    const auto stands = [&](std::size_t at, const metric::LabelsRef &labels) {
        return at < last.size() && last[at] < slotEnd() && m_labels[last[at]] == labels;
    };
    for (const auto &sample : batch.samples) {
        if (stands(next, sample.labels)) {
            slots.push_back(last[next++]);
        } else if (stands(next + 1, sample.labels)) { // one that stood here is gone
            slots.push_back(last[next + 1]);
            next += 2;
        } else {
            slots.push_back(add(sample.labels));
        }
    }
    settle();
    if (last != slots)
        last = slots;
}

void SeriesIndex::remove(std::span<const Slot> slots)
{
    struct Touched {
        Names::value_type *values;
        std::uint32_t at;
        std::uint64_t hash;
        auto operator<=>(const Touched &) const = default;
    };
    std::vector<Touched> touched;
    for (const auto slot : slots) {
        const auto &labels = *m_labels[slot];
        m_slots.erase(labels.hash(), slot);
        for (const auto label : labels) {
            auto &values = *m_names.find(label.name);
            touched.push_back({&values, find(values, label.value), metric::hashBytes(label.value)});
        }
    }
    std::ranges::sort(touched);
    const auto twice = std::ranges::unique(touched);
    touched.erase(twice.begin(), twice.end());
    for (const auto &[values, at, hash] : touched) {
        auto &[table, postings, free] = values->second;
        postings[at].remove(slots);
        if (postings[at].empty()) {
            table.erase(hash, at);
            free.push_back(at);
        }
    }
    std::erase_if(m_names, [](const auto &values) { return values.second.table.size() == 0; });
    for (const auto slot : slots) {
        m_labels[slot] = nullptr;
        m_free.push_back(slot);
    }
}

Lists SeriesIndex::named(const Names::value_type &values, std::span<const std::string> texts) const
{
    Lists lists;
    for (const auto &text : texts) {
        if (const auto at = find(values, text); at != HashTable::kNone)
            lists.push_back(values.second.postings[at].slots());
    }
    return lists;
}

Lists SeriesIndex::scanned(const Names::value_type &values, const Matcher &matcher, bool wanted) const
{
    Lists lists;
    for (const auto &postings : values.second.postings) {
        if (!postings.empty() && matcher.matchesQuickly(textOf(values.first, postings)) == wanted)
            lists.push_back(postings.slots());
    }
    return lists;
}

std::vector<Slot> SeriesIndex::all() const
{
    std::vector<Slot> slots;
    slots.reserve(size());
    for (Slot slot = 0; slot < slotEnd(); ++slot) {
        if (m_labels[slot])
            slots.push_back(slot);
    }
    return slots;
}

std::vector<Slot> SeriesIndex::select(std::span<const Matcher> matchers) const
{
    // A matcher that the empty value does not satisfy wants the series of some values; one that it satisfies takes the series
    // of some values away. Those that name their values come first: what they leave may be few enough to be asked one by one.
    struct Asked {
        const Matcher *matcher;
        const Names::value_type *values;
        bool wants;
        Lists lists;
    };
    std::vector<Asked> lookups, scans;
    for (const auto &matcher : matchers) {
        const bool wants = !matcher.matches(std::string_view());
        const auto values = m_names.find(matcher.name());
        if (values == m_names.end()) {
            if (wants)
                return {};
            continue;
        }
        const auto texts = matcher.namedValues();
        if (texts && wants != matcher.isNegative())
            lookups.push_back({&matcher, &*values, wants, named(*values, *texts)});
        else
            scans.push_back({&matcher, &*values, wants, {}});
    }
    const auto first = [](const Asked &asked) { return std::tuple(!asked.wants, asked.wants ? total(asked.lists) : 0); };
    std::ranges::sort(lookups, {}, first);
    std::ranges::sort(scans, {}, [](const Asked &asked) { return std::tuple(!asked.wants, asked.values->second.table.size()); });

    std::vector<Slot> found;
    bool narrowed = false;
    const auto apply = [&](const Lists &lists, bool wants) {
        if (narrowed)
            narrow(found, lists, wants, slotEnd());
        else if (wants)
            found = joined(lists, slotEnd());
        else
            narrow(found = all(), lists, false, slotEnd());
        narrowed = true;
    };
    if (!lookups.empty() && !lookups.front().wants && !scans.empty() && scans.front().wants) {
        apply(scanned(*scans.front().values, *scans.front().matcher, true), true);
        scans.erase(scans.begin());
    }
    for (const auto &asked : lookups)
        apply(asked.lists, asked.wants);
    for (const auto &[matcher, values, wants, lists] : scans) {
        if (narrowed && found.size() <= values->second.table.size())
            std::erase_if(found, [&](Slot slot) { return !matcher->matchesQuickly(m_labels[slot]->get(matcher->name())); });
        else
            apply(scanned(*values, *matcher, wants), wants);
    }
    return narrowed ? found : all();
}

} // namespace series
