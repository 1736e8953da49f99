#include "ui/dialogs/acknowledge_dialog.h"

#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

namespace ui {

AcknowledgeDialog::AcknowledgeDialog(const QStringList &alerts, QWidget *parent) : QDialog(parent)
{
    constexpr qsizetype kNamed = 5;
    setObjectName(QStringLiteral("acknowledgeDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Acknowledge %n alert(s)", nullptr, int(alerts.size())));
    auto *layout = new QVBoxLayout(this);
    auto names = alerts.mid(0, kNamed).join(u'\n');
    if (alerts.size() > kNamed)
        names += u'\n' + tr("and %n more", nullptr, int(alerts.size() - kNamed));
    auto *subject = new QLabel(names, this);
    subject->setTextFormat(Qt::PlainText);
    layout->addWidget(subject);
    auto *label = new QLabel(tr("&Comment, for whoever looks next:"), this);
    m_comment = new QLineEdit(this);
    m_comment->setMaxLength(500);
    m_comment->setMinimumWidth(fontMetrics().averageCharWidth() * 50);
    label->setBuddy(m_comment);
    layout->addWidget(label);
    layout->addWidget(m_comment);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("Acknowledge"));
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        Q_EMIT confirmed(m_comment->text().trimmed());
        accept();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
}

} // namespace ui
