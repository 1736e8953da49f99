#pragma once

#include "models/health/health_snapshot.h"
#include "ui/window/context.h"

#include <QtCore/QPointer>
#include <QtWidgets/QMainWindow>

#include <array>
#include <functional>
#include <optional>

class QLabel;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace ui {

class AlertsTab;
class ApplicationTab;
class ChartWidget;
class ExplorePage;
class HealthTab;
class Page;
class Presence;
class SystemTab;
class TargetList;
class ThresholdDialog;
class TimeBar;
class TopBar;

// The frame: the tabs, the target list, the time bar and the state summary. It places pages and passes time and alerts on
// to them; what a page shows is the page's own business.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    enum Tab { System, Application, Health, Alerts, Explore, TabCount };

    explicit MainWindow(const Context &context);
    ~MainWindow() override;

    void showTab(Tab tab);
    // Its page: this machine's is the System tab.
    void showTarget(const QString &id);
    Tab currentTab() const;
    SystemTab &systemTab() { return *m_system; }
    HealthTab &healthTab() { return *m_health; }
    TargetList &targetList() { return *m_targets; }

    // Once per frame tick.
    void tick(metric::Timestamp now);
    void setAlerts(const alerts::AlertSnapshotRef &snapshot);
    void setProcesses(std::shared_ptr<const metric::Table> table);
    void setOverview(std::vector<metric::Point> processorUse);
    // What the console says of this machine, and what is known of every check: one score of both.
    void setHealth(int score, const QStringList &reasons);
    void setHealth(const health::HealthSnapshotRef &snapshot);
    // How far back the overview reaches at present.
    metric::Duration overviewReach() const;
    // A sentence that stays until it is closed: no tray here, history set aside.
    void showNotice(const QString &text);
    // The same, with a button that leads on.
    void showNotice(const QString &text, const QString &action, std::function<void()> act);
    // What is wrong at the moment stands there until it is over (empty), or is closed.
    void setTrouble(const QString &text);
    void setTrayAvailable(bool available) { m_trayAvailable = available; }
    void openAlert(qint64 alertId);
    // Layouts into the settings.
    void save();

public Q_SLOTS:
    void present();

Q_SIGNALS:
    void visibilityChanged(); // shown, hidden, another tab: who looks at what
    void quitRequested();
    void addTargetRequested();
    void importTargetsRequested(); // of a prometheus.yml
    void findTargetsRequested();   // on this machine

protected:
    void closeEvent(QCloseEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void buildTabs();
    void buildMenu();
    void showNotices();
    void setLive(metric::Duration span);
    void setFixed(metric::Timestamp from, metric::Timestamp to);
    void askAboutClosing();
    void tellOfAbsence(const alerts::TimeRange &absence);
    void openThresholds();
    void openThreshold(qint64 ruleId);
    void moveThreshold(qint64 ruleId, double value);
    void explore(const ChartWidget &chart);

    Context m_context;
    TopBar *m_top;
    QSplitter *m_splitter;
    TargetList *m_targets;
    QStackedWidget *m_pages;
    QWidget *m_noticeBar;
    QLabel *m_notice;
    QString m_said;
    QToolButton *m_noticeAction;
    std::function<void()> m_act;
    QString m_trouble;
    TimeBar *m_time;
    std::array<Page *, TabCount> m_tabs{};
    SystemTab *m_system = nullptr;
    ApplicationTab *m_application = nullptr;
    HealthTab *m_health = nullptr;
    AlertsTab *m_alerts = nullptr;
    ExplorePage *m_explore = nullptr;
    QMenu *m_menu = nullptr;
    QPointer<ThresholdDialog> m_thresholds;
    metric::Timestamp m_now{};
    std::optional<bool> m_trayAvailable;
    Presence *m_presence;
    Inquiry m_absence;
};

} // namespace ui
