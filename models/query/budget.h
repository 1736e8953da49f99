#pragma once

#include "models/metric/clock.h"
#include "models/metric/result.h"
#include "models/query/promql_engine.h"

#include <chrono>
#include <cstdint>
#include <stop_token>

namespace query {

// What one question may cost, and whether anybody still waits for its answer. Asked once per series and subexpression, so that
// an evaluation ends within milliseconds of being stopped.
class Budget {
public:
    Budget(const EngineOptions &options, metric::Duration timeout, std::stop_token stop);

    // Cancelled, Timeout; cheap.
    metric::Result<void> check() const;
    // So many samples are held now; LimitExceeded where that is too many.
    metric::Result<void> hold(std::uint64_t samples);
    void release(std::uint64_t samples) { m_held -= samples; }
    std::uint64_t held() const { return m_held; }
    void look(std::uint64_t samples) { m_seen += samples; }
    std::uint64_t seen() const { return m_seen; }

private:
    const EngineOptions &m_options;
    const std::chrono::steady_clock::time_point m_deadline;
    const metric::Duration m_timeout;
    const std::stop_token m_stop;
    std::uint64_t m_held = 0;
    std::uint64_t m_seen = 0;
};

} // namespace query
