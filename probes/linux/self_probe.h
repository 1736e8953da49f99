#pragma once

#include "probes/probe.h"

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace probes {

// The console as an application: process_* as every Prometheus client library names them, from /proc/self, and what the program
// tells about itself (a queue's length, the event loop's lag); job "vedette". Only for the machine the console runs on.
class SelfProbe final : public Probe {
public:
    // Called on the lane's thread.
    using Figures = std::function<void(metric::BatchBuilder &)>;
    explicit SelfProbe(Figures figures) : m_figures(std::move(figures)) {}

    std::string_view name() const override { return "self"; }
    std::string_view job() const override { return "vedette"; }
    metric::Result<void> collect(Source &source, const metric::Clock &clock, metric::BatchBuilder &batch) override;

private:
    metric::Result<void> collectProcess(Source &source, metric::BatchBuilder &batch);

    const Figures m_figures;
    std::string m_text; // reused
    std::vector<std::string> m_names;
    std::optional<double> m_startTime; // seconds since the epoch, read once
    std::optional<double> m_maxFds;
};

} // namespace probes
