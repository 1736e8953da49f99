// What an ICMP check is told, and what it tells.
#include "probes/service/icmp_probe.h"
#include "tests/support/check_round.h"
#include "tests/support/own_network.h"
#include "tests/support/registry.h"

#include <QtTest/QTest>

using metric::Reason;

class TstIcmpProbe : public QObject {
    Q_OBJECT

    static tests::CheckRound ask(const probes::Options &options)
    {
        const auto probe = probes::makeIcmpProbe(options);
        return probe ? tests::checkRound(**probe) : tests::CheckRound{tl::unexpected(probe.error()), {}, {}};
    }

private Q_SLOTS:
    void options_are_read_or_refused_in_words_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("fault");
        const auto row = [](const char *name, const char *key, const char *value, const char *fault) {
            QTest::newRow(name) << QString(key) << QString(value) << QString(fault);
        };
        row("a name", "address", "gw.example.org", "");
        row("an address in brackets", "address", "[2001:db8::1]", "");
        row("no host", "address", "", "address: is missing");
        row("a URL", "address", "http://example.org", "address: expected a host name or an address, got \"http://example.org\"");
        row("too much", "payload_size", "65508", "payload_size: expected a number from 0 to 65507, got \"65508\"");
        row("no hop", "ttl", "0", "ttl: expected a number from 1 to 255, got \"0\"");
        row("no family", "ip_family", "6", "ip_family: expected one of any, ipv4, ipv6, prefer_ipv4, prefer_ipv6, got \"6\"");
        row("no such option", "count", "3", "count: there is no such option");
    }
    void options_are_read_or_refused_in_words()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(QString, fault);
        probes::Options options{{"address", "127.0.0.1"}};
        options[key.toStdString()] = value.toStdString();
        const auto probe = probes::makeIcmpProbe(options);
        QCOMPARE(probe ? QString() : QString::fromStdString(probe.error().message), fault);
    }

    void a_reply_is_told_with_all_that_is_known()
    {
        const auto round = ask({{"address", "127.0.0.1"}});
        if (round.verdict.message.find("ping_group_range") != std::string::npos)
            QSKIP("this user may not send echo requests");
        QVERIFY2(round.verdict.good(), round.verdict.message.c_str());
        QVERIFY(round.verdict.message.starts_with("echo reply from 127.0.0.1 in "));
        QVERIFY(round.verdict.responseTime > std::chrono::nanoseconds::zero());
        QCOMPARE(round.value("probe_success"), 1.0);
        QCOMPARE(round.value("probe_icmp_reply_hop_limit"), 64.0);
        QCOMPARE(round.value("probe_icmp_duration_seconds{phase=\"rtt\"}"), std::chrono::duration<double>(round.verdict.responseTime).count());
        QVERIFY(round.value("probe_icmp_duration_seconds{phase=\"setup\"}") > 0);
        QCOMPARE(round.value("probe_ip_protocol"), 4.0);
        QCOMPARE(round.part("Address"), std::string("127.0.0.1\n"));
        QCOMPARE(round.part("Reply"), std::string("hop limit 64\n"));
        QVERIFY(round.part("Request").starts_with("56 bytes, hop limit 64\n"));
    }

    void a_host_without_an_address_of_the_family_is_a_matter_of_names()
    {
        const auto round = ask({{"address", "127.0.0.1"}, {"ip_family", "ipv6"}});
        QVERIFY(round.result);
        QCOMPARE(round.verdict.reason, Reason::Dns);
        QCOMPARE(round.value("probe_success"), 0.0);
        QCOMPARE(round.value("probe_ip_protocol"), 0.0);
        QCOMPARE(round.value("probe_ip_addr_hash"), 0.0);
        QCOMPARE(round.value("probe_icmp_duration_seconds{phase=\"rtt\"}"), 0.0);
        QVERIFY(!round.series.contains("probe_icmp_reply_hop_limit"));
    }

    void without_the_right_the_check_says_what_to_do()
    {
        tests::CheckRound round;
        if (!tests::inOwnNetwork("1 0", [&] { round = ask({{"address", "127.0.0.1"}}); }))
            QSKIP("only an administrator has a network of his own");
        QVERIFY(round.result);
        QCOMPARE(round.verdict.reason, Reason::Network);
        QVERIFY(round.verdict.message.find("sysctl net.ipv4.ping_group_range='0 2147483647'") != std::string::npos);
        QCOMPARE(round.value("probe_success"), 0.0);
    }
};

VEDETTE_TEST(TstIcmpProbe)
#include "tst_icmp_probe.moc"
