#include "models/items/alert_model.h"

#include "models/items/rule_texts.h"

#include "models/query/figure.h"

namespace items {
namespace {

using alerts::Alert;
using alerts::AlertEvent;
using alerts::AlertRule;
using alerts::AlertState;

QString thresholdText(const AlertRule &rule)
{
    if (!rule.isThreshold)
        return translated(QT_TRANSLATE_NOOP("items", "it has a value"));
    return comparisonText(rule.comparison) + QLatin1Char(' ') + cellText(rule.value, query::unitOf(rule.expression));
}

metric::Timestamp sinceOf(const Alert &alert) { return alert.state == AlertState::Pending ? alert.pendingSince : alert.firingSince; }
double secondsOf(metric::Timestamp time) { return double(time.time_since_epoch().count()) / 1e3; }
Cell timeCell(metric::Timestamp time) { return time == metric::Timestamp() ? Cell{} : Cell{secondsOf(time)}; }

bool sameAlert(const Alert &a, const Alert &b)
{
    const auto told = [](const Alert &alert) {
        return std::tie(alert.id, alert.rule, alert.state, alert.pendingSince, alert.firingSince, alert.resolvedAt, alert.acknowledgedBy,
                        alert.comment, alert.acknowledgedAt, alert.snoozedUntil, alert.dismissedAt, alert.silencedBy, alert.inhibitedBy,
                        alert.inMaintenance);
    };
    return told(a) == told(b) && Number(a.value) == Number(b.value) && Number(a.worst) == Number(b.worst);
}

bool sameRow(const AlertRow &a, const AlertRow &b)
{
    if (a.group || b.group)
        return a.group && b.group && *a.group == *b.group;
    return a.alert == b.alert || sameAlert(*a.alert, *b.alert);
}

bool sameEvent(const AlertEvent &a, const AlertEvent &b)
{
    const auto told = [](const AlertEvent &event) { return std::tie(event.alertId, event.time, event.kind, event.author, event.text); };
    return told(a) == told(b) && Number(a.value) == Number(b.value);
}

// With what keeps it from being told.
QString whatState(const Alert &alert)
{
    auto text = alertStateText(alert.state);
    if (alert.dismissedAt != metric::Timestamp())
        text += QStringLiteral(", ") + translated(QT_TRANSLATE_NOOP("items", "dismissed"));
    else if (alert.inMaintenance)
        text += QStringLiteral(", ") + translated(QT_TRANSLATE_NOOP("items", "in maintenance"));
    else if (!alert.silencedBy.empty())
        text += QStringLiteral(", ") + translated(QT_TRANSLATE_NOOP("items", "silenced"));
    else if (!alert.inhibitedBy.empty())
        text += QStringLiteral(", ") + translated(QT_TRANSLATE_NOOP("items", "inhibited"));
    return text;
}

// A cell, or a text, of an alert; a group has none.
template <auto Of>
Cell cellOf(const AlertRow &row)
{
    return row.alert ? Cell(Of(*row.alert)) : Cell();
}
template <auto Of>
QString textOf(const AlertRow &row)
{
    return row.alert ? Of(*row.alert) : QString();
}

State stateOf(const AlertRow &row)
{
    if (row.group)
        return row.group->isOver() ? State::Ok : severityState(row.group->worst);
    return row.alert->state == AlertState::Resolved ? State::Ok : severityState(row.alert->rule->severity);
}

alerts::Severity severityOf(const AlertRow &row) { return row.group ? row.group->worst : row.alert->rule->severity; }
std::string_view nameOf(const AlertRow &row) { return row.group ? row.group->title : row.alert->rule->name; }
metric::Timestamp sinceOf(const AlertRow &row) { return row.group ? row.group->since : sinceOf(*row.alert); }

QString nameText(const AlertRow &row)
{
    return row.group ? QString::fromStdString(row.group->title) + QStringLiteral(" · ") + countsText(*row.group) : ruleText(row.alert->rule->name);
}

constexpr auto kSubject = [](const Alert &alert) { return subjectText(alert.rule->target, alert.labels); };
constexpr auto kTarget = [](const Alert &alert) { return instanceOf(alert); };
constexpr auto kValueText = [](const Alert &alert) { return cellText(alert.value, query::unitOf(alert.rule->expression)); };
constexpr auto kWorstText = [](const Alert &alert) { return cellText(alert.worst, query::unitOf(alert.rule->expression)); };

const Column<AlertRow> kAlertColumns[] = {
    {"severity", QT_TRANSLATE_NOOP("items", "severity"), Qt::AlignLeft, [](const AlertRow &row) -> Cell { return double(severityOf(row)); },
     [](const AlertRow &row) { return severityText(severityOf(row)); }, metric::Unit::None, stateOf},
    {"alert", QT_TRANSLATE_NOOP("items", "alert"), Qt::AlignLeft, [](const AlertRow &row) -> Cell { return nameOf(row); }, nameText},
    {"target", QT_TRANSLATE_NOOP("items", "target"), Qt::AlignLeft, cellOf<kTarget>, textOf<kSubject>},
    {"value", QT_TRANSLATE_NOOP("items", "value"), Qt::AlignRight, cellOf<[](const Alert &alert) { return alert.value; }>, textOf<kValueText>},
    {"worst", QT_TRANSLATE_NOOP("items", "worst"), Qt::AlignRight, cellOf<[](const Alert &alert) { return alert.worst; }>, textOf<kWorstText>},
    {"since", QT_TRANSLATE_NOOP("items", "since"), Qt::AlignRight, [](const AlertRow &row) { return timeCell(sinceOf(row)); },
     [](const AlertRow &row) { return timeText(sinceOf(row)); }},
    {"resolved", QT_TRANSLATE_NOOP("items", "resolved at"), Qt::AlignRight, cellOf<[](const Alert &alert) { return timeCell(alert.resolvedAt); }>,
     textOf<[](const Alert &alert) { return timeText(alert.resolvedAt); }>},
    {"state", QT_TRANSLATE_NOOP("items", "state"), Qt::AlignLeft, cellOf<[](const Alert &alert) { return double(alert.state); }>, textOf<whatState>},
    {"comment", QT_TRANSLATE_NOOP("items", "comment"), Qt::AlignLeft,
     [](const AlertRow &row) -> Cell { return row.alert ? Cell(row.alert->comment) : Cell(std::string_view()); }},
};

const Column<AlertEvent> kEventColumns[] = {
    {"time", QT_TRANSLATE_NOOP("items", "time"), Qt::AlignLeft, [](const AlertEvent &row) { return timeCell(row.time); },
     [](const AlertEvent &row) { return timeText(row.time); }},
    {"event", QT_TRANSLATE_NOOP("items", "event"), Qt::AlignLeft, [](const AlertEvent &row) -> Cell { return double(row.kind); },
     [](const AlertEvent &row) { return eventKindText(row.kind); }},
    {"author", QT_TRANSLATE_NOOP("items", "by"), Qt::AlignLeft, [](const AlertEvent &row) -> Cell { return row.author; }},
    {"text", QT_TRANSLATE_NOOP("items", "text"), Qt::AlignLeft, [](const AlertEvent &row) -> Cell { return row.text; },
     [](const AlertEvent &row) { return ruleText(row.text); }},
};

const Column<AlertRule> kRuleColumns[] = {
    {"name", QT_TRANSLATE_NOOP("items", "threshold"), Qt::AlignLeft, [](const AlertRule &row) -> Cell { return row.name; },
     [](const AlertRule &row) { return ruleText(row.name); }},
    {"enabled", QT_TRANSLATE_NOOP("items", "on"), Qt::AlignLeft, [](const AlertRule &row) -> Cell { return double(row.enabled); },
     [](const AlertRule &row) { return translated(row.enabled ? QT_TRANSLATE_NOOP("items", "on") : QT_TRANSLATE_NOOP("items", "off")); }},
    {"severity", QT_TRANSLATE_NOOP("items", "severity"), Qt::AlignLeft, [](const AlertRule &row) -> Cell { return double(row.severity); },
     [](const AlertRule &row) { return severityText(row.severity); }, metric::Unit::None,
     [](const AlertRule &row) { return row.enabled ? severityState(row.severity) : State::Paused; }},
    {"expression", QT_TRANSLATE_NOOP("items", "measured"), Qt::AlignLeft, [](const AlertRule &row) -> Cell { return row.expression; }},
    {"condition", QT_TRANSLATE_NOOP("items", "fires when"), Qt::AlignRight, [](const AlertRule &row) -> Cell { return row.value; }, thresholdText},
    {"for", QT_TRANSLATE_NOOP("items", "for"), Qt::AlignRight, [](const AlertRule &row) -> Cell { return double(row.holdFor.count()); },
     [](const AlertRule &row) { return durationText(row.holdFor); }},
    {"target", QT_TRANSLATE_NOOP("items", "target"), Qt::AlignLeft, [](const AlertRule &row) -> Cell { return row.target; },
     [](const AlertRule &row) {
         return row.target.empty() ? translated(QT_TRANSLATE_NOOP("items", "every target")) : QString::fromStdString(row.target);
     }},
};

} // namespace

QString severityText(alerts::Severity severity)
{
    switch (severity) {
    case alerts::Severity::Info: return translated(QT_TRANSLATE_NOOP("items", "Info"));
    case alerts::Severity::Warning: return translated(QT_TRANSLATE_NOOP("items", "Warning"));
    case alerts::Severity::Critical: return translated(QT_TRANSLATE_NOOP("items", "Critical"));
    case alerts::Severity::Emergency: return translated(QT_TRANSLATE_NOOP("items", "Emergency"));
    }
    return {};
}

// Info has no shape of its own: it is neither good nor bad, as the ring says.
State severityState(alerts::Severity severity)
{
    switch (severity) {
    case alerts::Severity::Info: return State::Unknown;
    case alerts::Severity::Warning: return State::Warning;
    case alerts::Severity::Critical: return State::Critical;
    case alerts::Severity::Emergency: return State::Emergency;
    }
    return State::Unknown;
}

QString subjectText(const std::string &target, const metric::LabelsRef &labels)
{
    QString text = QString::fromStdString(target);
    if (!labels)
        return text;
    if (const auto instance = labels->get("instance"); !instance.empty())
        text = cellText(instance, metric::Unit::None);
    const auto subject = alerts::subjectOf(*labels);
    for (const metric::Label label : subject) {
        if (label.name != "instance" && label.name != "job")
            text += QLatin1Char(' ') + cellText(label.value, metric::Unit::None);
    }
    return text.trimmed();
}

QString alertStateText(AlertState state)
{
    switch (state) {
    case AlertState::Pending: return translated(QT_TRANSLATE_NOOP("items", "pending"));
    case AlertState::Firing: return translated(QT_TRANSLATE_NOOP("items", "firing"));
    case AlertState::Acknowledged: return translated(QT_TRANSLATE_NOOP("items", "acknowledged"));
    case AlertState::Resolved: return translated(QT_TRANSLATE_NOOP("items", "resolved"));
    }
    return {};
}

QString eventKindText(alerts::EventKind kind)
{
    switch (kind) {
    case alerts::EventKind::Pending: return translated(QT_TRANSLATE_NOOP("items", "pending"));
    case alerts::EventKind::Fired: return translated(QT_TRANSLATE_NOOP("items", "fired"));
    case alerts::EventKind::Acknowledged: return translated(QT_TRANSLATE_NOOP("items", "acknowledged"));
    case alerts::EventKind::Snoozed: return translated(QT_TRANSLATE_NOOP("items", "snoozed"));
    case alerts::EventKind::Resolved: return translated(QT_TRANSLATE_NOOP("items", "resolved"));
    case alerts::EventKind::Cleared: return translated(QT_TRANSLATE_NOOP("items", "cleared"));
    case alerts::EventKind::Notified: return translated(QT_TRANSLATE_NOOP("items", "notified"));
    case alerts::EventKind::Commented: return translated(QT_TRANSLATE_NOOP("items", "commented"));
    case alerts::EventKind::Silenced: return translated(QT_TRANSLATE_NOOP("items", "silenced"));
    case alerts::EventKind::Unsilenced: return translated(QT_TRANSLATE_NOOP("items", "no longer silenced"));
    case alerts::EventKind::Inhibited: return translated(QT_TRANSLATE_NOOP("items", "inhibited"));
    case alerts::EventKind::Dismissed: return translated(QT_TRANSLATE_NOOP("items", "dismissed"));
    case alerts::EventKind::Flapping: return translated(QT_TRANSLATE_NOOP("items", "comes and goes"));
    case alerts::EventKind::Calm: return translated(QT_TRANSLATE_NOOP("items", "calm again"));
    case alerts::EventKind::Uninhibited: return translated(QT_TRANSLATE_NOOP("items", "no longer inhibited"));
    }
    return {};
}

QString comparisonText(alerts::Comparison comparison)
{
    switch (comparison) {
    case alerts::Comparison::Above: return translated(QT_TRANSLATE_NOOP("items", "above"));
    case alerts::Comparison::AtLeast: return translated(QT_TRANSLATE_NOOP("items", "at least"));
    case alerts::Comparison::Below: return translated(QT_TRANSLATE_NOOP("items", "below"));
    case alerts::Comparison::AtMost: return translated(QT_TRANSLATE_NOOP("items", "at most"));
    }
    return {};
}

AlertModel::AlertModel(QObject *parent)
    : ColumnTableModel({.columns = kAlertColumns,
                        .key = [](const AlertRow &row) { return row.key; },
                        .parent = [](const AlertRow &row) { return row.parent; },
                        .same = sameRow},
                       parent)
{
}

AlertEventModel::AlertEventModel(QObject *parent)
    : ColumnTableModel(
          {.columns = kEventColumns,
           .key =
               [](const AlertEvent &row) {
                   const auto time = std::uint64_t(row.time.time_since_epoch().count());
                   return RowKey{std::uint64_t(row.alertId), metric::hashBytes(row.author + '\n' + row.text, time * 31 + std::uint64_t(row.kind))};
               },
           .same = sameEvent},
          parent)
{
}

RuleModel::RuleModel(QObject *parent)
    : ColumnTableModel({.columns = kRuleColumns,
                        .key =
                            [](const AlertRule &row) {
                                return RowKey{std::uint64_t(row.id), 0};
                            }},
                       parent)
{
}

} // namespace items
