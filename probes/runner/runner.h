#pragma once

#include "probes/runner/lane.h"

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

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
    struct Exit;
    struct Thread;
    struct LaneThread {
        std::shared_ptr<Thread> state;
        std::jthread thread;
    };
    using Lanes = std::map<std::string, LaneThread, std::less<>>;

    static void launch(LaneThread &lane);
    std::size_t finish(Lanes lanes);

    const metric::Clock &m_clock;
    Sink m_sink;
    std::shared_ptr<Exit> m_exit;
    Lanes m_lanes;
    bool m_started = false;
};

} // namespace probes
