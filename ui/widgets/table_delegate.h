#pragma once

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
    static void drawText(QPainter *painter, const QStyleOptionViewItem &option, const QRect &rect, const QString &text, Qt::Alignment alignment,
                         bool dim);
};

} // namespace ui
