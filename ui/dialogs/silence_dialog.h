#pragma once

#include "models/alerts/alert_snapshot.h"
#include "models/metric/clock.h"

#include <QtWidgets/QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace ui {

// Asks what is to be silenced, for how long and why, and shows what of that fires now. Deletes itself.
class SilenceDialog : public QDialog {
    Q_OBJECT

public:
    // Begins with the labels that these alerts have in common.
    SilenceDialog(const metric::Clock &clock, alerts::AlertSnapshotRef snapshot, const std::vector<alerts::Alert> &chosen, QWidget *parent);

Q_SIGNALS:
    void confirmed(const alerts::Silence &silence); // without id and author

private:
    void check();

    const metric::Clock &m_clock;
    alerts::AlertSnapshotRef m_snapshot;
    QLineEdit *m_matchers;
    QComboBox *m_duration;
    QLineEdit *m_comment;
    QLabel *m_preview;
    QPushButton *m_confirm;
    alerts::Silence m_silence;
};

} // namespace ui
