#pragma once

#include "ui/theme/theme.h"

#include <QtWidgets/QFrame>

class QLabel;
class QVBoxLayout;

namespace ui {

class SteadyLabel;

// A flat panel with a name, its subject in small grey, its present value at the right in the largest type, and content.
class Card : public QWidget {
    Q_OBJECT

public:
    explicit Card(const Theme &theme, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    QString title() const;
    void setSubject(const QString &subject);
    void setValue(const QString &value);
    QString value() const;
    // Below the head; the card takes ownership.
    void setContent(QWidget *content);
    // Content that brings a head of its own.
    void setBare(QWidget *content);

    QSize sizeHint() const override { return {380, 212}; }
    QSize minimumSizeHint() const override { return {240, 150}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QVBoxLayout *m_layout;
    QWidget *m_head;
    QLabel *m_title;
    QLabel *m_subject;
    SteadyLabel *m_value;
};

} // namespace ui
