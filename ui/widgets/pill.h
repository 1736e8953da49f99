#pragma once

#include "ui/theme/state_mark.h"

#include <QtWidgets/QAbstractButton>

#include <optional>

namespace ui {

// A small rounded chip: a state's shape and a text; pressed like a button.
class Pill : public QAbstractButton {
    Q_OBJECT

public:
    explicit Pill(const Theme &theme, QWidget *parent = nullptr);
    void setState(std::optional<State> state);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    std::optional<State> m_state;
};

} // namespace ui
