#pragma once

#include "models/health/health_snapshot.h"
#include "models/health/timeline.h"

#include <array>
#include <vector>

namespace health {

// A span in so many pieces, on the grid of the clock (UTC), so that only the newest, which lasts until now, changes.
struct BarShape {
    metric::Duration piece;
    int count;
};
inline constexpr std::array kBarShapes{BarShape{std::chrono::minutes(30), 48}, BarShape{std::chrono::hours(3), 56},
                                       BarShape{std::chrono::hours(12), 60}, BarShape{std::chrono::hours(24), 90}}; // by Span

// Oldest first. `bar` is what this made of the same timeline before; the pieces of it that were over by `since` are taken over, so that is the
// moment of that, or an earlier one from which on the timeline changed. Epoch: all is made anew.
void extendBar(std::vector<BarPiece> &bar, const BarShape &shape, const Timeline &timeline, metric::Timestamp now, metric::Timestamp since);
std::vector<BarPiece> barOf(const BarShape &shape, const Timeline &timeline, metric::Timestamp now);

// Of the span that ends now.
Spent spentIn(const Timeline &timeline, metric::Timestamp now, metric::Duration span);

// Over the last 30 days. The budget is what the objective allows of 30 days of time that counts. The burn rate of a window is its share of
// down time over the share that is allowed: 1 uses the budget up in exactly 30 days; 0 where nothing counts; infinite where nothing is allowed.
Slo sloOf(const Timeline &timeline, double objective, metric::Timestamp now);

// Everything that follows from the timeline into the status: spent, slo, mttr, mtbf and outages, but not the bars. MTTR is the time down in the
// last 30 days, and MTBF the time up, by the outages of these days.
void fillFigures(CheckStatus &status, const Timeline &timeline, metric::Timestamp now);

} // namespace health
