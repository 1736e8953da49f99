#pragma once

#include "models/health/health_snapshot.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace health {

// From then on the check was in that state; empty: from then on nobody looked.
struct Turn {
    metric::Timestamp time;
    std::optional<State> state;
    friend bool operator==(const Turn &, const Turn &) = default;
};

// Time in which it was down. It lasts until the check answers again: time in which nothing was known, in between, ends no outage.
struct Outage {
    metric::Timestamp from;
    std::optional<metric::Timestamp> until; // empty: it goes on
    metric::Duration down{0};               // of it, observed
};

// What was seen of one check, in order. Sums are kept turn by turn, so that every question about a span costs two binary searches, however
// long ago it is. The last turn goes on until whatever moment is asked for.
//
// Bounded: beyond kMostTurns what is old is summed up by the half hour, and by longer pieces if that is not enough. Within one every state
// is kept once, with the time that it took in all: what is asked of whole pieces stays right, and outages of one piece become one.
class Timeline {
public:
    static constexpr std::size_t kMostTurns = 2'000;

    // In order of time. Of an earlier time than the last turn: the clock was set back, and what was to come is forgotten. Of the last one's
    // time: it takes its place. What changes nothing is left out.
    void add(Turn turn);
    // Where there are too many turns: sums up what is old and answers before which time everything was replaced; turns() has what by.
    std::optional<metric::Timestamp> sumUp();
    // Turns that were over by then.
    void dropBefore(metric::Timestamp time);

    std::span<const Turn> turns() const { return m_turns; }
    std::optional<State> last() const { return m_turns.empty() ? std::nullopt : m_turns.back().state; }
    std::optional<State> at(metric::Timestamp time) const;
    // REQUIRES: from <= to; `to` is not in the future.
    Spent spent(metric::Timestamp from, metric::Timestamp to) const;
    // Outages with time down in that span, counted.
    int outageCount(metric::Timestamp from, metric::Timestamp to) const;
    // The same, one by one, the oldest first; whole, even where they began before.
    std::vector<Outage> outages(metric::Timestamp from, metric::Timestamp to) const;

private:
    // At the moment of the turn of the same place.
    struct Sums {
        std::array<metric::Duration, 6> in{}; // time so far, by State
        int outages = 0;                      // begun so far, with this turn
        bool isOut = false;                   // from this turn on
    };
    std::size_t indexAt(metric::Timestamp time) const; // of the turn that holds then; kNone before the first
    std::array<metric::Duration, 6> sumsAt(metric::Timestamp time) const;
    void append(Turn turn);
    void replace(metric::Duration piece, metric::Timestamp until); // what lies before that by its sums

    static constexpr std::size_t kNone = std::size_t(-1);
    std::vector<Turn> m_turns;
    std::vector<Sums> m_sums;
};

} // namespace health
