#include "models/health/score.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace health {

namespace {

constexpr double kAlone = 20; // points
constexpr double kFurther = 0.8;

double weightOf(const CheckStatus &check)
{
    switch (check.state) {
    case State::Down: return 1;
    case State::Degraded: return 0.3;
    case State::Unknown: return check.excused ? 0 : 0.15;
    default: return 0;
    }
}

const char *saying(State state)
{
    switch (state) {
    case State::Down: return "is down";
    case State::Degraded: return "answers slowly";
    default: return "is unknown";
    }
}

} // namespace

Score scoreOf(std::span<const CheckStatus> checks)
{
    struct Term {
        const CheckStatus *check;
        double weight;
        double points = 0;
        int whole = 0;
    };
    std::vector<Term> terms;
    double sum = 0;
    int counting = 0;
    for (const auto &check : checks) {
        const auto weight = weightOf(check);
        counting += check.state == State::Ok || weight > 0 ? 1 : 0;
        sum += weight;
        if (weight > 0)
            terms.push_back({&check, weight});
    }
    Score score;
    if (terms.empty())
        return score;
    std::ranges::stable_sort(terms, std::greater(), &Term::weight);
    double factor = kAlone, total = 0;
    for (auto &term : terms) {
        term.points = term.weight * factor;
        total += term.points;
        factor *= kFurther;
    }
    const auto lost = std::clamp(int(std::lround(std::max(total, 100 * sum / counting))), 1, 100);
    // Whole points, the greatest remainders first, so that they add up.
    int left = lost;
    for (auto &term : terms) {
        term.points *= lost / total;
        term.whole = int(term.points);
        left -= term.whole;
    }
    std::vector<Term *> byRemainder;
    for (auto &term : terms)
        byRemainder.push_back(&term);
    std::ranges::stable_sort(byRemainder, std::greater(), [](const Term *term) { return term->points - term->whole; });
    for (auto *term : byRemainder)
        term->whole += left-- > 0 ? 1 : 0;
    score.value = 100 - lost;
    for (const auto &term : terms) {
        if (term.whole > 0)
            score.losses.push_back({term.whole, term.check->plan.target, fmt::format("{} {}", term.check->plan.name, saying(term.check->state))});
    }
    std::ranges::stable_sort(score.losses, std::greater(), &Loss::points);
    return score;
}

Overall overallOf(std::span<const CheckStatus> checks, bool offline)
{
    const auto worst = [&](State state) -> Overall {
        const CheckStatus *first = nullptr;
        int others = -1;
        for (const auto &check : checks) {
            if (check.state != state || weightOf(check) <= 0)
                continue;
            first = first ? first : &check;
            ++others;
        }
        if (!first)
            return {};
        if (others == 0)
            return {state, fmt::format("{} {}", first->plan.name, saying(state))};
        return {state, fmt::format("{} {}, and {} more", first->plan.name, saying(state), others)};
    };
    if (auto down = worst(State::Down); down.state == State::Down)
        return down;
    if (offline)
        return {State::Unknown, "this machine is offline"};
    if (auto slow = worst(State::Degraded); slow.state == State::Degraded)
        return slow;
    return worst(State::Unknown);
}

} // namespace health
