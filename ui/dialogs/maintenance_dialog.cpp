#include "ui/dialogs/maintenance_dialog.h"

#include "ui/dialogs/weekly_windows_edit.h"

#include <QtCore/QDateTime>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QDateTimeEdit>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

namespace ui {

using metric::Timestamp;

static QDateTime dateTimeOf(Timestamp time) { return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count()); }

MaintenanceDialog::MaintenanceDialog(const Theme &theme, Timestamp now, Timestamp until, const QStringList &weekly, QWidget *parent)
    : QDialog(parent), m_isNow(new QCheckBox(tr("&Now, until"), this)), m_weekly(new WeeklyWindowsEdit(theme, this))
{
    setObjectName(QStringLiteral("maintenanceDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Maintenance"));
    constexpr int kProposed = 2 * 3600;
    constexpr int kLongest = 30 * 24 * 3600; // what is forgotten in maintenance is watched by nobody
    const auto begin = dateTimeOf(now);
    const bool isOn = until > now;
    m_until = new QDateTimeEdit(isOn ? dateTimeOf(until) : begin.addSecs(kProposed), this);
    m_until->setObjectName(QStringLiteral("maintenanceUntil"));
    m_until->setAccessibleName(tr("Until"));
    m_until->setDisplayFormat(QStringLiteral("ddd d MMM yyyy HH:mm"));
    m_until->setCalendarPopup(true);
    m_until->setMinimumDateTime(begin.addSecs(60));
    m_until->setMaximumDateTime(begin.addSecs(kLongest));
    m_until->setCurrentSection(QDateTimeEdit::HourSection);
    m_isNow->setObjectName(QStringLiteral("maintenanceNow"));
    m_weekly->setWindows(weekly);

    auto *meaning = new QLabel(tr("It goes on being asked, but what comes of it counts for nothing, and nobody is told."), this);
    meaning->setWordWrap(true);
    meaning->setProperty("dim", true);
    auto *line = new QHBoxLayout;
    line->addWidget(m_isNow);
    line->addWidget(m_until);
    line->addStretch();
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    auto *ok = buttons->button(QDialogButtonBox::Ok);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(meaning);
    layout->addLayout(line);
    layout->addWidget(m_weekly);
    layout->addStretch();
    layout->addWidget(buttons);

    connect(m_isNow, &QCheckBox::toggled, this, [this, ok, isOn](bool checked) {
        m_until->setEnabled(checked);
        ok->setText(checked && !isOn ? tr("Begin maintenance") : tr("Save"));
    });
    connect(m_weekly, &WeeklyWindowsEdit::edited, this, [this, ok] { ok->setEnabled(m_weekly->isGood()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        const auto end = m_isNow->isChecked() ? m_until->dateTime().toMSecsSinceEpoch() : 0;
        Q_EMIT confirmed(Timestamp(metric::Duration(end)), m_weekly->windows());
        accept();
    });
    // Who comes here for the first time wants it now; who has given times of the week wants to see those.
    m_isNow->setChecked(true);
    m_isNow->setChecked(isOn || weekly.isEmpty());
    (m_isNow->isChecked() ? static_cast<QWidget *>(m_until) : m_isNow)->setFocus();
}

} // namespace ui
