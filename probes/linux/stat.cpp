#include "probes/linux/stat.h"

#include "probes/linux/scan.h"

namespace probes {

using metric::Result;

namespace {

constexpr std::string_view kStat = "/proc/stat";
constexpr unsigned kLargestCpu = 65535;
constexpr std::array<std::string_view, 10> kSoftIrqNames{"hi",           "timer",   "net_tx", "net_rx",  "block",
                                                         "block_iopoll", "tasklet", "sched",  "hrtimer", "rcu"};

Result<CpuTimes> parseCpu(std::string_view name, std::string_view rest)
{
    CpuTimes times{};
    const auto cpu = scan::number<unsigned>(name);
    if (!cpu || *cpu > kLargestCpu)
        return scan::malformed(kStat, name);
    times.cpu = *cpu;
    times.name = name;
    while (times.modes < CpuTimes::kModes) {
        const auto word = scan::field(rest);
        if (word.empty())
            break;
        const auto ticks = scan::number<std::uint64_t>(word);
        if (!ticks)
            return scan::malformed(kStat, word);
        times.ticks[times.modes++] = *ticks;
    }
    if (times.modes <= CpuTimes::Idle) // no kernel ever told fewer than four
        return scan::malformed(kStat, name);
    return times;
}

} // namespace

Result<ProcStat> parseProcStat(std::string_view text)
{
    if (const auto whole = scan::complete(text, kStat); !whole)
        return tl::unexpected(whole.error());
    ProcStat stat;
    while (!text.empty()) {
        auto line = scan::line(text);
        const auto key = scan::field(line);
        if (key.starts_with("cpu")) {
            if (key.size() == 3)
                continue;
            auto times = parseCpu(key.substr(3), line);
            if (!times)
                return tl::unexpected(std::move(times.error()));
            stat.cpus.push_back(*times);
            continue;
        }
        if (key == "softirq") {
            scan::field(line); // the sum
            for (auto word = scan::field(line); !word.empty(); word = scan::field(line)) {
                const auto count = scan::number<std::uint64_t>(word);
                if (!count)
                    return scan::malformed(kStat, word);
                stat.softIrqs.push_back(*count);
            }
            continue;
        }
        std::optional<std::uint64_t> *value = nullptr;
        if (key == "intr")
            value = &stat.interrupts;
        else if (key == "ctxt")
            value = &stat.contextSwitches;
        else if (key == "btime")
            value = &stat.bootTime;
        else if (key == "processes")
            value = &stat.forks;
        else if (key == "procs_running")
            value = &stat.running;
        else if (key == "procs_blocked")
            value = &stat.blocked;
        else
            continue; // "swap", "page" of old kernels, and whatever comes
        const auto word = scan::field(line);
        *value = scan::number<std::uint64_t>(word);
        if (!*value)
            return scan::malformed(kStat, word);
    }
    if (stat.cpus.empty() && !stat.contextSwitches)
        return metric::fail(metric::ErrorCode::Malformed, "/proc/stat: holds nothing known");
    return stat;
}

Result<const ProcStat *> StatFile::ofRound(Source &source, metric::Timestamp round)
{
    if (m_round != round) {
        m_round = round;
        if (auto read = source.read(kStat, m_text, Source::Keep::Yes); read)
            m_stat = parseProcStat(m_text);
        else
            m_stat = tl::unexpected(std::move(read.error()));
    }
    if (!m_stat)
        return tl::unexpected(m_stat.error());
    return &*m_stat;
}

Result<void> StatProbe::collect(Source &source, const metric::Clock &, metric::BatchBuilder &batch)
{
    const auto read = m_file->ofRound(source, batch.time());
    if (!read)
        return tl::unexpected(read.error());
    const ProcStat &stat = **read;
    const auto add = [&batch](std::string_view name, std::optional<std::uint64_t> value) {
        if (value)
            batch.add(name, double(*value));
    };
    add("node_intr_total", stat.interrupts);
    add("node_context_switches_total", stat.contextSwitches);
    add("node_forks_total", stat.forks);
    add("node_boot_time_seconds", stat.bootTime);
    add("node_procs_running", stat.running);
    add("node_procs_blocked", stat.blocked);
    for (std::size_t i = 0; i < std::min(stat.softIrqs.size(), kSoftIrqNames.size()); ++i)
        batch.add("node_softirqs_total", {{"vector", kSoftIrqNames[i]}}, double(stat.softIrqs[i]));
    return {};
}

} // namespace probes
