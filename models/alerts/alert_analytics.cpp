#include "models/alerts/alert_analytics.h"

#include "models/alerts/flapping.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace alerts {

using metric::Duration;
using metric::Timestamp;

static std::optional<Duration> mean(Duration sum, std::size_t count) { return count == 0 ? std::nullopt : std::optional(sum / std::int64_t(count)); }

std::optional<Duration> AlertFigures::meanFiring() const { return mean(firing, incidents); }
std::optional<Duration> AlertFigures::mtta() const { return mean(untilAcknowledged, acknowledged); }
std::optional<Duration> AlertFigures::mttr() const { return mean(untilEnded, ended); }
std::optional<double> AlertFigures::noiseShare() const { return ended == 0 ? std::nullopt : std::optional(double(noise) / double(ended)); }

namespace {

bool endedWithin(const Incident &incident, const TimeRange &range)
{
    return incident.state == AlertState::Resolved && incident.resolvedAt < range.to;
}

void count(AlertFigures &figures, const Incident &incident, const TimeRange &range, bool isFlapping)
{
    const bool hasEnded = endedWithin(incident, range);
    ++figures.incidents;
    figures.began += incident.firingSince >= range.from;
    figures.flapping += isFlapping;
    figures.firing += std::max((hasEnded ? incident.resolvedAt : range.to) - std::max(incident.firingSince, range.from), Duration::zero());
    if (incident.acknowledgedAt >= incident.firingSince && incident.acknowledgedAt < range.to) {
        ++figures.acknowledged;
        figures.untilAcknowledged += incident.acknowledgedAt - incident.firingSince;
    }
    if (!hasEnded)
        return;
    // A clock that was set back between the two leaves an incident without a length.
    const auto lasted = std::max(incident.resolvedAt - incident.firingSince, Duration::zero());
    ++figures.ended;
    figures.untilEnded += lasted;
    figures.noise += !incident.endedByHand && lasted <= kNoise;
}

// What happened in a range, in order, for the flapping ones are found by what went before.
struct Move {
    Timestamp time;
    bool isBegin;
    std::size_t incident;
};

// Whether each incident began while its alert flapped. One rule's alert on one label set, wherever the rule moved.
std::vector<bool> flappingOnes(std::span<const Incident> incidents, const TimeRange &range)
{
    std::vector<Move> moves;
    for (std::size_t i = 0; i < incidents.size(); ++i) {
        if (!firedWithin(incidents[i], range))
            continue;
        moves.push_back({incidents[i].firingSince, true, i});
        if (endedWithin(incidents[i], range))
            moves.push_back({incidents[i].resolvedAt, false, i});
    }
    std::ranges::sort(moves, [](const Move &a, const Move &b) {
        return std::tie(a.time, a.isBegin, a.incident) < std::tie(b.time, b.isBegin, b.incident); // an end before the next beginning
    });
    std::vector<bool> areFlapping(incidents.size());
    Flapping flapping;
    for (const auto &move : moves) {
        const auto &labels = *incidents[move.incident].labels;
        if (move.isBegin)
            areFlapping[move.incident] = flapping.began(labels, move.time);
        else
            flapping.ended(labels, move.time);
    }
    return areFlapping;
}

void countHour(HourGrid &hours, Timestamp time, const WallOffset &wallOffset)
{
    const auto local = time + wallOffset(time);
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const auto hour = std::chrono::floor<std::chrono::hours>(local - day).count();
    ++hours[std::chrono::weekday(std::chrono::sys_days(day)).c_encoding()][std::size_t(hour)];
}

} // namespace

AlertAnalytics analyse(std::span<const Incident> incidents, const TimeRange &range, const WallOffset &wallOffset)
{
    AlertAnalytics analytics;
    const auto areFlapping = flappingOnes(incidents, range);
    std::unordered_map<std::int64_t, std::size_t> places;
    std::vector<Timestamp> newest;
    for (std::size_t i = 0; i < incidents.size(); ++i) {
        const auto &incident = incidents[i];
        if (!firedWithin(incident, range))
            continue;
        const auto [place, isNew] = places.try_emplace(incident.rule->id, analytics.rules.size());
        if (isNew) {
            analytics.rules.push_back({incident.rule, {}});
            newest.push_back(incident.firingSince);
        }
        auto &rule = analytics.rules[place->second];
        if (incident.firingSince > newest[place->second]) {
            newest[place->second] = incident.firingSince;
            rule.rule = incident.rule;
        }
        count(rule.figures, incident, range, areFlapping[i]);
        count(analytics.all, incident, range, areFlapping[i]);
        if (incident.firingSince >= range.from)
            countHour(analytics.hours, incident.firingSince, wallOffset);
    }
    std::ranges::sort(analytics.rules, [](const RuleFigures &a, const RuleFigures &b) {
        return std::tie(b.figures.incidents, b.figures.firing, a.rule->name, a.rule->id) <
               std::tie(a.figures.incidents, a.figures.firing, b.rule->name, b.rule->id);
    });
    return analytics;
}

} // namespace alerts
