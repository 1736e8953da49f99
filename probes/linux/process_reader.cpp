#include "probes/linux/process_reader.h"
#include "probes/source/source.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace probes {

using std::chrono::nanoseconds;

// Every so many passes, for processes that are quiet and for those that are not.
static constexpr std::uint64_t kIoTurnsQuiet = 8;
static constexpr std::uint64_t kIoTurnsUnwatched = 2;
static constexpr std::uint64_t kStatusTurnsQuiet = 12;
static constexpr std::uint64_t kStatusTurns = 6;

static double secondsBetween(nanoseconds from, nanoseconds to) { return std::chrono::duration<double>(to - from).count(); }

metric::Result<void> ProcessReader::read(Source &source, const metric::Clock &clock, metric::Timestamp round)
{
    if (m_round == round)
        return {};
    if (auto listed = source.list("/proc", m_names); !listed)
        return listed;
    ++m_pass;
    m_before = std::exchange(m_now, clock.monotonic());
    m_bootTimeFresh = false;
    m_pssPids = m_focus->pssWanted();

    for (const auto &name : m_names) {
        int pid = 0;
        const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), pid);
        if (error != std::errc() || end != name.data() + name.size() || pid <= 0)
            continue;
        // Opening the file costs as much as reading it; what lives a moment only is not worth a descriptor.
        const auto keep = m_processes.contains(pid) ? Source::Keep::Yes : Source::Keep::No;
        if (!readStat(source, pid, keep))
            continue;
        auto &process = m_processes[pid];
        if (process.pid != 0 && process.stat.startTicks != m_stat.startTicks)
            process = Process{}; // another process under the same number
        process.pass = m_pass;
        update(source, pid, process);
    }
    std::erase_if(m_processes, [this](const auto &known) { return known.second.pass != m_pass; });
    if (m_processes.empty())
        return metric::fail(metric::ErrorCode::Unavailable, "/proc: no process could be read");
    m_round = round;
    return {};
}

void ProcessReader::update(Source &source, int pid, Process &process)
{
    const bool isNew = process.pid == 0;
    const bool executed = process.stat.name != m_stat.name;
    const auto used = [](const ProcessStat &stat) { return stat.userTicks + stat.systemTicks; };
    const auto before = used(process.stat);
    const auto now = used(m_stat);
    const bool ran = now != before || process.stat.minorFaults != m_stat.minorFaults || process.stat.majorFaults != m_stat.majorFaults;
    const auto elapsed = secondsBetween(m_before, m_now);
    process.cpuRatio = isNew || elapsed <= 0 ? kUnknown : double(now > before ? now - before : 0) / kUserHz / elapsed;
    process.pid = pid;
    std::swap(process.stat, m_stat);
    process.residentBytes = double(process.stat.residentPages) * double(source.pageSize());

    if (isNew || executed)
        readBirth(source, process);
    else if (isTurn(pid, ran ? kStatusTurns : kStatusTurnsQuiet))
        readStatus(source, process);
    // Hardly anything is read or written without running, and what ends is seen to end before it counts as quiet.
    const bool quiet = !ran && process.readRate == 0 && process.writeRate == 0;
    if (isTurn(pid, quiet ? kIoTurnsQuiet : m_focus->tableWanted() ? 1 : kIoTurnsUnwatched) || isNew)
        readIo(source, process);
    readPss(source, process);
}

metric::Result<void> ProcessReader::readFile(Source &source, int pid, std::string_view file, Source::Keep keep)
{
    m_path.clear();
    fmt::format_to(std::back_inserter(m_path), "/proc/{}/{}", pid, file);
    return source.read(m_path, m_text, keep);
}

bool ProcessReader::readStat(Source &source, int pid, Source::Keep keep)
{
    return readFile(source, pid, "stat", keep) && parseProcessStat(m_text, m_stat);
}

void ProcessReader::readBirth(Source &source, Process &process)
{
    process.name = cleanText(process.stat.name);
    process.ioDenied = false; // exec may have changed whose it is
    if (std::isnan(process.startTime)) {
        readBootTime(source);
        if (m_bootTime)
            process.startTime = *m_bootTime + double(process.stat.startTicks) / kUserHz;
    }
    readStatus(source, process);
    if (process.stat.kernelThread)
        return;
    // Reading it takes the process's mmap lock, hence once and not in every pass.
    process.command = readFile(source, process.pid, "cmdline") ? commandLine(m_text) : std::string();
    process.unit = readFile(source, process.pid, "cgroup") ? unitOfCgroup(m_text) : std::string();
}

void ProcessReader::readStatus(Source &source, Process &process)
{
    // A kernel thread's name changes with its work, its user never, and it has no memory of its own.
    if (process.stat.kernelThread && !process.user.empty())
        return;
    if (!readFile(source, process.pid, "status"))
        return;
    const auto before = process.status.uid;
    process.status = parseProcessStatus(m_text);
    if (process.status.uid && (process.status.uid != before || process.user.empty()))
        process.user = m_users.name(source, *process.status.uid, m_now);
}

void ProcessReader::readIo(Source &source, Process &process)
{
    if (process.stat.kernelThread || process.ioDenied)
        return;
    const auto before = std::exchange(process.io, std::nullopt);
    process.readRate = process.writeRate = kUnknown;
    const auto got = readFile(source, process.pid, "io");
    if (!got) {
        process.ioDenied = got.error().code == metric::ErrorCode::PermissionDenied;
        return;
    }
    const auto io = parseProcessIo(m_text);
    if (!io)
        return;
    process.io = *io;
    const auto elapsed = secondsBetween(std::exchange(process.ioTime, m_now), m_now);
    if (before && elapsed > 0 && io->readBytes >= before->readBytes && io->writtenBytes >= before->writtenBytes) {
        process.readRate = double(io->readBytes - before->readBytes) / elapsed;
        process.writeRate = double(io->writtenBytes - before->writtenBytes) / elapsed;
    }
}

void ProcessReader::readPss(Source &source, Process &process)
{
    process.pssBytes = kUnknown;
    if (!std::ranges::binary_search(m_pssPids, process.pid) || !readFile(source, process.pid, "smaps_rollup"))
        return;
    if (const auto pss = parseProcessPss(m_text))
        process.pssBytes = double(*pss);
}

void ProcessReader::readBootTime(Source &source)
{
    if (std::exchange(m_bootTimeFresh, true) || !source.read("/proc/stat", m_text, Source::Keep::Yes))
        return;
    const auto seconds = bootTime(m_text);
    // Where the clock is corrected it wobbles by a second; processes' start times ought not to.
    if (seconds && (!m_bootTime || std::abs(*seconds - *m_bootTime) > 1))
        m_bootTime = seconds;
}

} // namespace probes
