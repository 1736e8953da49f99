#pragma once

#include "models/metric/clock.h"
#include "models/metric/verdict.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace health {

// As the series vedette_check_state and the stored changes have them: never renumber.
enum class State : std::uint8_t {
    Ok = 0,
    Degraded = 1,    // answers, but more slowly than the check's warning threshold
    Down = 2,        // confirmed by retries
    Unknown = 3,     // behind something that is down, or we are offline, or nothing was asked yet
    Paused = 4,      // nobody asks
    Maintenance = 5, // asked, but what comes of it counts for nothing
};
std::string_view stateWord(State state); // "ok"
constexpr bool isUp(State state) { return state == State::Ok || state == State::Degraded; }

// What is to be known of one check; the app makes it of a target.
struct CheckPlan {
    std::string target;   // targets::Target::id, unique
    std::string name;     // what people call it
    std::string instance; // labels of its series
    std::string job;
    metric::Duration interval{0};
    int retries = 2; // failures that are asked again before the check is down; 0: none
    metric::Duration retryAfter{5000};
    std::optional<metric::Duration> slowAfter{}; // response time beyond which it is degraded
    bool upsideDown = false;                     // it is as it should be when it fails
    bool paused = false;
    std::vector<std::string> behind{}; // targets without which it cannot be reached
    double objective = 0.999;          // of the time, 0 to 1
    metric::Duration timeout{10'000};  // what the check takes at most; for how long a missing verdict may be on its way
};

// How much of a span was spent how. What is not in it was not observed: the console did not run, or the check did not exist.
struct Spent {
    std::array<metric::Duration, 6> in{}; // by State
    metric::Duration up() const { return in[0] + in[1]; }
    metric::Duration down() const { return in[2]; }
    // Time that counts: up and down. Unknown, paused, maintenance and unobserved time does not.
    metric::Duration counted() const { return up() + down(); }
    std::optional<double> availability() const // 0 to 1; empty where nothing counts
    {
        return counted() > metric::Duration::zero() ? std::optional(double(up().count()) / double(counted().count())) : std::nullopt;
    }
};

// A span of a bar of availability.
struct BarPiece {
    metric::Timestamp from;
    Spent spent;
};

// The pieces of a bar, the oldest first: read like a vector, and shared by the snapshots between which it does not change.
class Bar {
public:
    Bar() = default;
    Bar(std::vector<BarPiece> pieces) : m_pieces(std::make_shared<const std::vector<BarPiece>>(std::move(pieces))) {}
    operator const std::vector<BarPiece> &() const { return pieces(); }

    bool empty() const { return pieces().empty(); }
    std::size_t size() const { return pieces().size(); }
    auto begin() const { return pieces().begin(); }
    auto end() const { return pieces().end(); }
    const BarPiece &operator[](std::size_t at) const { return pieces()[at]; }
    const BarPiece &at(std::size_t at) const { return pieces().at(at); }
    const BarPiece &front() const { return pieces().front(); }
    const BarPiece &back() const { return pieces().back(); }

private:
    const std::vector<BarPiece> &pieces() const
    {
        static const std::vector<BarPiece> kNone;
        return m_pieces ? *m_pieces : kNone;
    }
    std::shared_ptr<const std::vector<BarPiece>> m_pieces;
};

enum class Span { Day, Week, Month, Quarter }; // the last 24 h, 7 d, 30 d, 90 d
inline constexpr std::array kSpans{std::chrono::hours(24), std::chrono::hours(24 * 7), std::chrono::hours(24 * 30), std::chrono::hours(24 * 90)};

// A service level objective over the last 30 days.
struct Slo {
    double objective = 0.999;
    std::optional<double> achieved{}; // empty: nothing counts yet
    metric::Duration budget{0};       // down time that the objective allows in 30 days
    metric::Duration budgetLeft{0};   // never negative
    std::array<double, 7> burn{};     // how many times as fast as allowed the budget went in the last 5 m, 30 m, 1 h, 2 h, 6 h, 1 d, 3 d
};
inline constexpr std::array kBurnWindows{"5m", "30m", "1h", "2h", "6h", "1d", "3d"};

// A check at one moment.
struct CheckStatus {
    CheckPlan plan;
    State state = State::Unknown;
    metric::Timestamp since{}; // of the state
    metric::Reason reason = metric::Reason::None;
    std::string message{};       // one line, English: why it is so, or what was seen
    bool excused = false;        // unknown on no account of its own: not asked yet, behind something that is down, or we are offline
    std::string blockedBy{};     // the target that it is behind and that is down; the reason why it is unknown
    int failures = 0;            // in a row, while they are being confirmed
    metric::Timestamp lastRun{}; // epoch: never
    metric::Timestamp nextRun{}; // epoch: nobody knows
    std::optional<std::chrono::nanoseconds> responseTime{};
    std::array<Spent, 4> spent{}; // by Span
    std::array<Bar, 4> bars{};    // by Span; the newest piece may be a minute old
    Slo slo{};
    std::optional<metric::Duration> mttr{}; // mean time to repair and between failures, of the last 30 days; empty: it was never down
    std::optional<metric::Duration> mtbf{};
    int outages = 0; // of the last 30 days
};

// Something was observed of a check at a moment and kept.
struct KeptEvidence {
    std::int64_t id = 0;
    metric::Reason reason = metric::Reason::None; // None: the last good one
    std::string message{};
    std::shared_ptr<const metric::Evidence> evidence{};
};

struct Loss {
    int points; // of the score
    std::string target;
    std::string why; // English: "shop is down"
};

// Everything known about every check. Immutable, made anew when something changed.
struct HealthSnapshot {
    metric::Timestamp time{};
    std::vector<CheckStatus> checks{}; // by name
    State overall = State::Ok;         // the worst that counts
    std::string why{};                 // of the overall state, empty where all is well
    int score = 100;                   // 0 to 100
    std::vector<Loss> losses{};        // what lowers it, the gravest first
    bool offline = false;              // our own network is what is missing
    std::string notice{};              // what is to be said of the file in which it all is kept; empty normally
};
using HealthSnapshotRef = std::shared_ptr<const HealthSnapshot>;

} // namespace health
