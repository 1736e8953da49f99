// What a machine tells every second, made up: constants, counters, gauges, decimals, in about the mixture of a real one.
#pragma once

#include "models/metric/batch.h"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace tests {

class MachineBatches {
public:
    explicit MachineBatches(int series = 1500, std::uint64_t seed = 1) : m_random(seed)
    {
        for (int i = 0; i < series; ++i) {
            const auto name = "node_metric_" + std::to_string(i / 25) + "_total";
            const auto device = "device" + std::to_string(i % 25);
            m_labels.push_back(std::make_shared<const metric::Labels>(
                metric::Labels{{metric::kMetricName, name}, {"device", device}, {"job", "node"}, {"instance", "anvil"}}));
            m_values.push_back(double(m_random() % 100000));
        }
    }

    metric::BatchRef next(metric::Timestamp time)
    {
        auto batch = std::make_shared<metric::Batch>();
        batch->target = "local";
        batch->time = time;
        for (std::size_t i = 0; i < m_labels.size(); ++i) {
            auto &value = m_values[i];
            switch (i % 20) {
            case 0: value += double(m_random() % 5000); break;                                             // a counter of bytes
            case 1: value = double(std::llround(value * 100) + std::int64_t(m_random() % 3)) / 100; break; // of CPU seconds
            case 2: value = 1e9 + double(m_random() % 1000) * 4096; break;                                 // memory in use
            case 3: value = std::generate_canonical<double, 53>(m_random); break;                          // a ratio
            case 4: value += m_random() % 30 == 0 ? 1 : 0; break;                                          // a rare event
            default: break;                                                                                // most never change
            }
            batch->samples.push_back({m_labels[i], value});
        }
        return batch;
    }

    const std::vector<metric::LabelsRef> &labels() const { return m_labels; }

private:
    std::mt19937_64 m_random;
    std::vector<metric::LabelsRef> m_labels;
    std::vector<double> m_values;
};

} // namespace tests
