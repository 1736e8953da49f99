#pragma once

#include "models/items/incident_model.h"
#include "ui/window/context.h"

#include <QtWidgets/QWidget>

class QPushButton;
class QSplitter;

namespace ui {

class AlertHours;
class TableView;

// What the past says of rules: the noisiest, and at which hours alerts begin.
class AlertAnalyticsView : public QWidget {
    Q_OBJECT

public:
    explicit AlertAnalyticsView(const Context &context, QWidget *parent = nullptr);

    void setAnalytics(const alerts::AlertAnalytics &analytics);
    void save();

private:
    const Context &m_context;
    items::RuleFiguresModel m_model;
    TableView *m_table;
    AlertHours *m_hours;
    QSplitter *m_splitter;
};

} // namespace ui
