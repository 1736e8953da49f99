#include "models/settings/settings.h"
#include "models/settings/settings_store.h"
#include "tests/support/registry.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>

using namespace settings;

namespace {

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// A valid value of each type that is no fallback.
bool another(const Setting<bool> &setting) { return !setting.fallback; }
qint64 another(const Setting<qint64> &setting) { return setting.fallback + 60; }
QByteArray another(const Setting<QByteArray> &) { return QByteArray("\0\xff bytes", 8); }
QMap<QString, QList<qint64>> another(const Setting<QMap<QString, QList<qint64>>> &) { return {{QStringLiteral("system"), {1, 2, 3}}}; }
QMap<QString, QByteArray> another(const Setting<QMap<QString, QByteArray>> &) { return {{QStringLiteral("processes"), "state"}}; }
QMap<QString, QString> another(const Setting<QMap<QString, QString>> &) { return {{QStringLiteral("info"), QStringLiteral("bell")}}; }
QList<QString> another(const Setting<QList<QString>> &) { return {QStringLiteral("up"), QString()}; }
QueryHistory another(const Setting<QueryHistory> &) { return {{QStringLiteral("up"), 1795265527000, true}, {QStringLiteral("rate(x[5m])"), 0}}; }
QString another(const Setting<QString> &setting)
{
    for (const char *word : {kLight, kQuit, kGerman, kAlerts, "22:00-07:00"}) {
        if (setting.valid(QString::fromLatin1(word)))
            return QString::fromLatin1(word);
    }
    return {};
}

} // namespace

class TstSettingsStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void every_setting_has_its_own_key_a_valid_fallback_and_survives_the_file()
    {
        QTemporaryDir folder;
        QSet<QString> keys;
        const auto all = [](auto &&each) { std::apply([&](const auto &...setting) { (each(setting), ...); }, kAll); };
        {
            auto store = SettingsStore::open(folder.path());
            QVERIFY(store);
            all([&](const auto &setting) {
                const QString key = QString::fromLatin1(setting.key);
                QVERIFY2(!keys.contains(key), setting.key);
                keys.insert(key);
                QVERIFY2(setting.valid(setting.fallback), setting.key);
                QVERIFY2(setting.expects && *setting.expects, setting.key);
                QVERIFY2((*store)->value(setting) == setting.fallback, setting.key);
                const auto other = another(setting);
                QVERIFY2(setting.valid(other) && !(other == setting.fallback), setting.key);
                (*store)->setValue(setting, other);
            });
        } // written on destruction
        auto again = SettingsStore::open(folder.path());
        QVERIFY(again);
        all([&](const auto &setting) { QVERIFY2((*again)->value(setting) == another(setting), setting.key); });
        QVERIFY(keys.size() >= 12);
    }

    void damage_is_told_with_file_byte_and_advice_and_never_overwritten_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("told");
        const auto row = [](const char *name, QByteArray bytes, const char *told) { QTest::newRow(name) << bytes << QString::fromUtf8(told); };
        row("no JSON", "hello", "at byte 1 (illegal value)");
        row("cut off", "{\"ui/theme\": \"da", "at byte 16 (unterminated string)");
        row("empty", "", "at byte 0 (illegal value)");
        row("not an object", "[1, 2]", "at byte 0 (not an object)");
        row("wrong type", "{\"history/retention_days\": \"15\"}", "at byte 1 (history/retention_days must be a whole number from 1 to 3650)");
        row("out of range", "{\"x\": 1, \"probes/interval_seconds\": 0}",
            "at byte 9 (probes/interval_seconds must be a whole number from 1 to 3600)");
        row("no room at all", "{\"history/max_megabytes\": 0}", "history/max_megabytes must be a whole number from 16 to 1048576");
        row("kept for no day", "{\"history/retention_5m_days\": 0}", "history/retention_5m_days must be a whole number from 1 to 3650");
        row("kept for no day either", "{\"history/retention_1h_days\": 0}", "history/retention_1h_days must be a whole number from 1 to 36500");
        row("a fraction", "{\"probes/interval_seconds\": 1.5}", "probes/interval_seconds must be");
        row("a number too large", "{\"notifications/paused_until_ms\": 1e300}", "notifications/paused_until_ms must be");
        row("an unknown word", "{\"ui/theme\": \"pink\"}", "ui/theme must be \"system\", \"light\" or \"dark\"");
        row("bad Base64", "{\"ui/window_geometry\": \"%%%\"}", "ui/window_geometry must be Base64");
        row("wrong inner type", "{\"ui/splitter_sizes\": {\"a\": [1, true]}}", "ui/splitter_sizes must be");
        row("too large", QByteArray((1 << 20) + 1, ' '), "larger than 1 MiB");
    }

    void damage_is_told_with_file_byte_and_advice_and_never_overwritten()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, told);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("settings.json"));
        write(path, bytes);
        {
            const auto store = SettingsStore::open(folder.path());
            QVERIFY(!store);
            const QString message = QString::fromStdString(store.error().message);
            QVERIFY2(message.contains(told), qPrintable(message));
            QVERIFY2(message.startsWith(path + QStringLiteral(" is damaged at byte ")), qPrintable(message));
            QVERIFY2(message.endsWith(QStringLiteral("mend it or move it away")), qPrintable(message));
        }
        QCOMPARE(read(path), bytes);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
    }

    void unknown_keys_are_kept()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("settings.json"));
        write(path, "{\"future/thing\": {\"a\": [1, null]}, \"ui/theme\": \"light\"}");
        {
            auto store = SettingsStore::open(folder.path());
            QVERIFY(store);
            QCOMPARE((*store)->value(kTheme), QStringLiteral("light"));
            (*store)->setValue(kTheme, QStringLiteral("dark"));
        }
        const QByteArray after = read(path).simplified().replace(' ', "");
        QVERIFY2(after.contains("\"future/thing\":{\"a\":[1,null]}") && after.contains("\"ui/theme\":\"dark\""), after.constData());
    }

    void changes_are_written_together_a_moment_later_and_told_once()
    {
        QTemporaryDir folder;
        const QString inner = folder.filePath(QStringLiteral("not/there/yet"));
        auto store = SettingsStore::open(inner);
        QVERIFY(store);
        QVERIFY(!QDir(inner).exists()); // reading makes nothing
        QSignalSpy changed(store->get(), &SettingsStore::changed);
        (*store)->setValue(kInterval, qint64(2));
        (*store)->setValue(kInterval, qint64(2));
        (*store)->setValue(kInterval, qint64(5));
        QCOMPARE(changed.count(), 2);
        QVERIFY(!QFile::exists((*store)->path()));
        QTRY_VERIFY(QFile::exists((*store)->path()));
        QVERIFY(read((*store)->path()).contains("5"));
    }

    void a_folder_that_cannot_be_written_is_told_and_the_value_holds()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("file"));
        write(file, "in the way");
        auto store = SettingsStore::open(file + QStringLiteral("/below"));
        QVERIFY(store);
        QSignalSpy failed(store->get(), &SettingsStore::saveFailed);
        (*store)->setValue(kInterval, qint64(7));
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(!(*store)->flush());
        QCOMPARE((*store)->value(kInterval), qint64(7));
    }
};

VEDETTE_TEST(TstSettingsStore)
#include "tst_settings_store.moc"
