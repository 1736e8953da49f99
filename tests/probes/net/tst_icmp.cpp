// Echo requests: as bytes, and to this machine.
#include "probes/net/icmp.h"
#include "tests/support/own_network.h"
#include "tests/support/registry.h"
#include "tests/support/system_time.h"

#include <QtTest/QTest>

using namespace net;
using metric::Reason;

class TstIcmp : public QObject {
    Q_OBJECT

    tests::SystemTime m_clock;

    EchoExchange send(EchoRequest request, const char *address, double seconds = 5) const
    {
        request.address = *parseAddress(address);
        return sendEcho(request, Deadline(m_clock, std::chrono::nanoseconds(std::int64_t(seconds * 1e9))));
    }
    static bool forbidden(const EchoExchange &exchange)
    {
        return exchange.fault && exchange.fault->message.find("ping_group_range") != std::string::npos;
    }
    static std::string told(const EchoExchange &exchange) { return exchange.fault ? exchange.fault->message : std::string("a reply"); }

private Q_SLOTS:
    void a_request_is_what_the_standard_says()
    {
        // The checksum by hand: 0800 + 1234 + 0001 + 6162 + 6300 = de97, its complement 2168.
        QCOMPARE(encodeRequest({false, 0x1234, 1, "abc"}), std::string("\x08\x00\x21\x68\x12\x34\x00\x01"
                                                                       "abc",
                                                                       11));
        QCOMPARE(encodeRequest({true, 0x1234, 1, "abc"}), std::string("\x80\x00\x00\x00\x12\x34\x00\x01"
                                                                      "abc",
                                                                      11));
    }

    void only_its_own_reply_answers_a_request()
    {
        const Echo echo{false, 0x1234, 1, "abc"};
        const std::string reply("\x00\x00\xff\xff\x12\x34\x00\x01"
                                "abc",
                                11);
        QVERIFY(isReply(echo, reply, true));
        for (const std::size_t at : {0, 1, 4, 5, 6, 7, 8, 10}) {
            auto other = reply;
            other[at] = char(other[at] ^ 1);
            QCOMPARE(isReply(echo, other, true), false);
            QCOMPARE(isReply(echo, other, false), at == 4 || at == 5);
        }
        for (std::size_t size = 0; size < reply.size(); ++size)
            QVERIFY(!isReply(echo, std::string_view(reply).substr(0, size), true));
        QVERIFY(!isReply(echo, reply + "d", true));
        QVERIFY(!isReply(echo, encodeRequest(echo), true));
        QVERIFY(isReply({true, 0x1234, 1, "abc"},
                        std::string("\x81\x00\xff\xff\x12\x34\x00\x01"
                                    "abc",
                                    11),
                        true));
    }

    void this_machine_answers_data()
    {
        QTest::addColumn<QByteArray>("address");
        QTest::addColumn<int>("payload");
        QTest::addColumn<bool>("dontFragment");
        QTest::newRow("IPv4") << QByteArray("127.0.0.1") << 56 << false;
        QTest::newRow("IPv6") << QByteArray("::1") << 56 << false;
        QTest::newRow("without a payload") << QByteArray("127.0.0.1") << 0 << false;
        QTest::newRow("of one byte") << QByteArray("::1") << 1 << false;
        QTest::newRow("as large as can be") << QByteArray("127.0.0.1") << 65507 << false;
        QTest::newRow("unfragmented IPv4") << QByteArray("127.0.0.1") << 1472 << true;
        QTest::newRow("unfragmented IPv6") << QByteArray("::1") << 1452 << true;
    }
    void this_machine_answers()
    {
        QFETCH(QByteArray, address);
        QFETCH(int, payload);
        QFETCH(bool, dontFragment);
        const auto exchange = send({{}, std::size_t(payload), 64, dontFragment}, address);
        if (forbidden(exchange))
            QSKIP("this user may not send echo requests");
        QVERIFY2(!exchange.fault, told(exchange).c_str());
        QVERIFY(exchange.rtt > std::chrono::nanoseconds::zero());
        QVERIFY(exchange.setup > std::chrono::nanoseconds::zero());
        QCOMPARE(exchange.hopLimit, 64);
    }

    void two_at_once_do_not_take_each_others_replies()
    {
        std::vector<std::thread> threads;
        std::atomic<int> answered = 0, refused = 0;
        for (int i = 0; i < 8; ++i) {
            threads.emplace_back([&] {
                for (int round = 0; round < 20; ++round) {
                    const auto exchange = send({}, "127.0.0.1");
                    answered += exchange.fault ? 0 : 1;
                    refused += forbidden(exchange) ? 1 : 0;
                }
            });
        }
        for (auto &thread : threads)
            thread.join();
        if (refused == 160)
            QSKIP("this user may not send echo requests");
        QCOMPARE(answered.load(), 160);
    }

    void who_may_not_is_told_what_to_do()
    {
        EchoExchange v4, v6;
        if (!tests::inOwnNetwork("1 0", [&] {
                v4 = send({}, "127.0.0.1");
                v6 = send({}, "::1");
            }))
            QSKIP("only an administrator has a network of his own");
        QVERIFY2(forbidden(v4) && forbidden(v6), told(v4).c_str());
        QCOMPARE(v4.fault->reason, Reason::Network);
        QVERIFY(v4.fault->message.find("setcap cap_net_raw+ep") != std::string::npos);
    }

    void no_right_is_needed_where_the_system_lets_everybody()
    {
        EchoExchange v4, v6, nowhere;
        if (!tests::inOwnNetwork("0 2147483647", [&] {
                v4 = send({{}, 1472, 7, true}, "127.0.0.1");
                v6 = send({}, "::1");
                nowhere = send({}, "192.0.2.1");
            }))
            QSKIP("only an administrator has a network of his own");
        QVERIFY2(!v4.fault && !v6.fault, (told(v4) + told(v6)).c_str());
        QVERIFY(!v4.raw && !v6.raw);
        QCOMPARE(v4.hopLimit, 64);
        QVERIFY(nowhere.fault);
        QCOMPARE(nowhere.fault->reason, Reason::Network);
        QCOMPARE(nowhere.fault->message, std::string("no way to 192.0.2.1: Network is unreachable"));
    }

    void what_a_router_says_ends_the_wait_data()
    {
        QTest::addColumn<bool>("raw");
        QTest::newRow("to an unprivileged socket") << false;
        QTest::newRow("to a raw socket") << true;
    }
    void what_a_router_says_ends_the_wait()
    {
        QFETCH(bool, raw);
        // The router is another network, held by a process that ends soon. It has a way back to us for some and none for others.
        constexpr auto kRouter = "exec 2>/dev/null >/dev/null; unshare -n sleep 10 & sleep 0.2; router=$!; "
                                 "ip link add here type veth peer name there netns $router && ip address add 10.9.0.1/24 dev here && "
                                 "ip link set here up && ip route add default via 10.9.0.2 && "
                                 "nsenter -t $router -n sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward; ip address add 10.9.0.2/24 dev there; "
                                 "ip link set there up; ip route add 198.51.100.0/24 via 10.9.0.1; ip route add 203.0.113.0/24 via 10.9.0.1 mtu 600'";
        EchoExchange nowhere, far, large;
        if (!tests::inOwnNetwork(
                raw ? "1 0" : "0 2147483647",
                [&] {
                    nowhere = send({}, "192.0.2.1");
                    far = send({{}, 56, 1, false}, "198.51.100.1");
                    large = send({{}, 1000, 64, true}, "203.0.113.1");
                },
                kRouter, raw))
            QSKIP("only an administrator has a network of his own, or there is no ip(8)");
        QVERIFY(nowhere.fault && far.fault && large.fault);
        QCOMPARE(far.raw, raw);
        QCOMPARE(nowhere.fault->message, std::string("no way to 192.0.2.1, says 10.9.0.2: Network is unreachable"));
        QCOMPARE(far.fault->message, std::string("198.51.100.1 is further away than 1 hops, the last was 10.9.0.2"));
        QCOMPARE(large.fault->message, std::string("the request of 1000 bytes is more than the way to 203.0.113.1 takes at once (600 bytes)"));
        QCOMPARE(far.fault->reason, Reason::Network);
    }
};

VEDETTE_TEST(TstIcmp)
#include "tst_icmp.moc"
