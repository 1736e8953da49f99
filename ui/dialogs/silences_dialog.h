#pragma once

#include "models/alerts/alert_snapshot.h"
#include "models/items/silence_model.h"
#include "models/metric/clock.h"

#include <QtWidgets/QDialog>

class QPushButton;

namespace ui {

class TableView;

// The silences that there are and were: active ones can be ended, expired ones are listed for some days. Deletes itself.
class SilencesDialog : public QDialog {
    Q_OBJECT

public:
    SilencesDialog(const metric::Clock &clock, QWidget *parent);

    void setSilences(const std::vector<alerts::Silence> &silences);

Q_SIGNALS:
    void newWanted();
    void expireWanted(const QString &id);

private:
    const metric::Clock &m_clock;
    items::SilenceModel m_model;
    TableView *m_table;
    QPushButton *m_end;
};

} // namespace ui
