#include "models/items/health_model.h"

#include <fmt/format.h>

#include <map>
#include <set>
#include <tuple>

namespace items {
namespace {

constexpr const char *kProbeKind = QT_TRANSLATE_NOOP("items", "probe");
constexpr const char *kResourceKind = QT_TRANSLATE_NOOP("items", "resource");

State healthState(Health health)
{
    switch (health) {
    case Health::Ok: return State::Ok;
    case Health::Degraded: return State::Warning;
    case Health::Down: return State::Critical;
    case Health::Unknown: return State::Unknown;
    case Health::Paused: return State::Paused;
    }
    return State::Unknown;
}

Cell timeOrUnknown(metric::Timestamp time) { return time == metric::Timestamp() ? Cell{} : Cell{double(time.time_since_epoch().count()) / 1e3}; }

RowKey healthKey(const HealthRow &row) { return RowKey::of(row.target + '\n' + row.kind + '\n' + row.check); }

const Column<HealthRow> kHealthColumns[] = {
    {"check", QT_TRANSLATE_NOOP("items", "check"), Qt::AlignLeft, [](const HealthRow &row) -> Cell { return row.check; }},
    {"kind", QT_TRANSLATE_NOOP("items", "kind"), Qt::AlignLeft, [](const HealthRow &row) -> Cell { return row.kind; },
     [](const HealthRow &row) { return translated(row.kind.c_str()); }},
    {"target", QT_TRANSLATE_NOOP("items", "target"), Qt::AlignLeft, [](const HealthRow &row) -> Cell { return row.target; }},
    {"state", QT_TRANSLATE_NOOP("items", "state"), Qt::AlignLeft, [](const HealthRow &row) -> Cell { return double(row.state); },
     [](const HealthRow &row) { return healthText(row.state); }, metric::Unit::None, [](const HealthRow &row) { return healthState(row.state); }},
    {"duration", QT_TRANSLATE_NOOP("items", "duration"), Qt::AlignRight, [](const HealthRow &row) -> Cell { return row.duration; }, nullptr,
     metric::Unit::Seconds},
    {"last_run", QT_TRANSLATE_NOOP("items", "last run"), Qt::AlignRight, [](const HealthRow &row) { return timeOrUnknown(row.lastRun); },
     [](const HealthRow &row) { return timeText(row.lastRun); }},
    {"last_change", QT_TRANSLATE_NOOP("items", "last change"), Qt::AlignRight, [](const HealthRow &row) { return timeOrUnknown(row.lastChange); },
     [](const HealthRow &row) { return timeText(row.lastChange); }},
    {"reason", QT_TRANSLATE_NOOP("items", "why"), Qt::AlignLeft, [](const HealthRow &row) -> Cell { return row.reason; }},
};

// The worst alert that is on for a figure, null where none is.
const alerts::Alert *worstAlert(const ResourceFigure &figure, std::span<const alerts::Alert> alerts)
{
    const alerts::Alert *worst = nullptr;
    for (const alerts::Alert &alert : alerts) {
        const bool on = alert.state == alerts::AlertState::Firing || alert.state == alerts::AlertState::Acknowledged;
        const bool ours = alert.rule->expression == figure.expression && (alert.rule->target.empty() || alert.rule->target == figure.target);
        const auto instance = alert.labels ? alert.labels->get("instance") : std::string_view();
        const bool here = figure.instance.empty() || instance.empty() || instance == figure.instance;
        if (on && ours && here && (!worst || alert.rule->severity > worst->rule->severity))
            worst = &alert;
    }
    return worst;
}

HealthRow resourceRow(const ResourceFigure &figure, const HealthInput &input)
{
    HealthRow row{.check = figure.check, .kind = kResourceKind, .target = figure.target, .lastRun = input.now};
    const std::string value = metric::formatValue(figure.value, figure.unit);
    if (const alerts::Alert *alert = worstAlert(figure, input.alerts)) {
        row.state = alert->rule->severity >= alerts::Severity::Critical  ? Health::Down
                    : alert->rule->severity == alerts::Severity::Warning ? Health::Degraded
                                                                         : Health::Ok;
        row.reason = fmt::format("{} · {}", value, alert->rule->name);
    } else if (!figure.value.known()) {
        row.reason = "no value"; // no alarm from what nobody knows
    } else {
        row.state = Health::Ok;
        row.reason = value;
    }
    return row;
}

} // namespace

QString healthText(Health health)
{
    switch (health) {
    case Health::Ok: return translated(QT_TRANSLATE_NOOP("items", "OK"));
    case Health::Degraded: return translated(QT_TRANSLATE_NOOP("items", "Degraded"));
    case Health::Down: return translated(QT_TRANSLATE_NOOP("items", "Down"));
    case Health::Unknown: return translated(QT_TRANSLATE_NOOP("items", "Unknown"));
    case Health::Paused: return translated(QT_TRANSLATE_NOOP("items", "Paused"));
    }
    return {};
}

std::vector<HealthRow> healthRows(std::span<const HealthRow> previous, const HealthInput &input)
{
    std::map<std::tuple<std::string, std::string, std::string>, HealthRow> rows; // by target, kind, check
    const auto put = [&](HealthRow row) {
        auto key = std::make_tuple(row.target, row.kind, row.check);
        rows.insert_or_assign(std::move(key), std::move(row));
    };
    std::map<std::string_view, metric::Timestamp> newest;
    for (const auto &batch : input.batches) {
        if (batch)
            newest[batch->target] = batch->time;
    }
    const auto stale = [&](metric::Timestamp time) { return input.now - time > input.staleAfter; };

    // Probes with an interval of their own are not in every batch: what they said last holds as long as batches come.
    for (const HealthRow &row : previous) {
        if (row.kind == kProbeKind && newest.contains(row.target))
            put(row);
    }
    for (const auto &batch : input.batches) {
        for (const metric::ProbeOutcome &outcome : batch ? batch->outcomes : std::vector<metric::ProbeOutcome>{}) {
            put({.check = outcome.probe,
                 .kind = kProbeKind,
                 .target = batch->target,
                 .state = outcome.success ? Health::Ok : Health::Down,
                 .lastRun = batch->time,
                 .duration = double(outcome.duration.count()) / 1e9,
                 .reason = outcome.reason});
        }
    }
    for (auto &[key, row] : rows) {
        if (stale(newest[row.target])) {
            row.state = Health::Unknown;
            row.reason = "no answer from the target since then";
        }
    }
    for (const ResourceFigure &figure : input.figures)
        put(resourceRow(figure, input));

    for (const HealthRow &row : previous) {
        const auto found = rows.find({row.target, row.kind, row.check});
        if (found != rows.end() && found->second.state == row.state)
            found->second.lastChange = row.lastChange;
    }
    std::vector<HealthRow> sorted;
    sorted.reserve(rows.size());
    for (auto &[key, row] : rows) {
        if (row.lastChange == metric::Timestamp())
            row.lastChange = input.now;
        sorted.push_back(std::move(row));
    }
    return sorted;
}

HealthModel::HealthModel(QObject *parent) : ColumnTableModel({.columns = kHealthColumns, .key = healthKey}, parent) {}

} // namespace items
