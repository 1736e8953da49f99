#include "models/query/budget.h"

#include <fmt/format.h>

namespace query {

using metric::ErrorCode;

Budget::Budget(const EngineOptions &options, metric::Duration timeout, std::stop_token stop)
    : m_options(options), m_deadline(std::chrono::steady_clock::now() + timeout), m_timeout(timeout), m_stop(std::move(stop))
{
}

metric::Result<void> Budget::check() const
{
    if (m_stop.stop_requested())
        return metric::fail(ErrorCode::Cancelled, "query was canceled in expression evaluation");
    if (std::chrono::steady_clock::now() >= m_deadline)
        return metric::fail(ErrorCode::Timeout, fmt::format("query timed out in expression evaluation after {} s; ask for less or allow more time",
                                                            std::chrono::duration<double>(m_timeout).count()));
    return {};
}

metric::Result<void> Budget::hold(std::uint64_t samples)
{
    m_held += samples;
    if (m_held > m_options.maxSamples)
        return metric::fail(ErrorCode::LimitExceeded, "query processing would load too many samples into memory in query execution");
    if (m_held * sizeof(double) > m_options.maxBytes)
        return metric::fail(
            ErrorCode::LimitExceeded,
            fmt::format("query processing would take more than {} MiB of memory; ask for fewer series or a longer step", m_options.maxBytes >> 20));
    return check();
}

} // namespace query
