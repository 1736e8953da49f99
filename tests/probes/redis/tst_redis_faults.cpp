// The check against what is no Redis server, or none that means well.
#include "probes/redis/redis_probe.h"

#include "tests/support/bad_server.h"
#include "tests/support/check_round.h"
#include "tests/support/registry.h"

#include <QtCore/QByteArray>
#include <QtCore/QElapsedTimer>

using metric::Reason;
using tests::BadServer;
using tests::CheckRound;

class TstRedisFaults : public QObject {
    Q_OBJECT

    static CheckRound against(const BadServer &server, const char *timeout, probes::Options options = {})
    {
        options["address"] = "127.0.0.1:" + std::to_string(server.port());
        options["timeout"] = timeout;
        auto probe = probes::makeRedisProbe(options);
        return probe ? tests::checkRound(**probe) : CheckRound{metric::fail(metric::ErrorCode::InvalidArgument, probe.error().message), {}, {}, {}};
    }

private Q_SLOTS:
    void one_that_accepts_and_hangs_is_given_up_in_time()
    {
        const BadServer server([](const BadServer::Peer &peer) { peer.hang(); });
        QElapsedTimer waited;
        waited.start();
        const auto round = against(server, "0.3");
        QCOMPARE(round.verdict.reason, Reason::Timeout);
        QVERIFY(waited.elapsed() < 2'000);
    }

    void one_that_dribbles_is_given_up_in_time()
    {
        const BadServer server([](const BadServer::Peer &peer) {
            peer.readUntil("INFO");
            peer.send("$1000000\r\n");
            while (peer.send("x") && peer.rest(std::chrono::milliseconds(5))) {
            }
        });
        QElapsedTimer waited;
        waited.start();
        const auto round = against(server, "0.5");
        QCOMPARE(round.verdict.reason, Reason::Timeout);
        QVERIFY(waited.elapsed() < 2'000);
    }

    void garbage_and_too_much_are_named_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("again");
        QTest::addColumn<int>("reason");
        QTest::newRow("another protocol") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n") << false << int(Reason::Protocol);
        QTest::newRow("deep arrays") << QByteArray("*1\r\n").repeated(10'000) << false << int(Reason::Protocol);
        QTest::newRow("a huge array") << QByteArray("*2000000000\r\n") << false << int(Reason::Size);
        QTest::newRow("an endless text") << QByteArray("$9000000000\r\n") + QByteArray(65536, 'x') << true << int(Reason::Size);
        QTest::newRow("an endless line") << QByteArray("+") + QByteArray(65536, 'x') << true << int(Reason::Size);
        QTest::newRow("nothing") << QByteArray() << false << int(Reason::Closed);
        QTest::newRow("half an answer") << QByteArray("$100\r\nredis_version:7\r\n") << false << int(Reason::Closed);
        QTest::newRow("numbers") << QByteArray(":1\r\n").repeated(100) << false << int(Reason::Protocol);
        QTest::newRow("another server") << QByteArray("$2\r\nhi\r\n").repeated(100) << false << int(Reason::Answer);
        QTest::newRow("protected mode") << QByteArray("-DENIED Redis is running in protected mode\r\n") << false << int(Reason::Permission);
        QTest::newRow("a pipeline cut off") << QByteArray("$18\r\nredis_version:7.0\n\r\n") << false << int(Reason::Closed);
    }
    void garbage_and_too_much_are_named()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, again);
        QFETCH(int, reason);
        const BadServer bad([&](const BadServer::Peer &peer) {
            peer.readUntil("LATEST\r\n");
            while (peer.send({bytes.constData(), std::size_t(bytes.size())}) && again) {
            }
        });
        QElapsedTimer waited;
        waited.start();
        const auto round = against(bad, "5");
        QVERIFY(round.result);
        QCOMPARE(QString::fromStdString(std::string(metric::reasonWord(round.verdict.reason))),
                 QString::fromStdString(std::string(metric::reasonWord(Reason(reason)))));
        QVERIFY(waited.elapsed() < 4'000);
    }

    void a_server_that_repeats_the_password_is_not_quoted()
    {
        const BadServer server([](const BadServer::Peer &peer) {
            peer.readUntil("LATEST\r\n");
            for (int at = 0; at < 20; ++at)
                peer.send("-ERR unknown command `AUTH` with args beginning with: `hunter2`\r\n");
        });
        auto round = against(server, "5", {{"password", "hunter2"}});
        QCOMPARE(round.verdict.reason, Reason::Authentication);
        QVERIFY(!round.says("hunter2"));
        const BadServer other([](const BadServer::Peer &peer) {
            peer.readUntil("LATEST\r\n");
            peer.send("+OK\r\n");
            for (int at = 0; at < 20; ++at)
                peer.send("-ERR what is hunter2\r\n");
        });
        round = against(other, "5", {{"password", "hunter2"}});
        QCOMPARE(round.verdict.reason, Reason::Status);
        QVERIFY(!round.says("hunter2"));
    }

    void what_is_filled_in_wrongly_is_said()
    {
        const auto fault = [](const probes::Options &options) {
            const auto made = probes::makeRedisProbe(options);
            return made ? std::string() : made.error().message;
        };
        QVERIFY(fault({}).starts_with("address: "));
        QVERIFY(fault({{"address", "a:99999"}}).starts_with("address: "));
        QVERIFY(fault({{"address", "a"}, {"timeout", "soon"}}).starts_with("timeout: "));
        QVERIFY(fault({{"address", "/run/redis.sock"}, {"tls", "true"}}).starts_with("tls: "));
        QVERIFY(fault({{"address", "a"}, {"pass", "x"}}).starts_with("pass: "));
        QVERIFY(fault({{"address", "a"}}).empty());
    }
};

VEDETTE_TEST(TstRedisFaults)
#include "tst_redis_faults.moc"
