// What a name server may do, and what is made of it.
#include "probes/net/dns_client.h"
#include "tests/support/name_server.h"
#include "tests/support/registry.h"
#include "tests/support/system_time.h"

#include <QtTest/QTest>

using namespace net;
using metric::Reason;
using tests::NameServer;

class TstDnsClient : public QObject {
    Q_OBJECT

    using Messages = std::vector<std::string>;

    tests::SystemTime m_clock;

    DnsExchange ask(const NameServer &server, DnsTransport transport = DnsTransport::Udp, double seconds = 5) const
    {
        return ask(server.port(), transport, seconds);
    }
    DnsExchange ask(std::uint16_t port, DnsTransport transport = DnsTransport::Udp, double seconds = 5) const
    {
        DnsRequest request{*dnsQuestion("a.example", 1, 1), true, false, {"127.0.0.1", port}, IpFamily::Any, transport, {}};
        return askDns(request, Deadline(m_clock, std::chrono::nanoseconds(std::int64_t(seconds * 1e9))));
    }
    void verify(const DnsExchange &exchange, Reason reason, const char *words) const
    {
        QVERIFY(exchange.fault && !exchange.answer);
        QVERIFY2(exchange.fault->message.find(words) != std::string::npos, exchange.fault->message.c_str());
        QCOMPARE(exchange.fault->reason, reason);
    }

private Q_SLOTS:
    void an_answer_comes_over_udp_and_over_tcp()
    {
        const NameServer server([](const auto &query) { return Messages{NameServer::address(query)}; },
                                [](const auto &query) { return Messages{NameServer::framed(NameServer::address(query))}; });
        for (const auto transport : {DnsTransport::Udp, DnsTransport::Tcp}) {
            const auto exchange = ask(server, transport);
            QVERIFY2(!exchange.fault, exchange.fault ? exchange.fault->message.c_str() : "");
            QCOMPARE(exchange.answer->answer.at(0).data, std::string("192.0.2.1"));
            QCOMPARE(exchange.address->text(), std::string("127.0.0.1"));
            QVERIFY(!exchange.truncated);
            QCOMPARE(exchange.bytes, std::size_t(43));
            QVERIFY(exchange.request > std::chrono::nanoseconds::zero());
        }
    }

    void an_answer_that_is_cut_short_is_asked_for_over_tcp()
    {
        // The second record is cut in the middle.
        const auto cut = [](const auto &query) { return Messages{NameServer::reply(query, 0x8780, 2, "\xc0\x0c")}; };
        const NameServer server(cut, [](const auto &query) { return Messages{NameServer::framed(NameServer::address(query))}; });
        const auto exchange = ask(server);
        QVERIFY2(!exchange.fault, exchange.fault ? exchange.fault->message.c_str() : "");
        QVERIFY(exchange.truncated);
        QCOMPARE(exchange.answer->answer.size(), std::size_t(1));

        verify(ask(NameServer(cut)), Reason::Refused, "cut short, and over TCP: connection refused by 127.0.0.1:");
    }

    void silence_ends_with_the_deadline()
    {
        const NameServer server([](const auto &) { return Messages{}; }, [](const auto &) { return Messages{}; });
        verify(ask(server, DnsTransport::Udp, 0.2), Reason::Timeout, "no answer from 127.0.0.1:");
        verify(ask(server, DnsTransport::Tcp, 0.2), Reason::Timeout, "in 0.2 s");
        verify(ask(server, DnsTransport::Tls, 0.2), Reason::Timeout, "in 0.2 s");
    }

    void a_port_where_nobody_listens_refuses()
    {
        const auto port = [] { return NameServer({}).port(); }();
        verify(ask(port), Reason::Refused, "nothing listens at 127.0.0.1:");
        verify(ask(port, DnsTransport::Tcp), Reason::Refused, "connection refused");
    }

    void answers_to_others_are_left_lying()
    {
        const auto strange = [](std::string query) {
            auto wrongId = NameServer::address(query);
            wrongId[0] = char(wrongId[0] ^ 1);
            auto wrongName = NameServer::address(query);
            wrongName[13] = 'b';
            auto wrongType = NameServer::address(query);
            wrongType[24] = 28;
            auto noQuestion = query.substr(0, 12);
            noQuestion[2] = char(0x85);
            noQuestion[5] = 0;
            return Messages{wrongId, wrongName, wrongType, noQuestion, query, "x", ""};
        };
        const NameServer server(strange, [&](const auto &query) { return Messages{NameServer::framed(strange(query)[1])}; });
        verify(ask(server, DnsTransport::Udp, 0.2), Reason::Protocol, "sent 7 messages, but no answer to the question in 0.2 s");
        verify(ask(server, DnsTransport::Tcp), Reason::Protocol, "answers another question");

        const NameServer late([&](const auto &query) {
            auto all = strange(query);
            all.push_back(NameServer::address(query));
            return all;
        });
        const auto exchange = ask(late);
        QVERIFY(!exchange.fault);
        QCOMPARE(exchange.answer->answer.at(0).data, std::string("192.0.2.1"));
    }

    void a_refusal_may_leave_the_question_out()
    {
        const NameServer server([](std::string query) {
            query.resize(12);
            query[2] = char(0x80);
            query[3] = 1;
            query[5] = 0;
            return Messages{query};
        });
        const auto exchange = ask(server);
        QVERIFY(!exchange.fault);
        QCOMPARE(exchange.answer->code, 1);
    }

    void garbage_is_no_answer()
    {
        const auto garbage = [](const auto &query) { return Messages{NameServer::reply(query, 0x8580, 9, "\xff\xff\xff")}; };
        const NameServer server(garbage, [&](const auto &query) { return Messages{NameServer::framed(garbage(query)[0])}; });
        verify(ask(server), Reason::Protocol, "no DNS message");
        verify(ask(server, DnsTransport::Tcp), Reason::Protocol, "no DNS message");

        // The owner of the record is a name that points at itself.
        const NameServer circle(
            [](const auto &query) { return Messages{NameServer::reply(query, 0x8580, 1, std::string_view("\xc0\x1b\0\1\0\1\0\0\0\0\0\0", 12))}; });
        verify(ask(circle), Reason::Protocol, "no DNS message");
    }

    void a_connection_may_break_off_anywhere()
    {
        const auto none = [](const auto &) { return Messages{}; };
        const NameServer half(none, [](const auto &) { return Messages{"\x01"}; });
        verify(ask(half, DnsTransport::Tcp), Reason::Closed, "closed the connection");
        const NameServer promise(none, [](const auto &query) { return Messages{"\xff\xff" + query}; });
        verify(ask(promise, DnsTransport::Tcp), Reason::Closed, "before its answer was whole");
        const NameServer plain(none, [](const auto &) { return Messages{"no TLS here"}; });
        const auto exchange = ask(plain, DnsTransport::Tls);
        QVERIFY(exchange.fault && (exchange.fault->reason == Reason::Tls || exchange.fault->reason == Reason::Closed));
    }

    void the_first_server_of_the_system_is_found()
    {
        QCOMPARE(firstNameserver("# nameserver 192.0.2.9\nsearch example\nnameserver\t 192.0.2.1 \nnameserver 192.0.2.2\n"),
                 std::string("192.0.2.1"));
        QCOMPARE(firstNameserver("nameserver ::1"), std::string("::1"));
        QCOMPARE(firstNameserver("nameserver\nnameservers 192.0.2.1\nnameserver192.0.2.1\n"), std::string());
        QCOMPARE(firstNameserver(""), std::string());
        QCOMPARE(systemNameserver().port, 53);
    }
};

VEDETTE_TEST(TstDnsClient)
#include "tst_dns_client.moc"
