// Against the real gnome-keyring, on a session bus of its own.
#include "app/secrets/secret_store.h"
#include "tests/support/registry.h"
#include "tests/support/server_process.h"

#include <QtTest/QSignalSpy>

using secrets::Place;
using secrets::SecretStore;

class TstSecretStore : public QObject {
    Q_OBJECT

    tests::ServerProcess m_bus;
    QProcess m_keyring;
    QTemporaryDir m_home;

    struct Answer {
        bool came = false;
        SecretStore::Secrets secrets;
        QMap<QString, QString> missing;
    };
    static Answer read(SecretStore &store, const QStringList &ids)
    {
        Answer answer;
        store.read(ids, [&](const SecretStore::Secrets &found, const QMap<QString, QString> &missing) { answer = {true, found, missing}; });
        [&] { QTRY_VERIFY(answer.came); }();
        return answer;
    }
    static std::optional<metric::Result<Place>> write(SecretStore &store, const SecretStore::Secrets &written)
    {
        std::optional<metric::Result<Place>> kept;
        store.write(written, [&](metric::Result<Place> place) { kept = std::move(place); });
        [&] { QTRY_VERIFY(kept.has_value()); }();
        return kept;
    }
    bool startKeyring()
    {
        m_keyring.start(tests::ServerProcess::find("gnome-keyring-daemon"), {"--foreground", "--unlock", "--components=secrets"});
        m_keyring.write("login");
        m_keyring.closeWriteChannel();
        return m_keyring.waitForStarted(5000);
    }
    void stopKeyring()
    {
        m_keyring.terminate();
        m_keyring.waitForFinished(5000);
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (tests::ServerProcess::find("gnome-keyring-daemon").isEmpty() || tests::ServerProcess::find("dbus-daemon").isEmpty())
            QSKIP("gnome-keyring or dbus is not installed");
        // No service files: what is not started here is not there.
        m_bus.write("bus.conf", "<busconfig><type>session</type><listen>unix:path=" + m_bus.path("bus").toUtf8() +
                                    "</listen><policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>"
                                    "<allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>");
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + m_bus.path("bus").toUtf8());
        qputenv("HOME", m_home.path().toUtf8());
        qputenv("XDG_DATA_HOME", m_home.path().toUtf8());
        qputenv("XDG_RUNTIME_DIR", m_home.path().toUtf8());
        qputenv("XDG_CURRENT_DESKTOP", "GNOME");
        QVERIFY(
            m_bus.start("dbus-daemon", {"--config-file=" + m_bus.path("bus.conf"), "--nofork"}, [this] { return QFile::exists(m_bus.path("bus")); }));
    }
    void cleanupTestCase() { stopKeyring(); }

    void without_a_keyring_they_are_known_for_this_run_alone()
    {
        QTemporaryDir folder;
        SecretStore store(folder.path());
        QCOMPARE(store.place(), Place::ThisRun);
        const auto kept = write(store, {{"a", "one"}});
        QVERIFY(*kept);
        QCOMPARE(**kept, Place::ThisRun);
        QCOMPARE(read(store, {"a"}).secrets, (SecretStore::Secrets{{"a", "one"}}));

        SecretStore next(folder.path());
        const auto answer = read(next, {"a"});
        QVERIFY(answer.secrets.isEmpty());
        QVERIFY2(answer.missing.value("a").contains("there is no keyring"), qPrintable(answer.missing.value("a")));
        QVERIFY(QDir(folder.path()).isEmpty());
    }

    void a_file_takes_up_what_this_run_alone_knew_and_is_locked_in_the_next()
    {
        QTemporaryDir folder;
        {
            SecretStore store(folder.path());
            (void)write(store, {{"a", "one"}});
            QVERIFY(store.createFile("sesame"));
            QCOMPARE(store.place(), Place::File);
            QCOMPARE(**write(store, {{"b", "two"}}), Place::File);
        }
        SecretStore store(folder.path());
        QVERIFY(store.isLocked());
        QVERIFY(read(store, {"a"}).missing.value("a").contains("locked"));
        QCOMPARE(store.place(), Place::ThisRun);
        QVERIFY(!store.unlock("wrong"));
        QSignalSpy unlocked(&store, &SecretStore::unlocked);
        QVERIFY(store.unlock("sesame"));
        QCOMPARE(unlocked.count(), 1);
        QCOMPARE(read(store, {"a", "b"}).secrets, (SecretStore::Secrets{{"a", "one"}, {"b", "two"}}));
        store.remove({"a"});
        SecretStore last(folder.path());
        QVERIFY(last.unlock("sesame"));
        QCOMPARE(read(last, {"b"}).secrets.size(), 1);
        QVERIFY(read(last, {"a"}).secrets.isEmpty());
    }

    void with_a_keyring_they_are_there_in_the_next_run_and_in_no_file_of_ours()
    {
        QVERIFY(startKeyring());
        QTRY_VERIFY_WITH_TIMEOUT(secrets::keyringIsThere(), 10'000);
        QTemporaryDir folder;
        {
            SecretStore store(folder.path());
            QCOMPARE(store.place(), Place::Keyring);
            const auto kept = write(store, {{"a", "one"}, {"b", "two"}});
            QVERIFY2(*kept, *kept ? "" : kept->error().message.c_str());
            QCOMPARE(**kept, Place::Keyring);
        }
        {
            SecretStore store(folder.path());
            const auto answer = read(store, {"a", "b", "never"});
            QCOMPARE(answer.secrets, (SecretStore::Secrets{{"a", "one"}, {"b", "two"}}));
            QVERIFY2(answer.missing.value("never").contains("does not have it"), qPrintable(answer.missing.value("never")));
            store.remove({"a"});
            QVERIFY(!read(store, {"a"}).secrets.contains("a"));
        }
        QVERIFY(QDir(folder.path()).isEmpty());
    }
};

VEDETTE_TEST(TstSecretStore)
#include "tst_secret_store.moc"
