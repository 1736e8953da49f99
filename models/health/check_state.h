#pragma once

#include "models/health/health_snapshot.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string>

namespace health {

// What has to do with a check at a moment, beside its own verdicts.
struct Surroundings {
    metric::Timestamp now{};
    bool maintenance = false;
    bool offline = false;      // our own network is missing
    std::string blockedBy{};   // what it is behind and that is down; empty: nothing is
    std::string blockedName{}; // what people call that
    // It is being found out whether the failure has a cause elsewhere: our own network or what the check is behind. Confirming waits for it, but
    // no longer than CheckState::kPatience.
    bool undecided = false;
};

// Failures that a network which is missing explains, of a check of that instance: one of this machine itself needs no network.
bool needsNetwork(metric::Reason reason, std::string_view instance);

// The state of one check: verdicts and time come in, the state comes out. For one thread; knows no clock.
//
// A failure is confirmed before the check is down: it is asked again `retries` times, retryAfter apart, and is down when all of them failed; then it
// is down since the first of them. One good answer is enough to be up again. Upside-down is applied to what is confirmed: a confirmed failure is ok,
// an answer is down at once, for it is no hiccup.
//
// Slow: degraded when 3 of the last 5 answers took longer than slowAfter, no longer when at most one of the last 5 took longer than 9/10 of it. So
// neither one slow answer in a row of quick ones nor one quick one among slow ones changes anything.
//
// A check that fails while something that it is behind is down, or while we are offline, is unknown; once that is over it is asked again from the
// beginning. One that was down already stays down: that was found out when there was nothing in the way. One that answers is what its answers say,
// whatever it is behind.
class CheckState {
public:
    static constexpr metric::Duration kPatience = std::chrono::seconds(60);

    explicit CheckState(CheckPlan plan) : m_plan(std::move(plan)) {}

    const CheckPlan &plan() const { return m_plan; }
    // What is known stays, unless nobody asked (paused) or the check turns upside down.
    void setPlan(CheckPlan plan);
    // What it was before the console started, and since when: a state that is found again lasts since then, and what was down needs no
    // confirmation. Called before the first verdict.
    void restore(State state, metric::Timestamp since);

    // Times never go back; who calls sees to that. After each of these settle() says what came of it.
    void take(const metric::Verdict &verdict, metric::Timestamp time);
    // The check itself could not do its work: nothing is known of the service.
    void takeError(std::string message, metric::Timestamp time);
    // Nobody looked until now (the machine slept): failures are counted anew, and the next verdict has all its time to come.
    void resume(metric::Timestamp now);

    // Puts it all together. True where anything that is shown changed.
    bool settle(const Surroundings &around);

    State state() const { return m_shown.state; }
    metric::Timestamp since() const { return m_since; }
    metric::Reason reason() const { return m_shown.reason; }
    const std::string &message() const { return m_shown.message; }
    const std::string &blockedBy() const { return m_shown.blockedBy; }
    // In a row, while they are being confirmed; otherwise 0.
    int failures() const;
    metric::Timestamp lastRun() const { return m_lastRun; }
    metric::Timestamp nextRun() const;
    std::optional<std::chrono::nanoseconds> responseTime() const { return m_response; }

    // When it wants to be asked beside its interval, at the earliest; empty: not at all.
    std::optional<metric::Timestamp> askAgainAt() const;
    // When the failures began that are being confirmed or that explain the state; empty while it answers.
    std::optional<metric::Timestamp> failsSince() const;
    // A confirmed failure, or what would be one, also where maintenance or upside-down hide it: what is behind it can not be reached.
    bool isOut() const;
    // The reason of the newest failure; None while it answers.
    metric::Reason failure() const { return m_failed ? m_verdict.reason : metric::Reason::None; }
    // Unknown on no account of its own.
    bool isExcused() const { return m_shown.state == State::Unknown && m_shown.isExcused; }
    // There was a verdict since the start or since it was paused.
    bool isSeen() const { return m_seen; }

private:
    struct Shown {
        State state = State::Unknown;
        metric::Reason reason = metric::Reason::None;
        std::string message{};
        std::string blockedBy{};
        bool isExcused = false;
        friend bool operator==(const Shown &, const Shown &) = default;
    };
    // Of an answer, by response time.
    struct Slowness {
        static constexpr std::size_t kLast = 5;
        static constexpr int kSlowOfLast = 3;
        static constexpr int kSlowToStay = 2;
        std::array<metric::Duration, kLast> times{};
        std::size_t count = 0; // of all
        bool isSlow = false;
        void add(metric::Duration time, metric::Duration limit);
    };

    void forget();
    bool isConfirmed() const { return m_failures > m_plan.retries || m_wasDown; }
    metric::Duration longestSilence() const;
    bool isStale(metric::Timestamp now) const;
    Shown find(const Surroundings &around);
    Shown findFailing(const Surroundings &around);
    Shown whileConfirming() const;
    Shown answered() const;

    CheckPlan m_plan;
    Shown m_shown;
    metric::Timestamp m_since{};
    metric::Timestamp m_foundSince{}; // of what find() found last
    std::optional<State> m_before;    // of restore()
    metric::Timestamp m_beforeSince{};
    bool m_wasDown = false; // before the start, and not answered since

    // What the verdicts say.
    bool m_seen = false;
    bool m_failed = false;
    bool m_excused = false;         // the last failure had a cause elsewhere
    std::string m_fault;            // why it could not be asked
    metric::Verdict m_verdict;      // the newest, without its evidence
    std::optional<State> m_settled; // what was found last, confirmed: Ok, Degraded or Down
    int m_failures = 0;             // in a row, that nothing excused
    metric::Timestamp m_firstFailure{};
    metric::Timestamp m_confirmedAt{}; // when all retries had failed
    metric::Timestamp m_lastRun{};
    metric::Timestamp m_freshFrom{}; // the newest verdict, or when somebody began to look
    metric::Timestamp m_askFrom{};   // excuse over: at once
    std::optional<std::chrono::nanoseconds> m_response;
    Slowness m_slowness;
};

} // namespace health
