#pragma once

#include "models/metric/clock.h"

#include <QtWidgets/QDialog>

class QDateTimeEdit;

namespace ui {

// Asks until when something is being worked on. Deletes itself.
class MaintenanceDialog : public QDialog {
    Q_OBJECT

public:
    explicit MaintenanceDialog(metric::Timestamp now, QWidget *parent);

Q_SIGNALS:
    void confirmed(metric::Timestamp until);

private:
    QDateTimeEdit *m_until;
};

} // namespace ui
