#pragma once

#include "probes/runner/lane.h"

#include <chrono>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace probes {

// Runs every target's rounds on a pool of threads that grows while rounds block: a dead target holds a thread and delays itself
// alone, and a thousand quick ones need a handful. All functions are called from one thread, the owner's.
//
// A blocking read can not be interrupted. stop() therefore waits for the lanes for kPatience all together and then leaves those that
// still hang to themselves: such a thread owns its lane, never calls the sink again, and ends when its read returns or with the process.
class Runner {
public:
    static constexpr std::chrono::milliseconds kPatience{800};
    // Beyond so many that block at once, rounds wait; vedette_round_lag_seconds tells it.
    static constexpr std::size_t kMostThreads = 1024;

    // REQUIRES: the clock outlives the runner and any read that hangs when it stops: it lives until the process ends.
    Runner(const metric::Clock &clock, Sink sink);
    ~Runner(); // stops
    Runner(const Runner &) = delete;
    Runner &operator=(const Runner &) = delete;

    // A plan whose id is known replaces the old one. Once started, the lane starts at once.
    void add(TargetPlan plan);
    // Its series end soon; a round in progress is not published.
    void remove(std::string_view target);

    void start();
    // Ends all series with a last batch of staleness markers per target. Answers how many lanes were left hanging.
    // A stopped runner holds no targets.
    std::size_t stop();

    void setInterval(std::string_view target, metric::Duration interval);
    // Every target, or one, soon: at the next whole second.
    void collectNow();
    void collectNow(std::string_view target);

    // Threads at this moment, for tests and figures.
    std::size_t threads() const;

private:
    struct Task;
    class Pool;

    void askToStop(const std::shared_ptr<Task> &task);

    const metric::Clock &m_clock;
    Sink m_sink;
    std::shared_ptr<Pool> m_pool; // null: not started
    std::map<std::string, std::shared_ptr<Task>, std::less<>> m_tasks;
    std::list<std::shared_ptr<Task>> m_leaving; // removed, perhaps not at their end yet
};

} // namespace probes
