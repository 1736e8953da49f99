#pragma once

#include "probes/runner/lane.h"

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace probes {

// Runs every target's rounds, each target on a thread of its own (its lane), so that a dead one delays itself alone.
// All functions are called from one thread, the owner's.
//
// A blocking read can not be interrupted. stop() therefore waits for the lanes for kPatience all together and then leaves those that
// still hang to themselves: such a thread owns its lane, never calls the sink again, and ends when its read returns or with the process.
class Runner {
public:
    static constexpr std::chrono::milliseconds kPatience{800};

    // REQUIRES: the clock outlives the runner and any read that hangs when it stops: it lives until the process ends.
    Runner(const metric::Clock &clock, Sink sink);
    ~Runner(); // stops
    Runner(const Runner &) = delete;
    Runner &operator=(const Runner &) = delete;

    // A plan whose id is known replaces the old one. Once started, the lane starts at once.
    void add(TargetPlan plan);
    void remove(std::string_view target);

    void start();
    // Ends all series with a last batch of staleness markers per target. Answers how many lanes were left hanging.
    // A stopped runner holds no targets.
    std::size_t stop();

    void setInterval(std::string_view target, metric::Duration interval);
    // Every target, soon: at the next whole second.
    void collectNow();

private:
    struct Thread;

    std::size_t stopAll(std::map<std::string, std::shared_ptr<Thread>, std::less<>> threads);

    const metric::Clock &m_clock;
    Sink m_sink;
    std::map<std::string, std::shared_ptr<Thread>, std::less<>> m_threads;
    bool m_started = false;
};

} // namespace probes
