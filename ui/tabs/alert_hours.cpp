#include "ui/tabs/alert_hours.h"

#include <QtCore/QLocale>
#include <QtGui/QHelpEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QToolTip>

#include <algorithm>
#include <cmath>

namespace ui {

static constexpr int kHours = 24, kDays = 7;

AlertHours::AlertHours(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("alertHours"));
    setAccessibleName(tr("When alerts begin"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void AlertHours::setHours(const alerts::HourGrid &hours)
{
    m_hours = hours;
    QString most;
    std::uint32_t highest = 0;
    for (int row = 0; row < kDays; ++row) {
        for (int hour = 0; hour < kHours; ++hour) {
            if (const auto count = m_hours[std::size_t(weekdayOf(row))][std::size_t(hour)]; count > highest) {
                highest = count;
                most = hintOf(row, hour);
            }
        }
    }
    setAccessibleDescription(most);
    update();
}

int AlertHours::weekdayOf(int row) { return (int(QLocale().firstDayOfWeek()) + row) % kDays; }

QRectF AlertHours::fieldOf(int row, int hour) const
{
    const double left = fontMetrics().horizontalAdvance(QStringLiteral("Mon ")) + 6, bottom = fontMetrics().height() + 2;
    const double width = (this->width() - left) / kHours, height = (this->height() - bottom) / kDays;
    return QRectF(left + hour * width, row * height, width, height).adjusted(0.5, 0.5, -0.5, -0.5);
}

QString AlertHours::hintOf(int row, int hour) const
{
    const int weekday = weekdayOf(row);
    const auto day = QLocale().dayName(weekday == 0 ? 7 : weekday);
    return tr("%1, %2:00 to %3:00").arg(day).arg(hour).arg(hour + 1) + QStringLiteral(": ") +
           tr("%n alert(s) began", nullptr, int(m_hours[std::size_t(weekday)][std::size_t(hour)]));
}

bool AlertHours::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    for (int row = 0; row < kDays; ++row) {
        for (int hour = 0; hour < kHours; ++hour) {
            if (fieldOf(row, hour).contains(help->pos())) {
                QToolTip::showText(help->globalPos(), hintOf(row, hour), this);
                return true;
            }
        }
    }
    QToolTip::hideText();
    return true;
}

void AlertHours::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    std::uint32_t highest = 1;
    for (const auto &day : m_hours)
        highest = std::max(highest, *std::ranges::max_element(day));
    auto small = font();
    small.setPointSizeF(small.pointSizeF() * 0.85);
    painter.setFont(small);
    const QFontMetrics metrics(small);
    for (int row = 0; row < kDays; ++row) {
        const int weekday = weekdayOf(row);
        const auto first = fieldOf(row, 0);
        painter.setPen(m_theme.color(Theme::Color::Dim));
        painter.drawText(QRectF(0, first.top(), first.left() - 4, first.height()), Qt::AlignLeft | Qt::AlignVCenter,
                         QLocale().dayName(weekday == 0 ? 7 : weekday, QLocale::ShortFormat));
        for (int hour = 0; hour < kHours; ++hour) {
            const auto field = fieldOf(row, hour);
            const auto count = m_hours[std::size_t(weekday)][std::size_t(hour)];
            painter.fillRect(field, m_theme.color(Theme::Color::Grid));
            if (count == 0)
                continue;
            auto colour = m_theme.color(Theme::Color::Accent);
            colour.setAlphaF(0.15F + 0.6F * float(std::sqrt(double(count) / highest)));
            painter.fillRect(field, colour);
            const auto text = QString::number(count);
            if (metrics.horizontalAdvance(text) + 2 > field.width() || metrics.height() > field.height() + 4)
                continue;
            painter.setPen(m_theme.color(Theme::Color::Text));
            painter.drawText(field, Qt::AlignCenter, text);
        }
    }
    painter.setPen(m_theme.color(Theme::Color::Dim));
    for (int hour = 0; hour < kHours; hour += 6) {
        const auto field = fieldOf(kDays - 1, hour);
        painter.drawText(QRectF(field.left(), field.bottom() + 2, 60, metrics.height()), Qt::AlignLeft, QStringLiteral("%1:00").arg(hour));
    }
}

} // namespace ui
