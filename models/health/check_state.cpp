#include "models/health/check_state.h"

#include "models/health/dependencies.h"

#include <fmt/format.h>

#include <algorithm>

namespace health {

using metric::Duration;
using metric::Reason;
using metric::Timestamp;

namespace {

// Rounds that may be missing before nothing is known any more.
constexpr int kRoundsForgiven = 3;

std::string secondsText(Duration time) { return fmt::format("{:.3g} s", double(time.count()) / 1000); }

} // namespace

bool needsNetwork(Reason reason, std::string_view instance)
{
    switch (reason) {
    case Reason::Dns:
    case Reason::Network:
    case Reason::Refused:
    case Reason::Timeout:
    case Reason::Closed: return !instance.starts_with('/') && !isThisMachine(hostOf(instance));
    default: return false;
    }
}

void CheckState::Slowness::add(Duration time, Duration limit)
{
    times[count++ % kLast] = time;
    const auto last = std::span(times).first(std::min(count, kLast));
    const auto above = [&](Duration bound) { return std::ranges::count_if(last, [&](Duration each) { return each > bound; }); };
    isSlow = isSlow ? above(limit * 9 / 10) >= kSlowToStay : above(limit) >= kSlowOfLast;
}

void CheckState::setPlan(CheckPlan plan)
{
    if (plan.upsideDown != m_plan.upsideDown)
        forget();
    if (plan.slowAfter != m_plan.slowAfter)
        m_slowness = {};
    m_plan = std::move(plan);
}

void CheckState::restore(State state, Timestamp since)
{
    m_before = state;
    m_beforeSince = since;
    m_wasDown = state == State::Down && !m_plan.upsideDown;
}

void CheckState::forget()
{
    m_seen = m_failed = m_excused = m_wasDown = false;
    m_settled.reset();
    m_failures = 0;
    m_fault.clear();
    m_verdict = {};
    m_response.reset();
    m_slowness = {};
    m_askFrom = {};
}

void CheckState::take(const metric::Verdict &verdict, Timestamp time)
{
    m_lastRun = m_freshFrom = time;
    m_askFrom = {};
    m_seen = true;
    m_fault.clear();
    m_verdict = {verdict.reason, verdict.message, verdict.responseTime, nullptr};
    m_failed = !verdict.good();
    m_response.reset();
    if (verdict.responseTime.count() > 0)
        m_response = verdict.responseTime;
    if (m_failed) {
        m_slowness = {};
        if (m_failures++ == 0)
            m_firstFailure = time;
        if (m_failures == m_plan.retries + 1)
            m_confirmedAt = time;
        return;
    }
    m_failures = 0;
    m_excused = m_wasDown = false;
    if (m_plan.upsideDown) {
        m_settled = State::Down;
        return;
    }
    if (m_plan.slowAfter && m_response)
        m_slowness.add(std::chrono::round<Duration>(*m_response), *m_plan.slowAfter);
    m_settled = m_slowness.isSlow ? State::Degraded : State::Ok;
}

void CheckState::takeError(std::string message, Timestamp time)
{
    m_lastRun = m_freshFrom = time;
    m_askFrom = {};
    m_seen = true;
    m_fault = message.empty() ? "it could not be asked" : std::move(message);
    m_response.reset();
}

void CheckState::resume(Timestamp now)
{
    m_freshFrom = now;
    if (m_settled == State::Down)
        return; // as it was: nothing waits to be confirmed
    m_failures = 0;
    m_slowness = {};
}

Duration CheckState::longestSilence() const { return m_plan.interval * kRoundsForgiven + m_plan.timeout; }

bool CheckState::isStale(Timestamp now) const { return m_plan.interval > Duration::zero() && now - m_freshFrom > longestSilence(); }

bool CheckState::settle(const Surroundings &around)
{
    if (m_plan.paused)
        forget();
    if (m_freshFrom == Timestamp{} || m_plan.paused)
        m_freshFrom = around.now;
    m_foundSince = around.now;
    auto shown = find(around);
    // Maintenance hides what is found, and it is found all the same.
    if (m_plan.paused)
        shown = {State::Paused};
    else if (around.maintenance)
        shown = {State::Maintenance, shown.reason, std::move(shown.message)};
    if (shown == m_shown && m_since != Timestamp{})
        return false;
    if (shown.state != m_shown.state || m_since == Timestamp{}) {
        const bool isHidden = m_plan.paused || around.maintenance;
        m_since = isHidden ? around.now : std::max(m_since, m_foundSince);
        if (m_before && shown.state == *m_before)
            m_since = m_beforeSince;
        if (m_seen || isHidden)
            m_before.reset();
    }
    m_shown = std::move(shown);
    return true;
}

CheckState::Shown CheckState::find(const Surroundings &around)
{
    if (isStale(around.now)) {
        // What comes after that long has to be confirmed like the first.
        m_failures = 0;
        m_settled.reset();
        m_slowness = {};
        return {State::Unknown, Reason::None, fmt::format("it was not asked for more than {}", secondsText(longestSilence()))};
    }
    if (!m_seen)
        return {State::Unknown, Reason::None, "not asked yet", {}, true};
    if (!m_fault.empty())
        return {State::Unknown, Reason::None, m_fault};
    if (m_failed)
        return findFailing(around);
    return answered();
}

CheckState::Shown CheckState::answered() const
{
    if (m_plan.upsideDown)
        return {State::Down, Reason::Answer,
                m_verdict.message.empty() ? "it answers, and should not" : "it answers, and should not: " + m_verdict.message};
    if (m_settled == State::Degraded) {
        return {State::Degraded, Reason::None,
                fmt::format("answers slowly: most of the last answers took longer than {}", secondsText(*m_plan.slowAfter))};
    }
    return {State::Ok, Reason::None, m_verdict.message};
}

CheckState::Shown CheckState::findFailing(const Surroundings &around)
{
    Shown down{State::Down, m_verdict.reason, m_verdict.message};
    if (m_settled == State::Down && !m_plan.upsideDown)
        return down;
    const bool missing = around.offline && needsNetwork(m_verdict.reason, m_plan.instance);
    if (missing || !around.blockedBy.empty()) {
        if (!m_excused)
            m_foundSince = m_firstFailure;
        m_excused = true;
        m_failures = 0;
        m_settled.reset();
        if (missing)
            return {State::Unknown, m_verdict.reason, "this machine is offline", {}, true};
        return {State::Unknown, m_verdict.reason, fmt::format("behind {}, which is down", around.blockedName), around.blockedBy, true};
    }
    if (m_excused && m_failures == 0) {
        if (m_askFrom == Timestamp{})
            m_askFrom = around.now;
        return {State::Unknown, m_verdict.reason, "it is being asked again", {}, true};
    }
    const bool waits = around.undecided && around.now - m_confirmedAt < kPatience;
    if (!isConfirmed() || waits)
        return whileConfirming();
    m_excused = false;
    if (const auto found = m_plan.upsideDown ? State::Ok : State::Down; m_settled != found) {
        m_settled = found;
        m_foundSince = m_firstFailure;
    }
    return m_plan.upsideDown ? Shown{State::Ok, Reason::None, "it does not answer, as it should: " + m_verdict.message} : down;
}

// As it was; the failure is seen in failures().
CheckState::Shown CheckState::whileConfirming() const
{
    const bool isKept = m_settled && m_shown.state == *m_settled;
    if (isKept)
        return m_shown;
    return {m_settled.value_or(State::Unknown), m_settled ? Reason::None : m_verdict.reason, m_verdict.message, {}, !m_settled};
}

int CheckState::failures() const
{
    const auto confirmed = m_plan.upsideDown ? State::Ok : State::Down;
    return m_failed && !m_plan.paused && m_settled != confirmed ? m_failures : 0;
}

bool CheckState::isOut() const
{
    if (m_plan.paused || !m_fault.empty())
        return false;
    return m_plan.upsideDown ? m_shown.state == State::Down : m_failed && m_settled == State::Down;
}

std::optional<Timestamp> CheckState::failsSince() const
{
    if (!m_failed || m_failures == 0)
        return std::nullopt;
    return m_firstFailure;
}

Timestamp CheckState::nextRun() const
{
    if (m_lastRun == Timestamp{} || m_plan.paused)
        return {};
    const auto regular = m_lastRun + m_plan.interval;
    return std::min(askAgainAt().value_or(regular), regular);
}

std::optional<Timestamp> CheckState::askAgainAt() const
{
    if (m_plan.paused || !m_failed || !m_fault.empty())
        return std::nullopt;
    if (m_askFrom != Timestamp{})
        return m_askFrom;
    if (failures() == 0 || isConfirmed() || m_plan.retryAfter >= m_plan.interval)
        return std::nullopt;
    return m_lastRun + m_plan.retryAfter;
}

} // namespace health
