#pragma once

#include "ui/theme/theme.h"
#include "ui/widgets/table_delegate.h"

namespace ui {

// Table cells that show a state: its shape in front of the text. Columns say so with items::StateRole.
class StateDelegate : public TableDelegate {
    Q_OBJECT

public:
    StateDelegate(const Theme &theme, QObject *parent) : TableDelegate(parent), m_theme(theme) {}
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
};

} // namespace ui
