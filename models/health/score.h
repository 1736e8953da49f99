#pragma once

#include "models/health/health_snapshot.h"

#include <span>
#include <string>
#include <vector>

namespace health {

struct Score {
    int value = 100; // 0 to 100
    std::vector<Loss> losses{};
};

// What is wrong costs points: a check that is down weighs 1, one that is slow 0.3, one of which nothing is known 0.15. What is paused, in
// maintenance, not asked yet, or unknown because it is behind something that is down or because we are offline, weighs nothing: its cause is counted,
// or is not theirs. Of the weights, the gravest first, the score loses the greater of
//
//   20 x (w1 + 0.8 w2 + 0.64 w3 + ...)   so that one service down of a hundred costs 20 points, and is seen, and
//   100 x the mean weight                so that nothing is left where everything is down,
//
// rounded, and at least 1 where anything is wrong. The mean is over the checks that count: ok, slow, down, and those of which nothing is known. The
// losses add up to what is lost, each in proportion to its term of the sum above; what comes to less than half a point is left out, for a greater
// one.
Score scoreOf(std::span<const CheckStatus> checks);

struct Overall {
    State state = State::Ok;
    std::string why{}; // empty where all is well
};

// The gravest that counts: down, then offline, degraded, and unknown.
Overall overallOf(std::span<const CheckStatus> checks, bool offline);

} // namespace health
