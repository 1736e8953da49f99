#include "ui/window/main_window.h"

#include "models/alerts/rule_check.h"
#include "models/items/rule_texts.h"
#include "models/metric/format.h"
#include "models/query/figure.h"
#include "models/settings/settings.h"
#include "ui/charts/chart_widget.h"
#include "ui/dialogs/about_dialog.h"
#include "ui/dialogs/close_dialog.h"
#include "ui/dialogs/rule_words.h"
#include "ui/dialogs/threshold_dialog.h"
#include "ui/dialogs/threshold_preview.h"
#include "ui/explore/explore_page.h"
#include "ui/tabs/alerts_tab.h"
#include "ui/tabs/application_tab.h"
#include "ui/tabs/health_tab.h"
#include "ui/tabs/process_panel.h"
#include "ui/tabs/remembered.h"
#include "ui/tabs/system_tab.h"
#include "ui/window/presence.h"
#include "ui/window/target_list.h"
#include "ui/window/target_panel.h"
#include "ui/window/time_bar.h"
#include "ui/window/top_bar.h"

#include <QtGui/QActionGroup>
#include <QtGui/QCloseEvent>
#include <QtGui/QScreen>
#include <QtGui/QShortcut>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QToolButton>

#include <algorithm>
#include <utility>

namespace ui {

// Incidents of an absence; nobody reads a larger number.
static constexpr std::size_t kMostTold = 100'000;
static const auto kThisMachine = QStringLiteral("local");
static constexpr std::array kTabNames{settings::kSystem, settings::kApplication, settings::kHealth, settings::kAlerts, settings::kExplore};

MainWindow::MainWindow(const Context &context) : m_context(context), m_presence(new Presence(context.clock, this)), m_absence(context.background)
{
    setWindowTitle(QStringLiteral("Vedette"));
    setMinimumSize(800, 560);
    auto *frame = new QWidget(this);
    auto *rows = new QVBoxLayout(frame);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    setCentralWidget(frame);

    m_top = new TopBar(context.theme, frame);
    rows->addWidget(m_top);

    m_noticeBar = new QWidget(frame);
    m_noticeBar->setObjectName(QStringLiteral("noticeBar"));
    auto *noticeRow = new QHBoxLayout(m_noticeBar);
    noticeRow->setContentsMargins(12, 4, 12, 4);
    m_notice = new QLabel(m_noticeBar);
    m_notice->setWordWrap(true);
    m_notice->setTextFormat(Qt::PlainText);
    noticeRow->addWidget(m_notice, 1);
    m_noticeAction = new QToolButton(m_noticeBar);
    m_noticeAction->setProperty("outlined", true);
    m_noticeAction->hide();
    connect(m_noticeAction, &QToolButton::clicked, this, [this] {
        const auto act = std::exchange(m_act, nullptr);
        showNotice({});
        if (act)
            act();
    });
    noticeRow->addWidget(m_noticeAction);
    auto *dismiss = new QToolButton(m_noticeBar);
    dismiss->setText(tr("Close"));
    dismiss->setProperty("outlined", true);
    connect(dismiss, &QToolButton::clicked, this, [this] {
        showNotice({});
        setTrouble({});
    });
    noticeRow->addWidget(dismiss);
    m_noticeBar->hide();
    rows->addWidget(m_noticeBar);

    m_splitter = new QSplitter(frame);
    m_splitter->setObjectName(QStringLiteral("window"));
    m_splitter->setHandleWidth(1);
    auto *panel = new TargetPanel(context.theme, context.targets, m_splitter);
    m_targets = &panel->list();
    m_splitter->addWidget(panel);
    m_pages = new QStackedWidget(m_splitter);
    m_splitter->addWidget(m_pages);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({220, 1200});
    rows->addWidget(m_splitter, 1);

    m_time = new TimeBar(context.theme, frame);
    rows->addWidget(m_time);
    connect(m_time, &TimeBar::liveChosen, this, &MainWindow::setLive);
    connect(m_time, &TimeBar::fixedChosen, this, &MainWindow::setFixed);
    connect(&context.feed, &ChartFeed::windowRequested, this, &MainWindow::setFixed);
    connect(&context.feed, &ChartFeed::liveRequested, this, [this] { setLive(m_time->span()); });

    buildTabs();
    buildMenu();
    restoreSplitter(context.settings, *m_splitter);
    if (!restoreGeometry(context.settings.value(settings::kWindowGeometry)))
        resize(QSize(1440, 900).boundedTo(screen()->availableSize() - QSize(8, 32)));
    setLive(std::chrono::seconds(context.settings.value(settings::kTimeRange)));
    const auto last = context.settings.value(settings::kLastTab);
    for (int tab = 0; tab < TabCount; ++tab) {
        if (last == QLatin1String(kTabNames[std::size_t(tab)]))
            showTab(Tab(tab));
    }
    setAlerts(context.alerts.snapshot());
    connect(m_presence, &Presence::returned, this, &MainWindow::tellOfAbsence);
}

MainWindow::~MainWindow() = default;

void MainWindow::buildTabs()
{
    m_system = new SystemTab(m_context, m_pages);
    m_application = new ApplicationTab(m_context, m_pages);
    m_health = new HealthTab(m_context, m_pages);
    m_alerts = new AlertsTab(m_context, m_pages);
    m_explore = new ExplorePage(m_context, m_pages);
    m_tabs = {m_system, m_application, m_health, m_alerts, m_explore};
    const std::array texts{tr("System"), tr("Application"), tr("Health"), tr("Alerts"), tr("Explore")};
    const std::array hints{tr("This machine's resources and processes"), tr("What a service or an application tells of itself"),
                           tr("Every check and its state"), tr("What fires, and its history"),
                           tr("Any question to all values, in PromQL; also Ctrl+E")};
    for (int tab = 0; tab < TabCount; ++tab) {
        m_pages->addWidget(m_tabs[std::size_t(tab)]);
        m_top->addTab(texts[std::size_t(tab)], hints[std::size_t(tab)], QKeySequence(Qt::CTRL | Qt::Key(int(Qt::Key_1) + tab)));
    }
    connect(m_top, &TopBar::tabChosen, this, [this](int tab) { showTab(Tab(tab)); });
    connect(m_top, &TopBar::alertsWanted, this, [this] { showTab(Alerts); });
    connect(m_top, &TopBar::healthWanted, this, [this] { showTab(Health); });
    connect(m_alerts, &AlertsTab::thresholdsWanted, this, &MainWindow::openThresholds);
    connect(m_alerts, &AlertsTab::exploreRequested, this, [this](const ChartWidget *chart) { explore(*chart); });
    connect(&m_context.feed, &ChartFeed::exploreRequested, this, [this](const ChartWidget *chart) { explore(*chart); });
    connect(&m_context.feed, &ChartFeed::thresholdMoved, this, &MainWindow::moveThreshold);
    connect(&m_context.feed, &ChartFeed::thresholdWanted, this, &MainWindow::openThreshold);
    connect(new QShortcut(Qt::CTRL | Qt::Key_E, this), &QShortcut::activated, this, [this] {
        showTab(Explore);
        m_explore->focusEditor();
    });
    connect(m_targets, &TargetList::targetChosen, this, &MainWindow::showTarget);
    m_top->setCurrentTab(System);
    m_targets->mark(kThisMachine);
}

void MainWindow::buildMenu()
{
    m_menu = new QMenu(this);
    m_menu->addAction(tr("&Add a check…"), this, &MainWindow::addTargetRequested);
    m_menu->addAction(tr("&Import the targets of a Prometheus…"), this, &MainWindow::importTargetsRequested);
    m_menu->addAction(tr("&Find metrics on this machine…"), this, &MainWindow::findTargetsRequested);
    m_menu->addSeparator();
    auto *thresholds = m_menu->addAction(tr("&Thresholds…"), this, &MainWindow::openThresholds);
    thresholds->setShortcut(Qt::CTRL | Qt::Key_T);
    addAction(thresholds); // so that the shortcut works while the menu is closed
    auto *themes = m_menu->addMenu(tr("&Appearance"));
    auto *group = new QActionGroup(themes);
    const std::array choices{std::pair{settings::kSystem, tr("As the desktop")}, std::pair{settings::kLight, tr("Light")},
                             std::pair{settings::kDark, tr("Dark")}};
    for (const auto &[word, text] : choices) {
        auto *action = themes->addAction(text);
        const auto value = QString::fromLatin1(word);
        action->setCheckable(true);
        action->setChecked(m_context.settings.value(settings::kTheme) == value);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, value] {
            m_context.settings.setValue(settings::kTheme, value);
            m_context.theme.setChoice(Theme::choiceOf(value));
        });
    }
    m_menu->addSeparator();
    m_menu->addAction(tr("About &Vedette"), this, [this] { (new AboutDialog(this))->open(); });
    auto *quit = m_menu->addAction(tr("&Quit"), this, &MainWindow::quitRequested);
    quit->setShortcut(QKeySequence::Quit);
    addAction(quit);
    connect(m_top, &TopBar::menuWanted, this, [this](const QPoint &position) { m_menu->popup(position); });
}

void MainWindow::showTab(Tab tab)
{
    m_pages->setCurrentIndex(tab);
    m_top->setCurrentTab(tab);
    if (tab == System || tab == Application)
        m_targets->mark(tab == System ? kThisMachine : m_application->shownTarget());
    m_context.settings.setValue(settings::kLastTab, QString::fromLatin1(kTabNames[std::size_t(tab)]));
    if (m_now != metric::Timestamp{})
        m_tabs[std::size_t(tab)]->tick(m_now);
    Q_EMIT visibilityChanged();
}

void MainWindow::showTarget(const QString &id)
{
    const auto *row = m_context.targets.rowAt(m_context.targets.indexOf(items::TargetModel::key(id)));
    if (!row)
        return;
    const bool isMachine = row->target.kind == targets::Kind::ThisMachine;
    if (!isMachine)
        m_application->showTarget(row->target);
    showTab(isMachine ? System : Application);
}

MainWindow::Tab MainWindow::currentTab() const { return Tab(m_pages->currentIndex()); }

void MainWindow::tick(metric::Timestamp now)
{
    m_now = now;
    m_time->setNow(now);
    m_context.feed.tick(now);
    m_tabs[std::size_t(m_pages->currentIndex())]->tick(now);
}

void MainWindow::setAlerts(const alerts::AlertSnapshotRef &snapshot)
{
    m_top->setAlerts(*snapshot);
    if (m_thresholds)
        m_thresholds->setRules(*snapshot->rules);
    for (auto *page : m_tabs)
        page->setAlerts(snapshot);
    std::vector<metric::Timestamp> marks;
    for (const auto *list : {&snapshot->firing, &snapshot->resolved}) {
        for (const auto &alert : *list)
            marks.push_back(alert.firingSince);
    }
    m_time->strip().setMarks(std::move(marks));
}

void MainWindow::setProcesses(std::shared_ptr<const metric::Table> table)
{
    if (m_time->live())
        m_system->processes().setTable(std::move(table));
}

void MainWindow::setOverview(std::vector<metric::Point> processorUse) { m_time->strip().setPoints(std::move(processorUse)); }

metric::Duration MainWindow::overviewReach() const { return TimeStrip::reach(m_time->span()); }

void MainWindow::setHealth(int score, const QStringList &reasons)
{
    m_health->setScore(score, reasons);
    m_top->setHealth(m_health->score(), m_health->reasons().join(u'\n'));
}

void MainWindow::setHealth(const health::HealthSnapshotRef &snapshot)
{
    m_health->setHealth(snapshot);
    m_top->setHealth(m_health->score(), m_health->reasons().join(u'\n'));
}

void MainWindow::setLive(metric::Duration span)
{
    m_time->setLive(span);
    m_context.feed.setLive(span);
    m_context.settings.setValue(settings::kTimeRange, qint64(std::chrono::duration_cast<std::chrono::seconds>(span).count()));
    for (auto *page : m_tabs)
        page->setTime(true, m_now - span, m_now);
}

void MainWindow::setFixed(metric::Timestamp from, metric::Timestamp to)
{
    m_time->setFixed(from, to);
    m_context.feed.setFixed(from, to);
    for (auto *page : m_tabs)
        page->setTime(false, from, to);
}

void MainWindow::showNotice(const QString &text) { showNotice(text, {}, nullptr); }

void MainWindow::showNotice(const QString &text, const QString &action, std::function<void()> act)
{
    m_said = text;
    m_act = std::move(act);
    m_noticeAction->setText(action);
    m_noticeAction->setVisible(!action.isEmpty());
    showNotices();
}

void MainWindow::tellOfAbsence(const alerts::TimeRange &absence)
{
    m_absence.ask(
        [&service = m_context.alerts, absence](const std::stop_token &) -> metric::Result<alerts::AbsenceReport> {
            const auto found = service.incidents(absence, kMostTold);
            if (!found)
                return tl::unexpected(found.error());
            return alerts::reportOf(found->incidents, absence);
        },
        [this, absence](const metric::Result<alerts::AbsenceReport> &report) {
            if (!report || !report->isWorthTelling())
                return;
            showNotice(absenceText(*report, absence.to), tr("Show"), [this, absence] {
                showTab(Alerts);
                m_alerts->showHistory(absence);
            });
        });
}

void MainWindow::setTrouble(const QString &text)
{
    m_trouble = text;
    showNotices();
}

void MainWindow::showNotices()
{
    QStringList notices{m_trouble, m_said};
    notices.removeAll(QString());
    m_notice->setText(notices.join(QLatin1Char('\n')));
    m_noticeBar->setVisible(!notices.isEmpty());
}

void MainWindow::openAlert(qint64 alertId)
{
    showTab(Alerts);
    m_alerts->select(alertId);
    present();
}

void MainWindow::present()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::openThresholds()
{
    if (m_thresholds) {
        m_thresholds->raise();
        return;
    }
    auto *dialog = new ThresholdDialog(m_context.theme, {m_context.engine, m_context.reader, m_context.clock, m_context.background},
                                       *m_context.alerts.snapshot()->rules, this);
    m_thresholds = dialog;
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QStringList instances;
    for (const auto &row : m_context.targets.rows())
        instances << row.target.instance;
    instances.removeDuplicates();
    dialog->setInstances(instances);
    auto &service = m_context.alerts;
    connect(dialog, &ThresholdDialog::ruleAdded, this, [&service](const alerts::AlertRule &rule) { service.addRule(rule); });
    connect(dialog, &ThresholdDialog::ruleChanged, this, [&service](const alerts::AlertRule &rule) { service.updateRule(rule); });
    connect(dialog, &ThresholdDialog::ruleRemoved, this, [&service](qint64 id) { service.removeRule(id); });
    connect(dialog, &ThresholdDialog::sourceSwitched, this,
            [&service](const QString &source, bool enabled) { service.setSourceEnabled(source.toStdString(), enabled); });
    auto *preview = new ThresholdPreview(m_context.theme, m_context.clock, m_context.engine, m_context.background, dialog);
    connect(dialog, &ThresholdDialog::previewWanted, preview, &ThresholdPreview::show);
    dialog->setPreviewWidget(preview);
    dialog->open();
}

void MainWindow::openThreshold(qint64 ruleId)
{
    openThresholds();
    m_thresholds->selectRule(ruleId);
}

void MainWindow::moveThreshold(qint64 ruleId, double value)
{
    const auto snapshot = m_context.alerts.snapshot();
    const auto before = std::ranges::find(*snapshot->rules, ruleId, &alerts::AlertRule::id);
    if (before == snapshot->rules->end())
        return;
    auto now = *before;
    now.value = value;
    if (const auto errors = alerts::validate(now, m_context.engine); !errors.empty()) {
        setAlerts(snapshot); // the line goes back
        showNotice(wordsFor(errors.front()));
        return;
    }
    m_context.alerts.updateRule(now);
    const auto text = QString::fromStdString(metric::formatValue(value, query::unitOf(now.expression)));
    showNotice(tr("The threshold of \"%1\" is at %2 now.").arg(items::ruleText(now.name), text), tr("Undo"),
               [&service = m_context.alerts, old = *before] {
                   if (old.origin == alerts::RuleOrigin::Pack && !old.isOverride)
                       service.removeRule(old.id); // as shipped
                   else
                       service.updateRule(old);
               });
}

// What the chart shows, in its window: one that stands still or shows an alert's has another than the time bar.
void MainWindow::explore(const ChartWidget &chart)
{
    using namespace std::chrono_literals;
    const auto end = m_time->end(m_now);
    if (std::chrono::abs(chart.to() - end) > 5s || std::chrono::abs(chart.from() - (end - m_time->span())) > 5s)
        setFixed(chart.from(), chart.to());
    showTab(Explore);
    m_explore->explore(chart.expressions());
}

void MainWindow::save()
{
    m_context.settings.setValue(settings::kWindowGeometry, saveGeometry());
    saveSplitter(m_context.settings, *m_splitter);
    for (auto *page : m_tabs)
        page->save();
}

void MainWindow::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    Q_EMIT visibilityChanged();
}

void MainWindow::hideEvent(QHideEvent *event)
{
    QMainWindow::hideEvent(event);
    Q_EMIT visibilityChanged();
}

// With a tray the window goes there. Without one a hidden window could not be found again: it asks once, and keeps watching
// minimised or quits.
void MainWindow::closeEvent(QCloseEvent *event)
{
    event->ignore();
    save();
    if (m_trayAvailable.value_or(false)) {
        hide();
        return;
    }
    const auto behaviour = m_context.settings.value(settings::kCloseBehaviour);
    if (behaviour == QLatin1String(settings::kQuit))
        Q_EMIT quitRequested();
    else if (behaviour == QLatin1String(settings::kKeep))
        showMinimized();
    else
        askAboutClosing();
}

void MainWindow::askAboutClosing()
{
    auto *dialog = new CloseDialog(this);
    connect(dialog, &CloseDialog::chosen, this, [this](bool keepWatching) {
        m_context.settings.setValue(settings::kCloseBehaviour, QString::fromLatin1(keepWatching ? settings::kKeep : settings::kQuit));
        if (keepWatching)
            showMinimized();
        else
            Q_EMIT quitRequested();
    });
    dialog->open();
}

} // namespace ui
