#include "tests/support/registry.h"
#include "ui/theme/theme.h"

#include <QtCore/QProcess>
#include <QtCore/QStandardPaths>
#include <QtCore/QTemporaryDir>
#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusVariant>
#include <QtTest/QSignalSpy>

#include <optional>

// Answers as xdg-desktop-portal does: Read() puts the value in a variant of its own, SettingChanged does not.
class FakePortal : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

public:
    uint scheme = 0;
    int reads = 0;

    void change(const QString &group, const QString &key, const QVariant &value) { Q_EMIT SettingChanged(group, key, QDBusVariant(value)); }

public Q_SLOTS:
    QDBusVariant Read(const QString &, const QString &)
    {
        ++reads;
        return QDBusVariant(QVariant::fromValue(QDBusVariant(scheme)));
    }

Q_SIGNALS:
    void SettingChanged(const QString &group, const QString &key, const QDBusVariant &value);
};

// A desktop that speaks of light and dark, on a bus of the test's own.
class TstThemePortal : public QObject {
    Q_OBJECT

    static constexpr auto kPortalConnection = "portal";
    QTemporaryDir m_dir;
    QProcess m_daemon;
    FakePortal m_portal;

    static QString group() { return QStringLiteral("org.freedesktop.appearance"); }
    static QString key() { return QStringLiteral("color-scheme"); }
    void change(uint scheme)
    {
        m_portal.scheme = scheme;
        m_portal.change(group(), key(), scheme);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(!QStandardPaths::findExecutable(QStringLiteral("dbus-daemon")).isEmpty(), "dbus-daemon is not installed");
        // No service directory: nothing of the real desktop is started on this bus.
        const auto path = m_dir.filePath(QStringLiteral("bus"));
        QFile config(m_dir.filePath(QStringLiteral("bus.conf")));
        QVERIFY(config.open(QIODevice::WriteOnly));
        config.write("<busconfig><type>session</type><listen>unix:path=" + path.toUtf8() +
                     "</listen><policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/>"
                     "<allow own=\"*\"/></policy></busconfig>");
        config.close();
        m_daemon.start(QStringLiteral("dbus-daemon"),
                       {QStringLiteral("--config-file=") + config.fileName(), QStringLiteral("--nofork"), QStringLiteral("--print-address")});
        QVERIFY(m_daemon.waitForStarted());
        QVERIFY(m_daemon.waitForReadyRead(10000));
        const auto address = m_daemon.readAllStandardOutput().trimmed();
        QVERIFY(!address.isEmpty());
        // Before anybody asks for the session bus, which is opened once per process.
        qputenv("DBUS_SESSION_BUS_ADDRESS", address);
        auto bus = QDBusConnection::connectToBus(QString::fromLatin1(address), QLatin1String(kPortalConnection));
        QVERIFY(bus.isConnected());
        QVERIFY(bus.registerObject(QStringLiteral("/org/freedesktop/portal/desktop"), &m_portal,
                                   QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
        QVERIFY(bus.registerService(QStringLiteral("org.freedesktop.portal.Desktop")));
        QVERIFY2(QDBusConnection::sessionBus().isConnected(), "run this class in a process of its own, as CTest does");
    }

    void init()
    {
        m_portal.scheme = 0;
        m_portal.reads = 0;
    }

    void cleanupTestCase()
    {
        QDBusConnection::disconnectFromBus(QLatin1String(kPortalConnection));
        m_daemon.kill();
        m_daemon.waitForFinished();
    }

    void a_dark_desktop_makes_a_dark_theme_at_the_start()
    {
        m_portal.scheme = 1;
        ui::Theme theme;
        QTRY_VERIFY(theme.dark());
    }

    void the_desktops_change_is_followed_live_and_told_once()
    {
        ui::Theme theme;
        QSignalSpy changed(&theme, &ui::Theme::changed);
        QTRY_VERIFY(m_portal.reads > 0);
        change(1);
        QTRY_VERIFY(theme.dark());
        change(2);
        QTRY_VERIFY(!theme.dark());
        QCOMPARE(changed.count(), 2);
    }

    void settings_that_are_not_the_colour_scheme_change_nothing()
    {
        ui::Theme theme;
        QSignalSpy changed(&theme, &ui::Theme::changed);
        QTRY_VERIFY(m_portal.reads > 0);
        change(1);
        QTRY_VERIFY(theme.dark());
        m_portal.change(group(), QStringLiteral("accent-color"), 2u);
        m_portal.change(QStringLiteral("org.gnome.desktop.interface"), key(), 2u);
        // Messages keep their order: had one of those counted, there would be a change to light and one back.
        change(1);
        change(2);
        QTRY_VERIFY(!theme.dark());
        QCOMPARE(changed.count(), 2);
    }

    void nonsense_from_the_desktop_is_no_preference()
    {
        ui::Theme theme;
        QTRY_VERIFY(m_portal.reads > 0); // its answer can not come after what is told now
        change(1);
        QTRY_VERIFY(theme.dark());
        m_portal.change(group(), key(), QStringLiteral("purple"));
        QTRY_VERIFY(!theme.dark());
        change(1);
        QTRY_VERIFY(theme.dark());
        change(77);
        QTRY_VERIFY(!theme.dark());
    }

    void the_users_choice_stands_against_the_desktop_until_it_is_withdrawn()
    {
        ui::Theme theme(ui::Theme::Choice::Light);
        ui::Theme follower;
        change(1);
        QTRY_VERIFY(follower.dark());
        QVERIFY(!theme.dark());
        theme.setChoice(ui::Theme::Choice::System);
        QVERIFY(theme.dark());
    }
};

VEDETTE_TEST(TstThemePortal)
#include "tst_theme_portal.moc"
