#include "models/items/item_model.h"

#include <algorithm>
#include <limits>

namespace items {

// What the structure is to become. `parent` and `children` go by place in the list; the root's children come first.
struct ItemModel::Plan {
    std::vector<Node *> order;
    std::vector<Node *> parent;                // by Node::incoming
    std::vector<std::vector<Node *>> children; // by Node::incoming + 1, the root's being 0

    const std::vector<Node *> &childrenOf(const Node *node) const { return children[node->incoming + 1]; }
};

namespace {

template <class Nodes>
void renumber(const Nodes &nodes, std::size_t from)
{
    for (std::size_t i = from; i < nodes.size(); ++i)
        nodes[i]->position = int(i);
}

} // namespace

// The root's `incoming` is kGone, and kGone + 1 is 0: the root's place in Plan::children.
ItemModel::ItemModel(QObject *parent) : QAbstractItemModel(parent), m_root(std::make_unique<Node>()) {}
ItemModel::~ItemModel() = default;

ItemModel::Node *ItemModel::nodeOf(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Node *>(index.internalPointer()) : nullptr;
}

QModelIndex ItemModel::index(int row, int column, const QModelIndex &parent) const
{
    const Node *above = parent.isValid() ? nodeOf(parent) : m_root.get();
    if (parent.column() > 0 || row < 0 || std::size_t(row) >= above->children.size() || column < 0 || column >= columnCount(parent))
        return {};
    return createIndex(row, column, above->children[std::size_t(row)]);
}

QModelIndex ItemModel::parent(const QModelIndex &child) const
{
    const Node *node = nodeOf(child);
    if (!node || node->parent == m_root.get())
        return {};
    return createIndex(node->parent->position, 0, node->parent);
}

int ItemModel::rowCount(const QModelIndex &parent) const
{
    if (parent.column() > 0)
        return 0;
    return int(parent.isValid() ? nodeOf(parent)->children.size() : m_root->children.size());
}

QModelIndex ItemModel::indexOf(const RowKey &key, int column) const
{
    const auto found = m_nodes.find(key);
    return found == m_nodes.end() ? QModelIndex() : createIndex(found->second->position, column, found->second.get());
}

void ItemModel::update(const std::vector<Entry> &entries)
{
    Plan plan;
    plan.order.reserve(entries.size());
    plan.parent.resize(entries.size(), m_root.get());
    plan.children.resize(entries.size() + 1);
    m_nodes.reserve(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        auto &node = m_nodes[entries[i].key];
        if (!node) {
            node = make(i);
            node->key = entries[i].key;
        } else if (node->incoming != kGone) {
            continue; // a second row with one key
        }
        node->incoming = i;
        plan.order.push_back(node.get());
    }
    for (const Node *node : plan.order) {
        const auto &parentKey = entries[node->incoming].parent;
        const auto found = parentKey ? m_nodes.find(*parentKey) : m_nodes.end();
        if (found != m_nodes.end() && found->second->incoming != kGone)
            plan.parent[node->incoming] = found->second.get();
    }
    // Parents come from outside: whoever is met again on the way up becomes a top row, so that there is a way up for all.
    std::vector<const Node *> seenBy(entries.size(), nullptr);
    for (const Node *start : plan.order) {
        for (const Node *node = start; node != m_root.get() && !seenBy[node->incoming];) {
            seenBy[node->incoming] = start;
            const Node *above = plan.parent[node->incoming];
            if (above != m_root.get() && seenBy[above->incoming] == start)
                above = plan.parent[node->incoming] = m_root.get();
            node = above;
        }
    }
    for (Node *node : plan.order)
        plan.children[plan.parent[node->incoming]->incoming + 1].push_back(node);
    if (m_sortColumn >= 0) {
        // The list's own order means nothing then: what is there stays, what comes goes to the end until it is sorted in.
        for (auto &children : plan.children) {
            const auto place = [](const Node *node) { return node->parent ? node->position : std::numeric_limits<int>::max(); };
            std::stable_sort(children.begin(), children.end(), [&](const Node *a, const Node *b) { return place(a) < place(b); });
        }
    }

    insertNew(plan);
    rearrange(plan);
    std::vector<Node *> parents{m_root.get()};
    for (Node *node : plan.order) {
        if (!node->children.empty())
            parents.push_back(node);
    }
    removeGone(parents);
    assignChanged(parents);
    for (Node *node : plan.order)
        node->incoming = kGone;
    sortRows();
}

void ItemModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column < columnCount() ? column : -1;
    m_sortOrder = order;
    sortRows();
}

void ItemModel::sortRows()
{
    if (m_sortColumn < 0)
        return;
    // Each cell is asked for once, not at each comparison.
    struct Placed {
        Cell cell;
        Node *node;
    };
    const auto before = [this](const Placed &a, const Placed &b) {
        const bool unknownA = unknown(a.cell), unknownB = unknown(b.cell);
        if (unknownA || unknownB)
            return unknownB && !unknownA;
        const int order = compareCells(a.cell, b.cell);
        return m_sortOrder == Qt::AscendingOrder ? order < 0 : order > 0;
    };
    std::vector<std::pair<Node *, std::vector<Placed>>> unsorted;
    const auto look = [&](Node *above) {
        std::vector<Placed> placed;
        placed.reserve(above->children.size());
        for (Node *node : above->children)
            placed.push_back({cellOf(*node, m_sortColumn), node});
        if (!std::is_sorted(placed.begin(), placed.end(), before))
            unsorted.emplace_back(above, std::move(placed));
    };
    look(m_root.get());
    for (const auto &[key, node] : m_nodes) {
        if (!node->children.empty())
            look(node.get());
    }
    if (unsorted.empty())
        return;
    reorder([&] {
        for (auto &[above, placed] : unsorted) {
            std::stable_sort(placed.begin(), placed.end(), before);
            std::transform(placed.begin(), placed.end(), above->children.begin(), [](const Placed &each) { return each.node; });
            renumber(above->children, 0);
        }
    });
}

void ItemModel::reorder(const std::function<void()> &change)
{
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    change();
    QModelIndexList after;
    after.reserve(before.size());
    for (const QModelIndex &index : before)
        after.push_back(createIndex(nodeOf(index)->position, index.column(), index.internalPointer()));
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged();
}

// New rows go in behind the row they follow in the list, parents first. A row has a place in the tree once it has a parent.
void ItemModel::insertNew(const Plan &plan)
{
    std::vector<Node *> parents{m_root.get()};
    for (std::size_t next = 0; next < parents.size(); ++next) {
        Node *above = parents[next];
        std::size_t at = 0;
        std::vector<Node *> run;
        const auto insertRun = [&] {
            if (run.empty())
                return;
            const QModelIndex parentIndex = above == m_root.get() ? QModelIndex() : createIndex(above->position, 0, above);
            beginInsertRows(parentIndex, int(at), int(at + run.size()) - 1);
            for (Node *node : run)
                node->parent = above;
            above->children.insert(above->children.begin() + std::ptrdiff_t(at), run.begin(), run.end());
            renumber(above->children, at);
            endInsertRows();
            run.clear();
        };
        for (Node *node : plan.childrenOf(above)) {
            if (!node->parent) {
                run.push_back(node);
            } else if (node->parent == above) {
                insertRun();
                at = std::max(at, std::size_t(node->position) + 1);
            }
            if (!plan.childrenOf(node).empty())
                parents.push_back(node);
        }
        insertRun();
    }
}

// Rows that changed their parent or their order, all in one layout change: cheaper than a move each, and persistent
// indexes follow just as well.
void ItemModel::rearrange(const Plan &plan)
{
    const auto gone = [](const Node *node) { return node->incoming == kGone; };
    const auto inPlace = [&](const Node *above) {
        const auto &wanted = plan.childrenOf(above);
        auto next = wanted.begin();
        for (const Node *node : above->children) {
            if (gone(node))
                continue;
            if (next == wanted.end() || *next != node)
                return false;
            ++next;
        }
        return next == wanted.end();
    };
    if (inPlace(m_root.get()) && std::all_of(plan.order.begin(), plan.order.end(), inPlace))
        return;

    const auto settle = [&](Node *above, const std::vector<Node *> &wanted) {
        std::vector<Node *> children = wanted;
        std::copy_if(above->children.begin(), above->children.end(), std::back_inserter(children), gone);
        above->children = std::move(children);
        for (Node *node : above->children)
            node->parent = above;
        renumber(above->children, 0);
    };
    reorder([&] {
        settle(m_root.get(), plan.childrenOf(m_root.get()));
        for (const auto &[key, node] : m_nodes)
            settle(node.get(), gone(node.get()) ? std::vector<Node *>{} : plan.childrenOf(node.get()));
    });
}

// What has gone has only gone rows below it by now.
void ItemModel::removeGone(const std::vector<Node *> &parents)
{
    for (Node *above : parents) {
        auto &children = above->children;
        for (std::size_t end = children.size(); end > 0; --end) {
            if (children[end - 1]->incoming != kGone)
                continue;
            std::size_t begin = end - 1;
            while (begin > 0 && children[begin - 1]->incoming == kGone)
                --begin;
            const QModelIndex parentIndex = above == m_root.get() ? QModelIndex() : createIndex(above->position, 0, above);
            beginRemoveRows(parentIndex, int(begin), int(end) - 1);
            std::vector<Node *> doomed(children.begin() + std::ptrdiff_t(begin), children.begin() + std::ptrdiff_t(end));
            children.erase(children.begin() + std::ptrdiff_t(begin), children.begin() + std::ptrdiff_t(end));
            renumber(children, begin);
            endRemoveRows();
            while (!doomed.empty()) {
                Node *node = doomed.back();
                doomed.pop_back();
                doomed.insert(doomed.end(), node->children.begin(), node->children.end());
                const RowKey key = node->key;
                m_nodes.erase(key);
            }
            end = begin + 1;
        }
    }
}

// Each range gets its values just before it is told, so that nobody sees a value that was not told yet.
void ItemModel::assignChanged(const std::vector<Node *> &parents)
{
    for (const Node *above : parents) {
        const auto &children = above->children;
        for (std::size_t i = 0; i < children.size();) {
            std::size_t end = i;
            for (; end < children.size() && !children[end]->fresh && !same(*children[end], children[end]->incoming); ++end)
                assign(*children[end], children[end]->incoming);
            if (end > i) {
                Q_EMIT dataChanged(createIndex(int(i), 0, children[i]), createIndex(int(end) - 1, columnCount({}) - 1, children[end - 1]));
                i = end;
                continue;
            }
            if (!children[i]->fresh)
                assign(*children[i], children[i]->incoming); // what is compared is the same; the rest may not be
            children[i]->fresh = false;
            ++i;
        }
    }
}

} // namespace items
