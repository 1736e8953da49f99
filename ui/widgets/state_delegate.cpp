#include "ui/widgets/state_delegate.h"

#include "ui/theme/state_mark.h"

namespace ui {

void StateDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto state = index.data(items::StateRole);
    if (!state.isValid()) {
        TableDelegate::paint(painter, option, index);
        return;
    }
    constexpr int kMarkSize = 12, kMarkGap = 6;
    const auto rect = content(option);
    paintState(*painter, QRectF(rect.left(), rect.center().y() - kMarkSize / 2.0 + 0.5, kMarkSize, kMarkSize), State(state.toInt()), m_theme);
    drawText(painter, option, rect.adjusted(kMarkSize + kMarkGap, 0, 0, 0), index.data(Qt::DisplayRole).toString(), Qt::AlignLeft | Qt::AlignVCenter,
             false);
}

} // namespace ui
