#pragma once

#include "models/alerts/incident.h"

#include <optional>
#include <span>

namespace alerts {

// Shorter ones are nobody's business.
inline constexpr metric::Duration kAbsence = std::chrono::minutes(5);

// Since when nobody looks, and for how long somebody has to be gone to be told what happened. Time comes in.
class Absence {
public:
    // Nobody looks any more; the first time counts, until somebody is back.
    void left(metric::Timestamp now);
    // Somebody looks again. The absence, if there was one and it was long enough; each is answered once.
    std::optional<TimeRange> returned(metric::Timestamp now);

private:
    std::optional<metric::Timestamp> m_since;
};

// What happened in an absence.
struct AbsenceReport {
    metric::Timestamp since{};
    std::size_t fired = 0;     // began in it
    std::size_t over = 0;      // of those, the ones that ended in it too
    std::size_t endedOnes = 0; // had begun before, and ended in it

    bool isWorthTelling() const { return fired + endedOnes > 0; }
};

AbsenceReport reportOf(std::span<const Incident> incidents, const TimeRange &absence);

} // namespace alerts
