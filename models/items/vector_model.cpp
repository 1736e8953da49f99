#include "models/items/vector_model.h"

#include <QtCore/QLocale>

#include <algorithm>
#include <bit>
#include <set>

namespace items {

std::vector<VectorModel::VectorColumn> VectorModel::columnsOf(const std::vector<VectorRow> &rows)
{
    std::set<std::string, std::less<>> names, queries;
    for (const auto &row : rows) {
        queries.insert(row.query);
        for (const auto label : *row.labels) {
            if (label.name != metric::kMetricName && names.find(label.name) == names.end())
                names.emplace(label.name);
        }
    }
    std::vector<VectorColumn> columns;
    if (queries.size() > 1)
        columns.push_back({VectorColumn::Kind::Query});
    if (std::any_of(rows.begin(), rows.end(), [](const VectorRow &row) { return row.labels->has(metric::kMetricName); }))
        columns.push_back({VectorColumn::Kind::Label, std::string(metric::kMetricName)});
    for (const auto &name : names)
        columns.push_back({VectorColumn::Kind::Label, name});
    columns.push_back({VectorColumn::Kind::Value});
    return columns;
}

void VectorModel::setRows(std::vector<VectorRow> rows)
{
    if (auto columns = columnsOf(rows); columns != m_columns) {
        update({});
        beginResetModel();
        m_columns = std::move(columns);
        endResetModel();
    }
    std::vector<Entry> entries;
    entries.reserve(rows.size());
    for (const auto &row : rows)
        entries.push_back({RowKey::of(row.query + '\n' + row.labels->toString()), std::nullopt});
    m_incoming = &rows;
    update(entries);
    m_incoming = nullptr;
}

int VectorModel::columnOf(QStringView id) const
{
    for (int column = 0; column < columnCount(); ++column) {
        if (headerData(column, Qt::Horizontal, ColumnIdRole).toString() == id)
            return column;
    }
    return -1;
}

Cell VectorModel::cell(const QModelIndex &index) const
{
    const auto *node = nodeOf(index);
    return node ? cellOf(*node, index.column()) : Cell{};
}

Cell VectorModel::cellOf(const Node &node, int column) const
{
    const auto &row = static_cast<const RowNode &>(node).row;
    const auto &shown = m_columns[std::size_t(column)];
    switch (shown.kind) {
    case VectorColumn::Kind::Query: return row.query;
    case VectorColumn::Kind::Label: return row.labels->get(shown.label);
    case VectorColumn::Kind::Value: break;
    }
    return row.text.empty() ? Cell(row.value) : Cell(std::string_view(row.text));
}

QVariant VectorModel::data(const QModelIndex &index, int role) const
{
    const auto *node = nodeOf(index);
    if (!node)
        return {};
    const auto &row = static_cast<const RowNode *>(node)->row;
    const bool isValue = m_columns[std::size_t(index.column())].kind == VectorColumn::Kind::Value && row.text.empty();
    switch (role) {
    case Qt::DisplayRole: return isValue ? exactText(row.value, row.unit) : cellText(cell(index), metric::Unit::None);
    case Qt::ToolTipRole: return isValue ? fullText(row.value) : QVariant();
    case Qt::TextAlignmentRole: return QVariant::fromValue((isValue ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case ValueRole: return isValue ? QVariant(row.value) : cellValue(cell(index));
    default: return {};
    }
}

QVariant VectorModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const auto &column = m_columns[std::size_t(section)];
    const bool isValue = column.kind == VectorColumn::Kind::Value;
    const auto label = QString::fromStdString(column.label);
    switch (role) {
    case Qt::DisplayRole:
        if (isValue)
            return translated(QT_TRANSLATE_NOOP("items", "value"));
        if (column.kind == VectorColumn::Kind::Query)
            return translated(QT_TRANSLATE_NOOP("items", "query"));
        return column.label == metric::kMetricName ? translated(QT_TRANSLATE_NOOP("items", "metric")) : label;
    case Qt::TextAlignmentRole: return QVariant::fromValue((isValue ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case ColumnIdRole:
        return isValue                                    ? QStringLiteral("value")
               : column.kind == VectorColumn::Kind::Query ? QStringLiteral("query")
                                                          : QStringLiteral("label:") + label;
    case Qt::InitialSortOrderRole: return int(isValue ? Qt::DescendingOrder : Qt::AscendingOrder);
    default: return {};
    }
}

std::unique_ptr<ItemModel::Node> VectorModel::make(std::size_t incoming)
{
    auto node = std::make_unique<RowNode>();
    node->row = (*m_incoming)[incoming];
    return node;
}

bool VectorModel::same(const Node &node, std::size_t incoming) const
{
    const auto &old = static_cast<const RowNode &>(node).row;
    const auto &row = (*m_incoming)[incoming];
    return std::bit_cast<std::uint64_t>(old.value) == std::bit_cast<std::uint64_t>(row.value) && old.text == row.text && old.unit == row.unit;
}

void VectorModel::assign(Node &node, std::size_t incoming) { static_cast<RowNode &>(node).row = (*m_incoming)[incoming]; }

QString exactText(double value, metric::Unit unit)
{
    if (std::isnan(value))
        return QStringLiteral("NaN");
    if (std::isinf(value))
        return value > 0 ? QStringLiteral("+Inf") : QStringLiteral("-Inf");
    return QString::fromStdString(metric::formatValue(value, unit));
}

QString fullText(double value)
{
    return std::isfinite(value) ? QString::number(value, 'g', QLocale::FloatingPointShortest) : exactText(value, metric::Unit::None);
}

QString asCsv(const QAbstractItemModel &model)
{
    QString text;
    const auto add = [&](const QString &cell, int column) {
        if (column > 0)
            text += u',';
        const bool plain = std::none_of(cell.begin(), cell.end(), [](QChar c) { return c == u'"' || c == u',' || c == u'\n' || c == u'\r'; });
        text += plain ? cell : u'"' + QString(cell).replace(u'"', QStringLiteral("\"\"")) + u'"';
    };
    for (int column = 0; column < model.columnCount(); ++column)
        add(model.headerData(column, Qt::Horizontal).toString(), column);
    text += u'\n';
    for (int row = 0; row < model.rowCount(); ++row) {
        for (int column = 0; column < model.columnCount(); ++column) {
            const auto value = model.index(row, column).data(ValueRole);
            add(value.typeId() == QMetaType::Double ? fullText(value.toDouble()) : model.index(row, column).data().toString(), column);
        }
        text += u'\n';
    }
    return text;
}

} // namespace items
