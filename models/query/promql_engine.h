#pragma once

#include "models/query/definitions.h"
#include "models/query/engine.h"
#include "models/series/reader.h"

#include <cstdint>
#include <vector>

namespace query {

struct EngineOptions {
    metric::Duration lookback = std::chrono::minutes(5);
    metric::Duration defaultSubqueryStep = std::chrono::minutes(1);
    // Of one question, each LimitExceeded beyond it: samples held at once, moments of a range, bytes held.
    std::uint64_t maxSamples = 50'000'000;
    std::int64_t maxPoints = 11'000;
    std::uint64_t maxBytes = std::uint64_t(1) << 30;
    metric::Duration timeout = std::chrono::minutes(2); // Timeout beyond it
    // Prometheus's "promql-delayed-name-removal": the name is dropped at the end, so that label_replace() still sees it.
    bool delayedNameRemoval = false;
    // As Prometheus 2 had it: ranges and look-back include their left end, [t - range, t]. For comparing with one.
    bool leftClosed = false;
    // Parsed, the ones asked last. Whoever asks more in turn than are kept has each parsed anew every time.
    std::size_t keptExpressions = 128;
};

class SharedResults;

// PromQL as Prometheus 3.5 answers it, over a Reader. Native histograms are not kept, so functions for them alone are refused.
// Names may stand for expressions; what they come to shows its gaps (Question::showsGaps), whoever asks. Keeps nothing between
// calls but parsed expressions, and small results for as long as the data are the same; safe from any thread as long as the Reader is.
class PromqlEngine : public Engine {
public:
    // REQUIRES: the reader outlives this.
    explicit PromqlEngine(const series::Reader &reader, const EngineOptions &options = {}, std::vector<Definition> definitions = {});
    ~PromqlEngine() override;

    metric::Result<Answer> answer(const Question &question, std::stop_token stop = {}) const override;

private:
    class Plans;
    const series::Reader &m_reader;
    const EngineOptions m_options;
    const std::unique_ptr<Plans> m_plans;
    const std::unique_ptr<SharedResults> m_shared;
};

} // namespace query
