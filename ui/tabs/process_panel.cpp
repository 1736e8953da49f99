#include "ui/tabs/process_panel.h"

#include "ui/widgets/steady_label.h"
#include "ui/widgets/table_view.h"

#include <QtCore/QDateTime>
#include <QtCore/QEvent>
#include <QtCore/QLocale>
#include <QtGui/QAction>
#include <QtGui/QShortcut>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

namespace ui {

ProcessPanel::ProcessPanel(QWidget *parent)
    : QWidget(parent),
      m_title(new QLabel(tr("Processes"), this)),
      m_subtitle(new SteadyLabel(this)),
      m_search(new QLineEdit(this)),
      m_tree(new QToolButton(this)),
      m_view(new TableView(this))
{
    m_search->setPlaceholderText(tr("Filter: name, user, pid, !regex"));
    m_search->setAccessibleName(tr("Filter processes"));
    m_search->setClearButtonEnabled(true);
    m_search->setMinimumWidth(fontMetrics().averageCharWidth() * 34);
    m_tree->setText(tr("Tree"));
    m_tree->setToolTip(tr("Show processes below the process that started them"));
    m_tree->setCheckable(true);
    m_tree->setProperty("outlined", true);
    m_view->setAccessibleName(tr("Processes"));
    m_view->setObjectName(QStringLiteral("processes"));

    m_model.setTree(false);
    m_filter.setSourceModel(&m_model);
    m_view->setModel(&m_filter);
    m_view->setSearchBox(m_search);
    m_view->setStretchColumns({QStringLiteral("command"), QStringLiteral("unit")});
    m_view->setSamples({{QStringLiteral("name"), QStringLiteral("systemd-timesyncd")},
                        {QStringLiteral("pid"), QStringLiteral("4194304")},
                        {QStringLiteral("user"), QStringLiteral("postgres")},
                        {QStringLiteral("cpu"), QStringLiteral("1600 %")},
                        {QStringLiteral("memory"), QStringLiteral("888 MiB")},
                        {QStringLiteral("threads"), QStringLiteral("1000")},
                        {QStringLiteral("unit"), QStringLiteral("postgresql@15-main.service")}});
    m_view->setHiddenColumns({QStringLiteral("parent"), QStringLiteral("state"), QStringLiteral("pss"), QStringLiteral("nice"),
                              QStringLiteral("started"), QStringLiteral("command")});
    m_view->sortByColumnId(QStringLiteral("cpu"), Qt::DescendingOrder);
    m_view->setOpensNewParents(true);
    m_view->setEmptyText(tr("Waiting for the first list of processes"));

    auto *head = new QHBoxLayout;
    head->setSpacing(10);
    head->addWidget(m_title);
    head->addWidget(m_subtitle);
    head->addStretch(1);
    head->addWidget(m_search);
    head->addWidget(m_tree);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addWidget(m_view, 1);
    styleTexts();
    setFocusProxy(m_view);

    connect(m_search, &QLineEdit::textChanged, this, &ProcessPanel::search);
    connect(m_tree, &QToolButton::toggled, this, &ProcessPanel::setTree);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        QList<qint64> pids;
        for (const auto &process : selectedProcesses())
            pids.push_back(process.pid);
        Q_EMIT focusChanged(pids);
    });

    // On the table alone: in the search box Delete deletes letters.
    const auto addAction = [this](const QString &text, const QKeySequence &key, void (ProcessPanel::*act)()) {
        auto *action = new QAction(text, m_view);
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetShortcut);
        connect(action, &QAction::triggered, this, act);
        m_view->addAction(action);
    };
    addAction(tr("Terminate…"), Qt::Key_Delete, &ProcessPanel::terminateSelected);
    addAction(tr("Kill…"), Qt::SHIFT | Qt::Key_Delete, &ProcessPanel::killSelected);
    connect(m_view, &TableView::menuRequested, this, [this](QMenu *menu) {
        for (QAction *action : m_view->actions()) {
            action->setEnabled(true);
            menu->addAction(action);
        }
    });
    auto *escape = new QShortcut(Qt::Key_Escape, m_search);
    escape->setContext(Qt::WidgetShortcut);
    connect(escape, &QShortcut::activated, this, [this] {
        m_search->clear();
        m_view->setFocus();
    });
    connect(m_search, &QLineEdit::returnPressed, m_view, [this] { m_view->setFocus(); });
}

void ProcessPanel::setTable(std::shared_ptr<const metric::Table> table)
{
    m_newest = std::move(table);
    m_stale = true;
    if (isVisible())
        apply();
}

void ProcessPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    apply();
}

void ProcessPanel::apply()
{
    if (!m_stale)
        return;
    m_stale = false;
    m_model.setTable(m_newest ? *m_newest : metric::Table{});
    search(m_search->text());
    if (!m_newest) {
        m_subtitle->setSteadyText({});
        return;
    }
    const auto time = QDateTime::fromMSecsSinceEpoch(m_newest->time.time_since_epoch().count());
    m_subtitle->setSteadyText(tr("at %1 · %n processes", nullptr, int(m_model.size())).arg(QLocale().toString(time, QStringLiteral("HH:mm:ss"))));
}

void ProcessPanel::search(const QString &text)
{
    m_filter.setSearch(text);
    const QString error = m_filter.searchError();
    m_search->setToolTip(error.isEmpty() ? QString() : tr("Not a regular expression yet: %1").arg(error));
    m_view->setEmptyText(!m_newest             ? tr("No list of processes is known for this moment")
                         : m_model.size() == 0 ? tr("No processes")
                                               : tr("No process matches “%1”").arg(text.trimmed()));
}

void ProcessPanel::setTree(bool tree)
{
    m_tree->setChecked(tree);
    if (tree == m_model.tree())
        return;
    m_model.setTree(tree);
    m_view->setRootIsDecorated(tree);
    if (tree)
        m_view->expandAll();
}

void ProcessPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        styleTexts();
}

void ProcessPanel::styleTexts()
{
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    QPalette grey = palette();
    grey.setColor(QPalette::WindowText, grey.color(QPalette::PlaceholderText));
    m_subtitle->setPalette(grey);
}

std::vector<items::ProcessRow> ProcessPanel::selectedProcesses() const
{
    std::vector<items::ProcessRow> processes;
    for (const QModelIndex &index : m_view->selectedRowsInOrder()) {
        if (const auto *row = m_model.rowAt(m_filter.mapToSource(index)))
            processes.push_back(*row);
    }
    return processes;
}

void ProcessPanel::confirm(bool kill)
{
    const auto processes = selectedProcesses();
    if (processes.empty())
        return;
    constexpr std::size_t kMostNamed = 12;
    QStringList named;
    for (const auto &process : processes) {
        if (std::size_t(named.size()) == kMostNamed) {
            named << tr("and %n more", nullptr, int(processes.size() - kMostNamed));
            break;
        }
        named << tr("%1 (pid %2, user %3)").arg(QString::fromStdString(process.name)).arg(process.pid).arg(QString::fromStdString(process.user));
    }
    auto *box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::Warning);
    box->setTextFormat(Qt::PlainText); // names come from outside
    box->setWindowTitle(kill ? tr("Kill processes") : tr("Terminate processes"));
    box->setText(kill ? tr("Kill %n processes?", nullptr, int(processes.size())) : tr("Terminate %n processes?", nullptr, int(processes.size())));
    box->setInformativeText(named.join(QLatin1Char('\n')) + QStringLiteral("\n\n") +
                            (kill ? tr("A killed process cannot save anything.") : tr("A process asked to terminate may save its work, or refuse.")));
    auto *yes = box->addButton(kill ? tr("Kill") : tr("Terminate"), QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    connect(box, &QMessageBox::buttonClicked, this, [this, kill, yes, processes](QAbstractButton *clicked) {
        if (clicked != yes)
            return;
        for (const auto &process : processes) {
            const QString name = QString::fromStdString(process.name);
            if (kill)
                Q_EMIT killRequested(process.pid, process.startTime, name);
            else
                Q_EMIT terminateRequested(process.pid, process.startTime, name);
        }
    });
    box->open();
}

} // namespace ui
