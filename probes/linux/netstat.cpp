#include "probes/linux/netstat.h"

#include "probes/linux/scan.h"
#include "probes/source/source.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace probes {

using metric::Result;

namespace {

constexpr std::string_view kNetstat = "/proc/net/netstat";
constexpr std::string_view kSnmp = "/proc/net/snmp";
constexpr std::string_view kSnmp6 = "/proc/net/snmp6";

constexpr std::array<std::string_view, 7> kTcp{"ActiveOpens", "InSegs", "OutSegs", "OutRsts", "PassiveOpens", "RetransSegs", "CurrEstab"};
constexpr std::array<std::string_view, 5> kUdp{"InDatagrams", "OutDatagrams", "NoPorts", "RcvbufErrors", "SndbufErrors"};
constexpr std::array<std::string_view, 4> kTcpExt{"TCPSynRetrans", "TCPTimeouts", "TCPOFOQueue", "TCPRcvQDrop"};

bool isIn(std::string_view name, const auto &names) { return std::ranges::find(names, name) != names.end(); }

} // namespace

bool isToldProtocolCounter(std::string_view protocol, std::string_view name)
{
    if (name == "InErrors" || name == "InErrs")
        return true;
    if (protocol == "TcpExt")
        return name.starts_with("Listen") || name.starts_with("Syncookies") || isIn(name, kTcpExt);
    if (protocol == "Tcp")
        return isIn(name, kTcp);
    if (protocol == "Udp" || protocol == "Udp6")
        return isIn(name, kUdp);
    if (protocol == "Ip6" || protocol == "IpExt")
        return name == "InOctets" || name == "OutOctets";
    if (protocol == "Icmp" || protocol == "Icmp6")
        return name == "InMsgs" || name == "OutMsgs";
    return protocol == "Ip" && name == "Forwarding";
}

Result<std::vector<ProtocolCounter>> parseNetstat(std::string_view text)
{
    if (const auto whole = scan::complete(text, kNetstat); !whole)
        return tl::unexpected(whole.error());
    std::vector<ProtocolCounter> counters;
    counters.reserve(32);
    while (!text.empty()) {
        auto names = scan::line(text);
        auto values = scan::line(text);
        const auto protocol = scan::until(names, ':');
        if (protocol.empty() || scan::until(values, ':') != protocol)
            return scan::malformed(kNetstat, protocol);
        for (auto name = scan::field(names); !name.empty(); name = scan::field(names)) {
            const auto word = scan::field(values);
            if (word.empty())
                return scan::malformed(kNetstat, name);
            if (!isToldProtocolCounter(protocol, name))
                continue;
            const auto value = scan::number<std::uint64_t>(word);
            if (!value)
                return scan::malformed(kNetstat, word);
            counters.push_back({protocol, name, double(*value)});
        }
        if (const auto more = scan::field(values); !more.empty())
            return scan::malformed(kNetstat, more);
    }
    return counters;
}

Result<std::vector<ProtocolCounter>> parseSnmp6(std::string_view text)
{
    if (const auto whole = scan::complete(text, kSnmp6); !whole)
        return tl::unexpected(whole.error());
    std::vector<ProtocolCounter> counters;
    while (!text.empty()) {
        const auto full = scan::line(text);
        auto line = full;
        const auto key = scan::field(line);
        const auto six = key.find('6');
        if (six == std::string_view::npos)
            continue;
        const auto protocol = key.substr(0, six + 1), name = key.substr(six + 1);
        if (!isToldProtocolCounter(protocol, name))
            continue;
        const auto value = scan::number<std::uint64_t>(scan::field(line));
        if (!value)
            return scan::malformed(kSnmp6, full);
        counters.push_back({protocol, name, double(*value)});
    }
    return counters;
}

Result<void> NetstatProbe::collect(Source &source, const metric::Clock &, metric::BatchBuilder &batch)
{
    struct Table {
        std::string_view path;
        std::string &text;
        Result<std::vector<ProtocolCounter>> (*parse)(std::string_view);
        bool mayBeMissing;
    };
    for (const auto &table :
         {Table{kNetstat, m_netstat, parseNetstat, false}, Table{kSnmp, m_snmp, parseNetstat, false}, Table{kSnmp6, m_snmp6, parseSnmp6, true}})
    {
        if (auto read = source.read(table.path, table.text, Source::Keep::Yes); !read) {
            if (table.mayBeMissing && isAbsence(read.error()))
                continue;
            return read;
        }
        const auto counters = table.parse(table.text);
        if (!counters)
            return tl::unexpected(counters.error());
        for (const auto &[protocol, name, value] : *counters)
            batch.add(m_name.assign("node_netstat_").append(protocol).append("_").append(name), value);
    }
    return {};
}

} // namespace probes
