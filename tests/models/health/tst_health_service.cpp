#include "models/health/health_service.h"
#include "tests/support/fake_clock.h"
#include "tests/support/registry.h"

#include <QtCore/QTemporaryDir>

#include <atomic>
#include <functional>
#include <mutex>

using namespace health;
using namespace std::chrono_literals;
using metric::Reason;
using metric::Timestamp;

namespace {

CheckPlan plan(std::string target)
{
    CheckPlan plan;
    plan.target = plan.name = target;
    plan.instance = target + ".example";
    plan.job = "http";
    plan.interval = 10s;
    plan.retries = 1;
    return plan;
}

} // namespace

class TstHealthService : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<tests::FakeClock> m_clock;
    std::unique_ptr<HealthService> m_service;
    std::mutex m_mutex;
    std::vector<std::string> m_asked;
    std::vector<metric::BatchRef> m_sunk;
    std::atomic<bool> m_networkThere = true;
    std::atomic<int> m_selfChecks = 0;

    std::filesystem::path path() const { return m_folder->filePath(QStringLiteral("health.sqlite")).toStdString(); }
    HealthParts parts()
    {
        HealthParts parts{.clock = *m_clock};
        parts.sink = [this](metric::BatchRef batch) {
            const std::lock_guard lock(m_mutex);
            m_sunk.push_back(std::move(batch));
        };
        parts.askAgain = [this](const std::string &target) {
            const std::lock_guard lock(m_mutex);
            m_asked.push_back(target);
        };
        parts.networkIsThere = [this] {
            ++m_selfChecks;
            return m_networkThere.load();
        };
        return parts;
    }
    void start(std::vector<CheckPlan> plans)
    {
        m_service.reset();
        auto file = HealthFile::open(path(), m_clock->now());
        QVERIFY2(file, file ? "" : file.error().message.c_str());
        m_service = std::make_unique<HealthService>(std::move(*file), std::move(plans), parts());
    }
    void says(const std::string &target, Reason reason)
    {
        metric::Batch batch{target, m_clock->now(), {}, {}, {}};
        const auto evidence = std::make_shared<const metric::Evidence>(metric::Evidence{batch.time, {{"Body", "<html>"}}});
        batch.outcomes.push_back({"http", "http", 1ms, true, {}, metric::Verdict{reason, "said so", 5ms, evidence}});
        m_service->post(std::make_shared<const metric::Batch>(std::move(batch)));
    }
    // In steps that the service has time to look at.
    void passes(std::chrono::nanoseconds time)
    {
        for (; time > 0s; time -= 5s)
            step(std::min<std::chrono::nanoseconds>(time, 5s));
    }
    void step(std::chrono::nanoseconds time)
    {
        m_clock->advance(time);
        // The thread has looked at the clock before the second answer.
        for (int i = 0; i < 2; ++i)
            (void)m_service->pieces("none", m_clock->now(), 1s, 1).get();
    }
    // The service works when its clock goes on.
    bool comes(const std::function<bool()> &condition)
    {
        for (int i = 0; i < 100; ++i) {
            if (condition())
                return true;
            m_clock->advance(300ms);
            QTest::qWait(20);
        }
        return false;
    }
    State state(const std::string &target) const
    {
        const auto snapshot = m_service->snapshot();
        const auto found = std::ranges::find(snapshot->checks, target, [](const CheckStatus &each) { return each.plan.target; });
        return found == snapshot->checks.end() ? State::Paused : found->state;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_clock = std::make_unique<tests::FakeClock>();
        m_asked.clear();
        m_sunk.clear();
        m_networkThere = true;
        m_selfChecks = 0;
    }
    void cleanup() { m_service.reset(); }

    void a_verdict_comes_to_a_state_to_a_series_and_to_the_file()
    {
        start({plan("shop"), plan("db")});
        QVERIFY(m_service->snapshot());
        const auto begun = m_clock->now();
        says("shop", Reason::None);
        says("db", Reason::None);
        passes(10s);
        QVERIFY(comes([&] { return state("shop") == State::Ok; }));
        says("shop", Reason::Status);
        passes(5s);
        const auto isAsked = [&] {
            const std::lock_guard lock(m_mutex);
            return m_asked == std::vector<std::string>{"shop"};
        };
        QVERIFY(comes(isAsked));
        QCOMPARE(int(state("shop")), int(State::Ok));
        says("shop", Reason::Status);
        passes(2s);
        QVERIFY(comes([&] { return state("shop") == State::Down; }));
        QCOMPARE(m_service->snapshot()->why, std::string("shop is down"));
        QCOMPARE(m_selfChecks.load(), 0); // what answers wrongly came over a network
        const auto hasSeries = [&] {
            const std::lock_guard lock(m_mutex);
            return std::ranges::any_of(m_sunk, [](const metric::BatchRef &batch) {
                return std::ranges::any_of(batch->samples, [](const metric::Sample &sample) {
                    return sample.labels->toString() == R"(vedette_check_state{check="shop",instance="shop.example",job="http"})" &&
                           sample.value == 2;
                });
            });
        };
        passes(5s);
        QVERIFY(comes(hasSeries));

        const auto changes = m_service->changes("shop", begun, m_clock->now(), 10);
        QVERIFY(changes && changes->size() == 2 && changes->at(1).state == State::Down && changes->at(1).time >= begun + 10s &&
                changes->at(1).time < begun + 20s);
        QCOMPARE(changes->at(1).message, std::string("said so"));
        const auto evidence = m_service->evidence("shop");
        QVERIFY(evidence && evidence->size() == 2 && evidence->at(0).reason == Reason::Status && evidence->at(1).reason == Reason::None);
        QCOMPARE(evidence->at(0).evidence->parts.at(0).text, std::string("<html>"));
        const auto pieces = m_service->pieces("shop", begun, 10s, 2).get();
        QVERIFY(pieces.size() == 2 && pieces[0].spent.up() == 10s && pieces[1].spent.down() > 0s);
        QCOMPARE(m_service->outages("shop", begun, m_clock->now()).get().size(), std::size_t(1));
        QVERIFY(m_service->pieces("nobody", begun, 10s, 2).get().empty());
    }

    void a_restart_goes_on()
    {
        start({plan("shop")});
        const auto begun = m_clock->now();
        says("shop", Reason::Status);
        says("shop", Reason::Status);
        passes(30s);
        QVERIFY(comes([&] { return state("shop") == State::Down; }));
        m_service.reset();
        m_clock->advance(1h);
        start({plan("shop")});
        QCOMPARE(int(state("shop")), int(State::Unknown));
        says("shop", Reason::Status);
        passes(10s);
        QVERIFY(comes([&] { return state("shop") == State::Down; }));
        const auto check = m_service->snapshot()->checks.at(0);
        QCOMPARE(check.since, begun);
        const auto down = m_service->pieces("shop", begun, 2h, 1).get().at(0).spent.down();
        QVERIFY2(down >= 30s && down < 90s, std::to_string(down.count()).c_str()); // and not the hour in between
    }

    void our_own_network_is_asked_for_before_a_remote_host_is_called_down()
    {
        m_networkThere = false;
        start({plan("shop")});
        says("shop", Reason::None);
        passes(10s);
        says("shop", Reason::Timeout);
        says("shop", Reason::Timeout);
        passes(1s);
        QVERIFY(comes([&] { return m_selfChecks.load() > 0; }));
        passes(1s);
        QVERIFY(comes([&] { return m_service->snapshot()->offline; }));
        QVERIFY(comes([&] { return state("shop") == State::Unknown; }));
        m_networkThere = true;
        passes(6s);
        QVERIFY(comes([&] { return m_selfChecks.load() >= 2; }));
        passes(2s);
        QVERIFY(comes([&] { return !m_service->snapshot()->offline; }));
    }

    void a_machine_that_slept_has_seen_nothing()
    {
        start({plan("shop")});
        const auto begun = m_clock->now();
        says("shop", Reason::None);
        passes(10s);
        m_clock->sleep(2h);
        passes(1s);
        QVERIFY(comes([&] { return state("shop") == State::Ok; }));
        says("shop", Reason::None);
        passes(10s);
        const auto counted = m_service->pieces("shop", begun, 4h, 1).get().at(0).spent.counted();
        QVERIFY2(counted >= 15s && counted < 60s, std::to_string(counted.count()).c_str()); // and not two hours
    }

    void plans_come_and_go_while_it_works()
    {
        start({});
        QCOMPARE(m_service->snapshot()->score, 100);
        m_service->setPlans({plan("a")});
        passes(1s);
        QVERIFY(comes([&] { return m_service->snapshot()->checks.size() == std::size_t(1); }));
        for (int i = 0; i < 9'000; ++i)
            says("nobody", Reason::Timeout);
        says("a", Reason::None);
        m_service->setPlans({plan("a"), plan("b")});
        passes(2s);
        QVERIFY(comes([&] { return m_service->snapshot()->checks.size() == std::size_t(2); }));
        passes(2s);
        QVERIFY(comes([&] { return state("a") == State::Ok; }));
    }
};

VEDETTE_TEST(TstHealthService)
#include "tst_health_service.moc"
