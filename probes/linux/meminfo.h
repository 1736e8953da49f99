#pragma once

#include "probes/probe.h"

#include <string>
#include <string_view>
#include <vector>

namespace probes {

// One field of /proc/meminfo under its series name, in bytes or, for node_memory_HugePages_*, a count.
struct MemoryField {
    std::string_view name;
    double value;
};

// The fields that node_exporter tells; others are left out. Which fields there are is the kernel's affair: before 3.14 there is no
// MemAvailable, and then none is told.
metric::Result<std::vector<MemoryField>> parseMeminfo(std::string_view text);

// node_memory_*.
class MeminfoProbe final : public Probe {
public:
    std::string_view name() const override { return "meminfo"; }
    metric::Result<void> collect(Source &source, const metric::Clock &clock, metric::BatchBuilder &batch) override;

private:
    std::string m_text;
};

} // namespace probes
