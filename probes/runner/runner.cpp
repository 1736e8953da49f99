#include "probes/runner/runner.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <ranges>
#include <set>
#include <system_error>
#include <thread>
#include <vector>

#include <pthread.h>

namespace probes {

using std::chrono::steady_clock;

// A thread that had nothing to do for so long ends.
static constexpr std::chrono::seconds kIdleLife{20};
// While nobody takes up a task that is due for so long, all are busy, and a thread is added.
static constexpr std::chrono::milliseconds kBusyMoment{2};

// One target's lane and what is asked of it. Owned by the runner and by the thread that runs it, whichever lives longer.
struct Runner::Task {
    Task(const metric::Clock &clock, const Sink &sink, TargetPlan plan)
        : deliver(sink),
          lane(
              clock,
              [this](metric::BatchRef batch) {
                  const std::lock_guard lock(delivery);
                  if (!abandoned)
                      deliver(std::move(batch));
              },
              std::move(plan))
    {
    }

    void abandon()
    {
        const std::lock_guard lock(delivery);
        abandoned = true;
    }

    std::mutex delivery; // guards abandoned, and every call of the sink
    bool abandoned = false;
    Sink deliver;
    Lane lane; // of the thread that runs it

    // Guarded by the pool's mutex.
    steady_clock::time_point due{};
    bool asked = false; // something below changed: its turn is now
    bool stopping = false;
    bool done = false;
    bool hurry = false;
    std::optional<metric::Duration> interval{};
};

// The threads and the queue. Of the threads that have nothing to run, one watches the clock for the next that is due; when it takes
// that, another one watches. Shared with its threads: one that hangs outlives the runner.
class Runner::Pool : public std::enable_shared_from_this<Pool> {
public:
    using Tasks = std::vector<std::shared_ptr<Task>>;

    void add(std::shared_ptr<Task> task)
    {
        const std::lock_guard lock(m_mutex);
        enqueue(std::move(task), steady_clock::now());
        seeThatSomeoneWatches();
    }

    // `change` under the mutex, then the task has its turn.
    void change(const std::shared_ptr<Task> &task, const auto &change)
    {
        const std::lock_guard lock(m_mutex);
        change(*task);
        task->asked = true;
        if (m_queue.erase({task->due, task}) == 0)
            return; // it runs, and will see it
        enqueue(task, steady_clock::now());
        seeThatSomeoneWatches();
    }

    void forgetDone(std::list<std::shared_ptr<Task>> &tasks) const
    {
        const std::lock_guard lock(m_mutex);
        std::erase_if(tasks, [](const auto &task) { return task->done; });
    }

    // Waits until all are done, but no longer than kPatience. Answers those that are not.
    Tasks waitFor(const Tasks &tasks)
    {
        Lock lock(m_mutex);
        m_finished.wait_for(lock, kPatience, [&] { return std::ranges::all_of(tasks, [](const auto &task) { return task->done; }); });
        Tasks hanging;
        std::ranges::copy_if(tasks, std::back_inserter(hanging), [](const auto &task) { return !task->done; });
        return hanging;
    }

    // Ends all threads but those that hang. REQUIRES: so many tasks are running, and none is queued.
    void close(std::size_t hanging)
    {
        Lock lock(m_mutex);
        m_closing = true;
        m_watch.notify_all();
        m_idle.notify_all();
        m_finished.wait(lock, [&] { return m_threads.size() <= hanging; });
        for (auto &thread : m_threads)
            thread.detach();
        joinEnded();
    }

    std::size_t threads() const
    {
        const std::lock_guard lock(m_mutex);
        return m_threads.size();
    }

private:
    using Lock = std::unique_lock<std::mutex>;
    using Threads = std::list<std::thread>;
    using Queue = std::set<std::pair<steady_clock::time_point, std::shared_ptr<Task>>>;

    void enqueue(std::shared_ptr<Task> task, steady_clock::time_point due)
    {
        task->due = due;
        const auto at = m_queue.emplace(due, std::move(task)).first;
        if (at == m_queue.begin())
            m_watch.notify_one(); // who watches has less time than it thought
    }

    void seeThatSomeoneWatches()
    {
        if (m_watched)
            return;
        if (m_idlers > 0)
            m_idle.notify_one();
        else
            spawn();
    }

    void spawn()
    {
        if (m_threads.size() >= kMostThreads)
            return; // the next one that is through with its task watches
        joinEnded();
        const auto self = m_threads.emplace(m_threads.end());
        try {
            *self = std::thread([pool = shared_from_this(), self] { pool->work(self); });
        } catch (const std::system_error &) {
            m_threads.erase(self); // as if there were kMostThreads
        }
    }

    void work(Threads::iterator self)
    {
        pthread_setname_np(pthread_self(), "lane");
        Lock lock(m_mutex);
        while (auto task = next(lock)) {
            const auto pause = run(*task, lock);
            if (task->done)
                m_finished.notify_all();
            else
                enqueue(task, steady_clock::now() + (task->asked ? std::chrono::nanoseconds::zero() : pause));
        }
        m_ended.splice(m_ended.end(), m_threads, self);
        m_finished.notify_all();
    }

    // The next task at its time; null: the thread is not needed any more.
    std::shared_ptr<Task> next(Lock &lock)
    {
        while (!m_closing) {
            if (!m_watched) {
                m_watched = true;
                auto task = watch(lock);
                m_watched = false;
                if (task && !m_queue.empty())
                    seeThatSomeoneWatches();
                return task;
            }
            if (isDue())
                return take();
            ++m_idlers;
            const auto woken = m_idle.wait_for(lock, kIdleLife);
            --m_idlers;
            if (woken == std::cv_status::timeout && m_watched)
                return nullptr;
        }
        return nullptr;
    }

    // The next task, when it is due and another thread can watch in the place of this one.
    std::shared_ptr<Task> watch(Lock &lock)
    {
        while (!m_closing) {
            if (m_queue.empty()) {
                m_watch.wait(lock);
                continue;
            }
            // A copy: it may leave the queue. Where the others are all busy, one of them is mostly through in a moment.
            const auto first = *m_queue.begin();
            const bool alone = m_idlers == 0 && m_queue.size() > 1;
            const auto until = alone ? std::max(first.first, m_taken) + kBusyMoment : first.first;
            if (until <= steady_clock::now())
                return take();
            m_watch.wait_until(lock, until);
        }
        return nullptr;
    }

    bool isDue() const { return !m_queue.empty() && m_queue.begin()->first <= steady_clock::now(); }

    std::shared_ptr<Task> take()
    {
        m_taken = steady_clock::now();
        return std::move(m_queue.extract(m_queue.begin()).value().second);
    }

    // Answers how long there is nothing to do for the task.
    static std::chrono::nanoseconds run(Task &task, Lock &lock)
    {
        const bool stopping = task.stopping;
        const bool hurry = std::exchange(task.hurry, false);
        const auto interval = std::exchange(task.interval, std::nullopt);
        task.asked = false;
        lock.unlock();
        std::chrono::nanoseconds pause{0};
        if (stopping) {
            task.lane.end();
        } else {
            if (interval)
                task.lane.setInterval(*interval);
            if (hurry)
                task.lane.collectNow();
            pause = task.lane.poll();
        }
        lock.lock();
        task.done = stopping;
        return pause;
    }

    void joinEnded()
    {
        for (auto &thread : m_ended) {
            if (thread.joinable())
                thread.join(); // it has left the mutex for the last time
        }
        m_ended.clear();
    }

    mutable std::mutex m_mutex;
    std::condition_variable m_watch;    // the one that watches
    std::condition_variable m_idle;     // the others
    std::condition_variable m_finished; // tasks and threads
    Queue m_queue;                      // tasks that do not run
    Threads m_threads;
    Threads m_ended;                    // to be joined
    steady_clock::time_point m_taken{}; // when the last task left the queue
    std::size_t m_idlers = 0;
    bool m_watched = false;
    bool m_closing = false;
};

Runner::Runner(const metric::Clock &clock, Sink sink) : m_clock(clock), m_sink(std::move(sink)) {}

Runner::~Runner() { stop(); }

void Runner::add(TargetPlan plan)
{
    remove(plan.id);
    const auto id = plan.id;
    const auto &task = m_tasks[id] = std::make_shared<Task>(m_clock, m_sink, std::move(plan));
    if (m_pool)
        m_pool->add(task);
}

void Runner::start()
{
    if (m_pool)
        return;
    m_pool = std::make_shared<Pool>();
    for (const auto &task : std::views::values(m_tasks))
        m_pool->add(task);
}

void Runner::askToStop(const std::shared_ptr<Task> &task)
{
    task->lane.cutShort();
    m_pool->change(task, [](Task &asked) { asked.stopping = true; });
}

void Runner::remove(std::string_view target)
{
    const auto found = m_tasks.find(target);
    if (found == m_tasks.end())
        return;
    if (m_pool) {
        askToStop(found->second);
        m_pool->forgetDone(m_leaving);
        m_leaving.push_back(std::move(found->second));
    }
    m_tasks.erase(found);
}

std::size_t Runner::stop()
{
    Pool::Tasks tasks(m_leaving.begin(), m_leaving.end());
    m_leaving.clear();
    for (auto &task : std::views::values(std::exchange(m_tasks, {}))) {
        if (m_pool)
            askToStop(task);
        tasks.push_back(task);
    }
    if (!m_pool)
        return 0;
    const auto hanging = m_pool->waitFor(tasks);
    for (const auto &task : hanging)
        task->abandon();
    m_pool->close(hanging.size());
    m_pool.reset();
    return hanging.size();
}

void Runner::setInterval(std::string_view target, metric::Duration interval)
{
    if (const auto found = m_tasks.find(target); found != m_tasks.end() && m_pool)
        m_pool->change(found->second, [&](Task &task) { task.interval = interval; });
}

void Runner::collectNow()
{
    for (const auto &[id, task] : m_tasks)
        collectNow(id);
}

void Runner::collectNow(std::string_view target)
{
    if (const auto found = m_tasks.find(target); found != m_tasks.end() && m_pool)
        m_pool->change(found->second, [](Task &task) { task.hurry = true; });
}

std::size_t Runner::threads() const { return m_pool ? m_pool->threads() : 0; }

} // namespace probes
