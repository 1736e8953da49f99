#pragma once

#include "models/alerts/channel.h"

#include <QtCore/QHash>
#include <QtCore/QObject>
#include <QtCore/QSet>
#include <QtCore/QStringList>
#include <QtDBus/QDBusConnection>

class QDBusPendingCallWatcher;

namespace notify {

// Notifications on the desktop, over D-Bus to org.freedesktop.Notifications (specification 1.2), with buttons where the
// service has them. One alert is one notification: what follows replaces it. Every call is asynchronous; deliver() may be
// called from any thread, everything else happens on this object's thread.
class DesktopNotifier : public QObject, public alerts::Channel {
    Q_OBJECT

public:
    explicit DesktopNotifier(QObject *parent = nullptr);

    std::string name() const override { return "desktop"; }
    void deliver(const alerts::Notification &notification) override;

Q_SIGNALS:
    void acknowledgeRequested(qint64 alertId);
    void snoozeRequested(qint64 alertId);
    void openRequested(qint64 alertId);
    // The service is not there: whoever has another way to show it, do.
    void undeliverable(const QString &summary, const QString &body, int severity);

private Q_SLOTS:
    void onActionInvoked(uint id, const QString &action);
    void onNotificationClosed(uint id, uint reason);

private:
    void askCapabilities();
    void show(const alerts::Notification &notification);
    void onAnswer(QDBusPendingCallWatcher *call, const alerts::Notification &notification, const QString &summary, const QString &body);

    QDBusConnection m_bus;
    bool m_hasActions = true;
    bool m_hasMarkup = false;
    QHash<qint64, uint> m_shown; // alert -> the service's notification id
    QSet<qint64> m_acted;        // a button was pressed: the closing that follows is no dismissal
    QSet<qint64> m_dismissed;    // closed by the user: its end is not announced again
    // Between a call and its answer the id is not known: what comes meanwhile for the same alert waits here, newest only.
    QHash<qint64, alerts::Notification> m_waiting;
    QHash<qint64, bool> m_inFlight;
};

} // namespace notify
