#pragma once

#include "probes/probe.h"

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace probes {

// A figure that the program tells about itself: a queue's length, the event loop's lag. `value` is called on the lane's thread and
// must be safe there; NaN means unknown and is left out.
struct SelfMetric {
    std::string name; // "vedette_queue_length"
    std::vector<std::pair<std::string, std::string>> labels;
    std::function<double()> value;
};

// The console as an application: process_* as every Prometheus client library names them, from /proc/self, and the program's own
// figures; job "vedette". Only for the machine the console runs on.
class SelfProbe final : public Probe {
public:
    explicit SelfProbe(std::vector<SelfMetric> metrics);

    std::string_view name() const override { return "self"; }
    std::string_view job() const override { return "vedette"; }
    metric::Result<void> collect(Source &source, const metric::Clock &clock, metric::BatchBuilder &batch) override;

private:
    metric::Result<void> collectProcess(Source &source, metric::BatchBuilder &batch);

    std::vector<SelfMetric> m_metrics;
    std::string m_text; // reused
    std::vector<std::string> m_names;
    std::optional<double> m_startTime; // seconds since the epoch, read once
    std::optional<double> m_maxFds;
};

} // namespace probes
