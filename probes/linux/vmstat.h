#pragma once

#include "probes/probe.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace probes {

struct VmCounter {
    std::string_view key; // in the parsed text: "pgpgin"
    std::uint64_t value;
};

// The lines that node_exporter's filter ^(oom_kill|pgpg|pswp|pg.*fault).* lets through. pgpgin and pgpgout count KiB, pswp* pages.
metric::Result<std::vector<VmCounter>> parseVmstat(std::string_view text);

// node_vmstat_*.
class VmstatProbe final : public Probe {
public:
    std::string_view name() const override { return "vmstat"; }
    metric::Result<void> collect(Source &source, const metric::Clock &clock, metric::BatchBuilder &batch) override;

private:
    std::string m_text, m_name;
};

} // namespace probes
