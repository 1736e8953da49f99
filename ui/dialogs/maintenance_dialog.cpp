#include "ui/dialogs/maintenance_dialog.h"

#include <QtCore/QDateTime>
#include <QtWidgets/QDateTimeEdit>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>

namespace ui {

MaintenanceDialog::MaintenanceDialog(metric::Timestamp now, QWidget *parent) : QDialog(parent)
{
    setObjectName(QStringLiteral("maintenanceDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Maintenance"));
    constexpr int kProposed = 2 * 3600;
    constexpr int kLongest = 30 * 24 * 3600; // what is forgotten in maintenance is watched by nobody
    const auto begin = QDateTime::fromMSecsSinceEpoch(now.time_since_epoch().count());
    m_until = new QDateTimeEdit(begin.addSecs(kProposed), this);
    m_until->setObjectName(QStringLiteral("maintenanceUntil"));
    m_until->setDisplayFormat(QStringLiteral("ddd d MMM yyyy HH:mm"));
    m_until->setCalendarPopup(true);
    m_until->setMinimumDateTime(begin.addSecs(60));
    m_until->setMaximumDateTime(begin.addSecs(kLongest));
    m_until->setCurrentSection(QDateTimeEdit::HourSection);
    auto *form = new QFormLayout(this);
    auto *meaning = new QLabel(tr("It goes on being asked, but what comes of it counts for nothing, and nobody is told."), this);
    meaning->setWordWrap(true);
    meaning->setProperty("dim", true);
    form->addRow(meaning);
    form->addRow(tr("&Until"), m_until);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("Begin maintenance"));
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        Q_EMIT confirmed(metric::Timestamp(metric::Duration(m_until->dateTime().toMSecsSinceEpoch())));
        accept();
    });
    m_until->setFocus();
}

} // namespace ui
