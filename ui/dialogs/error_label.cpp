#include "ui/dialogs/error_label.h"

#include "ui/theme/theme.h"

namespace ui {

ErrorLabel::ErrorLabel(const Theme &theme, QWidget *parent) : QLabel(parent), m_theme(theme)
{
    setWordWrap(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    setTextFormat(Qt::PlainText);
    connect(&theme, &Theme::changed, this, &ErrorLabel::applyTheme);
    applyTheme();
    hide();
}

void ErrorLabel::showWords(const QString &words)
{
    setText(words.isEmpty() ? QString() : QStringLiteral("⚠ ") + words);
    setVisible(!words.isEmpty());
}

void ErrorLabel::applyTheme()
{
    auto colors = palette();
    colors.setColor(QPalette::WindowText, m_theme.color(Theme::Color::Critical));
    setPalette(colors);
}

} // namespace ui
