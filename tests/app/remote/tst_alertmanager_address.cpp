#include "app/remote/alertmanager_address.h"
#include "tests/support/registry.h"

using remote::alertmanagerAddress;
using remote::alertmanagerAddresses;

class TstAlertmanagerAddress : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void addresses_stand_between_spaces_each_once()
    {
        const auto read = alertmanagerAddresses("  http://a:9093/ https://b.example/team//\n http://a:9093 http://[::1]:9093 ");
        QVERIFY(read.faults.empty());
        QStringList texts;
        for (const auto &address : read.addresses)
            texts << address.toString();
        QCOMPARE(texts, QStringList({"http://a:9093", "https://b.example/team", "http://[::1]:9093"}));
        QVERIFY(alertmanagerAddresses("").addresses.empty());
    }

    void what_is_none_is_named_with_what_is_wrong_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("no scheme") << "forge:9093"
                                   << "must begin with http:// or https://";
        QTest::newRow("another scheme") << "ftp://forge"
                                        << "must begin with http:// or https://";
        QTest::newRow("a file") << "file:///etc/passwd"
                                << "must begin with http:// or https://";
        QTest::newRow("no machine") << "http:///x"
                                    << "no machine is named";
        QTest::newRow("a port too large") << "http://forge:99999"
                                          << "it is no URL";
        QTest::newRow("a query") << "http://forge/?a=b"
                                 << "nothing after its path";
        QTest::newRow("a fragment") << "http://forge/#/alerts"
                                    << "nothing after its path";
        QTest::newRow("its API") << "http://forge/api/v2/alerts"
                                 << "without /api/";
    }
    void what_is_none_is_named_with_what_is_wrong()
    {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const auto address = alertmanagerAddress(text);
        QVERIFY(!address);
        const auto message = QString::fromStdString(address.error().message);
        QVERIFY2(message.contains(says) && message.contains(text), qPrintable(message));
    }

    void a_secret_is_refused_and_never_repeated()
    {
        for (const auto *text :
             {"http://ada:secret@forge", "http://secret@forge", "ftp://ada:secret@forge", "http://ada:secret@", "ada:secret@forge"}) {
            const auto address = alertmanagerAddress(text);
            QVERIFY(!address);
            const auto message = QString::fromStdString(address.error().message);
            QVERIFY2(message.contains("keyring") && !message.contains("secret@") && !message.contains("ada"), qPrintable(message));
        }
    }

    void a_bad_one_does_not_cost_the_others()
    {
        const auto read = alertmanagerAddresses("nonsense http://a http://u:p@b http://c");
        QCOMPARE(read.addresses.size(), std::size_t(2));
        QCOMPARE(read.faults.size(), std::size_t(2));
        QString text;
        for (int i = 0; i < 20; ++i)
            text += QString("http://m%1 ").arg(i);
        const auto tooMany = alertmanagerAddresses(text);
        QCOMPARE(tooMany.addresses.size(), remote::AlertmanagerAddresses::kMost);
        QCOMPARE(tooMany.faults.size(), std::size_t(1));
    }
};

VEDETTE_TEST(TstAlertmanagerAddress)
#include "tst_alertmanager_address.moc"
