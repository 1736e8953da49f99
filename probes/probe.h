#pragma once

#include "models/metric/batch_builder.h"
#include "models/metric/clock.h"
#include "models/metric/result.h"

#include <chrono>
#include <string_view>

namespace probes {

class Source;

// Asks one subject of one machine. No thread and no timer of its own: the runner calls collect() from the target's lane,
// never from two threads at once; what must be remembered between rounds (previous counters, file descriptors) is a member.
class Probe {
public:
    virtual ~Probe() = default;

    virtual std::string_view name() const = 0; // "cpu": the collector's name in node_exporter where there is one
    virtual std::string_view job() const { return "node"; }
    // Of the target, beside its job and its instance or in the place of that: all that is told of the job has them, `up` too.
    virtual metric::Labels labels() const { return {}; }
    // Zero: every round. Otherwise at most once in that time, for what changes slowly or costs much.
    virtual metric::Duration interval() const { return metric::Duration::zero(); }

    // Writes this round's samples. On an error nothing of it is kept, and the message is the reason people read.
    [[nodiscard]] virtual metric::Result<void> collect(Source &source, const metric::Clock &clock, metric::BatchBuilder &batch) = 0;
};

} // namespace probes
