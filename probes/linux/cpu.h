#pragma once

#include "probes/linux/stat.h"

#include <utility>

namespace probes {

// node_cpu_seconds_total, node_cpu_guest_seconds_total, node_cpu_{core,package}_throttles_total, node_cpu_isolated, node_cpu_online.
//
// Guest time is already inside user and nice; it is told beside them, never to be added. Idle and I/O wait sometimes go back a
// little (the kernel estimates them for sleeping processors): the higher value stands. Idle that goes back by 3 s or more is a processor that
// was unplugged and came back: its counters start anew.
class CpuProbe final : public Probe {
public:
    explicit CpuProbe(std::shared_ptr<StatFile> file = std::make_shared<StatFile>()) : m_file(std::move(file)) {}
    std::string_view name() const override { return "cpu"; }
    metric::Result<void> collect(Source &source, const metric::Clock &clock, metric::BatchBuilder &batch) override;

private:
    // What /sys tells of the processors: a dozen files for each, so it is read every 5 s and told every round.
    struct Topology {
        struct Throttles {
            std::string package, core;
            double count;
        };
        std::vector<Throttles> cores;
        std::vector<Throttles> packages; // core is empty
        std::vector<std::string> isolated;
        std::vector<std::pair<std::string, double>> online;
    };
    static constexpr metric::Duration kTopologyInterval{5000};

    static metric::Result<Topology> readTopology(Source &source);
    void forward(const std::vector<CpuTimes> &cpus);

    const std::shared_ptr<StatFile> m_file;
    std::vector<std::optional<CpuTimes>> m_told; // by processor number; never goes back
    std::optional<metric::Timestamp> m_topologyRead;
    Topology m_topology;
};

// The next values to tell, from those told last and those just read.
CpuTimes forwardTimes(const CpuTimes &told, const CpuTimes &read);

} // namespace probes
