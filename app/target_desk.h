#pragma once

#include "app/core.h"
#include "app/watch/offers.h"
#include "ui/widgets/background.h"
#include "ui/window/main_window.h"

#include <QtCore/QObject>

namespace ui {
class TargetEditor;
}

namespace app {

// Does what the window wants done with targets: add, edit, pause, remove and the like, from the target list and from the Health tab.
// Main thread; the window outlives it.
class TargetDesk : public QObject {
    Q_OBJECT

public:
    TargetDesk(Core &core, ui::MainWindow &window, const ui::Theme &theme, ui::Background &background);

private:
    void add();
    void edit(const QString &id);
    void duplicate(const QString &id);
    void open(const targets::Target *target);
    void put(const targets::Target &target, const QMap<QString, QString> &secrets = {});
    void put(const QList<targets::Target> &targets); // with the secrets that they have
    void pause(const QString &id, bool pause);
    void setMaintenance(const QString &id, metric::Timestamp until);
    void askForMaintenance(const QStringList &ids);
    void remove(const QString &id);
    void forgetRemoved();
    void importPrometheus();
    void findHere();
    // To check the default gateway, too, where something that is watched is beyond it. Once a run.
    void offerGateway();
    void offer(const QString &from, const metric::Result<Offers> &offers);
    void showKeeping(ui::TargetEditor &editor);
    void askForPassphrase(bool create, ui::TargetEditor *editor);
    void tellLocked();

    Core &m_core;
    ui::MainWindow &m_window;
    const ui::Theme &m_theme;
    ui::Inquiry m_search;
    std::optional<targets::Target> m_removed; // as long as it may be had back
    QString m_offeredGateway;
};

} // namespace app
