#include "probes/linux/cpu.h"

#include "probes/linux/scan.h"
#include "probes/linux/user_hz.h"

#include <fmt/format.h>

#include <algorithm>

namespace probes {

using metric::Result;

namespace {

constexpr std::uint64_t kUnpluggedTicks = 300;
constexpr std::string_view kCpuDirectory = "/sys/devices/system/cpu";
constexpr std::array<std::string_view, CpuTimes::kModes> kModeNames{"user", "nice",    "system", "idle", "iowait",
                                                                    "irq",  "softirq", "steal",  "user", "nice"};

bool isCpuName(std::string_view name) { return name.starts_with("cpu") && scan::number<unsigned>(name.substr(3)).has_value(); }

} // namespace

CpuTimes forwardTimes(const CpuTimes &told, const CpuTimes &read)
{
    const auto idleWas = told.ticks[CpuTimes::Idle];
    const auto idle = read.ticks[CpuTimes::Idle];
    if (idle < idleWas && idleWas - idle >= kUnpluggedTicks)
        return read;
    CpuTimes next = read;
    for (std::size_t mode = 0; mode < std::min(told.modes, read.modes); ++mode)
        next.ticks[mode] = std::max(told.ticks[mode], read.ticks[mode]);
    return next;
}

void CpuProbe::forward(const std::vector<CpuTimes> &cpus)
{
    unsigned largest = 0;
    for (const auto &cpu : cpus)
        largest = std::max(largest, cpu.cpu);
    // A processor that is away has no line; back again, it starts anew.
    std::vector<std::optional<CpuTimes>> next(std::size_t(largest) + 1);
    m_told.resize(next.size());
    for (const auto &cpu : cpus)
        next[cpu.cpu] = m_told[cpu.cpu] ? forwardTimes(*m_told[cpu.cpu], cpu) : cpu;
    m_told = std::move(next);
}

Result<CpuProbe::Topology> CpuProbe::readTopology(Source &source)
{
    Topology topology;
    Attributes attributes(source);
    std::vector<std::string> names;
    if (const auto listed = source.list(kCpuDirectory, names); !listed) {
        if (isAbsence(listed.error()))
            return topology;
        return tl::unexpected(listed.error());
    }
    if (const auto isolated = attributes.text(kCpuDirectory, "isolated"); isolated) {
        const auto members = scan::list(*isolated);
        if (!members)
            return tl::unexpected(members.error());
        for (const auto cpu : *members)
            topology.isolated.push_back(std::to_string(cpu));
    }
    std::erase_if(names, [](const auto &name) { return !isCpuName(name); });
    scan::sortNaturally(names);

    bool toldOnline = true;
    for (const auto &name : names) {
        const auto directory = fmt::format("{}/{}", kCpuDirectory, name);
        if (toldOnline) {
            const auto online = attributes.number<unsigned>(directory, "online", Source::Keep::Yes);
            if (!online)
                return tl::unexpected(online.error());
            // Where the first processor can not be switched off it has no such file, and a list without it would mislead.
            toldOnline = online->has_value() || name != names.front();
            if (*online)
                topology.online.emplace_back(name.substr(3), double(**online));
        }
        const auto package = attributes.text(directory, "topology/physical_package_id");
        if (!package || !scan::number<unsigned>(*package)) // -1: the machine does not know
            continue;
        Topology::Throttles throttles{std::string(*package), {}, 0};
        const auto core = attributes.text(directory, "topology/core_id");
        if (!core || !scan::number<unsigned>(*core))
            continue;
        const auto known = [](const auto &list, const auto &wanted) {
            return std::ranges::any_of(list, [&](const auto &t) { return t.package == wanted.package && t.core == wanted.core; });
        };
        const auto count = [&](std::string_view file, auto &list) -> Result<void> {
            if (known(list, throttles))
                return {};
            const auto value = attributes.number<std::uint64_t>(directory, file, Source::Keep::Yes);
            if (!value)
                return tl::unexpected(value.error());
            if (*value) {
                throttles.count = double(**value);
                list.push_back(throttles);
            }
            return {};
        };
        if (auto done = count("thermal_throttle/package_throttle_count", topology.packages); !done)
            return tl::unexpected(std::move(done.error()));
        throttles.core = *attributes.text(directory, "topology/core_id");
        if (auto done = count("thermal_throttle/core_throttle_count", topology.cores); !done)
            return tl::unexpected(std::move(done.error()));
    }
    return topology;
}

Result<void> CpuProbe::collect(Source &source, const metric::Clock &, metric::BatchBuilder &batch)
{
    const auto read = m_file->ofRound(source, batch.time());
    if (!read)
        return tl::unexpected(read.error());
    const auto &cpus = (*read)->cpus;
    if (cpus.empty())
        return metric::fail(metric::ErrorCode::Malformed, "/proc/stat: names no processor");
    if (!m_topologyRead || batch.time() - *m_topologyRead >= kTopologyInterval || batch.time() < *m_topologyRead) {
        auto topology = readTopology(source);
        if (!topology)
            return tl::unexpected(std::move(topology.error()));
        m_topology = std::move(*topology);
        m_topologyRead = batch.time();
    }

    forward(cpus);
    for (const auto &cpu : cpus) {
        const auto &times = *m_told[cpu.cpu];
        for (std::size_t mode = 0; mode < times.modes; ++mode) {
            const auto name = mode < CpuTimes::Guest ? "node_cpu_seconds_total" : "node_cpu_guest_seconds_total";
            batch.add(name, {{"cpu", cpu.name}, {"mode", kModeNames[mode]}}, double(times.ticks[mode]) / kUserHz);
        }
    }
    for (const auto &[package, core, count] : m_topology.cores)
        batch.add("node_cpu_core_throttles_total", {{"core", core}, {"package", package}}, count);
    for (const auto &[package, core, count] : m_topology.packages)
        batch.add("node_cpu_package_throttles_total", {{"package", package}}, count);
    for (const auto &cpu : m_topology.isolated)
        batch.add("node_cpu_isolated", {{"cpu", cpu}}, 1);
    for (const auto &[cpu, online] : m_topology.online)
        batch.add("node_cpu_online", {{"cpu", cpu}}, online);
    return {};
}

} // namespace probes
