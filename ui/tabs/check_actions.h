#pragma once

#include "models/health/health_snapshot.h"
#include "models/metric/clock.h"

#include <QtCore/QObject>

#include <functional>
#include <memory>
#include <vector>

class QAction;
class QLayout;
class QMenu;
class QWidget;

namespace ui {

// In the snapshot that they were chosen from, which they keep.
using ChosenChecks = std::vector<std::shared_ptr<const health::CheckStatus>>;

// What people can do with the checks they have chosen: buttons, a menu and keys. What can be done is one table; each acts on all of the
// chosen that it is for, and only asks: whoever owns the checks answers the signals, once a check.
class CheckActions : public QObject {
    Q_OBJECT

public:
    // `window` owns the dialogs, and its keys work within it; `chosen` is asked when something is to be done.
    CheckActions(const metric::Clock &clock, QWidget *window, std::function<ChosenChecks()> chosen);

    void addButtons(QLayout &layout);
    void addTo(QMenu &menu) const;
    // Which of them can be done now.
    void update(const ChosenChecks &chosen);

Q_SIGNALS:
    void checkNowRequested(const QString &target);
    void pauseRequested(const QString &target, bool pause);
    // Until then; the epoch: it ends now.
    void maintenanceRequested(const QString &target, metric::Timestamp until);
    // Of all of them at once: somebody wants to say when.
    void maintenanceTimesRequested(const QStringList &targets);
    void evidenceRequested(const QString &target);
    void pageRequested(const QString &target);
    void editRequested(const QString &target);
    void removeRequested(const QString &target);

private:
    struct Kind;
    static const Kind kKinds[];

    void run(const Kind &kind);
    void askForTimes(const ChosenChecks &checks);
    void askToRemove(const ChosenChecks &checks);

    const metric::Clock &m_clock;
    QWidget *m_window;
    std::function<ChosenChecks()> m_chosen;
    std::vector<QAction *> m_actions; // as kKinds
};

} // namespace ui
