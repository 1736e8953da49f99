#include "models/items/snapshot_model.h"

#include <algorithm>
#include <array>
#include <map>

namespace items {

QString columnTitle(std::string_view name)
{
    for (const std::string_view unit : {"_seconds", "_bytes", "_ratio", "_time", "_per_second"}) {
        if (name.ends_with(unit)) {
            name.remove_suffix(unit.size());
            break;
        }
    }
    auto title = QString::fromUtf8(name.data(), qsizetype(name.size()));
    title.replace(u'_', u' ');
    return translated(title.toUtf8().constData());
}

void SnapshotModel::setTable(std::shared_ptr<const metric::Table> table)
{
    std::vector<Shown> columns;
    for (const auto &column : table ? table->columns : std::vector<metric::TableColumn>())
        columns.push_back({column.name, column.unit, std::holds_alternative<std::vector<double>>(column.cells)});
    if (table && columns != m_columns) {
        update({});
        beginResetModel();
        m_columns = std::move(columns);
        endResetModel();
    }
    m_table = std::move(table);
    std::vector<Entry> entries;
    std::map<std::string, int> seen;
    for (std::size_t row = 0; m_table && row < m_table->rows(); ++row) {
        std::string key;
        for (const auto &column : m_table->columns) {
            if (const auto *texts = std::get_if<std::vector<std::string>>(&column.cells))
                key += (*texts)[row] + '\n';
        }
        key += std::to_string(seen[key]++); // rows alike in all their texts
        entries.push_back({RowKey::of(key), std::nullopt});
    }
    update(entries);
}

int SnapshotModel::columnOf(QStringView id) const
{
    const auto found = std::ranges::find(m_columns, id.toUtf8().toStdString(), &Shown::name);
    return found == m_columns.end() ? -1 : int(found - m_columns.begin());
}

Cell SnapshotModel::cell(const QModelIndex &index) const
{
    const auto *node = nodeOf(index);
    return node ? cellOf(*node, index.column()) : Cell{};
}

Cell SnapshotModel::cellOf(const Node &node, int column) const
{
    const auto &value = static_cast<const RowNode &>(node).row[std::size_t(column)];
    if (const auto *number = std::get_if<double>(&value))
        return *number;
    return std::string_view(std::get<std::string>(value));
}

QVariant SnapshotModel::data(const QModelIndex &index, int role) const
{
    const auto *node = nodeOf(index);
    if (!node)
        return {};
    const auto &shown = m_columns[std::size_t(index.column())];
    switch (role) {
    case Qt::DisplayRole: {
        const auto text = cellText(cell(index), shown.unit);
        return shown.isNumber ? text : text.simplified(); // a query of many lines is one here
    }
    case Qt::ToolTipRole: return shown.isNumber ? QVariant() : cellText(cell(index), shown.unit);
    case Qt::TextAlignmentRole: return QVariant::fromValue((shown.isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case ValueRole: return cellValue(cell(index));
    default: return {};
    }
}

QVariant SnapshotModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const auto &shown = m_columns[std::size_t(section)];
    switch (role) {
    case Qt::DisplayRole: return columnTitle(shown.name);
    case Qt::TextAlignmentRole: return QVariant::fromValue((shown.isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case ValueRole: return int(shown.unit);
    case ColumnIdRole: return QString::fromStdString(shown.name);
    case Qt::InitialSortOrderRole: return int(shown.isNumber ? Qt::DescendingOrder : Qt::AscendingOrder);
    default: return {};
    }
}

std::vector<SnapshotModel::Value> SnapshotModel::rowOf(std::size_t row) const
{
    std::vector<Value> values;
    for (const auto &column : m_table->columns)
        std::visit([&](const auto &cells) { values.emplace_back(cells[row]); }, column.cells);
    return values;
}

std::unique_ptr<ItemModel::Node> SnapshotModel::make(std::size_t incoming)
{
    auto node = std::make_unique<RowNode>();
    node->row = rowOf(incoming);
    return node;
}

bool SnapshotModel::same(const Node &node, std::size_t incoming) const
{
    const auto now = rowOf(incoming);
    return std::ranges::equal(static_cast<const RowNode &>(node).row, now, [](const Value &a, const Value &b) {
        if (const auto *number = std::get_if<double>(&a))
            return Number(*number) == Number(std::get<double>(b));
        return a == b;
    });
}

void SnapshotModel::assign(Node &node, std::size_t incoming) { static_cast<RowNode &>(node).row = rowOf(incoming); }

} // namespace items
