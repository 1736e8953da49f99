#include "ui/tabs/table_panel.h"

#include "models/items/snapshot_model.h"
#include "ui/tabs/operations_feed.h"
#include "ui/tabs/remembered.h"
#include "ui/widgets/discard.h"
#include "ui/widgets/sparkline.h"
#include "ui/widgets/table_view.h"

#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QTabBar>
#include <QtWidgets/QVBoxLayout>

namespace ui {

// Lists are kept as they were taken; an older one says nothing of the moment.
static constexpr metric::Duration kListAge = std::chrono::minutes(6);

TablePanel::TablePanel(const Context &context, Subject subject, QWidget *parent)
    : QWidget(parent),
      m_context(context),
      m_subject(std::move(subject)),
      m_bar(new QTabBar(this)),
      m_stack(new QStackedWidget(this)),
      m_inquiry(context.background)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    m_bar->setDrawBase(false);
    m_bar->setExpanding(false);
    m_bar->setUsesScrollButtons(true);
    m_bar->setAccessibleName(tr("Lists"));
    layout->addWidget(m_bar);
    layout->addWidget(m_stack, 1);
    connect(m_bar, &QTabBar::currentChanged, this, [this](int at) {
        m_stack->setCurrentIndex(at);
        if (m_to != metric::Timestamp{})
            read(m_from, m_to);
    });
}

void TablePanel::setTables(const std::vector<TableSpec> &tables)
{
    m_tables = tables;
    rebuild();
}

void TablePanel::setFamilies(std::vector<items::OperationFamily> families)
{
    if (families == m_families)
        return;
    m_families = std::move(families);
    rebuild();
}

void TablePanel::rebuild()
{
    save();
    m_inquiry.forget();
    const auto current = m_bar->currentIndex() >= 0 ? m_bar->tabData(m_bar->currentIndex()).toString() : QString();
    m_lists.clear();
    while (m_bar->count() > 0)
        m_bar->removeTab(0);
    while (auto *view = m_stack->widget(0)) {
        m_stack->removeWidget(view);
        discard(view);
    }
    if (!m_families.empty()) {
        auto *view = addList(QStringLiteral("operations"), tr("Operations"), tr("Nothing was asked of it in this time."), &m_operations);
        view->setItemDelegate(new SparklineDelegate(view));
        view->setStretchColumns({QStringLiteral("operation")});
        view->setHiddenColumns({QStringLiteral("metric"), QStringLiteral("p50")});
        view->setSamples({{QStringLiteral("operation"), QStringLiteral("POST /api/v1/orders/:id")},
                          {QStringLiteral("recent"), QStringLiteral("_______________")}});
        view->sortByColumnId(QStringLiteral("rate"), Qt::DescendingOrder);
        restoreTable(m_context.settings, *view);
        m_lists.push_back({view, nullptr, {}});
    }
    for (const auto &spec : m_tables) {
        auto *model = new items::SnapshotModel;
        auto *view = addList(QString::fromLatin1(spec.table), ChartCard::tr(spec.title), ChartCard::tr(spec.empty), model);
        model->setParent(view);
        view->setStretchColumns({QStringLiteral("query"), QStringLiteral("command"), QStringLiteral("note"), QStringLiteral("name")});
        m_lists.push_back({view, model, spec.table});
    }
    for (int at = 0; at < m_bar->count(); ++at) {
        if (m_bar->tabData(at).toString() == current)
            m_bar->setCurrentIndex(at);
    }
    setVisible(!m_lists.empty());
}

TableView *TablePanel::addList(const QString &id, const QString &title, const QString &empty, QAbstractItemModel *model)
{
    auto *view = new TableView(m_stack);
    view->setObjectName(id);
    view->setAccessibleName(title);
    view->setModel(model);
    view->setEmptyText(empty);
    m_stack->addWidget(view);
    m_bar->setTabData(m_bar->addTab(title), id);
    return view;
}

void TablePanel::read(metric::Timestamp from, metric::Timestamp to)
{
    m_from = from;
    m_to = to;
    const int at = m_bar->currentIndex();
    if (at < 0 || std::size_t(at) >= m_lists.size())
        return;
    const auto &list = m_lists[std::size_t(at)];
    if (!list.table) {
        m_inquiry.ask([&engine = m_context.engine, subject = m_subject, families = m_families, from,
                       to](const std::stop_token &stop) { return readOperations(engine, subject, families, from, to, stop); },
                      [this](std::vector<items::OperationRow> rows) { m_operations.setRows(std::move(rows)); });
        return;
    }
    m_inquiry.ask(
        [&reader = m_context.reader, instance = m_subject.instance, name = list.name, to](const std::stop_token &) {
            return reader.table(instance, name, to, kListAge);
        },
        [model = list.table](const metric::Result<std::shared_ptr<const metric::Table>> &table) { model->setTable(table ? *table : nullptr); });
}

void TablePanel::save()
{
    for (const auto &list : m_lists)
        saveTable(m_context.settings, *list.view);
}

} // namespace ui
