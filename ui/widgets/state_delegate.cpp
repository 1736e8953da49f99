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
    constexpr int kMark = 12, kGap = 6;
    const auto rect = content(option);
    paintState(*painter, QRectF(rect.left(), rect.center().y() - kMark / 2 + 0.5, kMark, kMark), State(state.toInt()), m_theme);
    drawText(painter, option, rect.adjusted(kMark + kGap, 0, 0, 0), index.data(Qt::DisplayRole).toString(), Qt::AlignLeft | Qt::AlignVCenter, false);
}

} // namespace ui
