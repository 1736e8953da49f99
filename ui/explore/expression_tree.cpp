#include "ui/explore/expression_tree.h"

#include "models/query/parser.h"
#include "ui/explore/explore_run.h"
#include "ui/widgets/table_view.h"

#include <QtWidgets/QHeaderView>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <utility>

namespace ui {

static constexpr int kMostRowsSeen = 7;

ExpressionTree::ExpressionTree(const query::Engine &engine, const metric::Clock &clock, Background &background, QWidget *parent)
    : QWidget(parent), m_engine(engine), m_clock(clock), m_view(new TableView(this)), m_inquiry(background)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    m_view->setObjectName(QStringLiteral("expressionTree"));
    m_view->setAccessibleName(tr("Parts of the expression"));
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setOpensNewParents(true);
    m_view->setRootIsDecorated(true);
    m_view->setModel(&m_model);
    m_view->setSortingEnabled(false);
    m_view->setStretchColumns({QStringLiteral("node")});
    m_view->setSamples({{QStringLiteral("type"), QStringLiteral("instant vector ▾")}, {QStringLiteral("series"), QStringLiteral("100000")}});
    m_view->setEmptyText(tr("Run an expression to see its parts."));
    fitHeight();
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        if (const auto *row = m_model.rowAt(index))
            Q_EMIT partChosen(m_expression, row->span);
    });
}

void ExpressionTree::showExpression(const QString &expression, metric::Timestamp time)
{
    m_time = time;
    if (expression != m_expression) {
        m_expression = expression;
        const auto tree = query::parse(expression.toStdString());
        m_model.setRows({});
        if (tree)
            m_model.setRows(items::expressionRows(**tree));
        m_view->expandAll();
        fitHeight();
    }
    m_due = true;
    if (isVisible())
        ask();
}

void ExpressionTree::fitHeight()
{
    const int rows = std::clamp(int(m_model.size()), 2, kMostRowsSeen);
    setFixedHeight(m_view->header()->sizeHint().height() + rows * std::max(m_view->sizeHintForRow(0), fontMetrics().height() + 7) + 2);
}

void ExpressionTree::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    ask();
}

void ExpressionTree::ask()
{
    if (!std::exchange(m_due, false))
        return;
    m_inquiry.ask([&engine = m_engine, &clock = m_clock, rows = m_model.rows(),
                   time = m_time](const std::stop_token &stop) { return countSeries(engine, clock, rows, time, stop); },
                  [this](std::vector<items::ExpressionRow> rows) { m_model.setRows(std::move(rows)); });
}

} // namespace ui
