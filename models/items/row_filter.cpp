#include "models/items/row_filter.h"

#include "models/items/item_model.h"

namespace items {

RowFilter::RowFilter(QStringList searchColumns, QObject *parent) : QSortFilterProxyModel(parent), m_searchColumns(std::move(searchColumns))
{
    setRecursiveFilteringEnabled(true);
}

void RowFilter::setSourceModel(QAbstractItemModel *model)
{
    const auto *rows = qobject_cast<const ItemModel *>(model);
    m_searched.clear();
    for (int column = 0; rows && column < rows->columnCount(); ++column) {
        if (m_searchColumns.isEmpty() || m_searchColumns.contains(rows->headerData(column, Qt::Horizontal, ColumnIdRole).toString()))
            m_searched.push_back(column);
    }
    QSortFilterProxyModel::setSourceModel(model);
}

void RowFilter::setSearch(const QString &search)
{
    const QString trimmed = search.trimmed();
    if (trimmed == m_search)
        return;
    m_search = trimmed;
    m_expression.setPattern(m_search.startsWith(QLatin1Char('!')) ? m_search.mid(1) : QString());
    m_expression.setPatternOptions(QRegularExpression::CaseInsensitiveOption);
    invalidateFilter();
}

bool RowFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (m_search.isEmpty() || !m_expression.isValid())
        return true;
    const bool regular = m_search.startsWith(QLatin1Char('!'));
    for (const int column : m_searched) {
        const QString text = sourceModel()->index(row, column, parent).data().toString();
        if (regular ? m_expression.match(text).hasMatch() : text.contains(m_search, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

void RowFilter::sort(int column, Qt::SortOrder order)
{
    if (sourceModel())
        sourceModel()->sort(column, order);
}

ProcessFilter::ProcessFilter(QObject *parent)
    : RowFilter({QStringLiteral("name"), QStringLiteral("command"), QStringLiteral("user"), QStringLiteral("pid")}, parent)
{
}

} // namespace items
