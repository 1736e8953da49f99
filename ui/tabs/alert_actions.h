#pragma once

#include "models/alerts/alert_snapshot.h"
#include "ui/window/context.h"

#include <QtCore/QObject>
#include <QtCore/QPointer>

#include <functional>
#include <memory>
#include <vector>

class QLayout;
class QMenu;
class QPushButton;
class QWidget;

namespace ui {

class SilencesDialog;

// In the snapshot that they were chosen from, which they keep.
using ChosenAlerts = std::vector<std::shared_ptr<const alerts::Alert>>;

// What people can do with the alerts they have chosen: buttons, their shortcuts, and the questions asked before. Each acts on all of the chosen
// that it is for, after one question where they are several. What can be done is one table.
class AlertActions : public QObject {
    Q_OBJECT

public:
    // `window` owns the dialogs; `chosen` is asked when something is to be done.
    AlertActions(const Context &context, QWidget *window, std::function<ChosenAlerts()> chosen);

    void addButtons(QLayout &layout);
    void addTo(QMenu &menu) const;
    // Which of them can be done now.
    void update(const ChosenAlerts &chosen);
    void setSnapshot(const alerts::AlertSnapshotRef &snapshot);
    void showSilences();

private:
    struct Kind;
    static const Kind kKinds[];

    void run(const Kind &kind);
    void askForComment(const ChosenAlerts &alerts);
    void silence(const ChosenAlerts &alerts);
    void confirm(const Kind &kind, const ChosenAlerts &alerts);

    const Context &m_context;
    QWidget *m_window;
    std::function<ChosenAlerts()> m_chosen;
    alerts::AlertSnapshotRef m_snapshot;
    std::vector<QPushButton *> m_buttons;      // as kKinds
    QPointer<SilencesDialog> m_silencesDialog; // null unless it is open
};

} // namespace ui
