// Writes a process into a FakeSource as the kernel would.
#pragma once

#include "tests/support/fake_source.h"

#include <cstdint>
#include <string>

#include <fmt/format.h>

namespace tests {

struct FakeProcess {
    int pid = 100;
    std::string name = "worker";
    char state = 'S';
    int ppid = 1;
    std::uint64_t flags = 0x400000;
    std::uint64_t userTicks = 0;
    std::uint64_t systemTicks = 0;
    std::uint64_t minorFaults = 0;
    int threads = 1;
    std::uint64_t startTicks = 5000;
    std::uint64_t residentPages = 256;
    std::string command = std::string("/bin/worker\0--fast", 18);
    std::string cgroup = "0::/system.slice/worker.service\n";
    std::uint32_t uid = 1000;
    std::uint64_t switches = 0;
    std::uint64_t readBytes = 0;
    std::uint64_t writtenBytes = 0;

    void put(FakeSource &source) const
    {
        const auto file = [&](const char *of) -> metric::Result<std::string> & {
            return source.files.insert_or_assign(fmt::format("/proc/{}/{}", pid, of), std::string()).first->second;
        };
        file("stat") = fmt::format("{} ({}) {} {} 1 1 0 -1 {} {} 0 3 0 {} {} 0 0 20 5 {} 0 {} 8192000 {} 18446744073709551615 0 0\n", pid, name,
                                   state, ppid, flags, minorFaults, userTicks, systemTicks, threads, startTicks, residentPages);
        file("status") = fmt::format("Name:\t{}\nUid:\t{}\t{}\t0\t0\nVmSwap:\t  10 kB\nvoluntary_ctxt_switches:\t{}\n"
                                     "nonvoluntary_ctxt_switches:\t2\n",
                                     name, uid, uid, switches);
        file("cmdline") = command;
        file("cgroup") = cgroup;
        file("io") = fmt::format("rchar: 1\nwchar: 2\nread_bytes: {}\nwrite_bytes: {}\ncancelled_write_bytes: 0\n", readBytes, writtenBytes);
        file("smaps_rollup") = std::string("00400000-7fff ---p 00000000 00:00 0    [rollup]\nRss:   1024 kB\nPss:    512 kB\nPss_Dirty:  1 kB\n");
    }
};

// The rest of the machine.
inline void putMachine(FakeSource &source)
{
    source.files.insert_or_assign("/proc/stat", std::string("cpu  1 2 3\nintr 9 9\nctxt 1\nbtime 1600000000\nprocesses 3\n"));
    source.files.insert_or_assign("/proc/meminfo", std::string("MemTotal: 1 kB\n"));
    source.files.insert_or_assign("/etc/passwd", std::string("root:x:0:0:root:/root:/bin/sh\nanna:x:1000:1000::/home/anna:/bin/sh\n"));
}

} // namespace tests
