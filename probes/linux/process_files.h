#pragma once

#include "models/metric/result.h"
#include "probes/linux/user_hz.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace probes {

// The files of /proc/<pid>, parsed: pure functions of their text (proc(5)). Their bytes are partly chosen by the processes
// themselves and so are hostile: names and command lines hold anything but NUL.

// /proc/<pid>/stat
struct ProcessStat {
    std::string name; // comm, at most 15 bytes (more for kernel threads), raw
    char state = '?';
    int ppid = 0;
    bool kernelThread = false;
    std::uint64_t minorFaults = 0;
    std::uint64_t majorFaults = 0;
    std::uint64_t userTicks = 0;
    std::uint64_t systemTicks = 0;
    int nice = 0;
    int threads = 0;
    std::uint64_t startTicks = 0; // since boot
    std::uint64_t virtualBytes = 0;
    std::uint64_t residentPages = 0;
};

// Into a struct that is used again, so that a pass over all processes allocates nothing.
[[nodiscard]] metric::Result<void> parseProcessStat(std::string_view text, ProcessStat &stat);

// /proc/<pid>/io: bytes that went to or came from storage. Same user or root only.
struct ProcessIo {
    std::uint64_t readBytes = 0;
    std::uint64_t writtenBytes = 0;
};
[[nodiscard]] metric::Result<ProcessIo> parseProcessIo(std::string_view text);

// /proc/<pid>/status; kernel threads and zombies have no memory lines.
struct ProcessStatus {
    std::optional<std::uint32_t> uid; // the effective one, as ps shows it
    std::optional<std::uint64_t> swappedBytes;
    std::optional<std::uint64_t> voluntarySwitches;
    std::optional<std::uint64_t> nonvoluntarySwitches;
};
ProcessStatus parseProcessStatus(std::string_view text);

// The proportional memory in /proc/<pid>/smaps_rollup, in bytes.
std::optional<std::uint64_t> parseProcessPss(std::string_view text);

// When the machine started, in seconds since the epoch: btime of /proc/stat. It wobbles by a second when the clock is corrected.
std::optional<double> bootTime(std::string_view procStat);

// The full command line as a person reads it: arguments parted by spaces, cut at 4 KiB; empty for kernel threads and zombies.
std::string commandLine(std::string_view cmdline);

// From /proc/<pid>/cgroup the last part that means something: the innermost systemd unit ("ssh.service", "session-2.scope"), else
// the last part of the path, else nothing.
std::string unitOfCgroup(std::string_view text);

// Text fit to be shown and to be a label: control characters become spaces, what is not UTF-8 becomes U+FFFD.
std::string cleanText(std::string_view text);

} // namespace probes
