#include "probes/linux/sockstat.h"

#include "probes/linux/scan.h"
#include "probes/source/source.h"

#include <algorithm>

namespace probes {

using metric::Result;

namespace {

constexpr std::string_view kSockstat = "/proc/net/sockstat";
constexpr std::string_view kSockstat6 = "/proc/net/sockstat6";

// The words become part of a series' name.
bool isNameWord(std::string_view word)
{
    return !word.empty() &&
           std::ranges::all_of(word, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; });
}

} // namespace

Result<std::vector<SocketFigure>> parseSockstat(std::string_view text)
{
    if (const auto whole = scan::complete(text, kSockstat); !whole)
        return tl::unexpected(whole.error());
    std::vector<SocketFigure> figures;
    while (!text.empty()) {
        const auto full = scan::line(text);
        auto line = full;
        const auto colon = line.find(':');
        const auto protocol = scan::until(line, ':');
        if (colon == std::string_view::npos || !isNameWord(protocol))
            return scan::malformed(kSockstat, full);
        for (auto name = scan::field(line); !name.empty(); name = scan::field(line)) {
            const auto value = scan::number<std::uint64_t>(scan::field(line));
            if (!value || !isNameWord(name))
                return scan::malformed(kSockstat, full);
            figures.push_back({protocol, name, *value});
        }
    }
    return figures;
}

Result<void> SockstatProbe::collect(Source &source, const metric::Clock &, metric::BatchBuilder &batch)
{
    for (const auto path : {kSockstat, kSockstat6}) {
        if (auto read = source.read(path, m_text, Source::Keep::Yes); !read) {
            if (path == kSockstat6 && isAbsence(read.error()))
                continue;
            return read;
        }
        const auto figures = parseSockstat(m_text);
        if (!figures)
            return tl::unexpected(figures.error());
        for (const auto &[protocol, name, value] : *figures) {
            m_name.assign("node_sockstat_").append(protocol).append("_").append(name);
            batch.add(m_name, double(value));
            if (name == "mem" && (protocol == "TCP" || protocol == "UDP"))
                batch.add(m_name.append("_bytes"), double(value) * double(source.pageSize()));
        }
    }
    return {};
}

} // namespace probes
