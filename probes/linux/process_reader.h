#pragma once

#include "models/metric/clock.h"
#include "models/metric/result.h"
#include "probes/linux/process_files.h"
#include "probes/linux/process_focus.h"
#include "probes/linux/user_names.h"

#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace probes {

class Source;

inline constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

// One process as the last pass found it. Its identity is (pid, stat.startTicks). Unknown is NaN, empty or nullopt.
struct Process {
    int pid = 0;
    ProcessStat stat;
    std::string name;            // stat.name, clean
    std::string user;            // name, or the number where it has none
    std::string command;         // the full command line; empty for kernel threads and for what was a zombie when first seen
    std::string unit;            // systemd unit or control group
    double startTime = kUnknown; // seconds since the epoch
    double residentBytes = kUnknown;
    double pssBytes = kUnknown; // only while asked for
    double cpuRatio = kUnknown; // of one core, since the pass before
    double readRate = kUnknown; // bytes per second, over the time between the last two readings of io
    double writeRate = kUnknown;
    std::optional<ProcessIo> io; // not for kernel threads
    ProcessStatus status;

    // The reader's own.
    std::uint64_t pass = 0;
    std::chrono::nanoseconds ioTime{0};
    bool ioDenied = false;
};

// Walks /proc once per round for both process probes of a target. What a file costs decides when it is read:
//   stat                    of every process in each pass
//   io                      in each pass while the table is looked at, else in every second; of quiet processes in every eighth
//   status                  in every sixth pass, of quiet processes in every twelfth, in turns
//   cmdline, cgroup, user   once, and again when the name changes (exec)
//   smaps_rollup            of those in the focus alone
// Quiet is a process that has not run since the pass before.
class ProcessReader {
public:
    explicit ProcessReader(std::shared_ptr<const ProcessFocus> focus) : m_focus(std::move(focus)) {}

    // A process that vanishes or can not be read is not there. Fails where /proc can not be listed or not one process be read.
    // The second call for one round answers from the first.
    [[nodiscard]] metric::Result<void> read(Source &source, const metric::Clock &clock, metric::Timestamp round);

    // By pid.
    const std::map<int, Process> &processes() const { return m_processes; }

private:
    bool readStat(Source &source, int pid, Source::Keep keep);
    // From m_stat and, as its turn comes, the other files.
    void update(Source &source, int pid, Process &process);
    void readBirth(Source &source, Process &process);
    void readStatus(Source &source, Process &process);
    void readIo(Source &source, Process &process);
    void readPss(Source &source, Process &process);
    void readBootTime(Source &source);
    // The file's text in m_text.
    metric::Result<void> readFile(Source &source, int pid, std::string_view file, Source::Keep keep = Source::Keep::No);
    bool isTurn(int pid, std::uint64_t turns) const { return (m_pass + std::uint64_t(pid)) % turns == 0; }

    std::shared_ptr<const ProcessFocus> m_focus;
    std::map<int, Process> m_processes;
    std::optional<metric::Timestamp> m_round;
    std::uint64_t m_pass = 0;
    std::chrono::nanoseconds m_now{0}; // monotonic, of this pass
    std::chrono::nanoseconds m_before{0};
    bool m_bootTimeFresh = false;
    std::optional<double> m_bootTime;
    std::vector<int> m_pssPids;
    UserNames m_users;

    // Reused.
    std::vector<std::string> m_names;
    std::string m_path;
    std::string m_text;
    ProcessStat m_stat;
};

} // namespace probes
