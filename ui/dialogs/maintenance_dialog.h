#pragma once

#include "models/metric/clock.h"

#include <QtCore/QStringList>
#include <QtWidgets/QDialog>

class QCheckBox;
class QDateTimeEdit;

namespace ui {

class Theme;
class WeeklyWindowsEdit;

// Asks when something is being worked on: from now until a moment, and at which times of every week. Deletes itself.
class MaintenanceDialog : public QDialog {
    Q_OBJECT

public:
    // As it is at present: in maintenance until then, the epoch or any moment that is past for not at all; `weekly` as Target::maintenance.
    MaintenanceDialog(const Theme &theme, metric::Timestamp now, metric::Timestamp until, const QStringList &weekly, QWidget *parent);

Q_SIGNALS:
    // The epoch: not at present.
    void confirmed(metric::Timestamp until, const QStringList &weekly);

private:
    QCheckBox *m_isNow;
    QDateTimeEdit *m_until;
    WeeklyWindowsEdit *m_weekly;
};

} // namespace ui
