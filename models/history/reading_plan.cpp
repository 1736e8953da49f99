#include "models/history/reading_plan.h"

#include <algorithm>
#include <bitset>
#include <map>
#include <optional>

namespace history {

namespace {

// What there is of a day.
struct Coverage {
    std::bitset<kTiers.size()> tiers;
    bool fresh = false; // there are raw points that the roll-ups do not know

    // The nearest to the wanted one, finer ones first.
    std::optional<std::size_t> best(std::size_t wanted) const
    {
        const auto usable = [this](std::size_t tier) { return tiers[tier] && (tier == kRaw || !fresh); };
        for (std::size_t tier = wanted + 1; tier-- > 0;) {
            if (usable(tier))
                return tier;
        }
        for (std::size_t tier = wanted + 1; tier < kTiers.size(); ++tier) {
            if (usable(tier))
                return tier;
        }
        return std::nullopt;
    }
};

} // namespace

std::size_t tierFor(metric::Duration step)
{
    std::size_t tier = kRaw;
    while (tier + 1 < kTiers.size() && kTiers[tier + 1].step <= step)
        ++tier;
    return tier;
}

std::vector<Leg> planReading(const Partitions::List &partitions, series::TimeRange range, metric::Duration step)
{
    std::map<metric::Timestamp, Coverage> days;
    for (const auto &partition : partitions) {
        // Not further than it may reach, whatever the file says. Into the day behind it: the first schema knew no days.
        const auto last = dayOf(std::min({partition.to, range.to, partition.end()}));
        for (auto day = dayOf(std::max({partition.from, range.from, partition.day})); day <= last; day += kPartitionLength) {
            auto &coverage = days[day];
            coverage.tiers[partition.tier] = true;
            coverage.fresh = coverage.fresh || (partition.tier == kRaw && !partition.isRolledUp());
        }
    }
    std::vector<Leg> legs;
    for (const auto &[day, coverage] : days) {
        const auto tier = coverage.best(tierFor(step));
        if (!tier)
            continue;
        const series::TimeRange part{std::max<metric::Timestamp>(day, range.from),
                                     std::min<metric::Timestamp>(day + kPartitionLength - metric::Duration(1), range.to)};
        if (!legs.empty() && legs.back().tier == *tier)
            legs.back().range.to = part.to;
        else
            legs.push_back({*tier, part});
    }
    return legs;
}

} // namespace history
