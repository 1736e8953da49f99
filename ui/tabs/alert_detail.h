#pragma once

#include "models/items/process_group_model.h"
#include "ui/widgets/card.h"
#include "ui/window/context.h"

#include <memory>
#include <span>
#include <vector>

class QLabel;
class QVBoxLayout;

namespace ui {

class ChartWidget;
class TableView;

// One alert: what is wrong, since when, the chart around its onset, what it means, what to do and where that is written, its labels, who was busy
// when it began, and what happened. Of several it says how many.
class AlertDetail : public Card {
    Q_OBJECT

public:
    explicit AlertDetail(const Context &context, QWidget *parent = nullptr);

    // None: a sentence that says what to do.
    void setAlerts(std::span<const std::shared_ptr<const alerts::Alert>> chosen);

    // As it goes to the clipboard; empty where there is none.
    QString asText() const;
    QString asMarkdown() const;

Q_SIGNALS:
    void exploreRequested(const ChartWidget *chart);
    // Only alerts with that label are wanted.
    void labelChosen(const QString &name, const QString &value);

private:
    void buildHead(QVBoxLayout &layout);
    void buildPast(QVBoxLayout &layout);
    void showState(const alerts::Alert &alert);
    void showTexts(const alerts::Alert &alert);
    void showLabels(const alerts::Alert &alert);
    void showPast(const alerts::Alert &alert);
    void showProcesses(const alerts::Alert &alert);

    const Context &m_context;
    std::shared_ptr<const alerts::Alert> m_alert;
    items::AlertEventModel m_events;
    items::ProcessGroupModel m_processes;
    QWidget *m_inside;
    QLabel *m_state;
    ChartWidget *m_chart;
    QWidget *m_texts; // what the rule says
    QWidget *m_labels;
    QLabel *m_nobodyKnown;
    TableView *m_processTable;
    TableView *m_eventTable;
    Inquiry m_eventsInquiry;
    Inquiry m_chartInquiry;
    Inquiry m_processInquiry;
};

} // namespace ui
