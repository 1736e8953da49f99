#include "probes/linux/vmstat.h"

#include "probes/linux/scan.h"
#include "probes/source/source.h"

namespace probes {

using metric::Result;

namespace {

constexpr std::string_view kVmstat = "/proc/vmstat";

bool isToldVmCounter(std::string_view key)
{
    return key.starts_with("pgpg") || key.starts_with("pswp") || key.starts_with("oom_kill") ||
           (key.starts_with("pg") && key.find("fault", 2) != std::string_view::npos);
}

} // namespace

Result<std::vector<VmCounter>> parseVmstat(std::string_view text)
{
    if (const auto whole = scan::complete(text, kVmstat); !whole)
        return tl::unexpected(whole.error());
    std::vector<VmCounter> counters;
    while (!text.empty()) {
        const auto full = scan::line(text);
        if (!isToldVmCounter(full))
            continue;
        auto line = full;
        const auto key = scan::field(line);
        const auto value = scan::number<std::uint64_t>(scan::field(line));
        if (!value)
            return scan::malformed(kVmstat, full);
        counters.push_back({key, *value});
    }
    if (counters.empty())
        return metric::fail(metric::ErrorCode::Malformed, "/proc/vmstat: holds nothing known");
    return counters;
}

Result<void> VmstatProbe::collect(Source &source, const metric::Clock &, metric::BatchBuilder &batch)
{
    if (auto read = source.read(kVmstat, m_text, Source::Keep::Yes); !read)
        return read;
    const auto counters = parseVmstat(m_text);
    if (!counters)
        return tl::unexpected(counters.error());
    for (const auto &[key, value] : *counters)
        batch.add(m_name.assign("node_vmstat_").append(key), double(value));
    return {};
}

} // namespace probes
