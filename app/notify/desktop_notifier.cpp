#include "app/notify/desktop_notifier.h"

#include <QtDBus/QDBusMessage>
#include <QtDBus/QDBusPendingCallWatcher>
#include <QtDBus/QDBusPendingReply>
#include <QtDBus/QDBusServiceWatcher>

#include <algorithm>
#include <iterator>
#include <unordered_set>

namespace notify {

using alerts::DeliveryResult;
using alerts::Severity;

static const QString kService = QStringLiteral("org.freedesktop.Notifications");
static const QString kPath = QStringLiteral("/org/freedesktop/Notifications");
static constexpr auto kCrowdGathers = std::chrono::milliseconds(500);

DesktopNotifier::DesktopNotifier(QObject *parent) : QObject(parent), m_bus(QDBusConnection::sessionBus())
{
    m_bus.connect(kService, kPath, kService, QStringLiteral("ActionInvoked"), this, SLOT(onActionInvoked(uint, QString)));
    m_bus.connect(kService, kPath, kService, QStringLiteral("NotificationClosed"), this, SLOT(onNotificationClosed(uint, uint)));
    // Another service may take over while we run (a desktop shell restarts): ask again what it can do.
    auto *watcher = new QDBusServiceWatcher(kService, m_bus, QDBusServiceWatcher::WatchForOwnerChange, this);
    connect(watcher, &QDBusServiceWatcher::serviceOwnerChanged, this, [this](const QString &, const QString &, const QString &owner) {
        for (auto &shown : m_shown)
            shown.id = 0;
        if (!owner.isEmpty())
            askCapabilities();
    });
    m_crowdSoon.setSingleShot(true);
    m_crowdSoon.setInterval(kCrowdGathers);
    connect(&m_crowdSoon, &QTimer::timeout, this, [this] {
        show(QString::fromUtf8(kCrowdKey.data(), qsizetype(kCrowdKey.size())), {m_crowd.message(), std::exchange(m_crowdDones, {})});
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

void DesktopNotifier::deliver(const alerts::GroupMessage &message, Done done)
{
    QMetaObject::invokeMethod(
        this, [this, message, done = std::move(done)] { take(message, done); }, Qt::QueuedConnection);
}

void DesktopNotifier::take(alerts::GroupMessage message, Done done)
{
    if (m_crowd.takes(message, std::chrono::time_point_cast<metric::Duration>(std::chrono::system_clock::now()))) {
        m_crowdDones.push_back(std::move(done));
        if (!m_crowdSoon.isActive())
            m_crowdSoon.start();
        return;
    }
    const auto key = QString::fromStdString(message.key);
    show(key, {std::move(message), {std::move(done)}});
}

void DesktopNotifier::show(const QString &key, Task task)
{
    auto &shown = m_shown[key];
    if (shown.isInFlight) {
        auto &waiting = m_waiting[key];
        std::ranges::move(task.dones, std::back_inserter(waiting.dones));
        waiting.message = std::move(task.message); // whole: it says what the earlier one would have
        return;
    }
    const auto text = textOf(task.message);
    shown.firing.clear();
    for (const auto &alert : task.message.firing)
        shown.firing << alert.id;
    if (!task.message.fresh.empty())
        shown.isDismissed = shown.wasActedOn = false;
    if (text.summary.isEmpty() || shown.isDismissed) {
        if (text.isOver)
            m_shown.remove(key);
        return answer(text, task.dones, {});
    }
    if (!m_bus.isConnected())
        return answer(text, task.dones, QStringLiteral("there is no session bus"));
    QStringList actions;
    if (m_hasActions) {
        // "default" is a click on the notification itself.
        actions << QStringLiteral("default") << tr("Open");
        if (!text.isOver)
            actions << QStringLiteral("acknowledge") << tr("Acknowledge") << QStringLiteral("snooze") << tr("Snooze 1 h");
        actions << QStringLiteral("open") << tr("Open");
    }
    const auto icon = text.isOver                           ? QStringLiteral("dialog-information")
                      : text.severity >= Severity::Critical ? QStringLiteral("dialog-error")
                                                            : QStringLiteral("dialog-warning");
    auto call = QDBusMessage::createMethodCall(kService, kPath, kService, QStringLiteral("Notify"));
    call << QStringLiteral("Vedette") << shown.id << icon << text.summary << (m_hasMarkup ? text.body.toHtmlEscaped() : text.body) << actions
         << hintsFor(text) << -1;
    shown.isInFlight = true;
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [this, key, text, dones = std::move(task.dones)](QDBusPendingCallWatcher *finished) { onAnswer(finished, key, text, dones); });
}

QVariantMap DesktopNotifier::hintsFor(const NotificationText &text) const
{
    const uchar urgency = text.isOver ? 0 : text.severity >= Severity::Critical ? 2 : 1;
    QVariantMap hints{
        {QStringLiteral("urgency"), QVariant::fromValue(urgency)},
        {QStringLiteral("desktop-entry"), QStringLiteral("vedette")},
        {QStringLiteral("category"), QStringLiteral("device")},
    };
    const auto word = alerts::wordOf(text.severity);
    const auto sound = text.isOver ? QString() : m_sounds.value(QString::fromUtf8(word.data(), qsizetype(word.size())));
    if (sound.isEmpty())
        hints.insert(QStringLiteral("suppress-sound"), true);
    else
        hints.insert(sound.startsWith(u'/') ? QStringLiteral("sound-file") : QStringLiteral("sound-name"), sound);
    return hints;
}

void DesktopNotifier::onAnswer(QDBusPendingCallWatcher *call, const QString &key, const NotificationText &text, const std::vector<Done> &dones)
{
    const QDBusPendingReply<uint> reply = *call;
    call->deleteLater();
    auto &shown = m_shown[key];
    shown.isInFlight = false;
    if (!reply.isError())
        shown.id = reply.value();
    if (text.isOver)
        m_shown.remove(key);
    answer(text, dones, reply.isError() ? reply.error().message() : QString());
    if (m_waiting.contains(key))
        show(key, m_waiting.take(key));
}

// To whom the message was from.
void DesktopNotifier::answer(const NotificationText &text, const std::vector<Done> &dones, const QString &failure)
{
    const bool isShown = failure.isEmpty() || (m_fallback && m_fallback(text));
    const auto result = isShown               ? DeliveryResult::delivered()
                        : m_bus.isConnected() ? DeliveryResult::retry(failure.toStdString())
                                              : DeliveryResult::refused(failure.toStdString());
    for (const auto &done : dones)
        done(result);
}

void DesktopNotifier::follow(const alerts::AlertSnapshot &snapshot, metric::Timestamp now)
{
    if (m_shown.isEmpty())
        return;
    std::unordered_set<std::int64_t> loud, muted;
    for (const auto &alert : snapshot.firing)
        (alerts::isMuted(alert, now) ? muted : loud).insert(alert.id);
    for (auto shown = m_shown.begin(); shown != m_shown.end(); ++shown) {
        const auto has = [&](const auto &ids) { return std::ranges::any_of(shown->firing, [&](qint64 id) { return ids.contains(id); }); };
        if (shown->id == 0 || shown->isInFlight || has(loud) || !has(muted))
            continue;
        m_bus.asyncCall(QDBusMessage::createMethodCall(kService, kPath, kService, QStringLiteral("CloseNotification")) << shown->id);
        shown->id = 0;
    }
}

QString DesktopNotifier::keyOf(uint id) const
{
    const auto found = std::find_if(m_shown.cbegin(), m_shown.cend(), [&](const Shown &each) { return each.id == id; });
    return found == m_shown.cend() || id == 0 ? QString() : found.key();
}

void DesktopNotifier::onActionInvoked(uint id, const QString &action)
{
    const auto key = keyOf(id);
    if (key.isNull())
        return;
    auto &shown = m_shown[key];
    shown.wasActedOn = true;
    if (shown.firing.isEmpty())
        return;
    if (action == u"acknowledge")
        Q_EMIT acknowledgeRequested(shown.firing);
    else if (action == u"snooze")
        Q_EMIT snoozeRequested(shown.firing);
    else
        Q_EMIT openRequested(shown.firing.front());
}

void DesktopNotifier::onNotificationClosed(uint id, uint reason)
{
    constexpr uint kDismissedByUser = 2;
    const auto key = keyOf(id);
    if (key.isNull())
        return;
    // The id stays: a service that still keeps the notification in its list updates it, another one shows a new one.
    auto &shown = m_shown[key];
    shown.isDismissed |= reason == kDismissedByUser && !shown.wasActedOn;
}

} // namespace notify
