#pragma once

#include <QtWidgets/QLabel>

namespace ui {

class Theme;

// What is wrong with a field, below it; takes no room while nothing is.
class ErrorLabel : public QLabel {
    Q_OBJECT

public:
    ErrorLabel(const Theme &theme, QWidget *parent);

    void showWords(const QString &words);

private:
    void applyTheme();

    const Theme &m_theme;
};

} // namespace ui
