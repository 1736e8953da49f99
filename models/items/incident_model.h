#pragma once

#include "models/alerts/alert_analytics.h"
#include "models/items/column_table_model.h"

namespace items {

// What fired in a time, one row per incident.
class IncidentModel final : public ColumnTableModel<alerts::Incident> {
public:
    explicit IncidentModel(QObject *parent = nullptr);
    static RowKey key(const alerts::Incident &incident);
};

// What the past says of each rule.
class RuleFiguresModel final : public ColumnTableModel<alerts::RuleFigures> {
public:
    explicit RuleFiguresModel(QObject *parent = nullptr);
};

// "ada, after 4 min 20 s"; empty where nobody took it on.
QString acknowledgedText(const alerts::Incident &incident);
// "4 min 20 s", or a dash.
QString meanText(const std::optional<metric::Duration> &mean);
// Everything known of it, a line each, for a tooltip and for who listens.
QString incidentText(const alerts::Incident &incident);

} // namespace items
