#include "models/targets/target_store.h"
#include "tests/support/registry.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>

using targets::Target;
using targets::TargetStore;

class TstTargetStore : public QObject {
    Q_OBJECT

    static Target shop()
    {
        Target target{};
        target.id = "shop";
        target.kind = targets::Kind::Service;
        target.instance = "https://shop.example.org/";
        target.name = QStringLiteral("Läden");
        target.check = "http";
        target.options = {{"url", "https://shop.example.org/"}, {"password", "secret:1234"}};
        target.interval = 10;
        target.retries = 0;
        target.slowAfter = 0.5;
        target.upsideDown = true;
        target.paused = true;
        target.behind = QStringList{"gw"};
        target.objective = 0.99;
        target.maintenanceUntil = 1795265527000;
        target.maintenance = QStringList{"Sun 02:00-04:00"};
        return target;
    }
    static Target gateway()
    {
        Target target{};
        target.id = "gw";
        target.kind = targets::Kind::Host;
        target.instance = target.name = "gw.example.org";
        target.check = "icmp";
        return target;
    }
    static void write(const QTemporaryDir &folder, const QByteArray &bytes)
    {
        QFile file(folder.filePath("targets.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    static QByteArray read(const QTemporaryDir &folder)
    {
        QFile file(folder.filePath("targets.json"));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void what_is_put_is_there_again_in_its_order()
    {
        QTemporaryDir folder;
        {
            const auto store = TargetStore::open(folder.path());
            QVERIFY(store);
            QVERIFY((*store)->all().isEmpty());
            QSignalSpy changed(store->get(), &TargetStore::changed);
            QVERIFY((*store)->put({shop(), gateway()}));
            QCOMPARE(changed.count(), 1);
        }
        const auto store = TargetStore::open(folder.path());
        QVERIFY(store);
        QCOMPARE((*store)->all(), (QList<Target>{shop(), gateway()}));

        auto renamed = shop();
        renamed.name = "Shop";
        QVERIFY((*store)->put(renamed));
        QCOMPARE((*store)->all(), (QList<Target>{renamed, gateway()}));
        QCOMPARE((*TargetStore::open(folder.path()))->all(), (*store)->all());
    }

    void what_is_removed_is_behind_nobody()
    {
        QTemporaryDir folder;
        const auto store = TargetStore::open(folder.path());
        QVERIFY((*store)->put({shop(), gateway()}));
        QVERIFY((*store)->remove(u"gw"));
        QVERIFY((*store)->remove(u"gw"));
        QCOMPARE((*store)->all().size(), 1);
        QVERIFY((*store)->find(u"shop")->behind.isEmpty());
    }

    void what_this_version_does_not_know_is_kept()
    {
        QTemporaryDir folder;
        write(folder, R"({"later": 1, "targets": [{"id": "gw", "name": "gw", "instance": "gw", "check": "icmp", "colour": "blue"}]})");
        const auto store = TargetStore::open(folder.path());
        QVERIFY2(store, store ? "" : store.error().message.c_str());
        auto target = *(*store)->find(u"gw");
        QCOMPARE(target.interval, 30.0);
        target.paused = true;
        QVERIFY((*store)->put(target));
        const auto bytes = read(folder);
        QVERIFY(bytes.contains("\"later\": 1"));
        QVERIFY(bytes.contains("\"colour\": \"blue\""));
        QVERIFY(bytes.contains("\"paused\": true"));
    }

    void damage_is_told_with_what_is_wrong_and_left_as_it_is_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("told");
        QTest::newRow("no JSON") << QByteArray("{\"targets\": [") << "is damaged at byte";
        QTest::newRow("no list") << QByteArray(R"({"targets": {}})") << "targets must be a list";
        QTest::newRow("no kind") << QByteArray(R"({"targets": [{"id": "a", "name": "a", "instance": "a", "check": "ftp"}]})")
                                 << "at byte 20 (check must be the name of a kind of check)";
        QTest::newRow("no name") << QByteArray(R"({"targets": [{"id": "a", "instance": "a", "check": "icmp"}]})") << "name must be";
        QTest::newRow("number") << QByteArray(R"({"targets": [{"id": "a", "name": "a", "instance": "a", "check": "icmp", "interval": "1m"}]})")
                                << "interval must be a number of seconds";
        QTest::newRow("option") << QByteArray(R"({"targets": [{"id": "a", "name": "a", "instance": "a", "check": "icmp", "options": {"a": 1}}]})")
                                << "options must be an object of texts";
        QTest::newRow("window") << QByteArray(R"({"targets": [{"id": "a", "name": "a", "instance": "a", "check": "icmp", "maintenance": ["soon"]}]})")
                                << "maintenance must be";
        QTest::newRow("twice") << QByteArray(R"({"targets": [{"id": "a", "name": "a", "instance": "a", "check": "icmp"},)"
                                             R"({"id": "a", "name": "b", "instance": "b", "check": "icmp"}]})")
                               << "two targets have this id";
    }
    void damage_is_told_with_what_is_wrong_and_left_as_it_is()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, told);
        QTemporaryDir folder;
        write(folder, bytes);
        const auto store = TargetStore::open(folder.path());
        QVERIFY(!store);
        const auto message = QString::fromStdString(store.error().message);
        QVERIFY2(message.contains(told) && message.contains("targets.json") && message.endsWith("mend it or move it away"), qPrintable(message));
        QCOMPARE(read(folder), bytes);
    }

    void where_it_cannot_be_written_nothing_changes()
    {
        QTemporaryDir folder;
        const auto store = TargetStore::open(folder.filePath("deeper"));
        QFile inTheWay(folder.filePath("deeper"));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        QSignalSpy changed(store->get(), &TargetStore::changed);
        const auto put = (*store)->put(shop());
        QVERIFY(!put);
        QVERIFY(QString::fromStdString(put.error().message).contains("cannot write"));
        QVERIFY((*store)->all().isEmpty());
        QCOMPARE(changed.count(), 0);
    }
};

VEDETTE_TEST(TstTargetStore)
#include "tst_target_store.moc"
