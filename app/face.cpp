#include "app/face.h"

#include "models/items/check_texts.h"
#include "models/settings/settings.h"
#include "ui/tabs/health_tab.h"
#include "ui/tabs/process_panel.h"
#include "ui/tabs/system_tab.h"
#include "ui/theme/state_mark.h"

#include <QtWidgets/QApplication>
#include <QtWidgets/QMessageBox>

#include <spdlog/spdlog.h>

namespace app {

using namespace std::chrono_literals;

static constexpr metric::Duration kOverviewEvery = 10s;
static constexpr int kOverviewPoints = 240;

static constexpr metric::Duration kChangesReach = std::chrono::hours(24 * 90);
static constexpr std::size_t kMostChanges = 200;

// As the window shows them.
static metric::Result<std::vector<items::StateChange>> changesOf(const health::HealthService &health, const std::string &target,
                                                                 metric::Timestamp now)
{
    const auto changes = health.changes(target, now - kChangesReach, now, kMostChanges);
    if (!changes)
        return tl::unexpected(changes.error());
    std::vector<items::StateChange> shown;
    for (const auto &change : *changes)
        shown.push_back({change.time, change.state, change.reason, change.message});
    return shown;
}

Face::Face(Core &core, Log &log, const std::optional<std::string> &tab)
    : m_core(core),
      m_log(log),
      m_user(qEnvironmentVariable("USER", QStringLiteral("user")).toStdString()),
      m_theme(ui::Theme::choiceOf(core.settings().value(settings::kTheme))),
      m_feed(core.engine(), core.interval()),
      m_models(core, m_background),
      m_tray(m_theme),
      m_overview(m_background)
{
    // The tray may be all that is left of the window: closing it must not end the program.
    QApplication::setQuitOnLastWindowClosed(false);
    QApplication::setDesktopFileName(QStringLiteral("vedette"));
    QApplication::setWindowIcon(ui::stateIcon(items::State::Ok, m_theme));
    m_theme.apply();
    m_now = core.clock().now();

    m_window = std::make_unique<ui::MainWindow>(ui::Context{m_theme, core.clock(), core.reader(), core.engine(), core.alerts(), core.settings(),
                                                            m_feed, m_crosshair, m_background, m_models.fileSystems(), m_models.health(),
                                                            m_models.targets(), m_user, core.machine().instance.toStdString()});
    connect(m_window.get(), &ui::MainWindow::visibilityChanged, this, &Face::onVisibility);
    // Not quit(): it would ask the window, whose closing means something else.
    connect(m_window.get(), &ui::MainWindow::quitRequested, this, [] { QCoreApplication::exit(0); });
    connect(&core, &Core::batchArrived, this, &Face::onFrame, Qt::QueuedConnection);
    connect(&core, &Core::alertsChanged, this, &Face::onAlerts, Qt::QueuedConnection);
    connect(&core, &Core::historyTroubleChanged, this, [this](const QString &trouble) {
        m_window->setTrouble(trouble.isEmpty() ? QString() : tr("The history is not being written. %1").arg(trouble));
    });
    connect(&core.notifier(), &notify::DesktopNotifier::openRequested, m_window.get(), &ui::MainWindow::openAlert);
    core.notifier().setFallback([this](const notify::NotificationText &text) {
        if (m_tray.available())
            m_tray.showBalloon(text.summary, text.body, text.isOver ? alerts::Severity::Info : text.severity);
        return m_tray.available();
    });
    connectTray();
    connectProcesses();
    connectHealth();
    if (!core.historyNotice().empty())
        m_window->showNotice(QString::fromStdString(core.historyNotice()));

    if (tab) {
        constexpr std::array kNames{"system", "application", "health", "alerts", "explore"};
        for (std::size_t i = 0; i < kNames.size(); ++i) {
            if (*tab == kNames[i])
                m_window->showTab(ui::MainWindow::Tab(i));
        }
    }
    m_models.take({}, m_now, true);
    m_window->tick(m_now); // the past is there at once
    m_window->show();
}

Face::~Face() { m_core.notifier().setFallback({}); }

void Face::save() { m_window->save(); }

void Face::onFrame()
{
    const auto batches = m_core.takeBatches();
    if (batches.empty())
        return;
    m_now = batches.back()->time;
    // Nobody looks: keep what is cheap to keep, and draw nothing.
    const bool seen = m_window->isVisible() && !m_window->isMinimized();
    m_models.take(batches, m_now, seen && m_window->currentTab() == ui::MainWindow::Health);
    if (!seen)
        return;
    m_window->setProcesses(m_models.processes());
    m_window->setHealth(m_models.score().value, m_models.score().reasons);
    m_window->tick(m_now);
    refreshOverview(m_now);
}

// The strip reaches far back, so the history is read beside the gui thread.
void Face::refreshOverview(metric::Timestamp now)
{
    const auto reach = m_window->overviewReach();
    if (now - m_overviewAt < kOverviewEvery && reach == m_overviewReach)
        return;
    m_overviewAt = now;
    m_overviewReach = reach;
    const auto step = std::max<metric::Duration>(reach / kOverviewPoints, m_core.interval());
    m_overview.ask([&engine = m_core.engine(), now, reach,
                    step](const std::stop_token &stop) { return engine.range("instance:node_cpu_utilisation:ratio", now - reach, now, step, stop); },
                   [this](metric::Result<std::vector<query::RangeSeries>> values) {
                       if (values && !values->empty())
                           m_window->setOverview(std::move(values->front().points));
                   });
}

void Face::onAlerts(const alerts::AlertSnapshotRef &snapshot)
{
    m_window->setAlerts(snapshot);
    m_tray.setAlerts(*snapshot);
    const auto until = snapshot->pausedUntil.time_since_epoch().count();
    if (m_core.settings().value(settings::kNotificationsPausedUntil) != until)
        m_core.settings().setValue(settings::kNotificationsPausedUntil, qint64(until));
}

void Face::onVisibility()
{
    const bool processes = m_window->isVisible() && m_window->currentTab() == ui::MainWindow::System;
    m_core.processFocus().setTableWanted(processes);
}

void Face::connectTray()
{
    connect(&m_tray, &ui::Tray::openRequested, m_window.get(), &ui::MainWindow::present);
    connect(&m_tray, &ui::Tray::quitRequested, this, [] { QCoreApplication::exit(0); });
    connect(&m_tray, &ui::Tray::acknowledgeAllRequested, this, [this] { m_core.alerts().acknowledgeAll(m_user); });
    connect(&m_tray, &ui::Tray::pauseRequested, this,
            [this](bool pause) { m_core.alerts().pauseNotifications(pause ? m_core.clock().now() + 1h : metric::Timestamp{}); });
    connect(&m_tray, &ui::Tray::availabilityDecided, this, [this](bool available) {
        m_window->setTrayAvailable(available);
        m_log.room("ui")->info(available ? "the tray shows the state" : "this desktop has no tray");
        if (!available && m_core.settings().value(settings::kCloseBehaviour) == QLatin1String(settings::kAsk))
            m_window->showNotice(tr("This desktop has no tray: closing the window will ask whether to quit or to keep watching. "
                                    "Notifications come all the same."));
    });
    m_tray.setAlerts(*m_core.alerts().snapshot());
}

void Face::connectHealth()
{
    new TargetDesk(m_core, *m_window, m_theme, m_background);
    m_window->healthTab().setSources(
        [&health = m_core.health()](const std::string &target) { return health.evidence(target); },
        [&health = m_core.health(), &clock = m_core.clock()](const std::string &target) { return changesOf(health, target, clock.now()); });
    connect(&m_core, &Core::healthChanged, m_window.get(), qOverload<const health::HealthSnapshotRef &>(&ui::MainWindow::setHealth),
            Qt::QueuedConnection);
    m_window->setHealth(m_core.health().snapshot());
}

void Face::connectProcesses()
{
    auto &panel = m_window->systemTab().processes();
    const auto end = [this](qint64 pid, double startTime, const QString &name, ProcessControl::Signal signal) {
        const auto sent = m_processControl.send(pid, startTime, signal);
        m_log.room("ui")->info("{} {} ({}): {}", signal == ProcessControl::Signal::Kill ? "kill" : "terminate", name.toStdString(), pid,
                               sent ? "sent" : sent.error().message);
        if (sent)
            return;
        auto *box =
            new QMessageBox(QMessageBox::Warning, tr("%1 goes on").arg(name),
                            tr("%1 (process %2) could not be ended: %3.").arg(name).arg(pid).arg(QString::fromStdString(sent.error().message)),
                            QMessageBox::Close, m_window.get());
        box->setAttribute(Qt::WA_DeleteOnClose);
        box->open();
    };
    connect(&panel, &ui::ProcessPanel::terminateRequested, this,
            [end](qint64 pid, double startTime, const QString &name) { end(pid, startTime, name, ProcessControl::Signal::Terminate); });
    connect(&panel, &ui::ProcessPanel::killRequested, this,
            [end](qint64 pid, double startTime, const QString &name) { end(pid, startTime, name, ProcessControl::Signal::Kill); });
    connect(&panel, &ui::ProcessPanel::focusChanged, this,
            [this](const QList<qint64> &pids) { m_core.processFocus().setPssWanted(std::vector<int>(pids.begin(), pids.end())); });
}

} // namespace app
