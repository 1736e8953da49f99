#include "ui/window/time_strip.h"

#include <QtGui/QMouseEvent>
#include <QtGui/QPainter>

#include <algorithm>

namespace ui {

using namespace std::chrono_literals;

TimeStrip::TimeStrip(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("timeStrip"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setToolTip(tr("Click or drag to go to that time"));
    setAccessibleName(tr("Overview of the past"));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

metric::Duration TimeStrip::reach(metric::Duration window) { return std::max<metric::Duration>(window * 4, 1h); }

void TimeStrip::setWindow(metric::Timestamp from, metric::Timestamp to, metric::Timestamp now)
{
    m_from = from;
    m_to = to;
    m_now = now;
    update();
}

void TimeStrip::setPoints(std::vector<metric::Point> points)
{
    m_points = std::move(points);
    update();
}

void TimeStrip::setMarks(std::vector<metric::Timestamp> marks)
{
    m_marks = std::move(marks);
    update();
}

double TimeStrip::xOf(metric::Timestamp time) const
{
    const auto whole = reach(m_to - m_from);
    return width() * (1.0 - double((m_now - time).count()) / double(whole.count()));
}

void TimeStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF ground(0, 4, width(), height() - 8);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(Theme::Color::Grid));
    painter.drawRoundedRect(ground, 3, 3);
    if (m_now == metric::Timestamp{})
        return;
    const double left = std::clamp(xOf(m_from), 0.0, double(width())), right = std::clamp(xOf(m_to), 0.0, double(width()));
    auto window = m_theme.color(Theme::Color::Accent);
    window.setAlphaF(0.22F);
    painter.setBrush(window);
    painter.drawRect(QRectF(left, ground.top(), right - left, ground.height()));

    painter.setPen(QPen(m_theme.color(Theme::Color::Dim), 1));
    QPolygonF line;
    const auto flush = [&] {
        if (line.size() > 1)
            painter.drawPolyline(line);
        line.clear();
    };
    const auto gap = reach(m_to - m_from) / 60;
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        if (i > 0 && m_points[i].time - m_points[i - 1].time > gap)
            flush();
        line << QPointF(xOf(m_points[i].time), ground.bottom() - 2 - std::clamp(m_points[i].value, 0.0, 1.0) * (ground.height() - 4));
    }
    flush();
    painter.setPen(QPen(m_theme.color(Theme::Color::Accent), 2));
    painter.drawLine(QPointF(right - 1, ground.top() - 2), QPointF(right - 1, ground.bottom() + 2));
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(Theme::Color::Critical));
    for (const auto mark : m_marks) {
        const double x = xOf(mark);
        if (x >= 0 && x <= width())
            painter.drawPolygon(QPolygonF({{x, height() - 6.0}, {x - 3, height() - 1.0}, {x + 3, height() - 1.0}}));
    }
}

void TimeStrip::chooseAt(double x)
{
    const auto span = m_to - m_from;
    const auto whole = reach(span);
    const auto middle = m_now - metric::Duration(std::llround((1.0 - std::clamp(x / width(), 0.0, 1.0)) * double(whole.count())));
    const auto to = std::min(middle + span / 2, m_now);
    Q_EMIT windowChosen(to - span, to);
}

void TimeStrip::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        chooseAt(event->position().x());
}

void TimeStrip::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons() & Qt::LeftButton)
        chooseAt(event->position().x());
}

} // namespace ui
