#include "ui/widgets/card.h"

#include "ui/widgets/steady_label.h"

#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QVBoxLayout>

namespace ui {

static constexpr double kRadius = 8;

Card::Card(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(12, 9, 12, 9);
    m_layout->setSpacing(4);
    m_head = new QWidget(this);
    auto *head = new QHBoxLayout(m_head);
    head->setContentsMargins(0, 0, 0, 0);
    head->setSpacing(8);
    m_title = new QLabel(m_head);
    auto bold = m_title->font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_title->setTextFormat(Qt::PlainText);
    m_subject = new QLabel(m_head);
    auto small = m_subject->font();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    m_subject->setFont(small);
    m_subject->setProperty("dim", true);
    m_subject->setTextFormat(Qt::PlainText);
    m_subject->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_value = new SteadyLabel(m_head);
    m_value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto large = bold;
    large.setPointSizeF(large.pointSizeF() * 1.2);
    m_value->setFont(large);
    head->addWidget(m_title, 0, Qt::AlignBaseline);
    head->addWidget(m_subject, 1, Qt::AlignBaseline);
    head->addWidget(m_value, 0, Qt::AlignBaseline);
    m_layout->addWidget(m_head);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Card::setTitle(const QString &title)
{
    m_title->setText(title);
    setAccessibleName(title);
}

QString Card::title() const { return m_title->text(); }

void Card::setSubject(const QString &subject)
{
    if (subject == m_subject->text())
        return;
    m_subject->setText(subject);
    m_subject->setToolTip(subject);
}

void Card::setValue(const QString &value)
{
    if (value == m_value->text())
        return;
    m_value->setSteadyText(value);
    setAccessibleDescription(value);
}

QString Card::value() const { return m_value->text(); }

void Card::setContent(QWidget *content)
{
    content->setParent(this);
    m_layout->addWidget(content, 1);
}

void Card::setBare(QWidget *content)
{
    m_head->hide();
    setContent(content);
}

void Card::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.color(Theme::Color::Line), 1));
    painter.setBrush(m_theme.color(Theme::Color::Panel));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
}

} // namespace ui
