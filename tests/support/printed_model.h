#pragma once

#include <QtCore/QAbstractItemModel>
#include <QtCore/QStringList>

namespace tests {

// A model as text: one line per row, cells joined by " | ", children indented by two blanks under their parent.
inline QString printed(const QAbstractItemModel &model, const QList<int> &columns, const QModelIndex &parent = {}, int depth = 0)
{
    QString text;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        QStringList cells;
        for (const int column : columns)
            cells << model.index(row, column, parent).data().toString();
        text += QString(depth * 2, QLatin1Char(' ')) + cells.join(QStringLiteral(" | ")) + QLatin1Char('\n');
        text += printed(model, columns, model.index(row, 0, parent), depth + 1);
    }
    return text;
}

inline QString printed(const QAbstractItemModel &model)
{
    QList<int> columns;
    for (int column = 0; column < model.columnCount(); ++column)
        columns << column;
    return printed(model, columns);
}

} // namespace tests
