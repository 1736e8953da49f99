#include "models/items/check_model.h"

#include <fmt/format.h>

namespace items {
namespace {

using health::CheckStatus;

Cell secondsCell(std::optional<std::chrono::nanoseconds> duration)
{
    return duration ? Cell{std::chrono::duration<double>(*duration).count()} : Cell{};
}
Cell momentCell(metric::Timestamp time) { return time == metric::Timestamp() ? Cell{} : Cell{double(time.time_since_epoch().count()) / 1e3}; }
Cell shareCell(std::optional<double> share) { return share ? Cell{*share} : Cell{}; }

RowKey checkKey(const CheckRow &row) { return CheckModel::key(row.status->plan.target); }
Cell checkName(const CheckRow &row) { return row.status->plan.name; }
State markOfRow(const CheckRow &row) { return markOf(row.status->state); }

QString longDurationText(std::optional<metric::Duration> duration) { return duration ? durationText(*duration) : QStringLiteral("–"); }

QString checkBarText(const CheckRow &row)
{
    const auto down = row.spent().down();
    const auto text = translated(QT_TRANSLATE_NOOP("items", "%1 in %2")).arg(availabilityText(row.spent().availability()), spanText(row.span));
    return down == metric::Duration::zero() ? text : translated(QT_TRANSLATE_NOOP("items", "%1, down for %2")).arg(text, durationText(down));
}

bool sameBar(const std::vector<health::BarPiece> &a, const std::vector<health::BarPiece> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const health::BarPiece &x, const health::BarPiece &y) { return x.from == y.from && x.spent.in == y.spent.in; });
}

bool sameCheck(const CheckRow &a, const CheckRow &b)
{
    const CheckStatus &x = *a.status, &y = *b.status;
    return &x == &y ? a.kind == b.kind && a.why == b.why && a.span == b.span
                    : a.kind == b.kind && a.why == b.why && a.span == b.span && x.state == y.state && x.plan.name == y.plan.name &&
                          x.plan.instance == y.plan.instance && x.since == y.since && x.lastRun == y.lastRun && x.nextRun == y.nextRun &&
                          x.responseTime == y.responseTime && a.spent().in == b.spent().in && sameBar(a.bar(), b.bar());
}

const Column<CheckRow> kCheckColumns[] = {
    {"name", QT_TRANSLATE_NOOP("items", "check"), Qt::AlignLeft, checkName},
    {"kind", QT_TRANSLATE_NOOP("items", "kind"), Qt::AlignLeft, [](const CheckRow &row) -> Cell { return row.kind; },
     [](const CheckRow &row) { return translated(row.kind.c_str()); }},
    {"state", QT_TRANSLATE_NOOP("items", "state"), Qt::AlignLeft,
     [](const CheckRow &row) -> Cell { return double(checkStateRank(row.status->state)); },
     [](const CheckRow &row) { return checkStateText(row.status->state); }, metric::Unit::None, markOfRow},
    {"response", QT_TRANSLATE_NOOP("items", "response"), Qt::AlignRight, [](const CheckRow &row) { return secondsCell(row.status->responseTime); },
     nullptr, metric::Unit::Seconds},
    {"bar", QT_TRANSLATE_NOOP("items", "over time"), Qt::AlignLeft, [](const CheckRow &row) { return shareCell(row.spent().availability()); },
     checkBarText},
    {"availability", QT_TRANSLATE_NOOP("items", "available"), Qt::AlignRight,
     [](const CheckRow &row) { return shareCell(row.spent().availability()); },
     [](const CheckRow &row) { return availabilityText(row.spent().availability()); }, metric::Unit::Ratio},
    {"why", QT_TRANSLATE_NOOP("items", "why / last change"), Qt::AlignLeft, [](const CheckRow &row) -> Cell { return row.why; }},
    {"last_run", QT_TRANSLATE_NOOP("items", "last run"), Qt::AlignRight, [](const CheckRow &row) { return momentCell(row.status->lastRun); },
     [](const CheckRow &row) { return timeText(row.status->lastRun); }},
    {"next_run", QT_TRANSLATE_NOOP("items", "next check"), Qt::AlignRight, [](const CheckRow &row) { return momentCell(row.status->nextRun); },
     [](const CheckRow &row) { return timeText(row.status->nextRun); }},
    {"since", QT_TRANSLATE_NOOP("items", "last change"), Qt::AlignRight, [](const CheckRow &row) { return momentCell(row.status->since); },
     [](const CheckRow &row) { return timeText(row.status->since); }},
    {"instance", QT_TRANSLATE_NOOP("items", "address"), Qt::AlignLeft, [](const CheckRow &row) -> Cell { return row.status->plan.instance; }},
};

// The share of the budget that is left.
std::optional<double> leftOf(const health::Slo &slo)
{
    if (slo.budget <= metric::Duration::zero() || !slo.achieved)
        return std::nullopt;
    return double(slo.budgetLeft.count()) / double(slo.budget.count());
}

State budgetState(const CheckRow &row)
{
    constexpr double kLow = 0.25;
    const auto left = leftOf(row.status->slo);
    return !left ? State::Unknown : *left <= 0 ? State::Critical : *left < kLow ? State::Warning : State::Ok;
}

template <std::size_t Window>
Cell burnOf(const CheckRow &row)
{
    return row.status->slo.achieved ? Cell{row.status->slo.burn[Window]} : Cell{};
}
template <std::size_t Window>
QString burnText(const CheckRow &row)
{
    return row.status->slo.achieved ? QString::fromStdString(fmt::format("{:.1f}×", row.status->slo.burn[Window])) : QStringLiteral("–");
}

bool sameSlo(const CheckRow &a, const CheckRow &b)
{
    const CheckStatus &x = *a.status, &y = *b.status;
    return &x == &y || (x.state == y.state && x.plan.name == y.plan.name && x.slo.objective == y.slo.objective && x.slo.achieved == y.slo.achieved &&
                        x.slo.budget == y.slo.budget && x.slo.budgetLeft == y.slo.budgetLeft && x.slo.burn == y.slo.burn && x.mttr == y.mttr &&
                        x.mtbf == y.mtbf && x.outages == y.outages);
}

// Which windows of health::kBurnWindows have a column.
constexpr std::size_t kHour = 2, kThreeDays = 6;
static_assert(std::string_view(health::kBurnWindows[kHour]) == "1h" && std::string_view(health::kBurnWindows[kThreeDays]) == "3d");

const Column<CheckRow> kSloColumns[] = {
    {"name", QT_TRANSLATE_NOOP("items", "check"), Qt::AlignLeft, checkName, nullptr, metric::Unit::None, markOfRow},
    {"objective", QT_TRANSLATE_NOOP("items", "objective"), Qt::AlignRight, [](const CheckRow &row) -> Cell { return row.status->slo.objective; },
     [](const CheckRow &row) { return availabilityText(row.status->slo.objective); }, metric::Unit::Ratio},
    {"achieved", QT_TRANSLATE_NOOP("items", "achieved"), Qt::AlignRight, [](const CheckRow &row) { return shareCell(row.status->slo.achieved); },
     [](const CheckRow &row) { return availabilityText(row.status->slo.achieved); }, metric::Unit::Ratio},
    {"budget_left", QT_TRANSLATE_NOOP("items", "budget left"), Qt::AlignRight,
     [](const CheckRow &row) { return row.status->slo.achieved ? secondsCell(row.status->slo.budgetLeft) : Cell{}; },
     [](const CheckRow &row) { return row.status->slo.achieved ? budgetText(row.status->slo.budgetLeft) : QStringLiteral("–"); }},
    {"budget", QT_TRANSLATE_NOOP("items", "of the budget"), Qt::AlignLeft, [](const CheckRow &row) { return shareCell(leftOf(row.status->slo)); },
     [](const CheckRow &row) { return availabilityText(leftOf(row.status->slo)); }, metric::Unit::Ratio, budgetState},
    {"burn", QT_TRANSLATE_NOOP("items", "burn, 1 h"), Qt::AlignRight, burnOf<kHour>, burnText<kHour>},
    {"burn_long", QT_TRANSLATE_NOOP("items", "burn, 3 d"), Qt::AlignRight, burnOf<kThreeDays>, burnText<kThreeDays>},
    {"mttr", QT_TRANSLATE_NOOP("items", "MTTR"), Qt::AlignRight, [](const CheckRow &row) { return secondsCell(row.status->mttr); },
     [](const CheckRow &row) { return longDurationText(row.status->mttr); }},
    {"mtbf", QT_TRANSLATE_NOOP("items", "MTBF"), Qt::AlignRight, [](const CheckRow &row) { return secondsCell(row.status->mtbf); },
     [](const CheckRow &row) { return longDurationText(row.status->mtbf); }},
    {"outages", QT_TRANSLATE_NOOP("items", "outages"), Qt::AlignRight, [](const CheckRow &row) -> Cell { return double(row.status->outages); }},
};

} // namespace

CheckModel::CheckModel(QObject *parent) : ColumnTableModel({.columns = kCheckColumns, .key = checkKey, .same = sameCheck}, parent) {}

SloModel::SloModel(QObject *parent) : ColumnTableModel({.columns = kSloColumns, .key = checkKey, .same = sameSlo}, parent) {}

} // namespace items
