#pragma once

#include "models/alerts/alert.h"
#include "models/items/alert_rows.h"
#include "models/items/column_table_model.h"

namespace items {

// Words and states of alerts, for tables, dialogs and the tray alike; translated.
QString severityText(alerts::Severity severity);
QString alertStateText(alerts::AlertState state);
QString eventKindText(alerts::EventKind kind);
QString comparisonText(alerts::Comparison comparison);
State severityState(alerts::Severity severity);
// "anvil /home": the instance (or what stands for it where there is none), and what else tells an alert from its rule's others.
QString subjectText(const std::string &target, const metric::LabelsRef &labels);

// Alerts in any state, one row per incident; or groups, and their alerts below them. A selection survives from pending to resolved.
class AlertModel final : public ColumnTableModel<AlertRow> {
public:
    explicit AlertModel(QObject *parent = nullptr);
};

// What happened to an alert, or to all of them.
class AlertEventModel final : public ColumnTableModel<alerts::AlertEvent> {
public:
    explicit AlertEventModel(QObject *parent = nullptr);
};

// The thresholds.
class RuleModel final : public ColumnTableModel<alerts::AlertRule> {
public:
    explicit RuleModel(QObject *parent = nullptr);
};

} // namespace items
