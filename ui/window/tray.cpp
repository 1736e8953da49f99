#include "ui/window/tray.h"

#include "models/items/alert_model.h"
#include "ui/theme/state_mark.h"

#include <QtCore/QStringList>
#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusConnectionInterface>
#include <QtDBus/QDBusMessage>
#include <QtDBus/QDBusPendingCallWatcher>
#include <QtDBus/QDBusPendingReply>
#include <QtDBus/QDBusServiceWatcher>
#include <QtGui/QAction>
#include <QtWidgets/QMenu>
#include <QtWidgets/QSystemTrayIcon>

#include <chrono>

namespace ui {

using namespace std::chrono_literals;

static const QString kWatcher = QStringLiteral("org.kde.StatusNotifierWatcher");
// The watcher's name can be there a moment before its host is.
static constexpr auto kHostDelay = 200ms;
static constexpr auto kPatience = 3s;

QString countsText(const alerts::AlertSnapshot &snapshot)
{
    QStringList parts;
    for (int severity = int(alerts::kSeverityCount) - 1; severity >= 0; --severity) {
        if (const int count = snapshot.counts[std::size_t(severity)])
            parts << QStringLiteral("%1 %2").arg(count).arg(items::severityText(alerts::Severity(severity)).toLower());
    }
    return parts.isEmpty() ? Tray::tr("nothing fires") : parts.join(QStringLiteral(", "));
}

Tray::Tray(const Theme &theme, QObject *parent) : QObject(parent), m_theme(theme), m_menu(std::make_unique<QMenu>())
{
    connect(m_menu->addAction(tr("Open Vedette")), &QAction::triggered, this, &Tray::openRequested);
    m_pause = m_menu->addAction(tr("Pause notifications for 1 h"));
    m_pause->setCheckable(true);
    connect(m_pause, &QAction::triggered, this, &Tray::pauseRequested);
    m_acknowledge = m_menu->addAction(tr("Acknowledge all"));
    connect(m_acknowledge, &QAction::triggered, this, &Tray::acknowledgeAllRequested);
    m_menu->addSeparator();
    connect(m_menu->addAction(tr("Quit")), &QAction::triggered, this, &Tray::quitRequested);

    connect(&theme, &Theme::changed, this, &Tray::show);
    m_watcher = new QDBusServiceWatcher(kWatcher, QDBusConnection::sessionBus(), QDBusServiceWatcher::WatchForRegistration, this);
    connect(m_watcher, &QDBusServiceWatcher::serviceRegistered, this, [this] { QTimer::singleShot(kHostDelay, this, &Tray::create); });
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &Tray::giveUpOnBus);
    m_patience.start(kPatience);
    askBus();
}

Tray::~Tray() = default;

void Tray::askBus()
{
    const auto bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) {
        QTimer::singleShot(0, this, &Tray::giveUpOnBus);
        return;
    }
    auto call = QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.DBus"), QStringLiteral("/org/freedesktop/DBus"),
                                               QStringLiteral("org.freedesktop.DBus"), QStringLiteral("NameHasOwner"));
    call << kWatcher;
    auto *pending = new QDBusPendingCallWatcher(bus.asyncCall(call), this);
    connect(pending, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher *finished) {
        const QDBusPendingReply<bool> owned = *finished;
        finished->deleteLater();
        if (!owned.isError() && owned.value())
            create();
    });
}

void Tray::giveUpOnBus()
{
    if (m_decided)
        return;
    // The first touch: from here on only XEmbed counts in this process.
    if (QSystemTrayIcon::isSystemTrayAvailable()) {
        create();
        return;
    }
    m_decided = true;
    Q_EMIT availabilityDecided(false);
}

void Tray::create()
{
    if (m_icon || m_decided)
        return;
    m_decided = true;
    m_icon = new QSystemTrayIcon(this);
    m_icon->setContextMenu(m_menu.get()); // before show(): without it StatusNotifier hosts see no menu
    connect(m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick)
            Q_EMIT openRequested();
    });
    connect(m_icon, &QSystemTrayIcon::messageClicked, this, &Tray::openRequested);
    show();
    m_icon->show();
    Q_EMIT availabilityDecided(true);
}

void Tray::setAlerts(const alerts::AlertSnapshot &snapshot)
{
    const bool iconSame = snapshot.counts == m_snapshot.counts && snapshot.unacknowledged == m_snapshot.unacknowledged &&
                          snapshot.pausedUntil == m_snapshot.pausedUntil;
    m_snapshot = snapshot;
    if (!iconSame)
        show();
}

void Tray::show()
{
    const bool paused = m_snapshot.pausedUntil != metric::Timestamp{};
    m_pause->setChecked(paused);
    int open = 0;
    for (const int count : m_snapshot.unacknowledged)
        open += count;
    m_acknowledge->setEnabled(open > 0);
    if (!m_icon)
        return;
    auto worst = State::Ok;
    for (std::size_t severity = 0; severity < alerts::kSeverityCount; ++severity) {
        if (m_snapshot.counts[severity] > 0)
            worst = items::severityState(alerts::Severity(severity));
    }
    m_icon->setIcon(stateIcon(worst, m_theme));
    auto tip = QStringLiteral("Vedette: ") + countsText(m_snapshot);
    if (paused)
        tip += QStringLiteral(" · ") + tr("notifications paused");
    m_icon->setToolTip(tip);
}

void Tray::showBalloon(const QString &title, const QString &text, alerts::Severity severity)
{
    if (!m_icon)
        return;
    const auto icon = severity >= alerts::Severity::Critical ? QSystemTrayIcon::Critical
                      : severity == alerts::Severity::Info   ? QSystemTrayIcon::Information
                                                             : QSystemTrayIcon::Warning;
    m_icon->showMessage(title, text, icon);
}

} // namespace ui
