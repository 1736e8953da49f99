#pragma once

#include "models/alerts/incident.h"

#include <QtCore/QString>

#include <span>
#include <vector>

namespace items {

enum class LanesBy { Rule, Target };

// Where an incident stands on a timeline: its lane, and within it a track of its own while another one fires there.
struct LanePlace {
    int lane = 0;
    int track = 0;
};

// Incidents side by side in time: a lane for each rule, or for each target.
struct IncidentLanes {
    struct Lane {
        QString title;
        int tracks = 1;
        std::size_t incidents = 0;
    };
    // More at the same time share the last track.
    static constexpr int kMostTracks = 4;

    std::vector<Lane> lanes;       // with the most incidents first
    std::vector<LanePlace> places; // of each incident, as they were given
};

// Those that still fire go on for ever.
IncidentLanes incidentLanes(std::span<const alerts::Incident> incidents, LanesBy by);

} // namespace items
