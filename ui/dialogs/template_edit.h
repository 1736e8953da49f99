#pragma once

#include "ui/theme/theme.h"

#include <QtWidgets/QPlainTextEdit>

#include <cstddef>
#include <optional>
#include <utility>

namespace ui {

// A text that may be a template: one to five lines high, what is wrong in it underlined where it is. Tab leaves it.
class TemplateEdit : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit TemplateEdit(const Theme &theme, QWidget *parent = nullptr);

    // Line and column from 1, the column in bytes of UTF-8.
    void setFault(std::optional<std::pair<std::size_t, std::size_t>> place);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    const Theme &m_theme;
};

} // namespace ui
