#include "app/notify/desktop_notifier.h"

#include "models/metric/format.h"

#include <QtCore/QCoreApplication>
#include <QtDBus/QDBusMessage>
#include <QtDBus/QDBusPendingCallWatcher>
#include <QtDBus/QDBusPendingReply>
#include <QtDBus/QDBusServiceWatcher>

namespace notify {

static const QString kService = QStringLiteral("org.freedesktop.Notifications");
static const QString kPath = QStringLiteral("/org/freedesktop/Notifications");

DesktopNotifier::DesktopNotifier(QObject *parent) : QObject(parent), m_bus(QDBusConnection::sessionBus())
{
    m_bus.connect(kService, kPath, kService, QStringLiteral("ActionInvoked"), this, SLOT(onActionInvoked(uint, QString)));
    m_bus.connect(kService, kPath, kService, QStringLiteral("NotificationClosed"), this, SLOT(onNotificationClosed(uint, uint)));
    // Another service may take over while we run (a desktop shell restarts): ask again what it can do.
    auto *watcher = new QDBusServiceWatcher(kService, m_bus, QDBusServiceWatcher::WatchForOwnerChange, this);
    connect(watcher, &QDBusServiceWatcher::serviceOwnerChanged, this, [this](const QString &, const QString &, const QString &owner) {
        m_shown.clear();
        if (!owner.isEmpty())
            askCapabilities();
    });
    askCapabilities();
}

void DesktopNotifier::askCapabilities()
{
    if (!m_bus.isConnected())
        return;
    const auto call = QDBusMessage::createMethodCall(kService, kPath, kService, QStringLiteral("GetCapabilities"));
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher *finished) {
        const QDBusPendingReply<QStringList> reply = *finished;
        if (!reply.isError()) {
            m_hasActions = reply.value().contains(QStringLiteral("actions"));
            m_hasMarkup = reply.value().contains(QStringLiteral("body-markup"));
        }
        finished->deleteLater();
    });
}

void DesktopNotifier::deliver(const alerts::Notification &notification)
{
    QMetaObject::invokeMethod(
        this, [this, notification] { show(notification); }, Qt::QueuedConnection);
}

static QString summaryOf(const alerts::Notification &notification)
{
    const auto name = QCoreApplication::translate("rules", notification.alert.rule->name.c_str());
    return notification.kind == alerts::NotificationKind::Resolved ? DesktopNotifier::tr("Resolved: %1").arg(name) : name;
}

static QString bodyOf(const alerts::Alert &alert, bool resolved)
{
    QStringList subject;
    const auto labels = alerts::subjectOf(*alert.labels);
    for (const auto label : labels) {
        if (label.name != "job")
            subject << QString::fromUtf8(label.value.data(), qsizetype(label.value.size()));
    }
    subject << QString::fromStdString(metric::formatValue(alert.value, alert.unit));
    auto body = subject.join(QStringLiteral(" · "));
    if (resolved) {
        const auto lasted = QString::fromStdString(metric::formatDuration(alert.resolvedAt - alert.firingSince));
        return body + u'\n' + DesktopNotifier::tr("It lasted %1.").arg(lasted);
    }
    if (const auto meaning = alerts::meaningOf(alert); !meaning.empty())
        body += u'\n' + QCoreApplication::translate("rules", meaning.c_str());
    return body;
}

void DesktopNotifier::show(const alerts::Notification &notification)
{
    const auto id = notification.alert.id;
    if (m_inFlight.contains(id)) {
        m_waiting.insert(id, notification);
        return;
    }
    const bool resolved = notification.kind == alerts::NotificationKind::Resolved;
    if (resolved) {
        m_acted.remove(id);
        if (m_dismissed.remove(id))
            return;
    }
    const auto summary = summaryOf(notification);
    const auto plainBody = bodyOf(notification.alert, resolved);
    if (!m_bus.isConnected()) {
        Q_EMIT undeliverable(summary, plainBody, int(notification.alert.rule->severity));
        return;
    }
    QStringList actions;
    if (m_hasActions) {
        // "default" is a click on the notification itself.
        actions << QStringLiteral("default") << tr("Open");
        if (!resolved) {
            actions << QStringLiteral("acknowledge") << tr("Acknowledge") << QStringLiteral("snooze") << tr("Snooze 1 h");
        }
        actions << QStringLiteral("open") << tr("Open");
    }
    const bool urgent = !resolved && notification.alert.rule->severity >= alerts::Severity::Critical;
    const QVariantMap hints{
        {QStringLiteral("urgency"), QVariant::fromValue<uchar>(resolved ? 0
                                                               : urgent ? 2
                                                                        : 1)},
        {QStringLiteral("desktop-entry"), QStringLiteral("vedette")},
        {QStringLiteral("category"), QStringLiteral("device")},
    };
    auto call = QDBusMessage::createMethodCall(kService, kPath, kService, QStringLiteral("Notify"));
    const auto icon = resolved ? QStringLiteral("dialog-information") : urgent ? QStringLiteral("dialog-error") : QStringLiteral("dialog-warning");
    call << QStringLiteral("Vedette") << m_shown.value(id, 0u) << icon << summary << (m_hasMarkup ? plainBody.toHtmlEscaped() : plainBody) << actions
         << hints << -1;
    m_inFlight.insert(id, true);
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [this, notification, summary, plainBody](QDBusPendingCallWatcher *finished) { onAnswer(finished, notification, summary, plainBody); });
}

void DesktopNotifier::onAnswer(QDBusPendingCallWatcher *call, const alerts::Notification &notification, const QString &summary, const QString &body)
{
    const auto id = notification.alert.id;
    const QDBusPendingReply<uint> reply = *call;
    call->deleteLater();
    m_inFlight.remove(id);
    if (reply.isError())
        Q_EMIT undeliverable(summary, body, int(notification.alert.rule->severity));
    else if (notification.kind == alerts::NotificationKind::Resolved)
        m_shown.remove(id);
    else
        m_shown.insert(id, reply.value());
    if (m_waiting.contains(id))
        show(m_waiting.take(id));
}

void DesktopNotifier::onActionInvoked(uint id, const QString &action)
{
    const auto alertId = m_shown.key(id, -1);
    if (alertId < 0)
        return; // somebody else's notification
    m_acted.insert(alertId);
    if (action == u"acknowledge")
        Q_EMIT acknowledgeRequested(alertId);
    else if (action == u"snooze")
        Q_EMIT snoozeRequested(alertId);
    else
        Q_EMIT openRequested(alertId);
}

void DesktopNotifier::onNotificationClosed(uint id, uint reason)
{
    constexpr uint kDismissedByUser = 2;
    const auto alertId = m_shown.key(id, -1);
    if (alertId < 0)
        return;
    // The id stays: a service that still keeps the notification in its list updates it, another one shows a new one.
    if (reason == kDismissedByUser && !m_acted.contains(alertId))
        m_dismissed.insert(alertId);
}

} // namespace notify
