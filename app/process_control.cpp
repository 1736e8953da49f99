#include "app/process_control.h"

#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>

#include <sys/syscall.h>
#include <unistd.h>

namespace app {

using metric::ErrorCode;

// Field 22 of /proc/<pid>/stat in clock ticks since boot (proc(5)), with btime of /proc/stat; negative where it cannot be read.
static double startTimeOf(std::int64_t pid)
{
    std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
    std::string text((std::istreambuf_iterator<char>(stat)), {});
    const auto name = text.rfind(')'); // the command may hold anything before it
    if (name == std::string::npos)
        return -1;
    std::istringstream fields(text.substr(name + 1));
    std::string skipped;
    for (int field = 3; field < 22; ++field)
        fields >> skipped;
    double ticks = -1;
    fields >> ticks;
    std::ifstream system("/proc/stat");
    for (std::string line; std::getline(system, line);) {
        if (line.starts_with("btime "))
            return std::stod(line.substr(6)) + ticks / double(::sysconf(_SC_CLK_TCK));
    }
    return -1;
}

metric::Result<void> ProcessControl::send(std::int64_t pid, double startTime, Signal signal) const
{
    const int descriptor = int(::syscall(SYS_pidfd_open, pid_t(pid), 0));
    if (descriptor < 0)
        return metric::fail(errno == ESRCH ? ErrorCode::NotFound : ErrorCode::Io, errno == ESRCH ? "it has ended already" : std::strerror(errno));
    metric::Result<void> result;
    // btime may wobble by a second when the clock is set.
    if (std::abs(startTimeOf(pid) - startTime) > 2.0)
        result = metric::fail(ErrorCode::NotFound, "it has ended already, and its number belongs to another process now");
    else if (::syscall(SYS_pidfd_send_signal, descriptor, signal == Signal::Kill ? SIGKILL : SIGTERM, nullptr, 0) != 0)
        result = metric::fail(errno == EPERM ? ErrorCode::PermissionDenied : ErrorCode::Io,
                              errno == EPERM ? "it belongs to another user" : std::strerror(errno));
    ::close(descriptor);
    return result;
}

} // namespace app
