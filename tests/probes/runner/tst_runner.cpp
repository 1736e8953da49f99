#include "probes/runner/runner.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_probe.h"
#include "tests/support/fake_source.h"
#include "tests/support/registry.h"

#include <QtCore/QElapsedTimer>

#include <atomic>
#include <semaphore>

using namespace std::chrono_literals;
using metric::BatchBuilder;
using metric::BatchRef;
using tests::FakeClock;
using tests::FakeProbe;

// Takes batches from the lanes' threads and waits for them.
class Catch {
public:
    probes::Sink sink()
    {
        return [this](BatchRef batch) {
            const std::lock_guard lock(m_mutex);
            m_batches.push_back(std::move(batch));
            m_filled.notify_all();
        };
    }
    bool waitFor(std::size_t count)
    {
        std::unique_lock lock(m_mutex);
        return m_filled.wait_for(lock, 10s, [&] { return m_batches.size() >= count; });
    }
    std::vector<BatchRef> all()
    {
        const std::lock_guard lock(m_mutex);
        return m_batches;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_filled;
    std::vector<BatchRef> m_batches;
};

class TstRunner : public QObject {
    Q_OBJECT

    static probes::TargetPlan plan(std::string id, FakeProbe::Collect collect, metric::Duration interval = 1s)
    {
        probes::TargetPlan made{id, id, interval, std::make_unique<tests::FakeSource>(), {}};
        made.probes.push_back(std::make_unique<FakeProbe>("load", std::move(collect)));
        return made;
    }
    static metric::Result<void> load(BatchBuilder &batch)
    {
        batch.add("node_load1", 1);
        return {};
    }

private Q_SLOTS:
    void every_target_has_its_batch_each_round_and_a_last_one_that_ends_it()
    {
        FakeClock clock;
        Catch caught;
        probes::Runner runner(clock, caught.sink());
        runner.add(plan("a", load));
        runner.add(plan("b", load));
        runner.start();
        QVERIFY(caught.waitFor(2));
        clock.advance(1s);
        runner.collectNow(); // the fake clock moved, the real wait did not
        QVERIFY(caught.waitFor(4));
        QCOMPARE(runner.stop(), std::size_t(0));
        const auto all = caught.all();
        QCOMPARE(all.size(), std::size_t(6));
        for (std::size_t i = 4; i < 6; ++i) {
            QVERIFY(metric::isStale(all[i]->samples.front().value));
            QCOMPARE(all[i]->time, metric::Timestamp(1'700'000'002s));
        }
    }

    void a_target_added_later_starts_at_once_and_a_removed_one_ends()
    {
        FakeClock clock;
        Catch caught;
        probes::Runner runner(clock, caught.sink());
        runner.start();
        runner.add(plan("a", load));
        QVERIFY(caught.waitFor(1));
        runner.remove("a");
        QVERIFY(caught.waitFor(2));
        QVERIFY(metric::isStale(caught.all()[1]->samples.front().value));
        runner.remove("never there");
        QCOMPARE(runner.stop(), std::size_t(0));
        QCOMPARE(caught.all().size(), std::size_t(2));
    }

    void a_dead_target_delays_itself_alone()
    {
        FakeClock clock;
        Catch caught;
        std::counting_semaphore<> release(0);
        probes::Runner runner(clock, caught.sink());
        runner.add(plan("dead", [&](BatchBuilder &) {
            release.acquire();
            return metric::Result<void>();
        }));
        runner.add(plan("alive", load));
        runner.start();
        QVERIFY(caught.waitFor(1));
        clock.advance(1s);
        runner.collectNow();
        QVERIFY(caught.waitFor(2));
        for (const auto &batch : caught.all())
            QCOMPARE(batch->target, std::string("alive"));
        release.release(100);
    }

    void a_removed_target_that_hangs_delays_nobody()
    {
        FakeClock clock;
        Catch caught;
        std::counting_semaphore<> entered(0), release(0);
        probes::Runner runner(clock, caught.sink());
        runner.add(plan("dead", [&](BatchBuilder &) {
            entered.release();
            release.acquire();
            return metric::Result<void>();
        }));
        runner.start();
        entered.acquire();
        QElapsedTimer watch;
        watch.start();
        runner.remove("dead");
        runner.add(plan("dead", load));
        QVERIFY(caught.waitFor(1));
        QVERIFY(watch.elapsed() < probes::Runner::kPatience.count());
        QVERIFY(!metric::isStale(caught.all().front()->samples.front().value));
        release.release(100);
        QCOMPARE(runner.stop(), std::size_t(0));
    }

    void many_quick_targets_need_few_threads_and_blocked_ones_a_thread_each()
    {
        constexpr int kTargets = 200;
        FakeClock clock;
        Catch caught;
        std::atomic<int> inside = 0;
        std::counting_semaphore<> release(0);
        std::atomic<bool> blocking = false;
        probes::Runner runner(clock, caught.sink());
        for (int i = 0; i < kTargets; ++i) {
            runner.add(plan(std::to_string(i), [&](BatchBuilder &) {
                ++inside;
                if (blocking)
                    release.acquire();
                return metric::Result<void>();
            }));
        }
        runner.start();
        QVERIFY(caught.waitFor(kTargets));
        QVERIFY2(runner.threads() < kTargets / 2, qPrintable(QString::number(runner.threads())));
        blocking = true;
        inside = 0;
        clock.advance(1s);
        runner.collectNow();
        QTRY_COMPARE(inside.load(), kTargets); // all at once: none waits for another
        release.release(kTargets);
        QVERIFY(caught.waitFor(2 * kTargets));
        blocking = false;
        QCOMPARE(runner.stop(), std::size_t(0));
        QCOMPARE(runner.threads(), std::size_t(0));
    }

    void one_target_alone_is_hurried()
    {
        FakeClock clock;
        Catch caught;
        probes::Runner runner(clock, caught.sink());
        runner.add(plan("a", load, 1h));
        runner.add(plan("b", load, 1h));
        runner.start();
        QVERIFY(caught.waitFor(2));
        clock.advance(1s);
        runner.collectNow("b");
        QVERIFY(caught.waitFor(3));
        QCOMPARE(caught.all().back()->target, std::string("b"));
    }

    void a_new_interval_is_taken_up()
    {
        FakeClock clock;
        clock.advance(40s); // a whole minute
        Catch caught;
        probes::Runner runner(clock, caught.sink());
        runner.add(plan("a", load, 60s));
        runner.start();
        QVERIFY(caught.waitFor(1));
        clock.advance(1s);
        runner.setInterval("a", 1s);
        QVERIFY(caught.waitFor(2));
        QCOMPARE(caught.all()[1]->time, metric::Timestamp(1'700'000'041s));
    }

    void stop_leaves_a_hanging_read_to_itself_and_its_late_answer_reaches_nobody()
    {
        // Shared with the hanging thread, which outlives the runner.
        static FakeClock clock;
        static std::binary_semaphore entered(0), release(0), left(0);
        struct Leaves {
            ~Leaves() { left.release(); }
        };
        auto caught = std::make_unique<Catch>();
        auto runner = std::make_unique<probes::Runner>(clock, caught->sink());
        runner->add(plan("hung", [leaves = std::make_shared<Leaves>()](BatchBuilder &batch) {
            entered.release();
            release.acquire();
            batch.add("late", 1);
            return metric::Result<void>();
        }));
        runner->add(plan("alive", load));
        runner->start();
        entered.acquire();
        QVERIFY(caught->waitFor(1));

        QElapsedTimer watch;
        watch.start();
        QCOMPARE(runner->stop(), std::size_t(1));
        QVERIFY2(watch.elapsed() < 1000, qPrintable(QString::number(watch.elapsed())));
        const auto atStop = caught->all().size();
        QCOMPARE(atStop, std::size_t(2)); // the live one and its end
        runner.reset();
        release.release();
        QVERIFY(left.try_acquire_for(10s)); // the thread ends and takes its probe with it
        QCOMPARE(caught->all().size(), atStop);
    }

    void stop_is_quick_and_can_be_had_twice()
    {
        FakeClock clock;
        Catch caught;
        probes::Runner runner(clock, caught.sink());
        runner.add(plan("a", load, 1h));
        runner.start();
        QVERIFY(caught.waitFor(1));
        QElapsedTimer watch;
        watch.start();
        runner.stop();
        runner.stop();
        QVERIFY(watch.elapsed() < 200);
    }
};

VEDETTE_TEST(TstRunner)
#include "tst_runner.moc"
