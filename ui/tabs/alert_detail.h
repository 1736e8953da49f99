#pragma once

#include "ui/widgets/card.h"
#include "ui/window/context.h"

#include <optional>

class QLabel;

namespace ui {

class ChartWidget;
class TableView;

// One alert: what is wrong, since when, the chart around its onset, what it means, what to do, and what happened.
class AlertDetail : public Card {
    Q_OBJECT

public:
    explicit AlertDetail(const Context &context, QWidget *parent = nullptr);

    // None: a sentence that says what to do.
    void setAlert(const std::optional<alerts::Alert> &alert);

Q_SIGNALS:
    void exploreRequested(const ChartWidget *chart);

private:
    void showPast(const alerts::Alert &alert);

    const Context &m_context;
    std::optional<alerts::Alert> m_alert;
    items::AlertEventModel m_events;
    QWidget *m_inside;
    QLabel *m_state;
    ChartWidget *m_chart;
    QLabel *m_meaning;
    QLabel *m_action;
    TableView *m_eventTable;
    Inquiry m_eventsInquiry;
    Inquiry m_chartInquiry;
};

} // namespace ui
