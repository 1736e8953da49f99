#pragma once

#include "models/items/item_model.h"
#include "models/metric/table.h"

#include <memory>

namespace items {

// Any table that a probe keeps, as it stands: its columns by their names, numbers in their units, the rows told apart by all their
// texts. In the order in which the probe gave them until somebody sorts.
class SnapshotModel final : public ItemModel {
public:
    explicit SnapshotModel(QObject *parent = nullptr) : ItemModel(parent) {}

    // Null: no rows.
    void setTable(std::shared_ptr<const metric::Table> table);
    const std::shared_ptr<const metric::Table> &table() const { return m_table; }

    int columnCount(const QModelIndex & = {}) const override { return int(m_columns.size()); }
    int columnOf(QStringView id) const override;
    Cell cell(const QModelIndex &index) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    using Value = std::variant<double, std::string>;
    struct RowNode : Node {
        std::vector<Value> row;
    };
    struct Shown {
        std::string name;
        metric::Unit unit;
        bool isNumber;
        friend bool operator==(const Shown &, const Shown &) = default;
    };

    Cell cellOf(const Node &node, int column) const override;
    std::unique_ptr<Node> make(std::size_t incoming) override;
    bool same(const Node &node, std::size_t incoming) const override;
    void assign(Node &node, std::size_t incoming) override;
    std::vector<Value> rowOf(std::size_t row) const;

    std::vector<Shown> m_columns;
    std::shared_ptr<const metric::Table> m_table;
};

// "mean_seconds" as a person reads it: the unit stands in the cells. English; common names are translated.
QString columnTitle(std::string_view name);

} // namespace items
