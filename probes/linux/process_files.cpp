#include "probes/linux/process_files.h"

#include "probes/linux/scan.h"

#include <array>

namespace probes {

using metric::ErrorCode;

static constexpr std::uint64_t kKernelThreadFlag = 0x00200000; // PF_KTHREAD
static constexpr std::size_t kLongestCommand = 4096;

template <class Number = std::uint64_t>
static std::optional<Number> firstNumber(std::string_view text)
{
    return scan::number<Number>(scan::field(text));
}

// The rest of the line that begins with `key`.
static std::optional<std::string_view> lineOf(std::string_view text, std::string_view key)
{
    while (!text.empty()) {
        const auto line = scan::line(text);
        if (line.starts_with(key))
            return line.substr(key.size());
    }
    return std::nullopt;
}

static std::optional<std::uint64_t> kibibytes(std::optional<std::string_view> rest)
{
    const auto number = rest ? firstNumber(*rest) : std::nullopt;
    return number && *number <= UINT64_MAX / 1024 ? std::optional(*number * 1024) : std::nullopt;
}

metric::Result<void> parseProcessStat(std::string_view text, ProcessStat &stat)
{
    // The name may hold spaces, ')' and line ends, so it ends at the last ')'.
    const auto open = text.find('(');
    const auto close = text.rfind(')');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open)
        return metric::fail(ErrorCode::Malformed, "process stat: no name in parentheses");
    stat.name.assign(text.substr(open + 1, close - open - 1));

    auto rest = scan::trimmed(text.substr(close + 1));
    const auto state = scan::field(rest);
    if (state.size() != 1)
        return metric::fail(ErrorCode::Malformed, "process stat: no state");
    stat.state = state.front();

    // Numbered as in proc(5): field 3 was the state.
    std::uint64_t flags = 0;
    std::int64_t resident = 0;
    bool good = true;
    for (int field = 4; field <= 24; ++field) {
        const auto word = scan::field(rest);
        const auto take = [&]<class Number>(Number &into) {
            const auto number = scan::number<Number>(word);
            good &= number.has_value();
            into = number.value_or(Number{});
        };
        switch (field) {
        case 4: take(stat.ppid); break;
        case 9: take(flags); break;
        case 10: take(stat.minorFaults); break;
        case 12: take(stat.majorFaults); break;
        case 14: take(stat.userTicks); break;
        case 15: take(stat.systemTicks); break;
        case 19: take(stat.nice); break;
        case 20: take(stat.threads); break;
        case 22: take(stat.startTicks); break;
        case 23: take(stat.virtualBytes); break;
        case 24: take(resident); break;
        default: break;
        }
    }
    if (!good)
        return metric::fail(ErrorCode::Malformed, "process stat: a field is missing or not a number");
    stat.kernelThread = (flags & kKernelThreadFlag) != 0;
    stat.residentPages = resident > 0 ? std::uint64_t(resident) : 0;
    return {};
}

metric::Result<ProcessIo> parseProcessIo(std::string_view text)
{
    const auto read = lineOf(text, "read_bytes:");
    const auto written = lineOf(text, "write_bytes:");
    const auto readBytes = read ? firstNumber(*read) : std::nullopt;
    const auto writtenBytes = written ? firstNumber(*written) : std::nullopt;
    if (!readBytes || !writtenBytes)
        return metric::fail(ErrorCode::Malformed, "process io: read_bytes or write_bytes is missing or not a number");
    return ProcessIo{*readBytes, *writtenBytes};
}

ProcessStatus parseProcessStatus(std::string_view text)
{
    ProcessStatus status;
    if (auto ids = lineOf(text, "Uid:")) {
        scan::field(*ids); // the real one
        status.uid = firstNumber<std::uint32_t>(*ids);
    }
    status.swappedBytes = kibibytes(lineOf(text, "VmSwap:"));
    if (const auto count = lineOf(text, "voluntary_ctxt_switches:"))
        status.voluntarySwitches = firstNumber(*count);
    if (const auto count = lineOf(text, "nonvoluntary_ctxt_switches:"))
        status.nonvoluntarySwitches = firstNumber(*count);
    return status;
}

std::optional<std::uint64_t> parseProcessPss(std::string_view text) { return kibibytes(lineOf(text, "Pss:")); }

std::optional<double> bootTime(std::string_view procStat)
{
    const auto rest = lineOf(procStat, "btime ");
    const auto seconds = rest ? firstNumber(*rest) : std::nullopt;
    return seconds ? std::optional(double(*seconds)) : std::nullopt;
}

std::string commandLine(std::string_view cmdline)
{
    cmdline = cmdline.substr(0, kLongestCommand);
    while (!cmdline.empty() && (cmdline.back() == '\0' || cmdline.back() == ' '))
        cmdline.remove_suffix(1);
    return cleanText(cmdline);
}

std::string unitOfCgroup(std::string_view text)
{
    // The unified hierarchy, else systemd's own of version 1, else whichever says more than "/".
    std::array<std::string_view, 3> candidates;
    while (!text.empty()) {
        const auto line = scan::line(text);
        const auto first = line.find(':');
        const auto second = first == std::string_view::npos ? first : line.find(':', first + 1);
        if (second == std::string_view::npos)
            continue;
        const auto path = line.substr(second + 1);
        const auto controllers = line.substr(first + 1, second - first - 1);
        const std::size_t rank = controllers.empty() ? 0 : controllers == "name=systemd" ? 1 : 2;
        if (path.size() > 1 && candidates[rank].empty())
            candidates[rank] = path;
    }
    for (const auto path : candidates) {
        std::string_view last;
        for (auto rest = path; !rest.empty();) {
            const auto slash = rest.rfind('/');
            const auto part = slash == std::string_view::npos ? rest : rest.substr(slash + 1);
            if (part.ends_with(".service") || part.ends_with(".scope"))
                return cleanText(part);
            if (last.empty())
                last = part;
            rest = slash == std::string_view::npos ? std::string_view() : rest.substr(0, slash);
        }
        if (!last.empty())
            return cleanText(last);
    }
    return {};
}

std::string cleanText(std::string_view text)
{
    auto clean = scan::validUtf8(text);
    for (std::size_t at = 0; at < clean.size(); ++at) {
        const auto byte = static_cast<unsigned char>(clean[at]);
        if (byte < 0x20 || byte == 0x7F) // C0, DEL
            clean[at] = ' ';
        else if (byte == 0xC2 && static_cast<unsigned char>(clean[at + 1]) < 0xA0) // C1, which are two bytes
            clean.replace(at, 2, 1, ' ');
    }
    return clean;
}

} // namespace probes
