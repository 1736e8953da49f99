// A probe whose every answer is a function of the test's.
#pragma once

#include "probes/probe.h"

#include <functional>
#include <string>

namespace tests {

class FakeProbe final : public probes::Probe {
public:
    using Collect = std::function<metric::Result<void>(metric::BatchBuilder &)>;

    FakeProbe(std::string name, Collect collect, metric::Duration interval = metric::Duration::zero(), std::string job = "node",
              metric::Labels labels = {})
        : m_name(std::move(name)), m_job(std::move(job)), m_interval(interval), m_labels(std::move(labels)), m_collect(std::move(collect))
    {
    }

    std::string_view name() const override { return m_name; }
    std::string_view job() const override { return m_job; }
    metric::Labels labels() const override { return m_labels; }
    metric::Duration interval() const override { return m_interval; }
    metric::Result<void> collect(probes::Source &, const metric::Clock &, metric::BatchBuilder &batch) override { return m_collect(batch); }

private:
    std::string m_name;
    std::string m_job;
    metric::Duration m_interval;
    metric::Labels m_labels;
    Collect m_collect;
};

} // namespace tests
