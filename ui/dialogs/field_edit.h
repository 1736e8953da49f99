#pragma once

#include "models/targets/check_kind.h"

#include <QtWidgets/QWidget>

namespace ui {

// The widget of one field of a check, whatever its type: a line, several, a number with its unit, a box, a choice, a secret, a file.
class FieldEdit : public QWidget {
    Q_OBJECT

public:
    // A new one for the field, whose texts are translated here.
    static FieldEdit *make(const targets::Field &field, QWidget *parent);

    const targets::Field &field() const { return m_field; }

    // As Target::options has it; empty: nothing is said, and the field's fallback holds. Of a secret, what was typed.
    virtual QString text() const = 0;
    // Empty: nothing is said.
    virtual void setText(const QString &text) = 0;
    // Of a secret: one is kept already, which is shown and never read. What is typed takes its place.
    virtual void setKept(bool) {}
    virtual bool isKept() const { return false; }

    void setAccessibleTexts(const QString &name, const QString &description);

Q_SIGNALS:
    void edited();

protected:
    FieldEdit(const targets::Field &field, QWidget *parent);
    // The widget that is typed into, at the left of the row; the others follow.
    void take(QWidget *main);
    void append(QWidget *other);
    QString hint() const;

private:
    const targets::Field &m_field;
};

} // namespace ui
