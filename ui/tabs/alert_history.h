#pragma once

#include "models/items/incident_model.h"
#include "ui/tabs/alert_timeline.h"
#include "ui/window/context.h"

#include <QtCore/QTimer>

#include <array>
#include <optional>

class QLabel;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace ui {

class AlertAnalyticsView;
class Card;
class TableView;

// The past of alerts over a range: as a timeline with the same incidents in a table below it, and as figures. What is asked is
// answered beside the gui thread; while nobody sees it nothing is asked.
class AlertHistory : public QWidget {
    Q_OBJECT

public:
    explicit AlertHistory(const Context &context, QWidget *parent = nullptr);

    // Looks again where something began, ended or was acknowledged.
    void setAlerts(const alerts::AlertSnapshotRef &snapshot);
    // That range and nothing else, until another one is chosen.
    void showRange(const alerts::TimeRange &range);
    void save();

Q_SIGNALS:
    void incidentChosen(const alerts::Alert &alert);
    void closed(); // back to what fires now

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    enum Page { Message, Timeline, Analytics };
    enum Figure { IncidentCount, Mtta, Mttr, Noise, FigureCount };
    struct Past {
        IncidentsRef incidents;
        bool areAll = true;
        alerts::AlertAnalytics analytics;
    };

    QWidget *makeBar();
    QWidget *makeFigures();
    QWidget *makeTimeline();
    alerts::TimeRange range() const;
    void choose(metric::Duration span);
    void refresh();
    void askForGaps(const alerts::TimeRange &range);
    void showPast(const Past &past, const alerts::TimeRange &range);
    void showFigures(const alerts::AlertFigures &figures);
    void say(const QString &message);
    void showPage();
    void chooseIncident(qint64 alertId);

    const Context &m_context;
    metric::Duration m_span;
    std::optional<alerts::TimeRange> m_fixed;
    std::vector<std::pair<std::uint64_t, alerts::AlertState>> m_seen; // what fired when it was last asked, and what ended last
    bool m_isStale = true;
    bool m_isKnown = false; // something of this range is shown
    bool m_showsAnalytics = false;
    items::IncidentModel m_model;
    std::array<QToolButton *, 4> m_spans{};
    QToolButton *m_byTarget;
    QLabel *m_since;
    std::array<QLabel *, FigureCount> m_figures{};
    std::array<QLabel *, FigureCount> m_remarks{};
    QStackedWidget *m_pages;
    QLabel *m_message;
    QSplitter *m_splitter;
    Card *m_tableCard;
    AlertTimeline *m_timeline;
    TableView *m_table;
    AlertAnalyticsView *m_analytics;
    QTimer m_clock; // a range that ends now goes on
    Inquiry m_inquiry;
    Inquiry m_gapsInquiry;
    Inquiry m_alertInquiry;
};

} // namespace ui
