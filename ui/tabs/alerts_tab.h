#pragma once

#include "ui/tabs/page.h"
#include "ui/window/context.h"

#include <QtCore/QPointer>

class QMenu;
class QSplitter;
class QStackedWidget;

namespace ui {

class AlertActions;
class AlertDetail;
class AlertFilterBar;
class AlertHistory;
class Card;
class ChartWidget;
class NotificationsDialog;
class TableView;

// What fires, what is about to, and what is over; and what can be done about it. While it is hidden a new snapshot costs nothing; the newest is
// taken when it is shown again.
class AlertsTab : public Page {
    Q_OBJECT

public:
    explicit AlertsTab(const Context &context, QWidget *parent = nullptr);

    void setAlerts(const alerts::AlertSnapshotRef &snapshot) override;
    void save() override;
    // As soon as it is listed; what would hide it is shown again.
    void select(qint64 alertId);
    // The past; of that range, or as it was left.
    void showHistory(const std::optional<alerts::TimeRange> &range = std::nullopt);

    TableView &table() const { return *m_table; }
    AlertFilterBar &filterBar() const { return *m_filterBar; }
    AlertDetail &detail() const { return *m_detail; }

Q_SIGNALS:
    void thresholdsWanted();
    void exploreRequested(const ChartWidget *chart);

protected:
    void showEvent(QShowEvent *event) override;

private:
    QWidget *buildList();
    void showNotifications();
    void showRows();
    void selectWanted();
    void choose(const QModelIndex &index);
    void showSelection();
    // A group stands for its alerts.
    std::vector<std::shared_ptr<const alerts::Alert>> selected() const;
    void addFilters(QMenu &menu);

    const Context &m_context;
    alerts::AlertSnapshotRef m_snapshot;
    bool m_isStale = true; // the rows are of an older one
    items::AlertModel m_model;
    AlertFilterBar *m_filterBar;
    AlertActions *m_actions;
    QStackedWidget *m_stack; // what fires, or the past
    AlertHistory *m_history;
    Card *m_card;
    TableView *m_table;
    AlertDetail *m_detail;
    QPointer<NotificationsDialog> m_notifications; // null unless it is open
    QSplitter *m_splitter;
    qint64 m_wanted = 0; // to be selected as soon as it is listed
};

} // namespace ui
