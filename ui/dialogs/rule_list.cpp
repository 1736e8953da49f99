#include "ui/dialogs/rule_list.h"

#include "ui/theme/state_mark.h"

#include <QtWidgets/QHeaderView>

#include <algorithm>
#include <utility>

namespace ui {

static constexpr int kPlaceRole = Qt::UserRole;      // of a rule: its row
static constexpr int kSourceRole = Qt::UserRole + 1; // of a group

RuleList::RuleList(const Theme &theme, QWidget *parent) : QTreeWidget(parent), m_theme(theme)
{
    setHeaderHidden(true);
    setUniformRowHeights(true);
    setIndentation(fontMetrics().averageCharWidth() * 2);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // long names are elided, whole in the tooltip
    connect(this, &QTreeWidget::itemChanged, this, &RuleList::onItemChanged);
    connect(this, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem *current) {
        if (m_isFilling || !current || !current->parent())
            return;
        m_row = current->data(0, kPlaceRole).toInt();
        Q_EMIT rowChosen(m_row);
    });
    connect(&theme, &Theme::changed, this, [this] { viewport()->update(); });
}

void RuleList::setRules(std::span<const Rule> rules)
{
    const bool wasFilling = std::exchange(m_isFilling, true);
    std::vector<std::vector<int>> groups; // rows, in the order in which sources first appear
    for (int row = 0; row < int(rules.size()); ++row) {
        const auto group =
            std::ranges::find(groups, rules[std::size_t(row)].source, [&](const auto &rows) { return rules[std::size_t(rows.front())].source; });
        if (group == groups.end())
            groups.push_back({row});
        else
            group->push_back(row);
    }
    while (topLevelItemCount() > int(groups.size()))
        delete takeTopLevelItem(topLevelItemCount() - 1);
    m_items.assign(rules.size(), nullptr);
    for (int i = 0; i < int(groups.size()); ++i) {
        const auto &rows = groups[std::size_t(i)];
        auto *group = topLevelItem(i);
        if (!group) {
            group = new QTreeWidgetItem(this);
            group->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable);
            group->setExpanded(true);
        }
        group->setText(0, rules[std::size_t(rows.front())].group);
        group->setData(0, kSourceRole, rules[std::size_t(rows.front())].source);
        while (group->childCount() > int(rows.size()))
            delete group->takeChild(group->childCount() - 1);
        while (group->childCount() < int(rows.size()))
            (new QTreeWidgetItem(group))->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        for (int child = 0; child < int(rows.size()); ++child) {
            const auto row = rows[std::size_t(child)];
            auto *item = group->child(child);
            item->setData(0, kPlaceRole, row);
            fill(*item, rules[std::size_t(row)]);
            m_items[std::size_t(row)] = item;
        }
    }
    tickGroups();
    m_row = std::min(m_row, count() - 1);
    m_isFilling = wasFilling;
}

void RuleList::setRule(int row, const Rule &rule)
{
    const bool wasFilling = std::exchange(m_isFilling, true);
    fill(*item(row), rule);
    tickGroups();
    m_isFilling = wasFilling;
}

void RuleList::fill(QTreeWidgetItem &item, const Rule &rule)
{
    item.setText(0, rule.text);
    item.setIcon(0, stateIcon(rule.state, m_theme));
    item.setCheckState(0, rule.isOn ? Qt::Checked : Qt::Unchecked);
    item.setToolTip(0, rule.hint);
    item.setData(0, Qt::AccessibleTextRole, rule.spoken);
}

void RuleList::tickGroups()
{
    for (int i = 0; i < topLevelItemCount(); ++i) {
        auto *group = topLevelItem(i);
        int on = 0;
        for (int child = 0; child < group->childCount(); ++child)
            on += group->child(child)->checkState(0) == Qt::Checked;
        group->setCheckState(0, on == 0 ? Qt::Unchecked : on == group->childCount() ? Qt::Checked : Qt::PartiallyChecked);
        group->setToolTip(0, tr("%1: %2 of %3 switched on").arg(group->text(0)).arg(on).arg(group->childCount()));
        group->setData(0, Qt::AccessibleTextRole, group->toolTip(0));
    }
}

void RuleList::setCurrentRow(int row)
{
    if (row < 0 || row >= count()) {
        m_row = -1;
        return;
    }
    m_row = row;
    const auto *now = currentItem();
    const bool isAtGroup = now && !now->parent() && item(row)->isSelected();
    if (now == item(row) || isAtGroup)
        Q_EMIT rowChosen(row);
    else
        setCurrentItem(item(row));
}

// A group is gone to for its tick; what is chosen stays chosen.
QItemSelectionModel::SelectionFlags RuleList::selectionCommand(const QModelIndex &index, const QEvent *event) const
{
    return index.isValid() && !index.parent().isValid() ? QItemSelectionModel::NoUpdate : QTreeWidget::selectionCommand(index, event);
}

void RuleList::onItemChanged(QTreeWidgetItem *item)
{
    if (m_isFilling)
        return;
    const bool isOn = item->checkState(0) == Qt::Checked;
    if (item->parent())
        Q_EMIT rowTicked(item->data(0, kPlaceRole).toInt(), isOn);
    else
        Q_EMIT sourceTicked(item->data(0, kSourceRole).toString(), isOn);
}

} // namespace ui
