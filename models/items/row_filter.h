#pragma once

#include <QtCore/QRegularExpression>
#include <QtCore/QSortFilterProxyModel>
#include <QtCore/QStringList>

namespace items {

// Searching over any ItemModel; sorting it leaves to the model. Searches the texts of the columns it is given: plain words without regard to case, or
// with a leading "!" a regular expression. In a tree the parents of matches stay.
class RowFilter : public QSortFilterProxyModel {
    Q_OBJECT

public:
    // Without columns every column is searched.
    explicit RowFilter(QStringList searchColumns = {}, QObject *parent = nullptr);

    void setSearch(const QString &search);
    const QString &search() const { return m_search; }
    // What is wrong with the regular expression, empty if nothing; as long as it is wrong everything is shown.
    QString searchError() const { return m_expression.isValid() ? QString() : m_expression.errorString(); }

    void setSourceModel(QAbstractItemModel *model) override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QStringList m_searchColumns;
    QList<int> m_searched;
    QString m_search;
    QRegularExpression m_expression;
};

// What the search box above the processes means: name, command, user, pid.
class ProcessFilter final : public RowFilter {
    Q_OBJECT

public:
    explicit ProcessFilter(QObject *parent = nullptr);
};

} // namespace items
