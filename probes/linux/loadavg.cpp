#include "probes/linux/loadavg.h"

#include "probes/linux/scan.h"
#include "probes/source/source.h"

namespace probes {

using metric::Result;

static constexpr std::string_view kLoadavg = "/proc/loadavg";

Result<std::array<double, 3>> parseLoadavg(std::string_view text)
{
    if (const auto whole = scan::complete(text, kLoadavg); !whole)
        return tl::unexpected(whole.error());
    auto line = scan::line(text);
    std::array<double, 3> loads{};
    for (auto &load : loads) {
        const auto word = scan::field(line);
        const auto value = scan::number<double>(word);
        if (!value || *value < 0)
            return scan::malformed(kLoadavg, word);
        load = *value;
    }
    return loads;
}

Result<void> LoadavgProbe::collect(Source &source, const metric::Clock &, metric::BatchBuilder &batch)
{
    if (auto read = source.read(kLoadavg, m_text, Source::Keep::Yes); !read)
        return read;
    const auto loads = parseLoadavg(m_text);
    if (!loads)
        return tl::unexpected(loads.error());
    batch.add("node_load1", (*loads)[0]);
    batch.add("node_load5", (*loads)[1]);
    batch.add("node_load15", (*loads)[2]);
    return {};
}

} // namespace probes
