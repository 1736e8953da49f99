#include "ui/theme/state_mark.h"

namespace ui {

QColor stateColor(State state, const Theme &theme)
{
    switch (state) {
    case State::Ok: return theme.color(Theme::Color::Ok);
    case State::Warning: return theme.color(Theme::Color::Warning);
    case State::Critical: return theme.color(Theme::Color::Critical);
    case State::Emergency: return theme.color(Theme::Color::Emergency);
    case State::Unknown:
    case State::Paused: return theme.color(Theme::Color::Unknown);
    }
    return {};
}

void paintState(QPainter &painter, const QRectF &rect, State state, const Theme &theme)
{
    // Drawn on a grid of twelve.
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(rect.topLeft());
    painter.scale(rect.width() / 12.0, rect.height() / 12.0);
    const auto color = stateColor(state, theme);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    switch (state) {
    case State::Ok: painter.drawEllipse(QPointF(6, 6), 4.5, 4.5); break;
    case State::Warning: painter.drawPolygon(QPolygonF({{6, 1}, {11.4, 10.6}, {0.6, 10.6}})); break;
    case State::Critical: painter.drawPolygon(QPolygonF({{6, 0}, {12, 6}, {6, 12}, {0, 6}})); break;
    case State::Emergency:
        painter.drawRect(QRectF(0.5, 0.5, 11, 11));
        painter.setBrush(theme.color(Theme::Color::Panel));
        painter.drawRect(QRectF(5, 2.2, 2, 4.8));
        painter.drawRect(QRectF(5, 8, 2, 1.9));
        break;
    case State::Unknown:
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color, 2));
        painter.drawEllipse(QPointF(6, 6), 4, 4);
        break;
    case State::Paused:
        painter.drawRect(QRectF(2, 1.5, 3, 9));
        painter.drawRect(QRectF(7, 1.5, 3, 9));
        break;
    }
    painter.restore();
}

QIcon stateIcon(State state, const Theme &theme)
{
    QIcon icon;
    for (const int size : {16, 22, 24, 32, 48, 64}) {
        QPixmap pixmap(size, size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        const double margin = size / 16.0;
        paintState(painter, QRectF(margin, margin, size - 2 * margin, size - 2 * margin), state, theme);
        icon.addPixmap(pixmap);
        icon.addPixmap(pixmap, QIcon::Selected); // a state keeps its colour in a selected row
    }
    return icon;
}

} // namespace ui
