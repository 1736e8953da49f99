#include "models/metric/series_interner.h"

#include <vector>

namespace metric {

LabelsRef SeriesInterner::intern(std::string_view name, std::span<const Label> labels)
{
    // Lengths go in front of the texts: no separator that a hostile value could hold.
    const auto put = [this](std::string_view text) {
        const auto size = std::uint32_t(text.size());
        m_key.append(reinterpret_cast<const char *>(&size), sizeof size);
        m_key.append(text);
    };
    m_key.clear();
    put(name);
    for (const auto &label : labels) {
        put(label.name);
        put(label.value);
    }
    if (const auto found = m_known.find(std::string_view(m_key)); found != m_known.end()) {
        found->second.lastRound = m_round;
        return found->second.labels;
    }
    std::vector<Label> all(m_common.begin(), m_common.end());
    all.push_back({kMetricName, name});
    all.insert(all.end(), labels.begin(), labels.end());
    auto made = std::make_shared<const Labels>(std::span<const Label>(all));
    m_known.emplace(m_key, Entry{made, m_round});
    return made;
}

void SeriesInterner::endRound(std::uint32_t rounds)
{
    ++m_round;
    if (m_round % rounds != 0)
        return;
    std::erase_if(m_known, [&](const auto &known) { return m_round - known.second.lastRound > rounds; });
}

} // namespace metric
