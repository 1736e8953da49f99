#include "models/items/incident_model.h"

#include "models/items/alert_model.h"
#include "models/items/rule_texts.h"

namespace items {
namespace {

using alerts::AlertState;
using alerts::Incident;
using alerts::RuleFigures;
using metric::Duration;

Cell momentCell(metric::Timestamp time) { return double(time.time_since_epoch().count()) / 1e3; }
Cell spanCell(Duration duration) { return double(duration.count()) / 1e3; }
Cell meanCell(const std::optional<Duration> &mean) { return mean ? spanCell(*mean) : Cell{}; }
bool isOver(const Incident &incident) { return incident.state == AlertState::Resolved; }
bool wasAcknowledged(const Incident &incident) { return incident.acknowledgedAt != metric::Timestamp(); }

QString lastedText(const Incident &incident) { return isOver(incident) ? durationText(incident.resolvedAt - incident.firingSince) : QString(); }

// How it ended, or what it is.
QString outcomeText(const Incident &incident)
{
    return isOver(incident) && incident.endedByHand ? translated(QT_TRANSLATE_NOOP("items", "cleared")) : alertStateText(incident.state);
}

const Column<Incident> kIncidentColumns[] = {
    {"severity", QT_TRANSLATE_NOOP("items", "severity"), Qt::AlignLeft, [](const Incident &row) -> Cell { return double(row.rule->severity); },
     [](const Incident &row) { return severityText(row.rule->severity); }, metric::Unit::None,
     [](const Incident &row) { return severityState(row.rule->severity); }},
    {"alert", QT_TRANSLATE_NOOP("items", "alert"), Qt::AlignLeft, [](const Incident &row) -> Cell { return row.rule->name; },
     [](const Incident &row) { return ruleText(row.rule->name); }},
    {"target", QT_TRANSLATE_NOOP("items", "target"), Qt::AlignLeft, [](const Incident &row) -> Cell { return row.labels->get("instance"); },
     [](const Incident &row) { return subjectText(row.rule->target, row.labels); }},
    {"began", QT_TRANSLATE_NOOP("items", "began"), Qt::AlignRight, [](const Incident &row) { return momentCell(row.firingSince); },
     [](const Incident &row) { return timeText(row.firingSince); }},
    {"lasted", QT_TRANSLATE_NOOP("items", "lasted"), Qt::AlignRight,
     [](const Incident &row) { return isOver(row) ? spanCell(row.resolvedAt - row.firingSince) : Cell{}; },
     [](const Incident &row) { return isOver(row) ? lastedText(row) : QStringLiteral("–"); }},
    {"acknowledged", QT_TRANSLATE_NOOP("items", "acknowledged"), Qt::AlignLeft,
     [](const Incident &row) { return wasAcknowledged(row) ? spanCell(row.acknowledgedAt - row.firingSince) : Cell{}; },
     [](const Incident &row) { return wasAcknowledged(row) ? acknowledgedText(row) : QStringLiteral("–"); }},
    {"outcome", QT_TRANSLATE_NOOP("items", "state"), Qt::AlignLeft, [](const Incident &row) -> Cell { return double(row.state); }, outcomeText},
};

const Column<RuleFigures> kFigureColumns[] = {
    {"severity", QT_TRANSLATE_NOOP("items", "severity"), Qt::AlignLeft, [](const RuleFigures &row) -> Cell { return double(row.rule->severity); },
     [](const RuleFigures &row) { return severityText(row.rule->severity); }, metric::Unit::None,
     [](const RuleFigures &row) { return severityState(row.rule->severity); }},
    {"rule", QT_TRANSLATE_NOOP("items", "rule"), Qt::AlignLeft, [](const RuleFigures &row) -> Cell { return row.rule->name; },
     [](const RuleFigures &row) { return ruleText(row.rule->name); }},
    {"incidents", QT_TRANSLATE_NOOP("items", "incidents"), Qt::AlignRight,
     [](const RuleFigures &row) -> Cell { return double(row.figures.incidents); }},
    {"firing", QT_TRANSLATE_NOOP("items", "time firing"), Qt::AlignRight, [](const RuleFigures &row) { return spanCell(row.figures.firing); },
     [](const RuleFigures &row) { return durationText(row.figures.firing); }},
    {"mean", QT_TRANSLATE_NOOP("items", "each"), Qt::AlignRight, [](const RuleFigures &row) { return meanCell(row.figures.meanFiring()); },
     [](const RuleFigures &row) { return meanText(row.figures.meanFiring()); }},
    {"mtta", QT_TRANSLATE_NOOP("items", "MTTA"), Qt::AlignRight, [](const RuleFigures &row) { return meanCell(row.figures.mtta()); },
     [](const RuleFigures &row) { return meanText(row.figures.mtta()); }},
    {"unacknowledged", QT_TRANSLATE_NOOP("items", "not acknowledged"), Qt::AlignRight,
     [](const RuleFigures &row) -> Cell { return double(row.figures.unacknowledged()); }},
    {"mttr", QT_TRANSLATE_NOOP("items", "MTTR"), Qt::AlignRight, [](const RuleFigures &row) { return meanCell(row.figures.mttr()); },
     [](const RuleFigures &row) { return meanText(row.figures.mttr()); }},
    {"open", QT_TRANSLATE_NOOP("items", "still firing"), Qt::AlignRight, [](const RuleFigures &row) -> Cell { return double(row.figures.open()); }},
    {"noise", QT_TRANSLATE_NOOP("items", "noise"), Qt::AlignRight,
     [](const RuleFigures &row) { return row.figures.noiseShare() ? Cell{*row.figures.noiseShare()} : Cell{}; }, nullptr, metric::Unit::Ratio},
    {"flapping", QT_TRANSLATE_NOOP("items", "flapping"), Qt::AlignRight, [](const RuleFigures &row) -> Cell { return double(row.figures.flapping); }},
};

} // namespace

QString acknowledgedText(const Incident &incident)
{
    if (!wasAcknowledged(incident))
        return {};
    return translated(QT_TRANSLATE_NOOP("items", "%1, after %2"))
        .arg(QString::fromStdString(incident.acknowledgedBy), durationText(incident.acknowledgedAt - incident.firingSince));
}

QString meanText(const std::optional<Duration> &mean) { return mean ? durationText(*mean) : QStringLiteral("–"); }

QString incidentText(const Incident &incident)
{
    QStringList lines{ruleText(incident.rule->name)};
    if (const auto subject = subjectText(incident.rule->target, incident.labels); !subject.isEmpty())
        lines << subject;
    lines << severityText(incident.rule->severity) + QStringLiteral(", ") + outcomeText(incident);
    lines << translated(QT_TRANSLATE_NOOP("items", "since %1")).arg(timeText(incident.firingSince));
    if (isOver(incident)) {
        lines << translated(QT_TRANSLATE_NOOP("items", "over %1, after %2"))
                     .arg(timeText(incident.resolvedAt), durationText(incident.resolvedAt - incident.firingSince));
    }
    if (const auto by = acknowledgedText(incident); !by.isEmpty())
        lines << translated(QT_TRANSLATE_NOOP("items", "acknowledged by %1")).arg(by);
    return lines.join(QLatin1Char('\n'));
}

RowKey IncidentModel::key(const Incident &incident) { return {std::uint64_t(incident.id), 0}; }

IncidentModel::IncidentModel(QObject *parent)
    : ColumnTableModel({.columns = kIncidentColumns,
                        .key = key,
                        .same =
                            [](const Incident &a, const Incident &b) {
                                const auto shown = [](const Incident &row) {
                                    return std::tie(row.id, row.state, row.firingSince, row.resolvedAt, row.acknowledgedAt, row.acknowledgedBy,
                                                    row.endedByHand);
                                };
                                return shown(a) == shown(b);
                            }},
                       parent)
{
}

RuleFiguresModel::RuleFiguresModel(QObject *parent)
    : ColumnTableModel({.columns = kFigureColumns,
                        .key =
                            [](const RuleFigures &row) {
                                return RowKey{std::uint64_t(row.rule->id), 0};
                            },
                        .same =
                            [](const RuleFigures &a, const RuleFigures &b) {
                                return a.figures == b.figures && a.rule->name == b.rule->name && a.rule->severity == b.rule->severity;
                            }},
                       parent)
{
}

} // namespace items
