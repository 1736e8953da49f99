#pragma once

#include "models/items/item_model.h"

#include <QtCore/QList>

#include <type_traits>

namespace items {

// A table, or with parents a tree, of Row: columns, a key, and an update by difference (see ItemModel). Every method is
// final: a concrete model is a list of columns and nothing else.
template <class Row>
class ColumnTableModel : public ItemModel {
public:
    struct Shape {
        std::span<const Column<Row>> columns; // static storage
        RowKey (*key)(const Row &);
        std::optional<RowKey> (*parent)(const Row &) = nullptr; // null: flat
        bool (*same)(const Row &, const Row &) = [](const Row &a, const Row &b) {
            if constexpr (requires { a == b; })
                return a == b;
            else
                return false;
        };
    };

    explicit ColumnTableModel(Shape shape, QObject *parent = nullptr) : ItemModel(parent), m_shape(shape) {}

    // Takes the rows of this moment, in the order in which they are to stand.
    void setRows(std::vector<Row> rows)
    {
        std::vector<Entry> entries;
        entries.reserve(rows.size());
        for (const Row &row : rows)
            entries.push_back({m_shape.key(row), m_shape.parent && m_nested ? m_shape.parent(row) : std::nullopt});
        m_incoming = &rows;
        update(entries);
        m_incoming = nullptr;
    }

    // Null for an invalid index; valid until the next setRows().
    const Row *rowAt(const QModelIndex &index) const
    {
        const Node *node = nodeOf(index);
        return node ? &static_cast<const RowNode *>(node)->row : nullptr;
    }

    // The rows as they stand, parents before children.
    std::vector<Row> rows() const
    {
        std::vector<Row> all;
        all.reserve(size());
        std::vector<const Node *> open(root().children.rbegin(), root().children.rend());
        while (!open.empty()) {
            const Node *node = open.back();
            open.pop_back();
            all.push_back(static_cast<const RowNode *>(node)->row);
            open.insert(open.end(), node->children.rbegin(), node->children.rend());
        }
        return all;
    }

    // With false a model that has parents shows them all side by side. Takes effect with the next setRows().
    void setNested(bool nested) { m_nested = nested; }
    bool nested() const { return m_nested && m_shape.parent; }

    int columnCount(const QModelIndex & = {}) const final { return int(m_shape.columns.size()); }

    int columnOf(QStringView id) const final
    {
        for (std::size_t i = 0; i < m_shape.columns.size(); ++i) {
            if (id == QLatin1String(m_shape.columns[i].id))
                return int(i);
        }
        return -1;
    }

    Cell cell(const QModelIndex &index) const final
    {
        const Row *row = rowAt(index);
        return row ? column(index.column()).value(*row) : Cell{};
    }

    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const final
    {
        const Row *row = rowAt(index);
        if (!row)
            return {};
        const Column<Row> &shown = column(index.column());
        switch (role) {
        case Qt::DisplayRole: return shown.text ? shown.text(*row) : cellText(shown.value(*row), shown.unit);
        case Qt::TextAlignmentRole: return QVariant::fromValue(shown.align | Qt::AlignVCenter);
        case ValueRole: return cellValue(shown.value(*row));
        case StateRole: return shown.state ? QVariant(int(shown.state(*row))) : QVariant();
        default: return {};
        }
    }

    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const final
    {
        if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
            return {};
        const Column<Row> &shown = column(section);
        switch (role) {
        case Qt::DisplayRole: return translated(shown.title);
        case Qt::TextAlignmentRole: return QVariant::fromValue(shown.align | Qt::AlignVCenter);
        case ValueRole: return int(shown.unit);
        case ColumnIdRole: return QString::fromLatin1(shown.id);
        // Of numbers people want the largest first.
        case Qt::InitialSortOrderRole: return int(shown.align & Qt::AlignRight ? Qt::DescendingOrder : Qt::AscendingOrder);
        default: return {};
        }
    }

private:
    struct RowNode : Node {
        Row row;
    };

    Cell cellOf(const Node &node, int at) const final { return column(at).value(static_cast<const RowNode &>(node).row); }
    const Column<Row> &column(int at) const { return m_shape.columns[std::size_t(at)]; }
    std::unique_ptr<Node> make(std::size_t incoming) final
    {
        auto node = std::make_unique<RowNode>();
        node->row = std::move((*m_incoming)[incoming]);
        return node;
    }
    bool same(const Node &node, std::size_t incoming) const final
    {
        return m_shape.same(static_cast<const RowNode &>(node).row, (*m_incoming)[incoming]);
    }
    void assign(Node &node, std::size_t incoming) final { static_cast<RowNode &>(node).row = std::move((*m_incoming)[incoming]); }

    Shape m_shape;
    bool m_nested = true;
    std::vector<Row> *m_incoming = nullptr;
};

} // namespace items
