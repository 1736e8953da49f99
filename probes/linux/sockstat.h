#pragma once

#include "probes/probe.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace probes {

// One figure of /proc/net/sockstat or sockstat6: "TCP" "inuse" 4. Texts lie in the parsed text.
struct SocketFigure {
    std::string_view protocol, name;
    std::uint64_t value;
};
metric::Result<std::vector<SocketFigure>> parseSockstat(std::string_view text);

// node_sockstat_*, and node_sockstat_{TCP,UDP}_mem_bytes from pages of the machine's size. A machine without IPv6 has no sockstat6.
class SockstatProbe final : public Probe {
public:
    std::string_view name() const override { return "sockstat"; }
    metric::Result<void> collect(Source &source, const metric::Clock &clock, metric::BatchBuilder &batch) override;

private:
    std::string m_text, m_name;
};

} // namespace probes
