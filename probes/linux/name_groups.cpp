#include "probes/linux/name_groups.h"

#include <algorithm>
#include <iterator>
#include <ranges>

namespace probes {

using metric::Label;

// Series are data: name, the label that tells them apart, and where the value stands in a process.
struct GroupCounter {
    std::string_view name;
    Label label;
    double scale;
    std::optional<std::uint64_t> (*of)(const Process &);
};
static const GroupCounter kGroupCounters[] = {
    {"namedprocess_namegroup_cpu_seconds_total", {"mode", "user"}, 1 / kUserHz, [](const Process &p) { return std::optional(p.stat.userTicks); }},
    {"namedprocess_namegroup_cpu_seconds_total", {"mode", "system"}, 1 / kUserHz, [](const Process &p) { return std::optional(p.stat.systemTicks); }},
    {"namedprocess_namegroup_major_page_faults_total", {}, 1, [](const Process &p) { return std::optional(p.stat.majorFaults); }},
    {"namedprocess_namegroup_minor_page_faults_total", {}, 1, [](const Process &p) { return std::optional(p.stat.minorFaults); }},
    {"namedprocess_namegroup_read_bytes_total", {}, 1, [](const Process &p) { return p.io ? std::optional(p.io->readBytes) : std::nullopt; }},
    {"namedprocess_namegroup_write_bytes_total", {}, 1, [](const Process &p) { return p.io ? std::optional(p.io->writtenBytes) : std::nullopt; }},
    {"namedprocess_namegroup_context_switches_total", {"ctxswitchtype", "voluntary"}, 1, [](const Process &p) { return p.status.voluntarySwitches; }},
    {"namedprocess_namegroup_context_switches_total",
     {"ctxswitchtype", "nonvoluntary"},
     1,
     [](const Process &p) { return p.status.nonvoluntarySwitches; }},
};
static_assert(std::size(kGroupCounters) == NameGroups::kCounters);

struct GroupGauge {
    std::string_view name;
    Label label;
    std::optional<double> (*of)(const Process &);
};
static const GroupGauge kGroupGauges[] = {
    {"namedprocess_namegroup_num_procs", {}, [](const Process &) { return std::optional(1.0); }},
    {"namedprocess_namegroup_num_threads", {}, [](const Process &p) { return std::optional(double(p.stat.threads)); }},
    {"namedprocess_namegroup_memory_bytes", {"memtype", "resident"}, [](const Process &p) { return std::optional(p.residentBytes); }},
    {"namedprocess_namegroup_memory_bytes", {"memtype", "virtual"}, [](const Process &p) { return std::optional(double(p.stat.virtualBytes)); }},
    {"namedprocess_namegroup_memory_bytes",
     {"memtype", "swapped"},
     [](const Process &p) { return p.status.swappedBytes ? std::optional(double(*p.status.swappedBytes)) : std::nullopt; }},
};
static_assert(std::size(kGroupGauges) == NameGroups::kGauges);

static constexpr std::string_view kStateNames[] = {"Running", "Sleeping", "Waiting", "Zombie", "Other"};
static constexpr std::string_view kStateLetters = "RSDZ"; // and any other letter is Other
static_assert(std::size(kStateNames) == NameGroups::kStates);

void NameGroups::count(const std::map<int, Process> &processes)
{
    ++m_pass;
    if (m_groups.size() > kMostGroups)
        std::erase_if(m_groups, [](const auto &group) { return group.second.empty; });
    for (auto &group : std::views::values(m_groups)) {
        for (auto &gauge : group.gauges) {
            if (gauge)
                gauge = 0;
        }
        group.states = {};
        group.oldestStart.reset();
        group.empty = true;
    }
    for (const auto &process : std::views::values(processes)) {
        if (!process.command.empty())
            add(process);
    }
    std::erase_if(m_members, [this](const auto &member) { return member.second.pass != m_pass; });
}

NameGroups::Group &NameGroups::groupOf(const std::string &name)
{
    if (const auto found = m_groups.find(name); found != m_groups.end())
        return found->second;
    return m_groups[m_groups.size() < kMostGroups ? name : "(other)"];
}

void NameGroups::add(const Process &process)
{
    auto &group = groupOf(process.name);
    group.empty = false;

    auto &member = m_members[process.pid];
    if (member.startTicks != process.stat.startTicks)
        member = Member{process.stat.startTicks, {}, 0};
    member.pass = m_pass;
    for (std::size_t i = 0; i < kCounters; ++i) {
        const auto now = kGroupCounters[i].of(process);
        if (!now)
            continue;
        const auto before = std::exchange(member.seen[i], now).value_or(*now);
        group.counters[i] = group.counters[i].value_or(0) + (*now > before ? *now - before : 0);
    }
    for (std::size_t i = 0; i < kGauges; ++i) {
        if (const auto now = kGroupGauges[i].of(process))
            group.gauges[i] = group.gauges[i].value_or(0) + *now;
    }
    ++group.states[std::min(kStateLetters.find(process.stat.state), kStates - 1)];
    if (!std::isnan(process.startTime))
        group.oldestStart = std::min(group.oldestStart.value_or(process.startTime), process.startTime);
}

void NameGroups::write(metric::BatchBuilder &batch) const
{
    for (const auto &[name, group] : m_groups) {
        const auto put = [&, &groupName = name](std::string_view series, Label label, double value) {
            const Label labels[] = {{"groupname", groupName}, label};
            batch.add(series, std::span(labels, label.name.empty() ? 1 : 2), value);
        };
        for (std::size_t i = 0; i < kCounters; ++i) {
            if (group.counters[i])
                put(kGroupCounters[i].name, kGroupCounters[i].label, double(*group.counters[i]) * kGroupCounters[i].scale);
        }
        for (std::size_t i = 0; i < kGauges; ++i) {
            if (group.gauges[i])
                put(kGroupGauges[i].name, kGroupGauges[i].label, *group.gauges[i]);
        }
        for (std::size_t i = 0; i < kStates; ++i)
            put("namedprocess_namegroup_states", {"state", kStateNames[i]}, group.states[i]);
        if (group.oldestStart)
            put("namedprocess_namegroup_oldest_start_time_seconds", {}, *group.oldestStart);
    }
}

} // namespace probes
