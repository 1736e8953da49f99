#pragma once

#include "models/query/engine.h"
#include "models/series/reader.h"

namespace query {

// The first engine: a fixed table of figures (figure.h) over a Reader, and two forms of PromQL. It understands
//   name{label="v",other=~"re"}    the newest value of each series
//   rate(name{...}[30s])           its increase per second over at least that time
//   figure_name{matchers}          a figure; the matchers apply to the labels it answers with
// Anything else is InvalidArgument. Two ways in which it differs from Prometheus, both so that gaps stay gaps: a point
// counts for max(step, three times its series' usual spacing), at most 5 minutes or the step; a rate needs a point at least `step`
// (instant: the one before) older than the newest one, with neither a staleness marker nor a gap between, and does not
// extrapolate. A counter that fell was reset: its new value is the increase.
//
// Safe from any thread as long as the Reader is; keeps nothing between calls.
class HeadlineEngine : public Engine {
public:
    explicit HeadlineEngine(const series::Reader &reader) : m_reader(reader) {}

    // LimitExceeded above 200,000 steps.
    metric::Result<Answer> answer(const Question &question, std::stop_token stop = {}) const override;

private:
    const series::Reader &m_reader;
};

} // namespace query
