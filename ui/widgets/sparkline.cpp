#include "ui/widgets/sparkline.h"

#include "models/items/column.h"

#include <QtGui/QPainter>

#include <cmath>

namespace ui {

void paintSparkline(QPainter &painter, const QRect &rect, std::span<const double> values)
{
    double high = 0;
    for (const double value : values) {
        if (value > high)
            high = value;
    }
    if (values.size() < 2 || high <= 0)
        return;
    QPolygonF line;
    const auto flush = [&] {
        if (line.size() > 1)
            painter.drawPolyline(line);
        line.clear();
    };
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isnan(values[i]))
            flush();
        else
            line << QPointF(rect.left() + rect.width() * double(i) / double(values.size() - 1), rect.bottom() - rect.height() * values[i] / high);
    }
    flush();
}

void SparklineDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto value = index.data(items::ValueRole);
    if (value.typeId() != qMetaTypeId<QList<double>>()) {
        TableDelegate::paint(painter, option, index);
        return;
    }
    const auto values = value.value<QList<double>>();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(option.palette.color(option.state & QStyle::State_Selected ? QPalette::HighlightedText : QPalette::PlaceholderText));
    paintSparkline(*painter, content(option).adjusted(0, 5, 0, -5), {values.constData(), std::size_t(values.size())});
    painter->restore();
}

} // namespace ui
