#pragma once

#include <QtWidgets/QDialog>

class QLineEdit;

namespace ui {

// Asks for the comment with which alerts are acknowledged; empty is allowed. Deletes itself.
class AcknowledgeDialog : public QDialog {
    Q_OBJECT

public:
    AcknowledgeDialog(const QStringList &alerts, QWidget *parent);

Q_SIGNALS:
    void confirmed(const QString &comment);

private:
    QLineEdit *m_comment;
};

} // namespace ui
