#include "app/process_control.h"

#include "probes/linux/process_files.h"
#include "probes/source/local_source.h"

#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstring>
#include <string>

#include <sys/syscall.h>
#include <unistd.h>

namespace app {

using metric::ErrorCode;

// In seconds since the epoch; negative where it cannot be read.
static double startTimeOf(std::int64_t pid)
{
    probes::LocalSource source;
    std::string text;
    probes::ProcessStat stat;
    if (!source.read("/proc/" + std::to_string(pid) + "/stat", text) || !probes::parseProcessStat(text, stat) || !source.read("/proc/stat", text))
        return -1;
    const auto booted = probes::bootTime(text);
    return booted ? *booted + double(stat.startTicks) / probes::kUserHz : -1;
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
