#pragma once

#include "models/items/column.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QTreeWidget>

#include <span>
#include <vector>

namespace ui {

// Rules by the pack or file they stand in, each with a tick, and one for the whole in three states. Rules are numbered as they were given; the
// chosen one is always a rule, also while somebody goes to a group's tick.
class RuleList : public QTreeWidget {
    Q_OBJECT

public:
    struct Rule {
        QString source; // a pack's name, a file's
        QString group;  // what people read of it
        QString text;
        QString spoken; // to those who do not see the marks
        QString hint;
        items::State state;
        bool isOn;
    };

    RuleList(const Theme &theme, QWidget *parent);

    // Items stay where they can: a new list would scroll to its beginning and be read out anew.
    void setRules(std::span<const Rule> rules);
    void setRule(int row, const Rule &rule); // REQUIRES: of the same source
    int currentRow() const { return m_row; } // -1: there is none
    void setCurrentRow(int row);
    int count() const { return int(m_items.size()); }
    QTreeWidgetItem *item(int row) const { return m_items[std::size_t(row)]; }

Q_SIGNALS:
    void rowChosen(int row);
    void rowTicked(int row, bool isOn);
    void sourceTicked(const QString &source, bool isOn);

protected:
    QItemSelectionModel::SelectionFlags selectionCommand(const QModelIndex &index, const QEvent *event) const override;

private:
    void fill(QTreeWidgetItem &item, const Rule &rule);
    void tickGroups();
    void onItemChanged(QTreeWidgetItem *item);

    const Theme &m_theme;
    std::vector<QTreeWidgetItem *> m_items; // of each rule
    int m_row = -1;
    bool m_isFilling = false;
};

} // namespace ui
