#pragma once

#include "ui/explore/expression_editor.h"

#include <QtWidgets/QWidget>

class QLabel;
class QToolButton;

namespace ui {

// One query: its letter, which switches it on and off, its editor, what is wrong with it, and its end.
class QueryRow : public QWidget {
    Q_OBJECT

public:
    explicit QueryRow(const Theme &theme, QWidget *parent = nullptr);

    ExpressionEditor &editor() { return *m_editor; }
    // "A"
    void setLetter(const QString &letter);
    QString letter() const;
    bool on() const;
    void setRemovable(bool removable);
    // With that expression, switched on; says nothing of it.
    void reset(const QString &expression);
    // Behind that row when Tab goes through the window.
    void follow(const QueryRow &previous);

Q_SIGNALS:
    void switched();
    void removeRequested();

private:
    QToolButton *m_letter;
    ExpressionEditor *m_editor;
    QLabel *m_trouble;
    QToolButton *m_remove;
};

} // namespace ui
