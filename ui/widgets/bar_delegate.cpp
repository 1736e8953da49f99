#include "ui/widgets/bar_delegate.h"

#include "ui/theme/state_mark.h"

#include <algorithm>

namespace ui {

void BarDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    if (index.column() != m_column) {
        StateDelegate::paint(painter, option, index);
        return;
    }
    const auto share = index.data(items::ValueRole);
    if (!share.isValid())
        return;
    constexpr int kThick = 6;
    const auto state = index.data(items::StateRole);
    const auto rect = content(option);
    QRectF bar(rect.left(), rect.center().y() - kThick / 2.0 + 0.5, rect.width(), kThick);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(m_barTheme.color(Theme::Color::Grid));
    painter->drawRoundedRect(bar, kThick / 2.0, kThick / 2.0);
    bar.setWidth(std::max<double>(kThick, bar.width() * std::clamp(share.toDouble(), 0.0, 1.0)));
    const auto shown = state.isValid() ? State(state.toInt()) : State::Ok;
    painter->setBrush(shown == State::Ok ? m_barTheme.color(Theme::Color::Accent) : stateColor(shown, m_barTheme));
    painter->drawRoundedRect(bar, kThick / 2.0, kThick / 2.0);
    painter->restore();
}

} // namespace ui
