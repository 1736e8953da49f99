#include "ui/window/presence.h"

#include <QtCore/QDateTime>
#include <QtCore/QLocale>
#include <QtDBus/QDBusConnection>
#include <QtGui/QGuiApplication>

namespace ui {

Presence::Presence(const metric::Clock &clock, QObject *parent) : QObject(parent), m_clock(clock)
{
    m_absence.left(clock.now());
    connect(qGuiApp, &QGuiApplication::applicationStateChanged, this,
            [this](Qt::ApplicationState state) { setActive(state == Qt::ApplicationActive); });
    auto bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    // Some desktops say it under a name of their own.
    for (const auto &service : {QStringLiteral("org.freedesktop.ScreenSaver"), QStringLiteral("org.gnome.ScreenSaver")})
        bus.connect({}, {}, service, QStringLiteral("ActiveChanged"), this, SLOT(setLocked(bool)));
}

void Presence::setActive(bool isActive)
{
    const bool wasLooking = isLooking();
    m_isActive = isActive;
    look(wasLooking);
}

void Presence::setLocked(bool isLocked)
{
    const bool wasLooking = isLooking();
    m_isLocked = isLocked;
    look(wasLooking);
}

void Presence::look(bool wasLooking)
{
    if (wasLooking == isLooking())
        return;
    if (wasLooking)
        m_absence.left(m_clock.now());
    else if (const auto absence = m_absence.returned(m_clock.now()))
        Q_EMIT returned(*absence);
}

QString absenceText(const alerts::AbsenceReport &report, metric::Timestamp now)
{
    if (!report.isWorthTelling())
        return {};
    const auto since = QDateTime::fromMSecsSinceEpoch(report.since.time_since_epoch().count());
    const bool isToday = since.date() == QDateTime::fromMSecsSinceEpoch(now.time_since_epoch().count()).date();
    QStringList parts;
    if (report.fired > 0) {
        auto fired = Presence::tr("%n alert(s) fired", nullptr, int(report.fired));
        if (report.over == report.fired)
            fired += QStringLiteral(", ") + (report.fired == 1 ? Presence::tr("it is over") : Presence::tr("all of them are over"));
        else if (report.over > 0)
            fired += QStringLiteral(", ") + Presence::tr("%n of them is over", nullptr, int(report.over));
        parts << fired;
    }
    if (report.endedOnes > 0)
        parts << Presence::tr("%n earlier alert(s) ended", nullptr, int(report.endedOnes));
    return Presence::tr("While you were away since %1: %2.")
        .arg(QLocale().toString(since, isToday ? QStringLiteral("HH:mm") : QStringLiteral("d MMM HH:mm")), parts.join(QStringLiteral("; ")));
}

} // namespace ui
