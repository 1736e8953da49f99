#pragma once

#include "models/alerts/incident.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

// What the past says about alerts and their rules. Pure functions; a range is looked at as it stood at its end, so that what happened later
// (an end, an acknowledgement) does not count.
namespace alerts {

// Who fires shorter, and ends by itself, fired for nothing.
inline constexpr metric::Duration kNoise = std::chrono::minutes(1);

// Of the incidents that fired at any time of the range.
struct AlertFigures {
    std::size_t incidents = 0;
    std::size_t began = 0; // the ones that did so within the range
    std::size_t ended = 0;
    std::size_t acknowledged = 0;
    std::size_t noise = 0;    // ended by themselves within kNoise
    std::size_t flapping = 0; // began while their alert flapped (see Flapping), as far as the range tells
    // The time they fired within the range, added up: two at once count twice.
    metric::Duration firing{0};
    // Of whole incidents, be it that they began before the range: from the beginning to the first acknowledgement, and to the end.
    metric::Duration untilAcknowledged{0}; // of the acknowledged ones, added up
    metric::Duration untilEnded{0};        // of the ended ones, added up

    std::size_t unacknowledged() const { return incidents - acknowledged; }
    std::size_t open() const { return incidents - ended; } // still firing at the end of the range
    // None where there is nothing to take it of.
    std::optional<metric::Duration> meanFiring() const;
    std::optional<metric::Duration> mtta() const; // mean time to acknowledge
    std::optional<metric::Duration> mttr() const; // mean time to resolve
    std::optional<double> noiseShare() const;     // of the ended ones, 0..1

    friend bool operator==(const AlertFigures &, const AlertFigures &) = default;
};

struct RuleFigures {
    IncidentRuleRef rule; // as it was when it fired last
    AlertFigures figures;
};

// Beginnings by weekday (0 to 6, Sunday is 0) and hour of day.
using HourGrid = std::array<std::array<std::uint32_t, 24>, 7>;
// How far a clock on the wall is ahead of UTC at a moment.
using WallOffset = std::function<std::chrono::seconds(metric::Timestamp time)>;

struct AlertAnalytics {
    AlertFigures all;
    std::vector<RuleFigures> rules; // noisiest first: by how many incidents, then by how long they fired
    HourGrid hours{};               // of those that began within the range
};

// Incidents outside the range count nowhere. REQUIRES: the range does not reach into the future, or what fires is taken to go on until its end.
AlertAnalytics analyse(std::span<const Incident> incidents, const TimeRange &range, const WallOffset &wallOffset);

} // namespace alerts
