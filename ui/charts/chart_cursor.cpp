#include "ui/charts/chart_cursor.h"

#include "ui/theme/state_mark.h"

#include <QtCore/QCoreApplication>
#include <QtGui/QFontMetricsF>
#include <QtGui/QPainter>

#include <algorithm>
#include <cmath>

namespace ui {

static constexpr double kPadding = 7;

ChartCursor::ChartCursor(const Theme &theme, QGraphicsItem *parent) : QGraphicsItem(parent), m_theme(theme) { setZValue(20); }

void ChartCursor::setState(State state, const QRectF &plot)
{
    if (plot != m_plot)
        prepareGeometryChange();
    else if (state == m_state)
        return; // mostly there is no cursor at all, and nothing to paint anew
    m_plot = plot;
    m_state = std::move(state);
    update();
}

void ChartCursor::paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *)
{
    painter->setFont(m_font);
    if (m_state.selection) {
        auto tint = m_theme.color(Theme::Color::Accent);
        tint.setAlphaF(0.2f);
        const auto [from, to] = std::minmax(m_state.selection->first, m_state.selection->second);
        painter->fillRect(QRectF(from, m_plot.top(), to - from, m_plot.height()), tint);
    }
    if (m_state.paused)
        paintPause(*painter);
    if (!m_state.x)
        return;
    const double x = std::round(*m_state.x) + 0.5;
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setPen(m_theme.color(Theme::Color::Dim));
    painter->drawLine(QPointF(x, m_plot.top()), QPointF(x, m_plot.bottom()));
    painter->setRenderHint(QPainter::Antialiasing, true);
    painter->setPen(QPen(m_theme.color(Theme::Color::Panel), 1));
    for (const auto &dot : m_state.dots) {
        painter->setBrush(dot.color);
        painter->drawEllipse(QPointF(x, dot.y), 3, 3);
    }
    if (!m_state.rows.empty())
        paintBox(*painter);
}

void ChartCursor::paintPause(QPainter &painter) const
{
    const QFontMetricsF metrics(m_font);
    const auto text = QCoreApplication::translate("ui::ChartWidget", "Paused");
    const double size = metrics.ascent();
    const QRectF mark(m_plot.left() + 6, m_plot.top() + 5, size, size);
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(Theme::Color::Panel));
    painter.drawRoundedRect(QRectF(mark.left() - 4, mark.top() - 3, mark.width() + metrics.horizontalAdvance(text) + 12, size + 6), 4, 4);
    paintState(painter, mark, items::State::Paused, m_theme);
    painter.setPen(m_theme.color(Theme::Color::Dim));
    painter.drawText(QPointF(mark.right() + 4, mark.bottom() - 1), text);
}

void ChartCursor::paintBox(QPainter &painter) const
{
    const QFontMetricsF metrics(m_font);
    const double row = metrics.height() + 1;
    // What does not fit is cut with a mark, never painted outside.
    const auto fitting = std::max<std::size_t>(1, std::size_t((m_plot.height() - 2 * kPadding) / row));
    auto rows = m_state.rows;
    if (rows.size() > fitting) {
        rows.resize(fitting);
        rows.back() = {QStringLiteral("…"), m_theme.color(Theme::Color::Dim)};
    }
    double width = 0;
    for (auto &line : rows) {
        line.text = metrics.elidedText(line.text, Qt::ElideRight, m_plot.width() * 0.6);
        width = std::max(width, metrics.horizontalAdvance(line.text));
    }
    QRectF box(*m_state.x + 10, m_plot.top() + 4, width + 2 * kPadding, row * double(rows.size()) + 2 * kPadding - 2);
    if (box.right() > m_plot.right())
        box.moveRight(*m_state.x - 10);
    box.moveLeft(std::max(box.left(), m_plot.left()));
    box.moveBottom(std::min(box.bottom(), m_plot.bottom() + 3));
    painter.setPen(QPen(m_theme.color(Theme::Color::Line), 1));
    painter.setBrush(m_theme.color(Theme::Color::Background));
    painter.drawRoundedRect(box.toAlignedRect().adjusted(0, 0, -1, -1).toRectF().translated(0.5, 0.5), 5, 5);
    double y = box.top() + kPadding + metrics.ascent() - 1;
    for (const auto &line : rows) {
        painter.setPen(line.color);
        painter.drawText(QPointF(box.left() + kPadding, y), line.text);
        y += row;
    }
}

} // namespace ui
