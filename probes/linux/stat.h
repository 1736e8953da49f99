#pragma once

#include "probes/probe.h"
#include "probes/source/source.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace probes {

// One processor's line of /proc/stat: time in ticks of 1/100 s (USER_HZ, the same on every architecture). Old kernels tell fewer modes.
struct CpuTimes {
    enum Mode { User, Nice, System, Idle, IoWait, Irq, SoftIrq, Steal, Guest, GuestNice, kModes };
    unsigned cpu;
    std::string_view name; // "0", in the parsed text
    std::array<std::uint64_t, kModes> ticks;
    std::size_t modes; // how many of them the line has
};

// proc(5), /proc/stat. What a line of the file does not tell is absent here.
struct ProcStat {
    std::vector<CpuTimes> cpus; // not the sum of all
    std::optional<std::uint64_t> interrupts, contextSwitches, bootTime, forks, running, blocked;
    std::vector<std::uint64_t> softIrqs; // by vector, in the kernel's order
};

// The result looks into `text`.
metric::Result<ProcStat> parseProcStat(std::string_view text);

// /proc/stat of the round: two probes tell parts of it, and making it is the dearest thing /proc does (a sum over all interrupts), so it is
// read and parsed once for both. A round is known by its time, which no two rounds share.
class StatFile {
public:
    metric::Result<const ProcStat *> ofRound(Source &source, metric::Timestamp round);

private:
    std::optional<metric::Timestamp> m_round;
    std::string m_text;
    metric::Result<ProcStat> m_stat;
};

// node_intr_total, node_context_switches_total, node_forks_total, node_boot_time_seconds, node_procs_*, node_softirqs_total.
class StatProbe final : public Probe {
public:
    explicit StatProbe(std::shared_ptr<StatFile> file = std::make_shared<StatFile>()) : m_file(std::move(file)) {}
    std::string_view name() const override { return "stat"; }
    metric::Result<void> collect(Source &source, const metric::Clock &clock, metric::BatchBuilder &batch) override;

private:
    const std::shared_ptr<StatFile> m_file;
};

} // namespace probes
