#pragma once

#include "models/items/column.h"

#include <QtCore/QAbstractItemModel>

#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace items {

// What all tables and trees share: the structure and its update by difference. A new list of rows becomes insertions,
// removals, layout changes (rows that changed place or parent, at most one; the order, at most one) and data changes by range; never a reset, and
// nothing at all where nothing changed. It sorts itself, because a proxy that sorts would tell of every row that moved, one
// by one: rows stay where they are among their equals, unknown is last both ways. So persistent indexes (selection, expansion, scroll) survive every
// refresh. Lives in the gui thread. The half that knows rows is ColumnTableModel; it is apart because Q_OBJECT cannot be in a template.
class ItemModel : public QAbstractItemModel {
    Q_OBJECT

public:
    ~ItemModel() override;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const final;
    QModelIndex parent(const QModelIndex &child) const final;
    int rowCount(const QModelIndex &parent = {}) const final;
    // From now on; -1: in the order of the list given, from the next one on.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) final;

    std::size_t size() const { return m_nodes.size(); } // rows on all levels
    // Invalid where no row has that key.
    QModelIndex indexOf(const RowKey &key, int column = 0) const;
    // The column of that id, -1 where there is none.
    virtual int columnOf(QStringView id) const = 0;
    // The raw value for sorting; views into the row.
    virtual Cell cell(const QModelIndex &index) const = 0;

protected:
    static constexpr std::size_t kGone = ~std::size_t(0);

    struct Node {
        virtual ~Node() = default;
        RowKey key;
        Node *parent = nullptr;
        int position = 0; // in parent->children
        std::vector<Node *> children;
        std::size_t incoming = kGone; // its place in the list that update() is working on
        bool fresh = true;            // made by this update, so its row is the newest
    };

    struct Entry {
        RowKey key;
        std::optional<RowKey> parent; // absent, unknown to the list, or in a circle: a top row
    };

    explicit ItemModel(QObject *parent);

    // Makes the structure that of `entries`, in their order; of two with one key the first counts.
    void update(const std::vector<Entry> &entries);
    Node *nodeOf(const QModelIndex &index) const;
    Node &root() const { return *m_root; }

    virtual Cell cellOf(const Node &node, int column) const = 0;
    // The rows' side of an update, by place in the list given.
    virtual std::unique_ptr<Node> make(std::size_t incoming) = 0;
    virtual bool same(const Node &node, std::size_t incoming) const = 0;
    virtual void assign(Node &node, std::size_t incoming) = 0;

private:
    struct Plan;
    void insertNew(const Plan &plan);
    void rearrange(const Plan &plan);
    void removeGone(const std::vector<Node *> &parents);
    void assignChanged(const std::vector<Node *> &parents);
    void sortRows();
    void reorder(const std::function<void()> &change);

    std::unique_ptr<Node> m_root;
    std::unordered_map<RowKey, std::unique_ptr<Node>, RowKeyHash> m_nodes;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

} // namespace items
