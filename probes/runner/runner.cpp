#include "probes/runner/runner.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <ranges>
#include <thread>

#include <pthread.h>

namespace probes {

// One for all lanes of a runner, so that stop() can wait for all of them at once.
struct Runner::Exit {
    std::mutex mutex;
    std::condition_variable finished;
};

// Owned by the runner and by its own thread, whichever lives longer.
struct Runner::Thread {
    Thread(const metric::Clock &clock, const Sink &sink, TargetPlan plan, std::shared_ptr<Exit> runnersExit)
        : deliver(sink),
          lane(
              clock,
              [this](metric::BatchRef batch) {
                  const std::lock_guard lock(delivery);
                  if (!abandoned)
                      deliver(std::move(batch));
              },
              std::move(plan)),
          exit(std::move(runnersExit))
    {
    }

    void loop();
    void wake(const auto &change)
    {
        {
            const std::lock_guard lock(mutex);
            change();
            asked = true;
        }
        wakeUp.notify_one();
    }
    void askToStop()
    {
        lane.cutShort();
        wake([this] { stopping = true; });
    }
    void abandon()
    {
        const std::lock_guard lock(delivery);
        abandoned = true;
    }

    std::mutex delivery; // guards abandoned, and every call of the sink
    bool abandoned = false;
    Sink deliver;

    Lane lane; // the thread's alone

    std::mutex mutex; // guards these
    std::condition_variable wakeUp;
    bool asked = false;
    bool stopping = false;
    bool hurry = false;
    std::optional<metric::Duration> interval;

    std::shared_ptr<Exit> exit;
    bool done = false; // guarded by exit->mutex
};

void Runner::Thread::loop()
{
    for (;;) {
        const auto pause = lane.poll();
        std::unique_lock lock(mutex);
        wakeUp.wait_for(lock, pause, [this] { return asked; });
        asked = false;
        if (stopping)
            break;
        if (const auto wanted = std::exchange(interval, std::nullopt))
            lane.setInterval(*wanted);
        if (std::exchange(hurry, false))
            lane.collectNow();
    }
    lane.end();
    const std::lock_guard lock(exit->mutex);
    done = true;
    exit->finished.notify_all();
}

Runner::Runner(const metric::Clock &clock, Sink sink) : m_clock(clock), m_sink(std::move(sink)), m_exit(std::make_shared<Exit>()) {}

Runner::~Runner() { stop(); }

void Runner::add(TargetPlan plan)
{
    remove(plan.id);
    const auto id = plan.id;
    auto &lane = m_lanes[id];
    lane.state = std::make_shared<Thread>(m_clock, m_sink, std::move(plan), m_exit);
    if (m_started)
        launch(lane);
}

void Runner::launch(LaneThread &lane)
{
    lane.thread = std::jthread([state = lane.state] {
        pthread_setname_np(pthread_self(), ("lane " + state->lane.id()).substr(0, 15).c_str());
        state->loop();
    });
}

void Runner::start()
{
    if (m_started)
        return;
    m_started = true;
    for (auto &lane : std::views::values(m_lanes))
        launch(lane);
}

void Runner::remove(std::string_view target)
{
    const auto found = m_lanes.find(target);
    if (found == m_lanes.end())
        return;
    Lanes leaving;
    leaving.insert(m_lanes.extract(found));
    finish(std::move(leaving));
}

std::size_t Runner::stop()
{
    m_started = false;
    return finish(std::exchange(m_lanes, {}));
}

std::size_t Runner::finish(Lanes lanes)
{
    for (auto &lane : std::views::values(lanes))
        lane.state->askToStop();
    const auto isDone = [](const LaneThread &lane) { return !lane.thread.joinable() || lane.state->done; };
    std::unique_lock lock(m_exit->mutex);
    m_exit->finished.wait_for(lock, kPatience, [&] { return std::ranges::all_of(std::views::values(lanes), isDone); });

    std::size_t hanging = 0;
    for (auto &lane : std::views::values(lanes)) {
        if (isDone(lane))
            continue; // its jthread joins
        lane.state->abandon();
        lane.thread.detach();
        ++hanging;
    }
    lock.unlock();
    return hanging;
}

void Runner::setInterval(std::string_view target, metric::Duration interval)
{
    if (const auto found = m_lanes.find(target); found != m_lanes.end()) {
        auto &state = *found->second.state;
        state.wake([&] { state.interval = interval; });
    }
}

void Runner::collectNow()
{
    for (auto &lane : std::views::values(m_lanes))
        lane.state->wake([&] { lane.state->hurry = true; });
}

} // namespace probes
