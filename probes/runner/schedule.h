#pragma once

#include "models/metric/clock.h"

#include <chrono>
#include <optional>

namespace probes {

// The three clocks read at one moment.
struct Instant {
    metric::Timestamp wall;
    std::chrono::nanoseconds monotonic;
    std::chrono::nanoseconds sinceBoot;

    static Instant of(const metric::Clock &clock) { return {clock.now(), clock.monotonic(), clock.sinceBoot()}; }
};

// What a tick tells the lane about its round.
struct Round {
    metric::Timestamp time;                   // of all its samples: on the grid, always later than the round before
    std::chrono::nanoseconds lag;             // how late the tick was noticed
    std::chrono::nanoseconds deadline;        // on the monotonic clock: the next tick
    bool hurried;                             // asked for by hurry(): slow probes run too
    metric::Duration gapBefore;               // time that nobody observed, zero normally
    std::optional<metric::Timestamp> endedAt; // after a gap: where the series seen before it ended
};

// When the rounds of one target are. Pure arithmetic over instants, used by one thread.
//
// A tick is a multiple of the interval on the wall clock, so the samples of every run of the program share one grid; an offset moves
// the grid of one target, so that a thousand of them are not all asked at once.
// It is had once; a tick noticed later than a quarter of the interval is not made up, since values read then would carry a false time.
// Where the wall clock steps forward, the time in between is a gap. Where it steps back, times go on from the last one at half the
// pace (every second tick is left out) until the wall clock has caught up: never a time twice, never a time backwards, never blind.
class Schedule {
public:
    // REQUIRES: interval > 0, offset >= 0.
    explicit Schedule(metric::Duration interval, metric::Duration offset = metric::Duration::zero()) : m_interval(interval), m_offset(offset) {}

    metric::Duration interval() const { return m_interval; }
    void setInterval(metric::Duration interval) { m_interval = interval; }

    // The next round comes at the next whole second (the next tick where the interval is shorter) instead of the next tick.
    // A new schedule is hurried, so that a target with a long interval is seen at once.
    void hurry() { m_hurried = true; }

    // A round, where one is due now and was not had.
    std::optional<Round> tick(const Instant &now);

    // How long to wait before asking again, never long: a sleep or a step of the clock ought to be noticed soon.
    std::chrono::nanoseconds wait(const Instant &now) const;

    // Where the series of the last round end when no round follows: a second later, or an interval where that is shorter, so that
    // a program started again soon after does not find its first rounds older than this end. Empty before the first round.
    std::optional<metric::Timestamp> endTime() const;

private:
    struct Last {
        metric::Timestamp time;
        metric::Duration interval;
        std::chrono::nanoseconds monotonic;
        std::chrono::nanoseconds sinceBoot;
    };

    metric::Duration grid() const;
    metric::Timestamp tickBefore(metric::Timestamp time, metric::Duration grid) const;
    metric::Duration gapBefore(metric::Timestamp time, const Instant &now) const;

    metric::Duration m_interval;
    metric::Duration m_offset;
    std::optional<metric::Timestamp> m_tick; // the last tick had, on the wall clock
    std::optional<Last> m_last;              // the last round
    bool m_hurried = true;
    bool m_leftOut = false; // stepped back: the tick before this one was left out
};

} // namespace probes
