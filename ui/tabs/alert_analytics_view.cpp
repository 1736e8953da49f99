#include "ui/tabs/alert_analytics_view.h"

#include "models/items/vector_model.h"
#include "ui/tabs/alert_hours.h"
#include "ui/tabs/remembered.h"
#include "ui/widgets/card.h"
#include "ui/widgets/state_delegate.h"
#include "ui/widgets/table_view.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QVBoxLayout>

namespace ui {

AlertAnalyticsView::AlertAnalyticsView(const Context &context, QWidget *parent) : QWidget(parent), m_context(context)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_splitter = new QSplitter(Qt::Vertical, this);
    m_splitter->setObjectName(QStringLiteral("alertAnalytics"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(12);
    layout->addWidget(m_splitter);

    auto *rules = new Card(context.theme, m_splitter);
    rules->setTitle(tr("Noisiest rules"));
    auto *inside = new QWidget(rules);
    auto *column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, 0, 0);
    m_table = new TableView(inside);
    m_table->setObjectName(QStringLiteral("noisiestRules"));
    m_table->setAccessibleName(tr("Noisiest rules"));
    m_table->setModel(&m_model);
    m_table->setItemDelegate(new StateDelegate(context.theme, m_table));
    m_table->setHiddenColumns({QStringLiteral("mean"), QStringLiteral("open"), QStringLiteral("unacknowledged")});
    m_table->setStretchColumns({QStringLiteral("rule")});
    m_table->setExpendableColumns({QStringLiteral("flapping"), QStringLiteral("firing"), QStringLiteral("severity")});
    const auto duration = QStringLiteral("23 h 59 min");
    m_table->setSamples({{QStringLiteral("severity"), QStringLiteral("Emergency ▪▪")},
                         {QStringLiteral("rule"), QStringLiteral("CPU pressure above 50 %")},
                         {QStringLiteral("incidents"), QStringLiteral("8888")},
                         {QStringLiteral("firing"), duration},
                         {QStringLiteral("mtta"), duration},
                         {QStringLiteral("mttr"), duration},
                         {QStringLiteral("noise"), QStringLiteral("100 %")}});
    restoreTable(context.settings, *m_table);
    column->addWidget(m_table, 1);
    auto *foot = new QHBoxLayout;
    foot->addStretch(1);
    auto *copy = new QPushButton(tr("Copy as CSV"), inside);
    foot->addWidget(copy);
    column->addLayout(foot);
    rules->setContent(inside);
    m_splitter->addWidget(rules);

    auto *when = new Card(context.theme, m_splitter);
    when->setTitle(tr("When alerts begin"));
    when->setSubject(tr("by day of the week and hour, in local time"));
    m_hours = new AlertHours(context.theme, when);
    when->setContent(m_hours);
    m_splitter->addWidget(when);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setSizes({300, 210});
    restoreSplitter(context.settings, *m_splitter);

    const auto copyCsv = [this] { QGuiApplication::clipboard()->setText(items::asCsv(m_model)); };
    connect(copy, &QPushButton::clicked, this, copyCsv);
    connect(m_table, &TableView::menuRequested, this, [this, copyCsv](QMenu *menu) { menu->addAction(tr("Copy as CSV"), this, copyCsv); });
}

void AlertAnalyticsView::setAnalytics(const alerts::AlertAnalytics &analytics)
{
    m_model.setRows(analytics.rules);
    m_hours->setHours(analytics.hours);
}

void AlertAnalyticsView::save()
{
    saveTable(m_context.settings, *m_table);
    saveSplitter(m_context.settings, *m_splitter);
}

} // namespace ui
