// Checks as the window gets them, made by hand.
#pragma once

#include "models/health/health_snapshot.h"

#include <chrono>
#include <memory>
#include <string>
#include <utility>

namespace tests {

inline const metric::Timestamp kCheckedAt(std::chrono::seconds(1795265527)); // Sat 21 Nov 2026 12:52:07 UTC

// Bars without a gap up to `end`, all of them spent in that state.
inline void fillBars(health::CheckStatus &check, metric::Timestamp end, health::State state)
{
    constexpr std::size_t kPieces[] = {48, 56, 60, 90};
    for (std::size_t span = 0; span < health::kSpans.size(); ++span) {
        const metric::Duration piece = metric::Duration(health::kSpans[span]) / std::int64_t(kPieces[span]);
        std::vector<health::BarPiece> pieces;
        check.spent[span] = {};
        for (std::size_t i = kPieces[span]; i > 0; --i) {
            health::BarPiece made{end - piece * std::int64_t(i), {}};
            made.spent.in[std::size_t(state)] = piece;
            pieces.push_back(made);
        }
        check.bars[span] = std::move(pieces);
        check.spent[span].in[std::size_t(state)] = piece * std::int64_t(kPieces[span]);
    }
}

// Of each span's bar, the last pieces were spent otherwise; sums follow.
inline void endBars(health::CheckStatus &check, std::size_t pieces, health::State state)
{
    for (std::size_t span = 0; span < health::kSpans.size(); ++span) {
        std::vector<health::BarPiece> bar = check.bars[span];
        for (std::size_t i = bar.size() - std::min(pieces, bar.size()); i < bar.size(); ++i) {
            auto &in = bar[i].spent.in;
            for (std::size_t each = 0; each < in.size(); ++each) {
                if (each == std::size_t(state))
                    continue;
                in[std::size_t(state)] += in[each];
                check.spent[span].in[std::size_t(state)] += in[each];
                check.spent[span].in[each] -= in[each];
                in[each] = {};
            }
        }
        check.bars[span] = std::move(bar);
    }
}

// Asked every half minute, well for six days, with an answer in 84 ms.
inline health::CheckStatus checkNamed(const std::string &name, health::State state = health::State::Ok)
{
    using namespace std::chrono_literals;
    health::CheckStatus check;
    check.plan.target = "id-" + name;
    check.plan.name = name;
    check.plan.instance = "https://" + name + "/";
    check.plan.job = "http";
    check.plan.interval = 30s;
    check.state = state;
    check.since = kCheckedAt - 6 * 24h;
    check.lastRun = kCheckedAt - 10s;
    check.nextRun = kCheckedAt + 20s;
    if (state == health::State::Ok || state == health::State::Degraded)
        check.responseTime = 84ms;
    fillBars(check, kCheckedAt, health::State::Ok);
    check.slo = {.objective = 0.999, .achieved = 0.9997, .budget = 43min, .budgetLeft = 31min, .burn = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7}};
    return check;
}

inline std::shared_ptr<health::HealthSnapshot> snapshotOf(std::vector<health::CheckStatus> checks)
{
    auto snapshot = std::make_shared<health::HealthSnapshot>();
    snapshot->time = kCheckedAt;
    snapshot->checks = std::move(checks);
    return snapshot;
}

} // namespace tests
