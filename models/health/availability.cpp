#include "models/health/availability.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace health {

using metric::Duration;
using metric::Timestamp;
using namespace std::chrono_literals;

namespace {

constexpr Duration kMonth = kSpans[std::size_t(Span::Month)];
constexpr std::array<Duration, kBurnWindows.size()> kBurnSpans{5min, 30min, 1h, 2h, 6h, 24h, 72h};

} // namespace

void extendBar(std::vector<BarPiece> &bar, const BarShape &shape, const Timeline &timeline, Timestamp now, Timestamp since)
{
    const auto newest = metric::onGrid(now, shape.piece);
    const auto oldest = newest - shape.piece * (shape.count - 1);
    // What is missing in front of them, after the clock was set back, is made with all the others.
    if (!bar.empty() && bar.front().from > oldest)
        bar.clear();
    std::erase_if(bar, [&](const BarPiece &each) { return each.from < oldest || each.from + shape.piece > since; });
    for (auto from = bar.empty() ? oldest : bar.back().from + shape.piece; from <= newest; from += shape.piece)
        bar.push_back({from, timeline.spent(from, std::min(from + shape.piece, now))});
}

std::vector<BarPiece> barOf(const BarShape &shape, const Timeline &timeline, Timestamp now)
{
    std::vector<BarPiece> bar;
    extendBar(bar, shape, timeline, now, {});
    return bar;
}

Spent spentIn(const Timeline &timeline, Timestamp now, Duration span) { return timeline.spent(now - span, now); }

Slo sloOf(const Timeline &timeline, double objective, Timestamp now)
{
    Slo slo;
    slo.objective = std::clamp(objective, 0.0, 1.0);
    const double allowed = 1 - slo.objective;
    const auto month = spentIn(timeline, now, kMonth);
    slo.achieved = month.availability();
    slo.budget = Duration(std::llround(double(kMonth.count()) * allowed));
    slo.budgetLeft = std::max(Duration::zero(), slo.budget - month.down());
    for (std::size_t i = 0; i < kBurnSpans.size(); ++i) {
        const auto spent = spentIn(timeline, now, kBurnSpans[i]);
        if (spent.down() <= Duration::zero())
            slo.burn[i] = 0;
        else if (allowed > 0)
            slo.burn[i] = double(spent.down().count()) / double(spent.counted().count()) / allowed;
        else
            slo.burn[i] = std::numeric_limits<double>::infinity();
    }
    return slo;
}

void fillFigures(CheckStatus &status, const Timeline &timeline, Timestamp now)
{
    for (std::size_t i = 0; i < kSpans.size(); ++i)
        status.spent[i] = spentIn(timeline, now, kSpans[i]);
    status.slo = sloOf(timeline, status.plan.objective, now);
    const auto &month = status.spent[std::size_t(Span::Month)];
    status.outages = timeline.outageCount(now - kMonth, now);
    status.mttr.reset();
    status.mtbf.reset();
    if (status.outages > 0) {
        status.mttr = month.down() / status.outages;
        if (month.up() > Duration::zero())
            status.mtbf = month.up() / status.outages;
    }
}

} // namespace health
