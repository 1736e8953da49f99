#include "ui/tabs/health_tab.h"

#include "ui/dialogs/evidence_dialog.h"
#include "ui/tabs/check_actions.h"
#include "ui/tabs/check_filter_bar.h"
#include "ui/tabs/remembered.h"
#include "ui/tabs/score_card.h"
#include "ui/widgets/availability_delegate.h"
#include "ui/widgets/bar_delegate.h"
#include "ui/widgets/card.h"
#include "ui/widgets/state_delegate.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/wrap_row.h"

#include <QtCore/QPointer>
#include <QtGui/QShortcut>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace ui {

using namespace std::chrono_literals;

// How often what counts the time ("for 12 min") is told anew while nothing else happens.
static constexpr metric::Duration kRetold = 5s;

HealthTab::HealthTab(const Context &context, QWidget *parent)
    : Page(parent), m_context(context), m_snapshot(std::make_shared<health::HealthSnapshot>()), m_evidenceInquiry(context.background)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(12);
    m_actions = new CheckActions(context.clock, this, [this] { return selected(); });
    m_top = buildTop();
    layout->addWidget(m_top);
    m_splitter = new QSplitter(this);
    m_splitter->setObjectName(QStringLiteral("health"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(12);
    m_card = new Card(context.theme, m_splitter);
    m_card->setTitle(tr("Checks"));
    m_card->setContent(buildList());
    m_splitter->addWidget(m_card);
    m_detail = new CheckDetail(context, m_splitter);
    m_splitter->addWidget(m_detail);
    m_splitter->setStretchFactor(0, 2);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({820, 340});
    m_detail->hide();
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(m_splitter);
    m_stack->addWidget(buildNothing());
    layout->addWidget(m_stack, 3);
    layout->addWidget(buildOwn());
    restoreSplitter(context.settings, *m_splitter);
    connectActions();
    countOwn();
    setHealth(m_snapshot);
}

QWidget *HealthTab::buildTop()
{
    auto *top = new QWidget(this);
    auto *row = new QHBoxLayout(top);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    m_score = new ScoreCard(m_context.theme, top);
    row->addWidget(m_score, 2);
    m_sloCard = new Card(m_context.theme, top);
    m_sloCard->setTitle(tr("Objectives"));
    m_sloCard->setSubject(tr("last 30 days"));
    m_sloTable = new TableView(m_sloCard);
    m_sloTable->setObjectName(QStringLiteral("objectives"));
    m_sloTable->setAccessibleName(tr("Objectives"));
    m_sloTable->setModel(&m_slos);
    m_sloTable->setHiddenColumns({QStringLiteral("burn_long"), QStringLiteral("outages")});
    m_sloTable->setStretchColumns({QStringLiteral("name")});
    m_sloTable->setSamples({{QStringLiteral("objective"), QStringLiteral("99.999 %")},
                            {QStringLiteral("achieved"), QStringLiteral("99.999 %")},
                            {QStringLiteral("budget_left"), QStringLiteral("23 h 59 min")},
                            {QStringLiteral("budget"), QStringLiteral("session-22")},
                            {QStringLiteral("burn"), QStringLiteral("144.4×")},
                            {QStringLiteral("burn_long"), QStringLiteral("144.4×")},
                            {QStringLiteral("mttr"), QStringLiteral("23 h 59 min")},
                            {QStringLiteral("mtbf"), QStringLiteral("29 d 23 h")},
                            {QStringLiteral("outages"), QStringLiteral("100")}});
    m_sloTable->setExpendableColumns({QStringLiteral("mtbf"), QStringLiteral("burn"), QStringLiteral("mttr"), QStringLiteral("objective")});
    m_sloTable->setItemDelegate(new BarDelegate(m_context.theme, m_slos.columnOf(u"budget"), m_sloTable));
    restoreTable(m_context.settings, *m_sloTable);
    m_sloCard->setContent(m_sloTable);
    row->addWidget(m_sloCard, 5);
    connect(m_score, &ScoreCard::checkChosen, this, &HealthTab::select);
    connect(m_sloTable, &QAbstractItemView::activated, this, [this](const QModelIndex &index) {
        if (const auto *slo = m_slos.rowAt(index))
            select(QString::fromStdString(slo->status->plan.target));
    });
    return top;
}

QWidget *HealthTab::buildList()
{
    auto *inside = new QWidget(m_card);
    auto *column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(WrapRow::kSpacing);
    m_filterBar = new CheckFilterBar(m_context.theme, inside);
    column->addWidget(m_filterBar);
    auto *buttons = new WrapRow;
    m_actions->addButtons(*buttons);
    buttons->startRight();
    auto *add = new QPushButton(tr("Add a check…"), inside);
    add->setToolTip(tr("Something else that is to be checked"));
    connect(add, &QPushButton::clicked, this, &HealthTab::addRequested);
    buttons->addWidget(add);
    column->addLayout(buttons);

    m_checks = new TableView(inside);
    m_checks->setObjectName(QStringLiteral("checkList"));
    m_checks->setAccessibleName(tr("Checks"));
    m_checks->setModel(&m_model);
    m_checks->setSearchBox(m_filterBar->searchBox());
    m_checks->setHiddenColumns({QStringLiteral("since"), QStringLiteral("instance"), QStringLiteral("last_run"), QStringLiteral("next_run")});
    m_checks->setStretchColumns({QStringLiteral("why")});
    m_checks->setSamples({{QStringLiteral("name"), QStringLiteral("checkout.shop.example.org ▪")},
                          {QStringLiteral("kind"), QStringLiteral("HTTP or HTTPS ▪")},
                          {QStringLiteral("state"), QStringLiteral("▸▸ Maintenance")},
                          {QStringLiteral("response"), QStringLiteral("8.88 ms")},
                          {QStringLiteral("bar"), QStringLiteral("24 hours, in pieces side by side")},
                          {QStringLiteral("availability"), QStringLiteral("99.999 %")},
                          {QStringLiteral("last_run"), QStringLiteral("30 Nov 00:00:00")},
                          {QStringLiteral("next_run"), QStringLiteral("30 Nov 00:00:00")},
                          {QStringLiteral("since"), QStringLiteral("30 Nov 00:00:00")},
                          {QStringLiteral("instance"), QStringLiteral("https://shop.example.org/")}});
    m_checks->setExpendableColumns({QStringLiteral("kind"), QStringLiteral("availability"), QStringLiteral("bar"), QStringLiteral("response")});
    m_checks->setItemDelegate(new StateDelegate(m_context.theme, m_checks));
    const auto barOf = [this](const QModelIndex &index) {
        const auto *row = m_model.rowAt(index);
        return row ? AvailabilityDelegate::Bar{row->bar(), m_snapshot->time} : AvailabilityDelegate::Bar{};
    };
    m_checks->setItemDelegateForColumn(m_model.columnOf(u"bar"), new AvailabilityDelegate(m_context.theme, barOf, m_checks));
    restoreTable(m_context.settings, *m_checks);
    column->addWidget(m_checks, 1);
    connect(m_filterBar, &CheckFilterBar::changed, this, &HealthTab::showRows);
    connect(m_filterBar->searchBox(), &QLineEdit::returnPressed, m_checks, [this] { m_checks->setFocus(); });
    connect(m_checks->selectionModel(), &QItemSelectionModel::selectionChanged, this, &HealthTab::showSelection);
    connect(m_checks, &TableView::menuRequested, this, [this](QMenu *menu) { m_actions->addTo(*menu); });
    connect(m_checks, &QAbstractItemView::activated, this, [this](const QModelIndex &index) {
        if (const auto *row = m_model.rowAt(index))
            Q_EMIT pageRequested(QString::fromStdString(row->status->plan.target));
    });
    return inside;
}

QWidget *HealthTab::buildNothing()
{
    auto *card = new Card(m_context.theme, this);
    card->setTitle(tr("Checks"));
    auto *inside = new QWidget(card);
    auto *column = new QVBoxLayout(inside);
    column->addStretch(1);
    const auto line = [&](const QString &text, bool isHeading) {
        auto *label = new QLabel(text, inside);
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        if (isHeading) {
            auto font = label->font();
            font.setPointSizeF(font.pointSizeF() * 1.2);
            font.setWeight(QFont::DemiBold);
            label->setFont(font);
        } else {
            label->setProperty("dim", true);
        }
        column->addWidget(label);
    };
    line(tr("Nothing is checked yet"), true);
    line(tr("Add a web page, a port, a certificate, a name, a database or whatever else somebody depends on: it is asked again and again, and here "
            "stands how it is."),
         false);
    auto *add = new QPushButton(tr("Add a check…"), inside);
    add->setObjectName(QStringLiteral("addFirstCheck"));
    add->setDefault(true);
    connect(add, &QPushButton::clicked, this, &HealthTab::addRequested);
    column->addSpacing(6);
    column->addWidget(add, 0, Qt::AlignHCenter);
    column->addStretch(1);
    card->setContent(inside);
    return card;
}

QWidget *HealthTab::buildOwn()
{
    auto *card = new Card(m_context.theme, this);
    card->setTitle(tr("This machine and the console itself"));
    auto *inside = new QWidget(card);
    auto *column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, 0, 0);
    m_fold = new QPushButton(inside);
    m_fold->setObjectName(QStringLiteral("foldOwn"));
    m_fold->setCheckable(true);
    m_fold->setProperty("reason", true);
    auto bold = m_fold->font();
    bold.setWeight(QFont::DemiBold);
    m_fold->setFont(bold);
    m_fold->setToolTip(tr("The console's own probes, and the resources that have thresholds"));
    column->addWidget(m_fold);
    m_own = new TableView(inside);
    m_own->setObjectName(QStringLiteral("checks"));
    m_own->setAccessibleName(tr("This machine and the console itself"));
    m_own->setModel(&m_context.health);
    const auto moment = QStringLiteral("30 Nov 00:00:00");
    m_own->setStretchColumns({QStringLiteral("reason")});
    m_own->setSamples({{QStringLiteral("check"), QStringLiteral("certificate of shop")},
                       {QStringLiteral("last_run"), moment},
                       {QStringLiteral("last_change"), moment},
                       {QStringLiteral("target"), QStringLiteral("localhost")},
                       {QStringLiteral("reason"), QStringLiteral("permission denied: /proc/1/io")}});
    m_own->setExpendableColumns({QStringLiteral("last_run"), QStringLiteral("last_change"), QStringLiteral("target"), QStringLiteral("kind")});
    m_own->setEmptyText(tr("Nothing has been checked yet; the first round comes in a moment."));
    m_own->setItemDelegate(new StateDelegate(m_context.theme, m_own));
    restoreTable(m_context.settings, *m_own);
    column->addWidget(m_own, 1);
    card->setBare(inside);
    connect(m_fold, &QPushButton::clicked, this, [this](bool shown) {
        m_ownWanted = shown;
        showOwn(shown);
    });
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&m_context.health, signal, this, &HealthTab::countOwn);
    connect(&m_context.health, &QAbstractItemModel::dataChanged, this, &HealthTab::countOwn);
    return card;
}

void HealthTab::connectActions()
{
    connect(m_actions, &CheckActions::checkNowRequested, this, &HealthTab::checkNowRequested);
    connect(m_actions, &CheckActions::pauseRequested, this, &HealthTab::pauseRequested);
    connect(m_actions, &CheckActions::maintenanceRequested, this, &HealthTab::maintenanceRequested);
    connect(m_actions, &CheckActions::maintenanceTimesRequested, this, &HealthTab::maintenanceTimesRequested);
    connect(m_actions, &CheckActions::editRequested, this, &HealthTab::editRequested);
    connect(m_actions, &CheckActions::removeRequested, this, &HealthTab::removeRequested);
    connect(m_actions, &CheckActions::pageRequested, this, &HealthTab::pageRequested);
    connect(m_actions, &CheckActions::evidenceRequested, this, &HealthTab::openEvidence);
    connect(m_detail, &CheckDetail::evidenceRequested, this, [this] {
        if (const auto chosen = selected(); chosen.size() == 1)
            openEvidence(QString::fromStdString(chosen.front()->plan.target));
    });
    connect(m_detail, &CheckDetail::closeRequested, this, &HealthTab::unselect);
    for (auto *widget : {static_cast<QWidget *>(m_checks), static_cast<QWidget *>(m_detail)}) {
        auto *escape = new QShortcut(Qt::Key_Escape, widget);
        escape->setContext(Qt::WidgetWithChildrenShortcut);
        connect(escape, &QShortcut::activated, this, &HealthTab::unselect);
    }
}

void HealthTab::setSources(EvidenceSource evidence, CheckDetail::ChangeSource changes)
{
    m_evidenceOf = std::move(evidence);
    m_detail->setChangeSource(std::move(changes));
}

void HealthTab::setHealth(const health::HealthSnapshotRef &snapshot)
{
    m_snapshot = snapshot;
    m_score->setHealth(snapshot);
    const bool isEmpty = snapshot->checks.empty();
    m_stack->setCurrentIndex(isEmpty ? 1 : 0);
    m_sloCard->setVisible(!isEmpty);
    layOut();
    showOwn(m_ownWanted.value_or(isEmpty));
    m_isStale = true;
    if (isVisible())
        showRows();
}

void HealthTab::setScore(int score, const QStringList &reasons) { m_score->setConsole(score, reasons); }

int HealthTab::score() const { return m_score->score(); }

QStringList HealthTab::reasons() const { return m_score->reasons(); }

std::vector<targets::Target> HealthTab::targets() const
{
    std::vector<targets::Target> all;
    for (int row = 0; row < m_context.targets.rowCount(); ++row) {
        if (const auto *target = m_context.targets.rowAt(m_context.targets.index(row, 0)))
            all.push_back(target->target);
    }
    return all;
}

void HealthTab::showRows()
{
    m_isStale = false;
    m_shownAt = m_context.clock.now();
    const auto known = targets();
    auto list = items::checkRows({.snapshot = m_snapshot, .targets = known, .span = m_filterBar->span(), .now = m_shownAt}, m_filterBar->filter());
    m_filterBar->setCounts(list.counts);
    QStringList parts{tr("%n check(s)", nullptr, int(m_snapshot->checks.size()))};
    for (const auto state : {health::State::Down, health::State::Degraded, health::State::Unknown, health::State::Maintenance, health::State::Paused})
    {
        if (const int count = list.counts[std::size_t(state)])
            parts << QStringLiteral("%1 %2").arg(count).arg(items::checkStateText(state).toLower());
    }
    m_card->setSubject(parts.join(QStringLiteral(" · ")));
    m_checks->setEmptyText(tr("No check is what the filters above ask for."));
    m_model.setRows(std::move(list.rows));
    m_slos.setRows(items::sloRows(m_snapshot));
    m_sloTable->setEmptyText(tr("No check has an objective."));
    if (!m_wanted.isEmpty())
        select(m_wanted);
    showSelection();
}

void HealthTab::select(const QString &target)
{
    m_wanted = target;
    if (m_isStale) {
        if (isVisible())
            showRows();
        return;
    }
    const auto key = items::CheckModel::key(target.toStdString());
    m_wanted.clear();
    if (!m_model.indexOf(key).isValid() && items::checkOf(m_snapshot, target.toStdString()))
        m_filterBar->showAll();
    const auto index = m_model.indexOf(key);
    if (!index.isValid())
        return;
    m_checks->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_checks->scrollTo(index);
    m_checks->setFocus();
}

void HealthTab::unselect()
{
    m_checks->clearSelection();
    m_checks->setFocus();
}

std::vector<std::shared_ptr<const health::CheckStatus>> HealthTab::selected() const
{
    std::vector<std::shared_ptr<const health::CheckStatus>> chosen;
    const auto rows = m_checks->selectedRowsInOrder();
    for (const auto &index : rows) {
        if (const auto *row = m_model.rowAt(index))
            chosen.push_back(row->status);
    }
    return chosen;
}

void HealthTab::showSelection()
{
    const auto chosen = selected();
    m_actions->update(chosen);
    if (chosen.size() != 1) {
        m_detail->setCheck(nullptr, {}, {}, {});
        m_detail->hide();
        return;
    }
    const auto *row = m_model.rowAt(m_model.indexOf(items::CheckModel::key(chosen.front()->plan.target)));
    m_detail->setCheck(row->status, items::translated(row->kind.c_str()), QString::fromStdString(row->why), m_snapshot->time);
    m_detail->show();
}

void HealthTab::openEvidence(const QString &target)
{
    const auto check = items::checkOf(m_snapshot, target.toStdString());
    if (!check)
        return;
    auto *dialog = new EvidenceDialog(m_context.theme, QString::fromStdString(check->plan.name), this);
    dialog->open();
    if (!m_evidenceOf) {
        dialog->setEvidence({});
        return;
    }
    m_evidenceInquiry.ask([source = m_evidenceOf, id = check->plan.target](const std::stop_token &) { return source(id); },
                          [open = QPointer<EvidenceDialog>(dialog)](metric::Result<std::vector<health::KeptEvidence>> kept) {
                              if (open && kept)
                                  open->setEvidence(std::move(*kept));
                              else if (open)
                                  open->setTrouble(QString::fromStdString(kept.error().message));
                          });
}

void HealthTab::showOwn(bool shown)
{
    m_fold->setChecked(shown);
    countOwn();
    m_own->setVisible(shown);
    auto *card = m_fold->parentWidget()->parentWidget();
    card->setSizePolicy(QSizePolicy::Preferred, shown ? QSizePolicy::Expanding : QSizePolicy::Fixed);
    card->setMaximumHeight(shown ? QWIDGETSIZE_MAX : m_fold->sizeHint().height() + 18);
    card->setMinimumHeight(shown ? 150 : m_fold->sizeHint().height() + 18);
    static_cast<QVBoxLayout *>(layout())->setStretchFactor(card, shown ? 2 : 0);
}

void HealthTab::countOwn()
{
    std::array<int, 5> counts{};
    for (int row = 0; row < m_context.health.rowCount(); ++row) {
        if (const auto *check = m_context.health.rowAt(m_context.health.index(row, 0)))
            ++counts[std::size_t(check->state)];
    }
    const auto arrow = m_fold->isChecked() ? QStringLiteral("▾ ") : QStringLiteral("▸ ");
    QStringList parts{arrow + tr("This machine and the console itself"), tr("%n check(s)", nullptr, m_context.health.rowCount())};
    for (const auto state : {items::Health::Down, items::Health::Degraded, items::Health::Unknown, items::Health::Paused}) {
        if (const int count = counts[std::size_t(state)])
            parts << QStringLiteral("%1 %2").arg(count).arg(items::healthText(state).toLower());
    }
    if (const auto text = parts.join(QStringLiteral(" · ")); text != m_fold->text())
        m_fold->setText(text);
}

void HealthTab::tick(metric::Timestamp now)
{
    if (!m_snapshot->checks.empty() && (m_isStale || now - m_shownAt >= kRetold || now < m_shownAt))
        showRows();
    m_detail->tick(now);
}

void HealthTab::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    if (m_isStale)
        showRows();
}

// The upper row gives way to the checks in a low window, and needs little where there are none.
void HealthTab::layOut()
{
    constexpr int kLeast = 150, kMost = 190, kScoreAlone = 104;
    m_top->setFixedHeight(m_sloCard->isHidden() ? kScoreAlone : std::clamp(height() / 4, kLeast, kMost));
}

void HealthTab::resizeEvent(QResizeEvent *event)
{
    layOut();
    Page::resizeEvent(event);
}

void HealthTab::save()
{
    if (m_detail->isVisible())
        saveSplitter(m_context.settings, *m_splitter);
    for (const auto *table : {m_checks, m_sloTable, m_own})
        saveTable(m_context.settings, *table);
}

} // namespace ui
