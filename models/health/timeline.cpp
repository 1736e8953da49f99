#include "models/health/timeline.h"

#include <algorithm>
#include <utility>

namespace health {

using metric::Duration;
using metric::Timestamp;

namespace {

using Sum = std::array<Duration, 6>;

// Whatever lies in one piece of time once per state, in the order of the states; the last state last, so that what follows fits.
std::vector<Turn> summedUp(std::span<const Turn> turns, Timestamp end, Duration piece)
{
    std::vector<Turn> result;
    std::size_t at = 0;
    std::optional<State> held; // when the piece begins
    const auto turn = [&](Timestamp time, std::optional<State> state) {
        if (result.empty() || result.back().state != state)
            result.push_back({time, state});
    };
    while (at < turns.size()) {
        const auto from = metric::onGrid(turns[at].time, piece);
        const auto to = std::min(from + piece, end);
        const auto first = at;
        while (at < turns.size() && turns[at].time < to)
            ++at;
        const auto inside = turns.subspan(first, at - first);
        std::array<Duration, 7> in{}; // the last: nobody looked
        const auto slot = [](std::optional<State> state) { return state ? std::size_t(*state) : std::size_t(6); };
        auto since = result.empty() ? inside.front().time : from;
        const auto begin = since;
        auto state = held;
        for (const auto &each : inside) {
            in[slot(state)] += each.time - since;
            since = each.time;
            state = each.state;
        }
        in[slot(state)] += to - since;
        auto time = begin;
        const auto put = [&](std::size_t which) {
            if (in[which] <= Duration::zero())
                return;
            turn(time, which < 6 ? std::optional(State(which)) : std::nullopt);
            time += in[which];
        };
        for (std::size_t which = 0; which < in.size(); ++which) {
            if (which != slot(state))
                put(which);
        }
        put(slot(state));
        held = state;
    }
    return result;
}

} // namespace

void Timeline::add(Turn turn)
{
    while (!m_turns.empty() && m_turns.back().time >= turn.time) {
        m_turns.pop_back();
        m_sums.pop_back();
    }
    if (m_turns.empty() ? turn.state.has_value() : m_turns.back().state != turn.state)
        append(turn);
}

void Timeline::append(Turn turn)
{
    Sums sums;
    if (!m_turns.empty()) {
        sums = m_sums.back();
        if (m_turns.back().state)
            sums.in[std::size_t(*m_turns.back().state)] += turn.time - m_turns.back().time;
    }
    if (turn.state == State::Down && !sums.isOut) {
        sums.isOut = true;
        ++sums.outages;
    } else if (turn.state && isUp(*turn.state)) {
        sums.isOut = false;
    }
    m_turns.push_back(turn);
    m_sums.push_back(sums);
}

std::optional<Timestamp> Timeline::sumUp()
{
    if (m_turns.size() <= kMostTurns)
        return std::nullopt;
    using namespace std::chrono_literals;
    const auto recent = m_turns[m_turns.size() - kMostTurns / 2].time;
    const auto until = metric::onGrid(recent, 30min);
    replace(30min, until);
    // Pieces as the bars have them, and whole ones, so that those stay right.
    for (const Duration piece : {Duration(3h), Duration(12h), Duration(24h)}) {
        if (m_turns.size() > kMostTurns * 3 / 4)
            replace(piece, metric::onGrid(recent, 24h));
    }
    return until;
}

void Timeline::replace(Duration piece, Timestamp until)
{
    const auto all = std::exchange(m_turns, {});
    m_sums.clear();
    const auto split = std::ranges::lower_bound(all, until, {}, &Turn::time);
    for (const auto &turn : summedUp({all.begin(), split}, until, piece))
        append(turn);
    for (auto it = split; it != all.end(); ++it)
        add(*it);
}

void Timeline::dropBefore(Timestamp time)
{
    const auto holds = indexAt(time);
    if (holds == kNone || holds == 0)
        return;
    const std::vector<Turn> kept(m_turns.begin() + std::ptrdiff_t(holds), m_turns.end());
    m_turns.clear();
    m_sums.clear();
    for (const auto &turn : kept)
        append(turn);
}

std::size_t Timeline::indexAt(Timestamp time) const
{
    const auto after = std::ranges::upper_bound(m_turns, time, {}, &Turn::time);
    return after == m_turns.begin() ? kNone : std::size_t(after - m_turns.begin()) - 1;
}

std::optional<State> Timeline::at(Timestamp time) const
{
    const auto index = indexAt(time);
    return index == kNone ? std::nullopt : m_turns[index].state;
}

Sum Timeline::sumsAt(Timestamp time) const
{
    const auto index = indexAt(time);
    if (index == kNone)
        return {};
    auto sums = m_sums[index].in;
    if (const auto state = m_turns[index].state)
        sums[std::size_t(*state)] += time - m_turns[index].time;
    return sums;
}

Spent Timeline::spent(Timestamp from, Timestamp to) const
{
    Spent spent{sumsAt(to)};
    const auto before = sumsAt(from);
    for (std::size_t i = 0; i < before.size(); ++i)
        spent.in[i] -= before[i];
    return spent;
}

int Timeline::outageCount(Timestamp from, Timestamp to) const
{
    const auto last = indexAt(to - Duration(1)); // what begins then lies behind the span
    if (last == kNone || from >= to)
        return 0;
    const auto first = indexAt(from);
    int count = m_sums[last].outages - (first == kNone ? 0 : m_sums[first].outages);
    // One that had begun before counts where it was seen to go on.
    for (auto at = first; at != kNone && at <= last && m_sums[at].isOut; ++at) {
        if (m_turns[at].state == State::Down) {
            ++count;
            break;
        }
    }
    return count;
}

std::vector<Outage> Timeline::outages(Timestamp from, Timestamp to) const
{
    std::vector<Outage> outages;
    auto at = indexAt(from);
    if (at == kNone)
        at = 0;
    while (at > 0 && m_sums[at].isOut && m_sums[at - 1].isOut)
        --at;
    const auto downAt = [&](Timestamp time) { return sumsAt(time)[std::size_t(State::Down)]; };
    while (at < m_turns.size() && m_turns[at].time < to) {
        if (!m_sums[at].isOut) {
            ++at;
            continue;
        }
        Outage outage{m_turns[at].time, std::nullopt};
        while (at < m_turns.size() && m_sums[at].isOut)
            ++at;
        if (at < m_turns.size())
            outage.until = m_turns[at].time;
        const auto end = std::max(outage.until.value_or(to), outage.from);
        outage.down = downAt(end) - downAt(outage.from);
        if (downAt(std::min(end, to)) > downAt(std::max(outage.from, from)))
            outages.push_back(outage);
    }
    return outages;
}

} // namespace health
