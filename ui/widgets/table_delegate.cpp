#include "ui/widgets/table_delegate.h"

#include <QtGui/QPainter>

#include <algorithm>

namespace ui {

namespace {
constexpr int kPadding = 8;

// Unknown, or nothing at all ("0 B/s"): grey, so that what goes on stands out.
bool saysLittle(const QString &text)
{
    if (text.size() == 1)
        return text.at(0) == QChar(0x2013);
    return text.startsWith(QLatin1Char('0')) &&
           std::none_of(text.begin(), text.end(), [](QChar c) { return c >= QLatin1Char('1') && c <= QLatin1Char('9'); });
}
} // namespace

QRect TableDelegate::content(const QStyleOptionViewItem &option) { return option.rect.adjusted(kPadding, 0, -kPadding, 0); }

void TableDelegate::drawText(QPainter *painter, const QStyleOptionViewItem &option, const QRect &rect, const QString &text, Qt::Alignment alignment,
                             bool dim) const
{
    const bool selected = option.state & QStyle::State_Selected;
    painter->setPen(option.palette.color(dim ? QPalette::PlaceholderText : selected ? QPalette::HighlightedText : QPalette::Text));
    if (m_font != option.font) {
        m_font = option.font;
        m_texts.clear();
    }
    auto *known = m_texts.object(text);
    if (!known) {
        known = new QStaticText(text);
        known->setTextFormat(Qt::PlainText);
        known->prepare({}, option.font);
        m_texts.insert(text, known);
    }
    painter->setFont(option.font);
    const auto size = known->size();
    if (size.width() > rect.width()) {
        painter->drawText(rect, int(alignment | Qt::AlignVCenter) | Qt::TextSingleLine,
                          option.fontMetrics.elidedText(text, Qt::ElideRight, rect.width()));
        return;
    }
    const double left = alignment & Qt::AlignRight ? rect.right() + 1 - size.width() : rect.left();
    painter->drawStaticText(QPointF(left, rect.top() + (rect.height() - size.height()) / 2), *known);
}

void TableDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QString text = index.data().toString();
    if (text.isEmpty())
        return;
    const auto alignment = index.data(Qt::TextAlignmentRole).value<Qt::Alignment>();
    drawText(painter, option, content(option), text, alignment, saysLittle(text));
}

QSize TableDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {kPadding * 2, option.fontMetrics.height() + 8};
}

} // namespace ui
