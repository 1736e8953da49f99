#pragma once

#include "models/items/item_model.h"
#include "models/metric/labels.h"

namespace items {

// One series' value at a moment, of one of several queries.
struct VectorRow {
    std::string query; // "A"
    metric::LabelsRef labels;
    double value = 0;
    std::string text = {}; // in place of a value: a string's answer
    metric::Unit unit = metric::Unit::None;
};

// An instant vector as a table: a column for every label that occurs, "label:<name>" being its id, then the value; the query's
// name before them where there are several. In the order given until somebody sorts: some expressions sort by themselves.
class VectorModel final : public ItemModel {
public:
    explicit VectorModel(QObject *parent = nullptr) : ItemModel(parent) {}

    void setRows(std::vector<VectorRow> rows);

    int columnCount(const QModelIndex & = {}) const override { return int(m_columns.size()); }
    int columnOf(QStringView id) const override;
    Cell cell(const QModelIndex &index) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct RowNode : Node {
        VectorRow row;
    };
    struct VectorColumn {
        enum class Kind { Query, Label, Value };
        Kind kind;
        std::string label = {};
        friend bool operator==(const VectorColumn &, const VectorColumn &) = default;
    };

    static std::vector<VectorColumn> columnsOf(const std::vector<VectorRow> &rows);
    Cell cellOf(const Node &node, int column) const override;
    std::unique_ptr<Node> make(std::size_t incoming) override;
    bool same(const Node &node, std::size_t incoming) const override;
    void assign(Node &node, std::size_t incoming) override;

    std::vector<VectorColumn> m_columns = {{VectorColumn::Kind::Value}};
    std::vector<VectorRow> *m_incoming = nullptr;
};

// "NaN", "+Inf", otherwise as a person reads it: PromQL's NaN is a value.
QString exactText(double value, metric::Unit unit);
// All digits that matter.
QString fullText(double value);
// What the model shows, in its order, values in full (RFC 4180).
QString asCsv(const QAbstractItemModel &model);

} // namespace items
