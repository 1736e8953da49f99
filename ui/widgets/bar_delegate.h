#pragma once

#include "ui/theme/theme.h"
#include "ui/widgets/state_delegate.h"

namespace ui {

// A column of shares from 0 to 1 as bars, in the state's colour where the row has one; other columns as StateDelegate.
class BarDelegate : public StateDelegate {
    Q_OBJECT

public:
    BarDelegate(const Theme &theme, int column, QObject *parent) : StateDelegate(theme, parent), m_barTheme(theme), m_column(column) {}
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_barTheme;
    int m_column;
};

} // namespace ui
