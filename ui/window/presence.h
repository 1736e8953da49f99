#pragma once

#include "models/alerts/absence.h"
#include "models/metric/clock.h"

#include <QtCore/QObject>
#include <QtCore/QString>

namespace ui {

// Whether somebody looks: one of the program's windows is the active one, and the session is not locked.
class Presence : public QObject {
    Q_OBJECT

public:
    explicit Presence(const metric::Clock &clock, QObject *parent = nullptr);

    bool isLooking() const { return m_isActive && !m_isLocked; }
    void setActive(bool isActive);

public Q_SLOTS:
    void setLocked(bool isLocked); // as the desktop's screen saver says it

Q_SIGNALS:
    // Somebody is back who was gone for a while.
    void returned(const alerts::TimeRange &absence);

private:
    void look(bool wasLooking);

    const metric::Clock &m_clock;
    alerts::Absence m_absence;
    bool m_isActive = false;
    bool m_isLocked = false;
};

// "While you were away since 03:12: 3 alerts fired, 2 of them are over."; empty where there is nothing to tell. The day is
// named where it was another one.
QString absenceText(const alerts::AbsenceReport &report, metric::Timestamp now);

} // namespace ui
