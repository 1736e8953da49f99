#include "ui/charts/chart_plot.h"

#include "ui/theme/state_mark.h"

#include <QtGui/QFontMetricsF>
#include <QtGui/QPainter>

#include <algorithm>
#include <cmath>

namespace ui {

static constexpr double kFillOpacity = 0.13;
static constexpr double kLabelGap = 6;
static constexpr double kMarkSize = 7;

// The area below a run as columns of pixels, equal neighbours in one. A polygon with a thousand near-vertical edges costs the
// raster engine twenty times as much.
static void addFill(std::vector<QRect> &fill, const QPolygonF &run, const QRectF &plot)
{
    if (run.size() < 2)
        return;
    const int bottom = int(std::round(plot.bottom()));
    const int begin = int(std::ceil(std::max(run.front().x(), plot.left()) - 0.5));
    const int end = int(std::ceil(std::min(run.back().x(), plot.right()) - 0.5));
    qsizetype at = 1;
    for (int x = begin; x < end; ++x) {
        const double middle = x + 0.5;
        while (at + 1 < run.size() && run[at].x() < middle)
            ++at;
        const auto &a = run[at - 1];
        const auto &b = run[at];
        const double share = b.x() > a.x() ? std::clamp((middle - a.x()) / (b.x() - a.x()), 0.0, 1.0) : 1;
        const int top = int(std::round(a.y() + share * (b.y() - a.y())));
        if (top >= bottom)
            continue;
        if (!fill.empty() && fill.back().top() == top && fill.back().right() == x - 1)
            fill.back().setRight(x);
        else
            fill.emplace_back(x, top, 1, bottom - top);
    }
}

ChartPlot::ChartPlot(const Theme &theme, QGraphicsItem *parent) : QGraphicsItem(parent), m_theme(theme) { setZValue(10); }

void ChartPlot::setPicture(ChartPicture picture, const QRectF &bounds)
{
    if (bounds != m_bounds)
        prepareGeometryChange();
    m_bounds = bounds;
    m_picture = std::move(picture);
    for (auto &line : m_picture.lines) {
        for (const auto &run : line.runs) {
            if (line.filled)
                addFill(line.fill, run, m_picture.plot);
        }
    }
    update();
}

void ChartPlot::paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *)
{
    painter->setFont(m_font);
    if (!m_picture.message.isEmpty()) {
        painter->setPen(m_theme.color(Theme::Color::Dim));
        painter->drawText(m_picture.plot.adjusted(8, 0, -8, 0), Qt::AlignCenter | Qt::TextWordWrap, m_picture.message);
    }
    paintLines(*painter);
    paintThresholds(*painter);
    paintAxes(*painter);
}

void ChartPlot::paintLines(QPainter &painter) const
{
    painter.save();
    painter.setClipRect(m_picture.plot.adjusted(0, -1, 0, 1));
    // The fill's edge lies under the line, so it needs no antialiasing.
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(Qt::NoPen);
    for (const auto &line : m_picture.lines) {
        if (!line.filled)
            continue;
        auto color = line.color;
        color.setAlphaF(float(kFillOpacity));
        painter.setBrush(color);
        painter.drawRects(line.fill.data(), int(line.fill.size()));
    }
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setBrush(Qt::NoBrush);
    // The first series lies on top: it is the one the chart is about.
    for (auto line = m_picture.lines.rbegin(); line != m_picture.lines.rend(); ++line) {
        painter.setPen(QPen(line->color, 1));
        for (const auto &run : line->runs) {
            if (run.size() > 1)
                painter.drawPolyline(run);
            else
                painter.drawEllipse(run.front(), 1, 1);
        }
    }
    painter.restore();
}

void ChartPlot::paintThresholds(QPainter &painter) const
{
    const QFontMetricsF metrics(m_font);
    std::vector<double> taken; // names of neighbouring thresholds do not overlap
    for (const auto &threshold : m_picture.thresholds) {
        const auto color = stateColor(threshold.state, m_theme);
        const double y = std::round(threshold.y) + 0.5;
        QPen pen(color, 1);
        if (!threshold.isHeld)
            pen.setDashPattern({5, 4});
        painter.setPen(pen);
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.drawLine(QPointF(m_picture.plot.left(), y), QPointF(m_picture.plot.right(), y));
        const auto name = metrics.elidedText(threshold.name, Qt::ElideRight, m_picture.plot.width() * 0.6);
        double baseline = y - 3;
        if (baseline - metrics.ascent() < m_picture.plot.top())
            baseline = y + metrics.ascent() + 1;
        if (threshold.isHeld) {
            const QRectF box(m_picture.plot.left() + 1, baseline - metrics.ascent(), metrics.horizontalAdvance(name) + 6, metrics.height());
            painter.fillRect(box, m_theme.color(Theme::Color::Panel));
        } else if (std::any_of(taken.begin(), taken.end(), [&](double other) { return std::abs(baseline - other) < metrics.height(); })) {
            continue;
        }
        taken.push_back(baseline);
        painter.setPen(color);
        // At the old end: what is newest at the right stays readable.
        painter.drawText(QPointF(m_picture.plot.left() + 4, baseline), name);
    }
}

void ChartPlot::paintAxes(QPainter &painter) const
{
    const QFontMetricsF metrics(m_font);
    const auto &plot = m_picture.plot;
    painter.setPen(m_theme.color(Theme::Color::Dim));
    const double raise = (metrics.ascent() - metrics.descent()) / 2;
    for (const auto &label : m_picture.values)
        painter.drawText(QPointF(plot.left() - kLabelGap - metrics.horizontalAdvance(label.text), label.at + raise), label.text);
    for (const auto &label : m_picture.times) {
        const double width = metrics.horizontalAdvance(label.text);
        const double x = std::clamp(label.at - width / 2, m_bounds.left(), m_bounds.right() - width);
        painter.drawText(QPointF(x, plot.bottom() + 3 + metrics.ascent()), label.text);
    }
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(Theme::Color::Critical));
    for (const double x : m_picture.marks) {
        const double top = plot.bottom() + 1;
        const QPointF triangle[] = {{x, top}, {x - kMarkSize / 2, top + kMarkSize}, {x + kMarkSize / 2, top + kMarkSize}};
        painter.drawPolygon(triangle, 3);
    }
}

} // namespace ui
