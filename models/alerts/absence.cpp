#include "models/alerts/absence.h"

#include <utility>

namespace alerts {

using metric::Timestamp;

void Absence::left(Timestamp now)
{
    if (!m_since)
        m_since = now;
}

std::optional<TimeRange> Absence::returned(Timestamp now)
{
    const auto since = std::exchange(m_since, std::nullopt);
    if (!since || now - *since < kAbsence)
        return std::nullopt;
    return TimeRange{*since, now};
}

AbsenceReport reportOf(std::span<const Incident> incidents, const TimeRange &absence)
{
    AbsenceReport report{.since = absence.from};
    for (const auto &incident : incidents) {
        if (!firedWithin(incident, absence))
            continue;
        const bool began = incident.firingSince >= absence.from;
        const bool ended = incident.state == AlertState::Resolved && incident.resolvedAt < absence.to;
        report.fired += began;
        report.over += began && ended;
        report.endedOnes += !began && ended;
    }
    return report;
}

} // namespace alerts
