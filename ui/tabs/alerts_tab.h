#pragma once

#include "ui/tabs/page.h"
#include "ui/window/context.h"

#include <QtCore/QPointer>

#include <set>

class QButtonGroup;
class QPushButton;
class QSplitter;
class QToolButton;

namespace ui {

class AlertDetail;
class Card;
class ChartWidget;
class SilencesDialog;
class TableView;

// What fires, what is about to, and what is over; and what can be done about it.
class AlertsTab : public Page {
    Q_OBJECT

public:
    explicit AlertsTab(const Context &context, QWidget *parent = nullptr);

    void setAlerts(const alerts::AlertSnapshotRef &snapshot) override;
    void save() override;
    void select(qint64 alertId);

Q_SIGNALS:
    void thresholdsWanted();
    void exploreRequested(const ChartWidget *chart);

private:
    enum Filter { Firing, Pending, Resolved, FilterCount };

    void showRows();
    void showDetail();
    void acknowledge();
    void snooze();
    void silence();
    void showSilences();
    void clear();
    std::vector<alerts::Alert> selected() const;
    void updateButtons();

    const Context &m_context;
    alerts::AlertSnapshotRef m_snapshot;
    items::AlertModel m_model;
    std::array<QToolButton *, FilterCount> m_filters{};
    QPushButton *m_acknowledge;
    QPushButton *m_snooze;
    QPushButton *m_silence;
    QPushButton *m_clear;
    QPointer<SilencesDialog> m_silencesDialog; // null unless it is open
    Card *m_card;
    TableView *m_table;
    AlertDetail *m_detail;
    QSplitter *m_splitter;
    qint64 m_wanted = 0; // to be selected as soon as it is listed
};

} // namespace ui
