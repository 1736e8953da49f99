#include "ui/widgets/pill.h"

#include <algorithm>

namespace ui {

static constexpr int kMark = 11, kGap = 5, kSide = 9, kHeight = 24, kAround = 3;

Pill::Pill(const Theme &theme, QWidget *parent) : QAbstractButton(parent), m_theme(theme)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Pill::setState(std::optional<State> state)
{
    if (state == m_state)
        return;
    m_state = state;
    updateGeometry();
    update();
}

QSize Pill::sizeHint() const
{
    // A desktop with large type makes it higher.
    return {2 * kSide + (m_state ? kMark + kGap : 0) + fontMetrics().horizontalAdvance(text()) + 2,
            std::max(kHeight, fontMetrics().height() + 2 * kAround)};
}

void Pill::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.color(hasFocus() ? Theme::Color::Accent : Theme::Color::Line), 1));
    painter.setBrush(m_theme.color(underMouse() ? Theme::Color::Selection : Theme::Color::Panel));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), height() / 2.0, height() / 2.0);
    int left = kSide;
    if (m_state) {
        paintState(painter, QRectF(left, (height() - kMark) / 2.0, kMark, kMark), *m_state, m_theme);
        left += kMark + kGap;
    }
    painter.setPen(m_theme.color(Theme::Color::Text));
    painter.drawText(QRect(left, 0, width() - left - kSide + 2, height()), Qt::AlignVCenter | Qt::AlignLeft, text());
}

} // namespace ui
