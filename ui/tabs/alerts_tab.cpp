#include "ui/tabs/alerts_tab.h"

#include "ui/charts/chart_widget.h"
#include "ui/dialogs/acknowledge_dialog.h"
#include "ui/dialogs/silence_dialog.h"
#include "ui/dialogs/silences_dialog.h"
#include "ui/tabs/alert_detail.h"
#include "ui/tabs/remembered.h"
#include "ui/widgets/card.h"
#include "ui/widgets/state_delegate.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/wrap_row.h"

#include <QtGui/QAction>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QToolButton>

namespace ui {

using namespace std::chrono_literals;

AlertsTab::AlertsTab(const Context &context, QWidget *parent) : Page(parent), m_context(context), m_snapshot(context.alerts.snapshot())
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    m_splitter = new QSplitter(this);
    m_splitter->setObjectName(QStringLiteral("alerts"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(12);
    layout->addWidget(m_splitter);

    m_card = new Card(context.theme, m_splitter);
    m_card->setTitle(tr("Alerts"));
    auto *inside = new QWidget(m_card);
    auto *column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, 0, 0);
    auto *bar = new WrapRow;
    const std::array hints{tr("Show what fires"), tr("Show what is about to fire"), tr("Show what is over")};
    for (std::size_t i = 0; i < m_filters.size(); ++i) {
        auto *filter = m_filters[i] = new QToolButton(inside);
        filter->setCheckable(true);
        filter->setChecked(true);
        filter->setToolTip(hints[i]);
        filter->setFocusPolicy(Qt::StrongFocus);
        filter->setProperty("outlined", true);
        connect(filter, &QToolButton::toggled, this, &AlertsTab::showRows);
        bar->addWidget(filter);
    }
    bar->startRight();
    const auto button = [&](const QString &text, const QString &hint, const QKeySequence &shortcut, auto slot) {
        auto *made = new QPushButton(text, inside);
        made->setToolTip(QStringLiteral("%1 (%2)").arg(hint, shortcut.toString(QKeySequence::NativeText)));
        made->setShortcut(shortcut);
        connect(made, &QPushButton::clicked, this, slot);
        bar->addWidget(made);
        return made;
    };
    m_acknowledge = button(tr("Acknowledge…"), tr("Take the selected alerts on, with a comment"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_A),
                           &AlertsTab::acknowledge);
    m_snooze =
        button(tr("Snooze 1 h"), tr("No notification of the selected alerts for an hour"), QKeySequence(Qt::CTRL | Qt::Key_H), &AlertsTab::snooze);
    m_silence = button(tr("Silence…"), tr("Tell nobody of alerts with these labels for a while"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S),
                       &AlertsTab::silence);
    m_clear = button(tr("Clear"), tr("End the selected alerts; they return only after the value was well once"),
                     QKeySequence(Qt::CTRL | Qt::Key_Backspace), &AlertsTab::clear);
    button(tr("Silences…"), tr("What is silenced, and what was"), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_S), &AlertsTab::showSilences);
    auto *thresholds =
        button(tr("Thresholds…"), tr("What is watched, and when it fires"), QKeySequence(Qt::CTRL | Qt::Key_T), &AlertsTab::thresholdsWanted);
    thresholds->setShortcut({}); // the window's, on every tab: here it would be ambiguous
    column->addLayout(bar);

    m_table = new TableView(inside);
    m_table->setObjectName(QStringLiteral("alertList"));
    m_table->setAccessibleName(tr("Alerts"));
    m_table->setModel(&m_model);
    m_table->setHiddenColumns({QStringLiteral("worst"), QStringLiteral("resolved"), QStringLiteral("comment")});
    m_table->setStretchColumns({QStringLiteral("comment"), QStringLiteral("alert")});
    m_table->setExpendableColumns({QStringLiteral("value"), QStringLiteral("target")}); // the detail at the right says both
    m_table->setSamples({{QStringLiteral("severity"), QStringLiteral("Emergency ▪")},
                         {QStringLiteral("alert"), QStringLiteral("CPU pressure above 50 %")},
                         {QStringLiteral("target"), QStringLiteral("localhost /home")},
                         {QStringLiteral("value"), QStringLiteral("8.88 GiB")},
                         {QStringLiteral("since"), QStringLiteral("30 Nov 00:00:00")},
                         {QStringLiteral("state"), QStringLiteral("acknowledged")}});
    m_table->setItemDelegate(new StateDelegate(context.theme, m_table));
    m_table->setEmptyText(tr("Nothing fires. What does will be listed here, with its history."));
    restoreTable(context.settings, *m_table);
    column->addWidget(m_table, 1);
    m_card->setContent(inside);
    m_splitter->addWidget(m_card);

    m_detail = new AlertDetail(context, m_splitter);
    m_splitter->addWidget(m_detail);
    connect(m_detail, &AlertDetail::exploreRequested, this, &AlertsTab::exploreRequested);
    m_splitter->setStretchFactor(0, 2);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({720, 360});
    restoreSplitter(context.settings, *m_splitter);

    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &AlertsTab::showDetail);
    connect(m_table, &TableView::menuRequested, this, [this](QMenu *menu) {
        for (auto *from : {m_acknowledge, m_snooze, m_silence, m_clear}) {
            auto *action = menu->addAction(from->text(), from, &QPushButton::click);
            action->setEnabled(from->isEnabled());
        }
    });
    setAlerts(m_snapshot);
}

void AlertsTab::setAlerts(const alerts::AlertSnapshotRef &snapshot)
{
    m_snapshot = snapshot;
    m_filters[Firing]->setText(tr("firing %1").arg(snapshot->firing.size()));
    m_filters[Pending]->setText(tr("pending %1").arg(snapshot->pending.size()));
    m_filters[Resolved]->setText(tr("resolved %1").arg(snapshot->resolved.size()));
    auto subject = QString::fromStdString(snapshot->notice);
    if (subject.isEmpty() && !snapshot->faults.empty()) {
        const auto &[file, fault] = snapshot->faults.front();
        subject = tr("%1, line %2: %3 (what it said before counts)")
                      .arg(QString::fromStdString(file))
                      .arg(fault.place.line)
                      .arg(QString::fromStdString(fault.message));
    }
    m_card->setSubject(subject);
    if (m_silencesDialog)
        m_silencesDialog->setSilences(*snapshot->silences);
    showRows();
}

void AlertsTab::showRows()
{
    std::vector<alerts::Alert> rows;
    const std::array lists{&m_snapshot->firing, &m_snapshot->pending, &m_snapshot->resolved};
    for (std::size_t i = 0; i < lists.size(); ++i) {
        if (m_filters[i]->isChecked())
            rows.insert(rows.end(), lists[i]->begin(), lists[i]->end());
    }
    m_model.setRows(rows);
    if (m_wanted != 0)
        select(m_wanted);
    else if (m_table->selectionModel()->selectedRows().isEmpty() && m_model.rowCount() > 0)
        m_table->setCurrentIndex(m_model.index(0, 0));
    showDetail();
}

void AlertsTab::select(qint64 alertId)
{
    m_wanted = alertId;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const auto index = m_model.index(row, 0);
        if (const auto *alert = m_model.rowAt(index); alert && alert->id == alertId) {
            m_table->setCurrentIndex(index);
            m_wanted = 0;
            return;
        }
    }
}

std::vector<alerts::Alert> AlertsTab::selected() const
{
    std::vector<alerts::Alert> alerts;
    const auto rows = m_table->selectionModel()->selectedRows();
    for (const auto &index : rows) {
        if (const auto *alert = m_model.rowAt(index))
            alerts.push_back(*alert);
    }
    return alerts;
}

void AlertsTab::showDetail()
{
    const auto chosen = selected();
    m_detail->setAlert(chosen.size() == 1 ? std::optional(chosen.front()) : std::nullopt);
    updateButtons();
}

void AlertsTab::updateButtons()
{
    bool firing = false, open = false;
    for (const auto &alert : selected()) {
        firing |= alert.state == alerts::AlertState::Firing;
        open |= alert.state == alerts::AlertState::Firing || alert.state == alerts::AlertState::Acknowledged;
    }
    m_acknowledge->setEnabled(firing);
    m_snooze->setEnabled(open);
    m_silence->setEnabled(open);
    m_clear->setEnabled(open);
}

void AlertsTab::acknowledge()
{
    std::vector<qint64> ids;
    QStringList names;
    for (const auto &alert : selected()) {
        if (alert.state == alerts::AlertState::Firing) {
            ids.push_back(alert.id);
            names << QString::fromStdString(alert.rule->name);
        }
    }
    if (ids.empty())
        return;
    auto *dialog = new AcknowledgeDialog(names, this);
    connect(dialog, &AcknowledgeDialog::confirmed, this, [this, ids](const QString &comment) {
        for (const auto id : ids)
            m_context.alerts.acknowledge(id, m_context.user, comment.toStdString());
    });
    dialog->open();
}

void AlertsTab::snooze()
{
    for (const auto &alert : selected())
        m_context.alerts.snooze(alert.id, m_context.clock.now() + 1h, m_context.user);
}

void AlertsTab::silence()
{
    auto *dialog = new SilenceDialog(m_context.clock, m_snapshot, selected(), this);
    connect(dialog, &SilenceDialog::confirmed, this, [this](alerts::Silence silence) {
        silence.createdBy = m_context.user;
        (void)m_context.alerts.setSilence(std::move(silence)); // checked by the dialog; what the file refuses is in the notice
    });
    dialog->open();
}

void AlertsTab::showSilences()
{
    if (!m_silencesDialog) {
        m_silencesDialog = new SilencesDialog(m_context.clock, this);
        connect(m_silencesDialog, &SilencesDialog::newWanted, this, &AlertsTab::silence);
        connect(m_silencesDialog, &SilencesDialog::expireWanted, this,
                [this](const QString &id) { (void)m_context.alerts.expireSilence(id.toStdString()); });
    }
    m_silencesDialog->setSilences(*m_snapshot->silences);
    m_silencesDialog->show();
    m_silencesDialog->raise();
}

void AlertsTab::clear()
{
    for (const auto &alert : selected())
        m_context.alerts.resolve(alert.id, m_context.user);
}

void AlertsTab::save()
{
    saveSplitter(m_context.settings, *m_splitter);
    saveTable(m_context.settings, *m_table);
}

} // namespace ui
