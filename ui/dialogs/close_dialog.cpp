#include "ui/dialogs/close_dialog.h"

#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

namespace ui {

CloseDialog::CloseDialog(QWidget *parent) : QDialog(parent)
{
    setObjectName(QStringLiteral("closeDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Keep watching?"));
    auto *layout = new QVBoxLayout(this);
    auto *text = new QLabel(tr("This desktop has no tray, so Vedette cannot hide there. Should it keep watching, with its window minimised, or quit? "
                               "It remembers the answer."),
                            this);
    text->setWordWrap(true);
    text->setMinimumWidth(fontMetrics().averageCharWidth() * 60);
    layout->addWidget(text);
    auto *buttons = new QDialogButtonBox(this);
    auto *keep = buttons->addButton(tr("Keep watching"), QDialogButtonBox::AcceptRole);
    auto *quit = buttons->addButton(tr("Quit"), QDialogButtonBox::DestructiveRole);
    buttons->addButton(QDialogButtonBox::Cancel);
    keep->setDefault(true);
    connect(keep, &QPushButton::clicked, this, [this] {
        Q_EMIT chosen(true);
        accept();
    });
    connect(quit, &QPushButton::clicked, this, [this] {
        Q_EMIT chosen(false);
        accept();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
}

} // namespace ui
