#pragma once

#include "app/notify/crowd.h"
#include "app/notify/notification_text.h"
#include "models/alerts/alert_snapshot.h"
#include "models/alerts/delivery.h"

#include <QtCore/QHash>
#include <QtCore/QList>
#include <QtCore/QMap>
#include <QtCore/QObject>
#include <QtCore/QTimer>
#include <QtDBus/QDBusConnection>

#include <functional>
#include <vector>

class QDBusPendingCallWatcher;

namespace notify {

// Notifications on the desktop, over D-Bus to org.freedesktop.Notifications (specification 1.2), with buttons and sounds where the
// service has them. One group is one notification: what follows replaces it. Every call is asynchronous; deliver() may be
// called from any thread, everything else happens on this object's thread.
class DesktopNotifier : public QObject, public alerts::Receiver {
    Q_OBJECT

public:
    explicit DesktopNotifier(QObject *parent = nullptr);

    std::string name() const override { return "desktop"; }
    void deliver(const alerts::GroupMessage &message, Done done) override;

    // Takes back what nobody needs any more: its alerts were acknowledged, snoozed, silenced or dismissed elsewhere.
    void follow(const alerts::AlertSnapshot &snapshot, metric::Timestamp now);

    // By the severity's word: a name of the freedesktop sound theme, or the path of a file; none is silence.
    void setSounds(QMap<QString, QString> sounds) { m_sounds = std::move(sounds); }
    // Another way to show a text where no service is there; whether it could.
    using Fallback = std::function<bool(const NotificationText &)>;
    void setFallback(Fallback fallback) { m_fallback = std::move(fallback); }

Q_SIGNALS:
    void acknowledgeRequested(const QList<qint64> &alertIds);
    void snoozeRequested(const QList<qint64> &alertIds);
    void openRequested(qint64 alertId);

private Q_SLOTS:
    void onActionInvoked(uint id, const QString &action);
    void onNotificationClosed(uint id, uint reason);

private:
    // What is to be shown under a key, and who waits for that.
    struct Task {
        alerts::GroupMessage message;
        std::vector<Done> dones;
    };
    struct Shown {
        uint id = 0; // the service's; 0 before it answered
        QList<qint64> firing;
        bool isInFlight = false;  // between a call and its answer: what comes meanwhile waits
        bool wasActedOn = false;  // a button was pressed: the closing that follows is no dismissal
        bool isDismissed = false; // closed by the user: only what is new is shown again
    };

    void askCapabilities();
    void take(alerts::GroupMessage message, Done done);
    void show(const QString &key, Task task);
    void onAnswer(QDBusPendingCallWatcher *call, const QString &key, const NotificationText &text, const std::vector<Done> &dones);
    QVariantMap hintsFor(const NotificationText &text) const;
    void answer(const NotificationText &text, const std::vector<Done> &dones, const QString &failure);
    QString keyOf(uint id) const; // null for somebody else's

    QDBusConnection m_bus;
    bool m_hasActions = true;
    bool m_hasMarkup = false;
    QMap<QString, QString> m_sounds;
    Fallback m_fallback;
    Crowd m_crowd;
    QTimer m_crowdSoon; // many join at once: they are shown together
    std::vector<Done> m_crowdDones;
    QHash<QString, Shown> m_shown;
    QHash<QString, Task> m_waiting;
};

} // namespace notify
