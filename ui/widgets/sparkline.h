#pragma once

#include "ui/widgets/table_delegate.h"

#include <QtCore/QRect>

#include <span>

class QPainter;

namespace ui {

// A line of values from 0 to their greatest in the painter's pen; NaN is a gap. Nothing where there is hardly a value.
void paintSparkline(QPainter &painter, const QRect &rect, std::span<const double> values);

// Cells that hold a line of numbers as such a line; other cells as TableDelegate.
class SparklineDelegate : public TableDelegate {
    Q_OBJECT

public:
    using TableDelegate::TableDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace ui
