#include "ui/widgets/availability_delegate.h"

#include "models/items/check_texts.h"
#include "ui/widgets/availability_bar.h"

#include <QtGui/QHelpEvent>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QToolTip>

namespace ui {

QRect AvailabilityDelegate::barRect(const QStyleOptionViewItem &option)
{
    constexpr int kHigh = 14;
    auto rect = content(option);
    rect.setTop(rect.center().y() - kHigh / 2);
    rect.setHeight(kHigh);
    return rect;
}

void AvailabilityDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    paintAvailability(*painter, barRect(option), m_barOf(index).pieces, m_theme);
}

QString AvailabilityDelegate::textAt(const QStyleOptionViewItem &option, const QModelIndex &index, int x) const
{
    const auto bar = m_barOf(index);
    const auto piece = pieceAt(barRect(option), x, bar.pieces.size());
    return piece ? items::pieceText(bar.pieces[*piece], items::endOf(bar.pieces, *piece, bar.end)) : QString();
}

bool AvailabilityDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip)
        return TableDelegate::helpEvent(event, view, option, index);
    QToolTip::showText(event->globalPos(), textAt(option, index, event->x()), view->viewport());
    return true;
}

} // namespace ui
