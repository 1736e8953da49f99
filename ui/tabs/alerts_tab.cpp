#include "ui/tabs/alerts_tab.h"

#include "models/items/alert_rows.h"
#include "ui/charts/chart_widget.h"
#include "ui/dialogs/notifications_dialog.h"
#include "ui/tabs/alert_actions.h"
#include "ui/tabs/alert_detail.h"
#include "ui/tabs/alert_filter_bar.h"
#include "ui/tabs/alert_history.h"
#include "ui/tabs/remembered.h"
#include "ui/widgets/card.h"
#include "ui/widgets/state_delegate.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/wrap_row.h"

#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStackedWidget>

#include <unordered_set>

namespace ui {

AlertsTab::AlertsTab(const Context &context, QWidget *parent) : Page(parent), m_context(context), m_snapshot(context.alerts.snapshot())
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    m_splitter = new QSplitter(this);
    m_splitter->setObjectName(QStringLiteral("alerts"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(12);
    layout->addWidget(m_splitter);
    m_actions = new AlertActions(context, this, [this] { return selected(); });
    m_stack = new QStackedWidget(m_splitter);
    m_card = new Card(context.theme, m_stack);
    m_card->setTitle(tr("Alerts"));
    m_card->setContent(buildList());
    m_stack->addWidget(m_card);
    m_history = new AlertHistory(context, m_stack);
    m_stack->addWidget(m_history);
    m_splitter->addWidget(m_stack);
    m_detail = new AlertDetail(context, m_splitter);
    m_splitter->addWidget(m_detail);
    connect(m_detail, &AlertDetail::exploreRequested, this, &AlertsTab::exploreRequested);
    connect(m_detail, &AlertDetail::labelChosen, this,
            [this](const QString &name, const QString &value) { m_filterBar->addMatcher(name.toStdString(), value.toStdString()); });
    connect(m_history, &AlertHistory::incidentChosen, this, [this](const alerts::Alert &alert) {
        const auto chosen = std::make_shared<const alerts::Alert>(alert);
        m_detail->setAlerts({&chosen, 1});
    });
    connect(m_history, &AlertHistory::closed, this, [this] {
        m_stack->setCurrentWidget(m_card);
        showSelection();
    });
    m_splitter->setStretchFactor(0, 2);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({720, 360});
    restoreSplitter(context.settings, *m_splitter);

    connect(m_filterBar, &AlertFilterBar::changed, this, &AlertsTab::showRows);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &AlertsTab::showSelection);
    connect(m_table, &TableView::menuRequested, this, [this](QMenu *menu) {
        addFilters(*menu);
        m_actions->addTo(*menu);
    });
    setAlerts(m_snapshot);
}

QWidget *AlertsTab::buildList()
{
    auto *inside = new QWidget(m_card);
    auto *column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, 0, 0);
    m_filterBar = new AlertFilterBar(m_context.settings, inside);
    column->addWidget(m_filterBar);
    auto *actions = new WrapRow;
    m_actions->addButtons(*actions);
    actions->startRight();
    const auto button = [&](const QString &text, const QString &hint, const QKeySequence &shortcut) {
        auto *made = new QPushButton(text, inside);
        made->setToolTip(QStringLiteral("%1 (%2)").arg(hint, shortcut.toString(QKeySequence::NativeText)));
        made->setShortcut(shortcut);
        actions->addWidget(made);
        return made;
    };
    auto *silences = button(tr("Silences…"), tr("What is silenced, and what was"), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_S));
    connect(silences, &QPushButton::clicked, m_actions, &AlertActions::showSilences);
    auto *notifications =
        button(tr("Notifications…"), tr("When people are told, and what they were told"), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_N));
    connect(notifications, &QPushButton::clicked, this, &AlertsTab::showNotifications);
    auto *thresholds = button(tr("Thresholds…"), tr("What is watched, and when it fires"), QKeySequence(Qt::CTRL | Qt::Key_T));
    thresholds->setShortcut({}); // the window's, on every tab: here it would be ambiguous
    connect(thresholds, &QPushButton::clicked, this, &AlertsTab::thresholdsWanted);
    auto *history = new QPushButton(tr("History"), inside);
    history->setToolTip(tr("What fired before: when, how long and how often"));
    connect(history, &QPushButton::clicked, this, [this] { showHistory(); });
    actions->addWidget(history);
    column->addLayout(actions);

    m_table = new TableView(inside);
    m_table->setObjectName(QStringLiteral("alertList"));
    m_table->setAccessibleName(tr("Alerts"));
    m_table->setModel(&m_model);
    m_table->setSearchBox(m_filterBar->searchBox());
    m_table->setHiddenColumns({QStringLiteral("worst"), QStringLiteral("resolved"), QStringLiteral("comment")});
    m_table->setStretchColumns({QStringLiteral("comment"), QStringLiteral("alert")});
    m_table->setExpendableColumns({QStringLiteral("value"), QStringLiteral("target")}); // the detail at the right says both
    m_table->setSamples({{QStringLiteral("severity"), QStringLiteral("▸▸ Emergency ▪▪")},
                         {QStringLiteral("alert"), QStringLiteral("CPU pressure above 50 %")},
                         {QStringLiteral("target"), QStringLiteral("localhost /home")},
                         {QStringLiteral("value"), QStringLiteral("8.88 GiB")},
                         {QStringLiteral("since"), QStringLiteral("30 Nov 00:00:00")},
                         {QStringLiteral("state"), QStringLiteral("acknowledged")}});
    m_table->setItemDelegate(new StateDelegate(m_context.theme, m_table));
    restoreTable(m_context.settings, *m_table);
    connect(m_filterBar->searchBox(), &QLineEdit::returnPressed, m_table, [this] { m_table->setFocus(); });
    column->addWidget(m_table, 1);
    return inside;
}

void AlertsTab::setAlerts(const alerts::AlertSnapshotRef &snapshot)
{
    m_snapshot = snapshot;
    m_actions->setSnapshot(snapshot);
    if (m_notifications)
        m_notifications->refresh();
    auto subject = QString::fromStdString(snapshot->notice);
    if (subject.isEmpty() && !snapshot->faults.empty()) {
        const auto &[file, fault] = snapshot->faults.front();
        subject = tr("%1, line %2: %3 (what it said before counts)")
                      .arg(QString::fromStdString(file))
                      .arg(fault.place.line)
                      .arg(QString::fromStdString(fault.message));
    }
    m_card->setSubject(subject);
    m_history->setAlerts(snapshot);
    m_isStale = true;
    if (isVisible())
        showRows();
}

void AlertsTab::showNotifications()
{
    constexpr std::size_t kShown = 500;
    if (!m_notifications) {
        m_notifications = new NotificationsDialog(
            m_context.settings, m_context.background, [&alerts = m_context.alerts] { return alerts.deliveries(kShown); }, this);
    }
    m_notifications->show();
    m_notifications->raise();
}

void AlertsTab::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    if (m_isStale)
        showRows();
}

void AlertsTab::showRows()
{
    m_isStale = false;
    const auto *grouping = m_filterBar->grouping();
    auto list = items::alertRows(m_snapshot, m_filterBar->filter(), grouping, m_context.clock.now());
    m_filterBar->setCounts(list.counts);
    m_table->setEmptyText(m_snapshot->firing.empty() && m_snapshot->pending.empty() && m_snapshot->resolved.empty()
                              ? tr("Nothing fires. What does will be listed here, with its history.")
                              : tr("Nothing is what the filters above ask for."));
    m_table->setRootIsDecorated(grouping);
    m_model.setRows(std::move(list.rows));
    if (m_wanted != 0)
        selectWanted();
    else if (!grouping && !m_table->selectionModel()->hasSelection() && m_model.rowCount() > 0)
        choose(m_model.index(0, 0));
    showSelection();
}

// It alone, whatever keys are held.
void AlertsTab::choose(const QModelIndex &index)
{
    m_table->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

void AlertsTab::showHistory(const std::optional<alerts::TimeRange> &range)
{
    if (range)
        m_history->showRange(*range);
    m_detail->setAlerts({});
    m_stack->setCurrentWidget(m_history);
}

void AlertsTab::select(qint64 alertId)
{
    m_stack->setCurrentWidget(m_card);
    m_wanted = alertId;
    if (m_isStale)
        showRows();
    else
        selectWanted();
}

void AlertsTab::selectWanted()
{
    for (const auto *alerts : {&m_snapshot->firing, &m_snapshot->pending, &m_snapshot->resolved}) {
        const auto alert = std::ranges::find(*alerts, m_wanted, &alerts::Alert::id);
        if (alert == alerts->end())
            continue;
        const auto key = items::alertKey(*alert);
        if (!m_model.indexOf(key).isValid()) {
            m_wanted = 0;
            m_filterBar->showAll();
        }
        m_wanted = 0;
        choose(m_model.indexOf(key));
        return;
    }
}

std::vector<std::shared_ptr<const alerts::Alert>> AlertsTab::selected() const
{
    std::vector<std::shared_ptr<const alerts::Alert>> chosen;
    std::unordered_set<const alerts::Alert *> known; // what is selected may stand in a group that is
    const bool isGrouped = m_filterBar->grouping();
    const auto add = [&](const QModelIndex &index) {
        const auto *row = m_model.rowAt(index);
        if (row && row->alert && (!isGrouped || known.insert(row->alert.get()).second))
            chosen.push_back(row->alert);
    };
    const auto ranges = m_table->selectionModel()->selection();
    for (const auto &range : ranges) {
        for (int row = range.top(); row <= range.bottom(); ++row) {
            const auto index = m_model.index(row, 0, range.parent());
            add(index);
            for (int child = 0; isGrouped && child < m_model.rowCount(index); ++child)
                add(m_model.index(child, 0, index));
        }
    }
    return chosen;
}

void AlertsTab::showSelection()
{
    const auto chosen = selected();
    if (m_stack->currentWidget() == m_card) // the past chooses its own
        m_detail->setAlerts(chosen);
    m_actions->update(chosen);
}

// By what the alerts that were chosen have in common.
void AlertsTab::addFilters(QMenu &menu)
{
    struct {
        const char *label;
        QString text;
    } const filters[] = {{"instance", tr("Only this target")}, {"alertname", tr("Only this alert")}};
    const auto chosen = selected();
    for (const auto &[label, text] : filters) {
        const auto valueOf = [name = label](const auto &alert) { return alert->labels ? alert->labels->get(name) : std::string_view(); };
        const auto value = chosen.empty() ? std::string_view() : valueOf(chosen.front());
        auto *action = menu.addAction(text, this, [this, name = label, wanted = std::string(value)] { m_filterBar->addMatcher(name, wanted); });
        action->setEnabled(!value.empty() && std::ranges::all_of(chosen, [&](const auto &alert) { return valueOf(alert) == value; }));
    }
    menu.addSeparator();
}

void AlertsTab::save()
{
    saveSplitter(m_context.settings, *m_splitter);
    saveTable(m_context.settings, *m_table);
    m_history->save();
}

} // namespace ui
