#include "models/series/series_index.h"

#include <algorithm>

namespace series {

SeriesIndex::Slot SeriesIndex::find(const metric::Labels &labels) const
{
    const auto [first, last] = m_slots.equal_range(labels.hash());
    for (auto at = first; at != last; ++at) {
        if (*m_labels[at->second] == labels)
            return at->second;
    }
    return kNone;
}

SeriesIndex::Slot SeriesIndex::findOrAdd(const metric::LabelsRef &labels)
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
    m_slots.emplace(labels->hash(), slot);
    m_byName[std::string(labels->metricName())].push_back(slot);
    return slot;
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
            slots.push_back(findOrAdd(sample.labels));
        }
    }
    if (last != slots)
        last = slots;
}

void SeriesIndex::remove(Slot slot)
{
    const auto labels = m_labels[slot];
    const auto [first, last] = m_slots.equal_range(labels->hash());
    for (auto at = first; at != last; ++at) {
        if (at->second == slot) {
            m_slots.erase(at);
            break;
        }
    }
    const auto named = m_byName.find(labels->metricName());
    std::erase(named->second, slot);
    if (named->second.empty())
        m_byName.erase(named);
    m_labels[slot] = nullptr;
    m_free.push_back(slot);
}

void SeriesIndex::clear() { *this = {}; }

std::vector<SeriesIndex::Slot> SeriesIndex::select(std::span<const Matcher> matchers) const
{
    std::vector<Slot> found;
    const auto take = [&](Slot slot) {
        if (m_labels[slot] && matchesAll(matchers, *m_labels[slot]))
            found.push_back(slot);
    };
    const auto named = std::find_if(matchers.begin(), matchers.end(), [](const Matcher &matcher) {
        return matcher.op() == Matcher::Op::Equal && matcher.name() == metric::kMetricName;
    });
    if (named == matchers.end()) {
        for (Slot slot = 0; slot < slotEnd(); ++slot)
            take(slot);
    } else if (const auto slots = m_byName.find(named->value()); slots != m_byName.end()) {
        std::for_each(slots->second.begin(), slots->second.end(), take);
    }
    return found;
}

} // namespace series
