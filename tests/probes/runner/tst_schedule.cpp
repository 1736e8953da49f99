#include "probes/runner/schedule.h"
#include "tests/support/fake_clock.h"
#include "tests/support/registry.h"

#include <vector>

using namespace std::chrono_literals;
using metric::Timestamp;
using probes::Instant;
using probes::Schedule;
using tests::FakeClock;

static Timestamp at(std::chrono::milliseconds sinceStart) { return Timestamp(1'700'000'000s + sinceStart); }

class TstSchedule : public QObject {
    Q_OBJECT

    // Lives through `span` as a lane does: waits as told, each time waking `late` after it should, and gathers the rounds.
    static std::vector<probes::Round> live(Schedule &schedule, FakeClock &clock, std::chrono::nanoseconds span, std::chrono::nanoseconds late = 0ns)
    {
        std::vector<probes::Round> rounds;
        const auto end = clock.monotonic() + span;
        while (clock.monotonic() < end) {
            if (const auto round = schedule.tick(Instant::of(clock)))
                rounds.push_back(*round);
            const auto wait = schedule.wait(Instant::of(clock));
            Q_ASSERT(wait > 0ns);
            clock.advance(std::min(wait + late, end - clock.monotonic()));
        }
        return rounds;
    }

    static void verifyStrictlyIncreasing(const std::vector<probes::Round> &rounds)
    {
        for (std::size_t i = 1; i < rounds.size(); ++i)
            QVERIFY2(rounds[i].time > rounds[i - 1].time, qPrintable(QString::number(i)));
    }

private Q_SLOTS:
    void ticks_fall_on_the_grid_and_do_not_drift_however_late_one_wakes()
    {
        FakeClock clock(at(400ms));
        Schedule schedule(1s);
        const auto rounds = live(schedule, clock, 1h, 7ms);
        QCOMPARE(rounds.size(), std::size_t(3600));
        for (std::size_t i = 0; i < rounds.size(); ++i) {
            QCOMPARE(rounds[i].time, at((i + 1) * 1000ms));
            QVERIFY(rounds[i].lag <= 7ms);
            QCOMPARE(rounds[i].gapBefore, 0ms);
            QVERIFY(!rounds[i].endedAt);
        }
    }

    void an_offset_moves_the_grid_of_every_tick()
    {
        FakeClock clock(at(400ms));
        Schedule schedule(10s, 3700ms);
        const auto rounds = live(schedule, clock, 65s);
        QCOMPARE(rounds.size(), std::size_t(8));
        QCOMPARE(rounds[0].time, at(700ms)); // hurried: the offset within the second
        for (std::size_t i = 1; i < rounds.size(); ++i) {
            QCOMPARE(rounds[i].time, at((i - 1) * 10'000ms + 3700ms));
            QCOMPARE(rounds[i].deadline - rounds[i - 1].deadline, std::chrono::nanoseconds(10s));
        }
        schedule.setInterval(2s);
        const auto later = live(schedule, clock, 5s);
        QCOMPARE(later.front().time.time_since_epoch() % 2s, 1700ms);
    }

    void any_interval_keeps_its_own_grid_data()
    {
        QTest::addColumn<int>("milliseconds");
        for (int interval : {100, 250, 1000, 1500, 5000, 7000, 60'000, 3'600'000})
            QTest::addRow("%d ms", interval) << interval;
    }
    void any_interval_keeps_its_own_grid()
    {
        QFETCH(int, milliseconds);
        const auto interval = metric::Duration(milliseconds);
        FakeClock clock(at(12'345ms));
        Schedule schedule(interval);
        const auto rounds = live(schedule, clock, 20 * interval);
        QVERIFY(rounds.size() >= 20);
        for (std::size_t i = 1; i < rounds.size(); ++i) // the first one is hurried
            QCOMPARE(rounds[i].time, metric::onGrid(rounds[i].time, interval));
        for (std::size_t i = 2; i < rounds.size(); ++i)
            QCOMPARE(rounds[i].time - rounds[i - 1].time, interval);
    }

    void a_long_interval_is_seen_within_a_second_of_the_start()
    {
        FakeClock clock(at(2'300ms));
        Schedule schedule(60s);
        const auto rounds = live(schedule, clock, 130s);
        QCOMPARE(rounds.front().time, at(3s));
        QVERIFY(rounds.front().hurried);
        QCOMPARE(rounds[1].time, metric::onGrid(at(62s), 60s));
        QVERIFY(!rounds[1].hurried);
    }

    void a_tick_is_had_once()
    {
        FakeClock clock(at(0ms));
        Schedule schedule(1s);
        QVERIFY(schedule.tick(Instant::of(clock)));
        for (int i = 0; i < 9; ++i) {
            clock.advance(100ms);
            QVERIFY(!schedule.tick(Instant::of(clock)));
        }
        clock.advance(100ms);
        QVERIFY(schedule.tick(Instant::of(clock)));
    }

    void a_late_tick_is_left_out_and_not_made_up()
    {
        FakeClock clock(at(0ms));
        Schedule schedule(1s);
        QVERIFY(schedule.tick(Instant::of(clock)));
        clock.advance(2300ms); // a round that took too long
        QVERIFY(!schedule.tick(Instant::of(clock)));
        QCOMPARE(schedule.wait(Instant::of(clock)), std::chrono::nanoseconds(700ms));
        const auto rounds = live(schedule, clock, 2500ms);
        QCOMPARE(rounds.size(), std::size_t(2));
        QCOMPARE(rounds[0].time, at(3s));
        QCOMPARE(rounds[0].gapBefore, 0ms); // two ticks lost are forgiven
        QCOMPARE(rounds[1].time, at(4s));
    }

    void a_slightly_late_tick_is_run_and_says_how_late_it_was()
    {
        FakeClock clock(at(240ms));
        Schedule schedule(1s);
        const auto round = schedule.tick(Instant::of(clock));
        QVERIFY(round);
        QCOMPARE(round->time, at(0ms));
        QCOMPARE(round->lag, std::chrono::nanoseconds(240ms));
        QCOMPARE(round->deadline, clock.monotonic() + 760ms);
    }

    void standing_still_is_a_gap_that_is_told()
    {
        FakeClock clock(at(0ms));
        Schedule schedule(1s);
        QVERIFY(schedule.tick(Instant::of(clock)));
        clock.advance(30s); // stopped by a signal
        const auto round = schedule.tick(Instant::of(clock));
        QVERIFY(round);
        QCOMPARE(round->time, at(30s));
        QCOMPARE(round->gapBefore, metric::Duration(29s));
        QCOMPARE(*round->endedAt, at(1s));
        clock.advance(1s);
        QCOMPARE(schedule.tick(Instant::of(clock))->gapBefore, 0ms);
    }

    void sleep_is_a_gap_even_where_it_is_shorter_than_what_is_forgiven()
    {
        FakeClock clock(at(0ms));
        Schedule schedule(1s);
        QVERIFY(schedule.tick(Instant::of(clock)));
        clock.sleep(2s);
        const auto round = schedule.tick(Instant::of(clock));
        QVERIFY(round);
        QCOMPARE(round->gapBefore, metric::Duration(2s));
        QCOMPARE(*round->endedAt, at(1s));
    }

    void a_night_asleep_is_one_gap_and_no_burst()
    {
        FakeClock clock(at(0ms));
        Schedule schedule(1s);
        live(schedule, clock, 10s);
        clock.sleep(8h + 123ms);
        const auto rounds = live(schedule, clock, 10s);
        QVERIFY(rounds.size() <= 11);
        QVERIFY(rounds.front().gapBefore > 7h);
        for (std::size_t i = 1; i < rounds.size(); ++i)
            QCOMPARE(rounds[i].gapBefore, 0ms);
        verifyStrictlyIncreasing(rounds);
    }

    void a_clock_set_forward_leaves_a_gap_on_the_axis_and_the_grid_is_found_again()
    {
        FakeClock clock(at(0ms));
        Schedule schedule(1s);
        live(schedule, clock, 5s);
        clock.step(1h + 300ms);
        const auto rounds = live(schedule, clock, 5s);
        QCOMPARE(rounds.front().time, metric::onGrid(rounds.front().time, 1s));
        QVERIFY(rounds.front().gapBefore > 59min);
        QCOMPARE(*rounds.front().endedAt, at(5s));
        verifyStrictlyIncreasing(rounds);
    }

    void a_clock_set_back_gives_no_time_twice_and_is_caught_up_data()
    {
        QTest::addColumn<int>("milliseconds");
        for (int back : {1, 300, 999, 1000, 1500, 5000, 60'700, 3'600'000})
            QTest::addRow("%d ms", back) << back;
    }
    void a_clock_set_back_gives_no_time_twice_and_is_caught_up()
    {
        QFETCH(int, milliseconds);
        FakeClock clock(at(0ms));
        Schedule schedule(1s);
        auto all = live(schedule, clock, 10500ms);
        clock.step(-std::chrono::milliseconds(milliseconds));
        const auto after = live(schedule, clock, 2h + 10s);
        all.insert(all.end(), after.begin(), after.end());
        verifyStrictlyIncreasing(all);
        // Never blind for more than two ticks while it catches up ...
        QVERIFY(after.size() >= std::size_t(7210 - milliseconds / 1000 - 2));
        for (const auto &round : after) {
            QCOMPARE(round.time, metric::onGrid(round.time, 1s));
            QCOMPARE(round.gapBefore, 0ms);
        }
        // ... and in the end the samples carry the wall clock's time again.
        QVERIFY(clock.now() - after.back().time <= 1s);
        QVERIFY(clock.now() >= after.back().time);
    }

    void a_clock_that_is_slewed_gives_every_tick_once()
    {
        FakeClock clock(at(0ms));
        Schedule schedule(1s);
        std::vector<probes::Round> rounds;
        for (int i = 0; i < 1000; ++i) {
            if (const auto round = schedule.tick(Instant::of(clock)))
                rounds.push_back(*round);
            clock.advance(schedule.wait(Instant::of(clock)));
            if (i % 2 == 0)
                clock.step(-1ms); // one wakes before the tick
        }
        verifyStrictlyIncreasing(rounds);
        QVERIFY(rounds.size() >= 499);
        for (std::size_t i = 1; i < rounds.size(); ++i)
            QCOMPARE(rounds[i].time - rounds[i - 1].time, metric::Duration(1s));
    }

    void hurry_brings_a_round_at_the_next_whole_second_and_leaves_the_grid_alone()
    {
        FakeClock clock(at(0ms));
        Schedule schedule(20s);
        live(schedule, clock, 3400ms);
        schedule.hurry();
        const auto rounds = live(schedule, clock, 40s);
        QCOMPARE(rounds.size(), std::size_t(3));
        QCOMPARE(rounds[0].time, at(4s));
        QVERIFY(rounds[0].hurried);
        QCOMPARE(rounds[0].deadline, FakeClock().monotonic() + 20s); // the regular tick is not delayed
        QCOMPARE(rounds[1].time, at(20s));
        QCOMPARE(rounds[2].time, at(40s));
        for (const auto &round : rounds)
            QCOMPARE(round.gapBefore, 0ms);
    }

    void hurry_just_after_a_tick_does_not_disturb_the_next_ones()
    {
        FakeClock clock(at(0ms));
        Schedule schedule(5s);
        live(schedule, clock, 900ms);
        schedule.hurry();
        const auto rounds = live(schedule, clock, 10s);
        QCOMPARE(rounds.size(), std::size_t(3));
        QCOMPARE(rounds[0].time, at(1s));
        QCOMPARE(rounds[1].time, at(5s));
        QCOMPARE(rounds[2].time, at(10s));
    }

    void a_changed_interval_is_no_gap()
    {
        FakeClock clock(at(40s)); // 1,700,000,040 is a whole minute
        Schedule schedule(60s);
        live(schedule, clock, 42500ms);
        schedule.setInterval(1s);
        const auto rounds = live(schedule, clock, 5s);
        QCOMPARE(rounds.size(), std::size_t(5));
        QCOMPARE(rounds.front().time, at(83s));
        QCOMPARE(rounds.front().gapBefore, 0ms);
        schedule.setInterval(60s);
        QCOMPARE(live(schedule, clock, 60s).front().time, at(100s));
    }

    void no_wait_is_long_so_that_a_sleep_is_noticed_soon()
    {
        FakeClock clock(at(20s));
        Schedule schedule(1h);
        schedule.tick(Instant::of(clock));
        QVERIFY(schedule.wait(Instant::of(clock)) <= 10s);
    }

    void the_end_comes_within_a_second_so_that_a_restart_is_not_older_than_it()
    {
        FakeClock clock(at(0ms));
        Schedule schedule(60s);
        QVERIFY(!schedule.endTime());
        schedule.tick(Instant::of(clock));
        QCOMPARE(*schedule.endTime(), at(1s));
    }
};

VEDETTE_TEST(TstSchedule)
#include "tst_schedule.moc"
