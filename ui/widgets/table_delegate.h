#pragma once

#include <QtCore/QCache>
#include <QtGui/QStaticText>
#include <QtWidgets/QStyledItemDelegate>

namespace ui {

// Paints a cell of a TableView: text, left or right as the column says, unknown in grey. Much cheaper than the style's own
// painting, which lays out every text anew, and every cell is painted at every refresh.
class TableDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    // The cell without its padding.
    static QRect content(const QStyleOptionViewItem &option);
    void drawText(QPainter *painter, const QStyleOptionViewItem &option, const QRect &rect, const QString &text, Qt::Alignment alignment,
                  bool dim) const;

private:
    // Laid out once: the same texts come back at every refresh, and shaping them was a third of what a table cost.
    mutable QCache<QString, QStaticText> m_texts{800};
    mutable QFont m_font; // of the texts
};

} // namespace ui
