#include "probes/linux/self_probe.h"
#include "probes/linux/process_files.h"
#include "probes/source/source.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace probes {

metric::Result<void> SelfProbe::collect(Source &source, const metric::Clock &, metric::BatchBuilder &batch)
{
    m_figures(batch);
    return collectProcess(source, batch);
}

// The number that follows `key`, or nothing.
static std::optional<double> numberAfter(std::string_view text, std::string_view key)
{
    const auto at = text.find(key);
    if (at == std::string_view::npos)
        return std::nullopt;
    auto rest = text.substr(at + key.size());
    rest.remove_prefix(std::min(rest.size(), rest.find_first_not_of(' ')));
    double number = 0;
    if (rest.starts_with("unlimited"))
        return std::numeric_limits<double>::infinity();
    const auto parsed = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    return parsed.ec == std::errc() ? std::optional(number) : std::nullopt;
}

metric::Result<void> SelfProbe::collectProcess(Source &source, metric::BatchBuilder &batch)
{
    ProcessStat stat;
    if (auto got = source.read("/proc/self/stat", m_text, Source::Keep::Yes); !got)
        return got;
    if (auto parsed = parseProcessStat(m_text, stat); !parsed)
        return parsed;
    batch.add("process_cpu_seconds_total", double(stat.userTicks + stat.systemTicks) / kUserHz);
    batch.add("process_resident_memory_bytes", double(stat.residentPages) * double(source.pageSize()));
    batch.add("process_virtual_memory_bytes", double(stat.virtualBytes));
    batch.add("process_threads", stat.threads);

    // Neither changes while we run.
    if (!m_startTime && source.read("/proc/stat", m_text)) {
        if (const auto booted = bootTime(m_text))
            m_startTime = *booted + double(stat.startTicks) / kUserHz;
    }
    if (!m_maxFds && source.read("/proc/self/limits", m_text))
        m_maxFds = numberAfter(m_text, "\nMax open files ");
    if (m_startTime)
        batch.add("process_start_time_seconds", *m_startTime);
    if (m_maxFds)
        batch.add("process_max_fds", *m_maxFds);
    if (source.list("/proc/self/fd", m_names))
        batch.add("process_open_fds", double(m_names.size()));
    return {};
}

} // namespace probes
