#pragma once

#include "models/alerts/alert_snapshot.h"
#include "ui/theme/theme.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <memory>

class QAction;
class QDBusServiceWatcher;
class QMenu;
class QSystemTrayIcon;

namespace ui {

// The icon in the desktop's tray: the worst state by shape and colour, the counts in words, and a menu.
//
// Qt decides once per process, at the first touch of QSystemTrayIcon, whether the desktop speaks StatusNotifier. So this
// asks the bus first and touches that class only when a watcher is there, or when none came within a few seconds (then the
// older XEmbed trays are tried). Until decided, available() is false.
class Tray : public QObject {
    Q_OBJECT

public:
    explicit Tray(const Theme &theme, QObject *parent = nullptr);
    ~Tray() override;

    bool available() const { return m_icon != nullptr; }
    bool decided() const { return m_decided; }
    void setAlerts(const alerts::AlertSnapshot &snapshot);
    // Where no notification service is there, the tray's own balloon.
    void showBalloon(const QString &title, const QString &text, alerts::Severity severity);

Q_SIGNALS:
    void openRequested();
    void pauseRequested(bool pause); // for one hour; false: no longer
    void acknowledgeAllRequested();
    void quitRequested();
    void availabilityDecided(bool available);

private:
    void askBus();
    void create();
    void giveUpOnBus();
    void show();

    const Theme &m_theme;
    std::unique_ptr<QMenu> m_menu;
    QAction *m_pause;
    QAction *m_acknowledge;
    QSystemTrayIcon *m_icon = nullptr;
    QDBusServiceWatcher *m_watcher;
    QTimer m_patience;
    bool m_decided = false;
    alerts::AlertSnapshot m_snapshot;
};

// "2 critical, 1 warning", or that all is calm.
QString countsText(const alerts::AlertSnapshot &snapshot);

} // namespace ui
