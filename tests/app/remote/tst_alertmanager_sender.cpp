#include "app/remote/alertmanager_sender.h"
#include "tests/app/remote/http_peer.h"
#include "tests/support/alert_rule.h"
#include "tests/support/fake_clock.h"
#include "tests/support/registry.h"

#include <mutex>

using namespace std::chrono_literals;
using metric::Timestamp;
using remote::AlertmanagerSender;
using tests::answering;
using tests::HttpPeer;

namespace {

const Timestamp kStart{1'700'000'000s};

alerts::AlertSnapshotRef firing(const QStringList &names)
{
    auto snapshot = std::make_shared<alerts::AlertSnapshot>();
    for (const auto &name : names) {
        alerts::Alert alert;
        alert.id = qHash(name);
        alert.rule = tests::ruleWith([](auto &rule) {
            rule.expression = "up{job=\"a+b\"}";
            rule.comparison = alerts::Comparison::Below;
            rule.value = 1;
        });
        alert.labels = std::make_shared<const metric::Labels>(metric::Labels{{"alertname", name.toStdString()}, {"instance", "forge"}});
        alert.annotations = std::make_shared<const alerts::Annotations>(alerts::Annotations{{"summary", "it says \"ä\""}});
        alert.state = alerts::AlertState::Firing;
        alert.firingSince = kStart - 5s;
        snapshot->firing.push_back(std::move(alert));
    }
    return snapshot;
}

} // namespace

class TstAlertmanagerSender : public QObject {
    Q_OBJECT

    tests::FakeClock m_clock{kStart};
    std::mutex m_mutex;
    QStringList m_told; // on the sender's thread
    std::unique_ptr<AlertmanagerSender> m_sender;

    void start(std::vector<QUrl> addresses, remote::AlertmanagerLimits limits = {.firstRest = 10ms, .longestRest = 10ms})
    {
        m_told.clear();
        m_sender = std::make_unique<AlertmanagerSender>(remote::AlertmanagerSenderParts{.clock = m_clock,
                                                                                        .tell =
                                                                                            [this](const std::string &, const std::string &trouble) {
                                                                                                const std::lock_guard lock(m_mutex);
                                                                                                m_told << QString::fromStdString(trouble);
                                                                                            },
                                                                                        .limits = limits});
        m_sender->setAddresses(std::move(addresses));
    }
    QStringList told()
    {
        const std::lock_guard lock(m_mutex);
        return m_told;
    }
    remote::AlertmanagerFigures figures(std::size_t at = 0) const { return m_sender->figures().at(at); }

private Q_SLOTS:
    void cleanup() { m_sender.reset(); }

    void an_alert_is_told_as_alertmanager_wants_it()
    {
        HttpPeer peer(answering("200 OK"));
        auto address = peer.address();
        address.setPath("/team");
        start({address});
        m_sender->setOwnAddress(QUrl("http://forge:9090/"));
        QVERIFY(!figures().isUp);
        m_sender->take(firing({"a"}));
        QTRY_COMPARE(figures().sent, std::uint64_t(1));
        QVERIFY2(peer.heads().front().startsWith("POST /team/api/v2/alerts HTTP/1.1"), qPrintable(peer.heads().front()));
        QVERIFY(peer.heads().front().contains("Content-Type: application/json", Qt::CaseInsensitive));
        const QJsonArray expected{QJsonObject{{"labels", QJsonObject{{"alertname", "a"}, {"instance", "forge"}}},
                                              {"annotations", QJsonObject{{"summary", QString::fromUtf8("it says \"ä\"")}}},
                                              {"startsAt", "2023-11-14T22:13:15.000Z"},
                                              {"endsAt", "2023-11-14T22:17:20.000Z"},
                                              {"generatorURL", "http://forge:9090/api/v1/query?query=up%7Bjob%3D%22a%2Bb%22%7D%20%3C%201"}}};
        QCOMPARE(peer.bodies().front(), expected);
        QCOMPARE(figures().isUp, std::optional(true));
        QCOMPARE(told(), QStringList{QString()});
    }

    void many_go_in_batches_of_64()
    {
        HttpPeer peer(answering("200 OK"));
        start({peer.address()});
        QStringList names;
        for (int i = 0; i < 150; ++i)
            names << QString("a%1").arg(i);
        m_sender->take(firing(names));
        QTRY_COMPARE(figures().sent, std::uint64_t(150));
        QCOMPARE(peer.names(), names);
        QList<qsizetype> sizes;
        for (const auto &body : peer.bodies())
            sizes << body.size();
        QCOMPARE(sizes, QList<qsizetype>({64, 64, 22}));
    }

    void one_that_is_bad_is_named_and_delays_no_other_data()
    {
        QTest::addColumn<std::function<void(QTcpSocket &)>>("answer");
        QTest::addColumn<QString>("says");
        QTest::addColumn<bool>("isUp");
        using Answer = HttpPeer::Answer;
        QTest::newRow("never answers") << Answer(tests::sayNothing) << "did not answer within 2000 ms" << false;
        QTest::newRow("a byte now and then") << Answer(tests::drip) << "did not answer within 2000 ms" << false;
        QTest::newRow("hangs up") << Answer(tests::hangUp) << "does not answer" << false;
        QTest::newRow("100 MB") << Answer(tests::flood) << "answered with more than 65536 bytes" << false;
        QTest::newRow("no HTTP") << Answer([](QTcpSocket &socket) {
            socket.write("SSH-2.0-OpenSSH_9.2\r\n\r\n");
            socket.disconnectFromHost();
        }) << "does not answer" << false;
        QTest::newRow("a redirect to itself") << answering("307 Temporary Redirect", {}, "Location: /api/v2/alerts\r\n")
                                              << "sends to another address, which is not followed: 307 /api/v2/alerts" << true;
        QTest::newRow("a text") << answering("400 Bad Request", "\"bad label\\nset\"") << "refused alerts: 400 bad label set" << true;
        QTest::newRow("an object") << answering("400 Bad Request", "{\"code\":601,\"message\":\"no\"}") << "refused alerts: 400 no" << true;
        QTest::newRow("a page") << answering("404 Not Found", "<h1>404\x1b[31m</h1>") << "refused alerts: 404 <h1>404[31m</h1>" << true;
        QTest::newRow("a password") << answering("401 Unauthorized", "who?", "WWW-Authenticate: Basic realm=\"x\"\r\n") << "refused alerts: 401"
                                    << true;
        QTest::newRow("not well") << answering("500 Internal Server Error", QByteArray(10'000, 'x')) << "refused alerts: 500 xxx" << true;
    }
    void one_that_is_bad_is_named_and_delays_no_other()
    {
        QFETCH(std::function<void(QTcpSocket &)>, answer);
        QFETCH(QString, says);
        QFETCH(bool, isUp);
        HttpPeer bad(answer), good(answering("200 OK"));
        start({bad.address(), good.address()}, {.timeout = 2s, .firstRest = 1min});
        m_sender->take(firing({"a"}));
        QTRY_COMPARE(figures(1).sent, std::uint64_t(1));
        QTRY_VERIFY_WITH_TIMEOUT(figures(0).errors == 1, 20'000);
        const auto trouble = QString::fromStdString(figures(0).trouble);
        QVERIFY2(trouble.contains(says) && trouble.size() < 500, qPrintable(trouble));
        QCOMPARE(figures(0).isUp, std::optional(isUp));
        QCOMPARE(figures(0).sent, std::uint64_t(0));
        m_sender->take(firing({"a", "b"}));
        QTRY_COMPARE(figures(1).sent, std::uint64_t(2));
        QCOMPARE(figures(1).errors, std::uint64_t(0));
        QCOMPARE(good.names(), QStringList({"a", "b"}));
    }

    void nobody_there_is_told_once_and_so_is_the_return()
    {
        HttpPeer peer(answering("503 Service Unavailable"));
        start({peer.address()});
        m_sender->take(firing({"a"}));
        QTRY_VERIFY(figures().errors >= 3);
        QCOMPARE(told().size(), 1);
        peer.answerWith(answering("200 OK"));
        QTRY_COMPARE(figures().sent, std::uint64_t(1));
        QCOMPARE(told().size(), 2);
        QCOMPARE(told().last(), QString());
    }

    void what_was_taken_before_it_failed_is_told_anew()
    {
        HttpPeer peer(answering("200 OK"));
        start({peer.address()});
        m_sender->take(firing({"a"}));
        QTRY_COMPARE(figures().sent, std::uint64_t(1));
        peer.answerWith(answering("503 Service Unavailable"));
        m_sender->take(firing({"a", "b"}));
        QTRY_VERIFY(figures().errors > 0);
        peer.answerWith(answering("200 OK"));
        QTRY_COMPARE(figures().sent, std::uint64_t(3));
        auto last = peer.names().mid(peer.names().size() - 2);
        last.sort();
        QCOMPARE(last, QStringList({"a", "b"}));
    }

    void what_is_refused_as_wrong_holds_up_nothing_and_is_not_hammered()
    {
        HttpPeer peer(answering("400 Bad Request", "\"no\""));
        start({peer.address()});
        m_sender->take(firing({"a"}));
        QTRY_COMPARE(figures().errors, std::uint64_t(1));
        peer.answerWith(answering("200 OK"));
        m_sender->take(firing({"a", "b"}));
        QTRY_COMPARE(figures().sent, std::uint64_t(1));
        QCOMPARE(peer.names(), QStringList({"a", "b"}));
        m_clock.advance(1min);
        m_sender->take(firing({"a", "b"}));
        QTRY_COMPARE(figures().sent, std::uint64_t(3));
        QCOMPARE(peer.names(), QStringList({"a", "b", "a", "b"}));
    }

    void addresses_come_and_go()
    {
        HttpPeer first(answering("200 OK")), second(answering("200 OK"));
        start({first.address()});
        m_sender->take(firing({"a"}));
        QTRY_COMPARE(figures().sent, std::uint64_t(1));
        m_sender->setAddresses({second.address(), first.address()});
        QTRY_COMPARE(figures(0).sent, std::uint64_t(1));
        QCOMPARE(second.names(), QStringList({"a"}));
        QCOMPARE(figures(1).sent, std::uint64_t(1));
        m_sender->setAddresses({second.address()});
        m_sender->take(firing({"a", "b"}));
        QTRY_COMPARE(figures(0).sent, std::uint64_t(2));
        QCOMPARE(first.names(), QStringList({"a"}));
        m_sender->setAddresses({});
        QVERIFY(m_sender->figures().empty());
    }

    void it_ends_while_somebody_does_not_answer()
    {
        HttpPeer peer(tests::sayNothing);
        start({peer.address()}, {.timeout = 1h});
        m_sender->take(firing({"a"}));
        QTRY_COMPARE(peer.bodies().size(), 1);
        m_sender.reset(); // else the test hangs
    }
};

VEDETTE_TEST(TstAlertmanagerSender)
#include "tst_alertmanager_sender.moc"
