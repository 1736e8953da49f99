#include "probes/runner/lane.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_probe.h"
#include "tests/support/fake_source.h"
#include "tests/support/registry.h"

#include <optional>
#include <stdexcept>

using namespace std::chrono_literals;
using metric::BatchBuilder;
using metric::BatchRef;
using metric::Timestamp;
using tests::FakeClock;
using tests::FakeProbe;

static Timestamp at(std::chrono::milliseconds sinceStart) { return Timestamp(1'700'000'000s + sinceStart); }

class TstLane : public QObject {
    Q_OBJECT

    FakeClock m_clock;
    std::vector<BatchRef> m_batches;
    std::vector<std::unique_ptr<probes::Probe>> m_probes;

    void probe(std::string name, FakeProbe::Collect collect, metric::Duration interval = 0ms, std::string job = "node")
    {
        m_probes.push_back(std::make_unique<FakeProbe>(std::move(name), std::move(collect), interval, std::move(job)));
    }
    std::unique_ptr<probes::Lane> lane(metric::Duration interval = 1s)
    {
        probes::TargetPlan plan{"local", "anvil", interval, std::make_unique<tests::FakeSource>(), std::move(m_probes)};
        return std::make_unique<probes::Lane>(
            m_clock, [this](BatchRef batch) { m_batches.push_back(std::move(batch)); }, std::move(plan));
    }
    void live(probes::Lane &lane, std::chrono::nanoseconds span)
    {
        const auto end = m_clock.monotonic() + span;
        while (m_clock.monotonic() < end) {
            const auto pause = lane.poll();
            m_clock.advance(std::min(pause, std::max(end - m_clock.monotonic(), 0ns)));
        }
    }

    // The value of the series written so, or nothing.
    static std::optional<double> value(const metric::Batch &batch, std::string_view series)
    {
        std::optional<double> found;
        for (const auto &sample : batch.samples) {
            if (sample.labels->toString() == series)
                found = sample.value;
        }
        return found;
    }
    static bool isOne(const metric::Batch &batch, std::string_view series) { return value(batch, series) == 1; }
    static bool isZero(const metric::Batch &batch, std::string_view series) { return value(batch, series) == 0; }
    static int staleCount(const metric::Batch &batch)
    {
        return int(std::ranges::count_if(batch.samples, [](const auto &sample) { return metric::isStale(sample.value); }));
    }

private Q_SLOTS:
    void init()
    {
        m_clock.~FakeClock();
        new (&m_clock) FakeClock;
        m_batches.clear();
        m_probes.clear();
    }

    void a_round_is_one_batch_that_tells_how_it_went()
    {
        probe("load", [this](BatchBuilder &batch) {
            m_clock.advance(2ms);
            batch.add("node_load1", 0.5);
            return metric::Result<void>();
        });
        const auto tested = lane();
        tested->poll();
        QCOMPARE(m_batches.size(), std::size_t(1));
        const auto &batch = *m_batches.front();
        QCOMPARE(batch.target, std::string("local"));
        QCOMPARE(batch.time, at(0ms));
        QCOMPARE(value(batch, R"(node_load1{instance="anvil",job="node"})"), 0.5);
        QVERIFY(isOne(batch, R"(up{instance="anvil",job="node"})"));
        QVERIFY(isOne(batch, R"(scrape_samples_scraped{instance="anvil",job="node"})"));
        QCOMPARE(value(batch, R"(scrape_duration_seconds{instance="anvil",job="node"})"), 0.002);
        QVERIFY(isOne(batch, R"(node_scrape_collector_success{collector="load",instance="anvil",job="node"})"));
        QCOMPARE(value(batch, R"(node_scrape_collector_duration_seconds{collector="load",instance="anvil",job="node"})"), 0.002);
        QVERIFY(isOne(batch, R"(vedette_probe_success{instance="anvil",job="vedette",probe="load"})"));
        QCOMPARE(value(batch, R"(vedette_probe_duration_seconds{instance="anvil",job="vedette",probe="load"})"), 0.002);
        QVERIFY(isZero(batch, R"(vedette_round_lag_seconds{instance="anvil",job="vedette"})"));
        QCOMPARE(value(batch, R"(vedette_samples_total{instance="anvil",job="vedette"})"), double(batch.samples.size()));
        QCOMPARE(batch.outcomes.size(), std::size_t(1));
        QVERIFY(batch.outcomes[0].success);
        QCOMPARE(batch.outcomes[0].duration, std::chrono::nanoseconds(2ms));
        QVERIFY(batch.outcomes[0].reason.empty());
    }

    void labels_of_the_target_are_on_all_that_is_told_of_the_job()
    {
        const auto one = [](BatchBuilder &batch) {
            batch.add("a", 1);
            return metric::Result<void>();
        };
        m_probes.push_back(std::make_unique<FakeProbe>("x", one, 0ms, "shop", metric::Labels{{"zone", "north"}, {"instance", "till"}}));
        m_probes.push_back(std::make_unique<FakeProbe>("y", one, 0ms, "shop"));
        const auto tested = lane();
        tested->poll();
        const auto &batch = *m_batches.at(0);
        for (const char *name : {"a", "up", "scrape_samples_scraped", "scrape_samples_post_metric_relabeling", "scrape_series_added"}) {
            const std::string series(name);
            QVERIFY2(isOne(batch, series + R"({instance="till",job="shop",zone="north"})"), name);
            QVERIFY2(isOne(batch, series + R"({instance="anvil",job="shop"})"), name);
        }
        QVERIFY(value(batch, R"(scrape_duration_seconds{instance="till",job="shop",zone="north"})"));
        QVERIFY(isOne(batch, R"(vedette_probe_success{instance="anvil",job="vedette",probe="x"})"));
    }

    void a_round_tells_what_was_scraped_what_was_kept_and_what_is_new()
    {
        int round = 0;
        probe("load", [&round](BatchBuilder &batch) {
            batch.add("a", 1);
            batch.add(++round == 1 ? "b" : "c", 1);
            batch.setScraped(5);
            return metric::Result<void>();
        });
        const auto tested = lane();
        live(*tested, 1500ms);
        QCOMPARE(m_batches.size(), std::size_t(2));
        const auto of = [this](std::size_t at, const char *name) {
            return value(*m_batches[at], std::string(name) + R"({instance="anvil",job="node"})");
        };
        QCOMPARE(of(0, "scrape_samples_scraped"), 5.0);
        QCOMPARE(of(0, "scrape_samples_post_metric_relabeling"), 2.0);
        QCOMPARE(of(0, "scrape_series_added"), 2.0);
        QCOMPARE(of(1, "scrape_series_added"), 1.0);
    }

    void a_verdict_stands_beside_a_probe_that_did_its_work()
    {
        probe("http", [](BatchBuilder &batch) {
            batch.add("probe_success", 0);
            batch.judge({.reason = metric::Reason::Refused, .message = "connection refused"});
            return metric::Result<void>();
        });
        lane()->poll();
        const auto &outcome = m_batches.front()->outcomes.front();
        QVERIFY(outcome.success);
        QVERIFY(outcome.verdict.has_value());
        QVERIFY(!outcome.verdict->good());
        QCOMPARE(outcome.verdict->message, std::string("connection refused"));
        QVERIFY(isZero(*m_batches.front(), R"(probe_success{instance="anvil",job="node"})"));
    }

    void the_same_series_is_the_same_pointer_round_after_round()
    {
        probe("load", [](BatchBuilder &batch) {
            batch.add("node_load1", 0.5);
            return metric::Result<void>();
        });
        const auto tested = lane();
        live(*tested, 1500ms);
        QCOMPARE(m_batches.size(), std::size_t(2));
        QCOMPARE(m_batches[0]->samples.size(), m_batches[1]->samples.size());
        for (std::size_t i = 0; i < m_batches[0]->samples.size(); ++i)
            QCOMPARE(m_batches[0]->samples[i].labels.get(), m_batches[1]->samples[i].labels.get());
    }

    void a_failed_probe_leaves_nothing_of_its_round_and_ends_its_series_once()
    {
        int round = 0;
        probe("load", [&](BatchBuilder &batch) -> metric::Result<void> {
            batch.add("node_load1", 0.5);
            if (++round >= 2)
                return metric::fail(metric::ErrorCode::Malformed, "/proc/loadavg: not a number");
            return {};
        });
        probe("stat", [](BatchBuilder &batch) {
            batch.add("node_forks_total", 7);
            return metric::Result<void>();
        });
        const auto tested = lane();
        live(*tested, 2500ms);
        QCOMPARE(m_batches.size(), std::size_t(3));
        QVERIFY(metric::isStale(*value(*m_batches[1], R"(node_load1{instance="anvil",job="node"})")));
        QCOMPARE(staleCount(*m_batches[1]), 1);
        QVERIFY(isZero(*m_batches[1], R"(node_scrape_collector_success{collector="load",instance="anvil",job="node"})"));
        QVERIFY(isOne(*m_batches[1], R"(node_scrape_collector_success{collector="stat",instance="anvil",job="node"})"));
        QVERIFY(isOne(*m_batches[1], R"(up{instance="anvil",job="node"})")); // the machine still answers
        QCOMPARE(m_batches[1]->outcomes[0].reason, std::string("/proc/loadavg: not a number"));
        QVERIFY(!value(*m_batches[2], R"(node_load1{instance="anvil",job="node"})"));
        QCOMPARE(staleCount(*m_batches[2]), 0);
    }

    void up_is_zero_when_every_probe_of_the_job_fails()
    {
        probe("load", [](BatchBuilder &) { return metric::Result<void>(metric::fail(metric::ErrorCode::Unavailable, "gone")); });
        probe(
            "self", [](BatchBuilder &) { return metric::Result<void>(); }, 0ms, "vedette");
        const auto tested = lane();
        tested->poll();
        QVERIFY(isZero(*m_batches[0], R"(up{instance="anvil",job="node"})"));
        QVERIFY(isOne(*m_batches[0], R"(up{instance="anvil",job="vedette"})"));
    }

    void a_probe_that_throws_has_failed()
    {
        probe("bad", [](BatchBuilder &batch) -> metric::Result<void> {
            batch.add("half", 1);
            throw std::runtime_error("broken library");
        });
        const auto tested = lane();
        tested->poll();
        QCOMPARE(m_batches[0]->outcomes[0].reason, std::string("broken library"));
        QVERIFY(!value(*m_batches[0], R"(half{instance="anvil",job="node"})"));
    }

    void a_device_that_vanishes_ends_and_the_others_go_on()
    {
        int round = 0;
        probe("netdev", [&](BatchBuilder &batch) {
            batch.add("net", {{"device", "lo"}}, 1);
            if (++round == 1)
                batch.add("net", {{"device", "usb0"}}, 1);
            return metric::Result<void>();
        });
        const auto tested = lane();
        live(*tested, 2500ms);
        QVERIFY(metric::isStale(*value(*m_batches[1], R"(net{device="usb0",instance="anvil",job="node"})")));
        QVERIFY(isOne(*m_batches[1], R"(net{device="lo",instance="anvil",job="node"})"));
        QCOMPARE(staleCount(*m_batches[2]), 0);
    }

    void a_slow_probe_runs_on_its_own_interval_and_its_series_stay_alive_between()
    {
        std::vector<Timestamp> ran;
        probe("fast", [](BatchBuilder &batch) {
            batch.add("fast", 1);
            return metric::Result<void>();
        });
        probe(
            "slow",
            [&](BatchBuilder &batch) {
                ran.push_back(batch.time());
                batch.add("slow", 1);
                return metric::Result<void>();
            },
            5s, "process");
        m_clock.advance(2s);
        const auto tested = lane();
        live(*tested, 14500ms);
        QCOMPARE(m_batches.size(), std::size_t(15));
        QCOMPARE(ran, (std::vector<Timestamp>{at(2s), at(5s), at(10s), at(15s)}));
        for (const auto &batch : m_batches)
            QCOMPARE(staleCount(*batch), 0);
        QVERIFY(!value(*m_batches[1], R"(up{instance="anvil",job="process"})"));
        QVERIFY(isOne(*m_batches[3], R"(up{instance="anvil",job="process"})"));
    }

    void a_very_slow_probe_keeps_its_series_identities()
    {
        probe(
            "slow",
            [&](BatchBuilder &batch) {
                batch.add("slow", 1);
                return metric::Result<void>();
            },
            15min);
        const auto tested = lane();
        live(*tested, 31min);
        metric::LabelsRef known;
        int found = 0;
        for (const auto &batch : m_batches) {
            for (const auto &sample : batch->samples) {
                QVERIFY(!metric::isStale(sample.value));
                if (sample.labels->metricName() != "slow")
                    continue;
                ++found;
                QVERIFY(!known || known == sample.labels);
                known = sample.labels;
            }
        }
        QVERIFY(found >= 3);
    }

    void collect_now_runs_slow_probes_too()
    {
        int runs = 0;
        probe(
            "slow",
            [&](BatchBuilder &) {
                ++runs;
                return metric::Result<void>();
            },
            60s);
        const auto tested = lane();
        live(*tested, 3500ms);
        QCOMPARE(runs, 1);
        tested->collectNow();
        live(*tested, 1s);
        QCOMPARE(runs, 2);
    }

    void what_has_no_time_left_is_told_and_comes_first_in_the_next_round()
    {
        int ran = 0;
        probe("slow", [&](BatchBuilder &batch) {
            m_clock.advance(1400ms);
            batch.add("slow", 1);
            return metric::Result<void>();
        });
        probe("starved", [&](BatchBuilder &batch) {
            ++ran;
            batch.add("starved", 1);
            return metric::Result<void>();
        });
        const auto tested = lane();
        tested->poll();
        QCOMPARE(ran, 0);
        QCOMPARE(m_batches[0]->outcomes[1].probe, std::string("starved"));
        QCOMPARE(m_batches[0]->outcomes[1].reason, std::string("no time left in this round"));
        QVERIFY(isZero(*m_batches[0], R"(vedette_probe_success{instance="anvil",job="vedette",probe="starved"})"));
        QVERIFY(metric::isStale(*value(*m_batches[0], R"(vedette_probe_duration_seconds{instance="anvil",job="vedette",probe="starved"})")));
        live(*tested, 1s);
        QCOMPARE(ran, 1);
        QCOMPARE(m_batches[1]->time, at(2s)); // the late tick was not made up
        QCOMPARE(m_batches[1]->outcomes[0].probe, std::string("starved"));
    }

    void after_a_sleep_all_series_end_where_it_began_and_the_next_batch_tells_the_gap()
    {
        probe("load", [](BatchBuilder &batch) {
            batch.add("node_load1", 0.5);
            return metric::Result<void>();
        });
        const auto tested = lane();
        live(*tested, 2500ms);
        const auto before = m_batches.back();
        QCOMPARE(before->time, at(2s));
        m_clock.sleep(1h);
        live(*tested, 1s);
        QCOMPARE(m_batches.size(), std::size_t(5));
        const auto &end = *m_batches[3];
        QCOMPARE(end.time, at(3s));
        QCOMPARE(staleCount(end), int(end.samples.size()));
        for (const auto &sample : before->samples)
            QVERIFY2(value(end, sample.labels->toString()), sample.labels->toString().c_str());
        QVERIFY(end.outcomes.empty());
        QCOMPARE(m_batches[4]->time, at(1h + 3s));
        QCOMPARE(m_batches[4]->gapBefore, metric::Duration(1h));
        QCOMPARE(staleCount(*m_batches[4]), 0);
    }

    void the_end_marks_every_series_that_is_alive()
    {
        probe("load", [](BatchBuilder &batch) {
            batch.add("node_load1", 0.5);
            return metric::Result<void>();
        });
        const auto tested = lane();
        tested->poll();
        tested->end();
        QCOMPARE(m_batches.size(), std::size_t(2));
        QCOMPARE(m_batches[1]->time, at(1s));
        QCOMPARE(m_batches[1]->samples.size(), m_batches[0]->samples.size());
        QCOMPARE(staleCount(*m_batches[1]), int(m_batches[1]->samples.size()));
    }

    void a_lane_that_never_ran_ends_silently()
    {
        lane()->end();
        QVERIFY(m_batches.empty());
    }

    void a_round_cut_short_is_not_published()
    {
        probes::Lane *running = nullptr;
        int ran = 0;
        probe("first", [&](BatchBuilder &) {
            running->cutShort();
            return metric::Result<void>();
        });
        probe("second", [&](BatchBuilder &) {
            ++ran;
            return metric::Result<void>();
        });
        const auto tested = lane();
        running = tested.get();
        tested->poll();
        QVERIFY(m_batches.empty());
        QCOMPARE(ran, 0);
    }
};

VEDETTE_TEST(TstLane)
#include "tst_lane.moc"
