#include "ui/widgets/steady_label.h"

#include <QtCore/QEvent>

#include <algorithm>

namespace ui {

SteadyLabel::SteadyLabel(QWidget *parent) : QLabel(parent)
{
    setTextFormat(Qt::PlainText); // and no size yet: asking for one would polish it before its owner has styled it
}

void SteadyLabel::setSteadyText(const QString &text)
{
    if (text == this->text())
        return;
    setText(text);
    grow();
}

void SteadyLabel::grow()
{
    const auto needed = QLabel::sizeHint();
    const bool sized = minimumSize() == maximumSize();
    if (!sized || needed.width() > width() || needed.height() != height())
        setFixedSize(sized ? std::max(needed.width(), width()) : needed.width(), needed.height());
}

void SteadyLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::FontChange && !text().isEmpty())
        grow();
}

} // namespace ui
