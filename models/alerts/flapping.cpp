#include "models/alerts/flapping.h"

#include <algorithm>

namespace alerts {

using metric::Labels;
using metric::Timestamp;

bool Flapping::began(const Labels &labels, Timestamp now)
{
    auto &known = m_known[labels];
    if (isQuiet(known, now))
        known = {};
    // A beginning that is yet to come was seen by a clock that was set back since.
    std::erase_if(known.begins, [&](Timestamp begin) { return begin > now || now - begin >= m_window; });
    known.begins.push_back(now);
    known.changedAt = now;
    known.isFlapping |= known.begins.size() >= m_begins;
    if (known.begins.size() > m_begins)
        known.begins.erase(known.begins.begin());
    return known.isFlapping;
}

void Flapping::ended(const Labels &labels, Timestamp now)
{
    if (const auto known = m_known.find(labels); known != m_known.end() && !isQuiet(known->second, now))
        known->second.changedAt = now;
}

bool Flapping::isFlapping(const Labels &labels, Timestamp now) const
{
    const auto known = m_known.find(labels);
    return known != m_known.end() && known->second.isFlapping && !isQuiet(known->second, now);
}

std::vector<Labels> Flapping::calmed(Timestamp now)
{
    std::vector<Labels> calm;
    for (auto at = m_known.begin(); at != m_known.end();) {
        auto &known = at->second;
        known.changedAt = std::min(known.changedAt, now);
        if (!isQuiet(known, now)) {
            ++at;
            continue;
        }
        if (known.isFlapping)
            calm.push_back(at->first);
        at = m_known.erase(at);
    }
    std::ranges::sort(calm, [](const Labels &a, const Labels &b) { return a < b; });
    return calm;
}

std::optional<Timestamp> Flapping::nextCalm() const
{
    std::optional<Timestamp> next;
    for (const auto &[labels, known] : m_known) {
        if (known.isFlapping)
            next = std::min(next.value_or(Timestamp::max()), known.changedAt + m_window);
    }
    return next;
}

} // namespace alerts
