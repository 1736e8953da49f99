#include "models/items/incident_lanes.h"

#include "models/items/rule_texts.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>

namespace items {

using alerts::Incident;
using metric::Timestamp;

// Without a target at all it is the rule's own matter.
static std::string laneNameOf(const Incident &incident, LanesBy by)
{
    if (by == LanesBy::Rule)
        return std::to_string(incident.rule->id);
    const auto instance = incident.labels->get("instance");
    return instance.empty() ? incident.rule->target : std::string(instance);
}

IncidentLanes incidentLanes(std::span<const Incident> incidents, LanesBy by)
{
    struct Found {
        IncidentLanes::Lane lane;
        std::vector<std::size_t> incidents;
    };
    std::map<std::string, Found> found;
    for (std::size_t i = 0; i < incidents.size(); ++i) {
        const auto name = laneNameOf(incidents[i], by);
        auto &lane = found[name];
        if (lane.incidents.empty())
            lane.lane.title = by == LanesBy::Rule ? ruleText(incidents[i].rule->name) : QString::fromStdString(name);
        lane.incidents.push_back(i);
    }
    std::vector<Found> order;
    for (auto &[name, lane] : found)
        order.push_back(std::move(lane));
    std::ranges::sort(order, [](const Found &a, const Found &b) {
        return a.incidents.size() != b.incidents.size() ? a.incidents.size() > b.incidents.size() : a.lane.title < b.lane.title;
    });

    IncidentLanes lanes;
    lanes.places.resize(incidents.size());
    for (auto &each : order) {
        const auto began = [&](std::size_t i) { return std::pair(incidents[i].firingSince, i); };
        std::ranges::sort(each.incidents, {}, began);
        std::array<Timestamp, IncidentLanes::kMostTracks> free{};
        for (const auto i : each.incidents) {
            const auto &incident = incidents[i];
            const auto track = std::min<std::ptrdiff_t>(
                std::ranges::find_if(free, [&](Timestamp from) { return from <= incident.firingSince; }) - free.begin(), std::ssize(free) - 1);
            auto &end = free[std::size_t(track)];
            end = std::max(end, incident.state == alerts::AlertState::Resolved ? incident.resolvedAt : Timestamp::max());
            lanes.places[i] = {int(lanes.lanes.size()), int(track)};
            each.lane.tracks = std::max(each.lane.tracks, int(track) + 1);
        }
        each.lane.incidents = each.incidents.size();
        lanes.lanes.push_back(std::move(each.lane));
    }
    return lanes;
}

} // namespace items
