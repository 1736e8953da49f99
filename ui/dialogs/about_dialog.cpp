#include "ui/dialogs/about_dialog.h"

#include <QtCore/QCoreApplication>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QVBoxLayout>

namespace ui {

AboutDialog::AboutDialog(QWidget *parent) : QDialog(parent)
{
    setObjectName(QStringLiteral("aboutDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("About Vedette"));
    auto *layout = new QVBoxLayout(this);
    auto *text = new QLabel(tr("<h3>Vedette %1</h3><p>Watches this machine and tells you when something is wrong.</p>"
                               "<p>Free software under the GNU General Public License, version 3 or later.<br>Built with Qt %2.</p>")
                                .arg(QCoreApplication::applicationVersion(), QString::fromLatin1(qVersion())),
                            this);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    layout->addWidget(text);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
}

} // namespace ui
