#include "probes/linux/uname.h"

#include "probes/linux/scan.h"
#include "probes/source/source.h"

#include <array>

namespace probes {

using metric::Result;

Result<void> UnameProbe::collect(Source &source, const metric::Clock &, metric::BatchBuilder &batch)
{
    struct Word {
        std::string_view label, path;
    };
    constexpr std::array kWords{
        Word{"sysname", "/proc/sys/kernel/ostype"},    Word{"release", "/proc/sys/kernel/osrelease"},     Word{"version", "/proc/sys/kernel/version"},
        Word{"nodename", "/proc/sys/kernel/hostname"}, Word{"domainname", "/proc/sys/kernel/domainname"},
    };
    std::array<std::string, kWords.size()> texts;
    std::array<metric::Label, kWords.size() + 1> labels;
    for (std::size_t i = 0; i < kWords.size(); ++i) {
        std::string text;
        if (auto read = source.read(kWords[i].path, text); !read)
            return read;
        if (auto whole = scan::complete(text, kWords[i].path); !whole)
            return whole;
        texts[i] = scan::validUtf8(scan::trimmed(text));
        labels[i] = {kWords[i].label, texts[i]};
    }
    const auto machine = source.machine();
    labels.back() = {"machine", machine};
    batch.add("node_uname_info", labels, 1);
    return {};
}

} // namespace probes
