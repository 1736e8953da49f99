#pragma once

#include "probes/probe.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace probes {

// Microseconds since boot in which some task, or all of them, stood still for want of a resource (Documentation/accounting/psi).
struct Stall {
    std::optional<std::uint64_t> some, full;
};

// One file of /proc/pressure. The only parser that takes a last line without a newline.
metric::Result<Stall> parsePressure(std::string_view text);

// node_pressure_{cpu_waiting,io_waiting,io_stalled,memory_waiting,memory_stalled,irq_stalled}_seconds_total. A kernel without PSI has no
// such files, and one with PSI switched off refuses to read them (EOPNOTSUPP): both mean no data, and no failure.
class PressureProbe final : public Probe {
public:
    std::string_view name() const override { return "pressure"; }
    metric::Result<void> collect(Source &source, const metric::Clock &clock, metric::BatchBuilder &batch) override;

private:
    std::string m_text;
};

} // namespace probes
