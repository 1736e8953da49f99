#pragma once

#include <QtWidgets/QLabel>

namespace ui {

// A label whose text changes every second: it keeps its size and only ever grows, because a label that changes its size hint
// makes every layout above it start again, which costs more than all that is drawn.
class SteadyLabel : public QLabel {
    Q_OBJECT

public:
    explicit SteadyLabel(QWidget *parent = nullptr);
    void setSteadyText(const QString &text);

protected:
    void changeEvent(QEvent *event) override;

private:
    void grow();
};

} // namespace ui
