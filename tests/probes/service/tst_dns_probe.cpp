// What a DNS check is told, and how it judges what comes.
#include "probes/service/dns_probe.h"
#include "tests/support/check_round.h"
#include "tests/support/name_server.h"
#include "tests/support/registry.h"

#include <QtTest/QTest>

using metric::Reason;
using tests::NameServer;

using Messages = std::vector<std::string>;

// One record of the name that was asked for, of any type.
static std::string record(std::uint8_t type, std::string_view data)
{
    return std::string("\xc0\x0c\0", 3) + char(type) + std::string("\0\1\0\0\1\x2c\0", 7) + char(data.size()) + std::string(data);
}

class TstDnsProbe : public QObject {
    Q_OBJECT

    static tests::CheckRound ask(const NameServer &server, probes::Options options)
    {
        options.emplace("name", "a.example");
        options.emplace("server", "127.0.0.1:" + std::to_string(server.port()));
        const auto probe = probes::makeDnsProbe(options);
        return probe ? tests::checkRound(**probe) : tests::CheckRound{tl::unexpected(probe.error()), {}, {}};
    }
    static void verify(const tests::CheckRound &round, Reason reason, const std::string &words)
    {
        QVERIFY2(round.result, round.result ? "" : round.result.error().message.c_str());
        QVERIFY2(round.verdict.message.find(words) != std::string::npos, round.verdict.message.c_str());
        QCOMPARE(round.verdict.reason, reason);
        QCOMPARE(round.value("probe_success"), reason == Reason::None ? 1.0 : 0.0);
    }

private Q_SLOTS:
    void options_are_read_or_refused_in_words_data()
    {
        QTest::addColumn<QStringList>("said");
        QTest::addColumn<QString>("fault");
        const auto row = [](const char *name, const QStringList &said, const char *fault) { QTest::newRow(name) << said << QString(fault); };
        row("a name alone", {"name=example.org"}, "");
        row("a name, a type and a server", {"name=example.org MX @192.0.2.53"}, "");
        row("the server first", {"name=example.org @[2001:db8::53]:5353 TYPE65"}, "");
        row("said twice the same", {"name=example.org MX", "type=MX"}, "");
        row("said twice", {"name=example.org MX", "type=A"}, "type: the name says MX");
        row("two servers", {"name=example.org @one", "server=two"}, "server: the name says one");
        row("no name", {"name= "}, "name: is missing");
        row("no such name", {"name=a..b"}, "name: \"a..b\" is no name of the DNS");
        row("no such type", {"name=a", "type=B"}, "type: expected a record type like A, MX or TYPE65, got \"B\"");
        row("a whole zone", {"name=a AXFR"}, "type: expected a record type like A, MX or TYPE65, got \"AXFR\"");
        row("no such server", {"name=a", "server=b:x"}, "server: expected host:port, the port is not a number from 1 to 65535");
        row("no such code", {"name=a", "accepted_codes=NXDOMAIN\nOOPS"},
            "accepted_codes: expected a response code like NOERROR or NXDOMAIN, got \"OOPS\"");
        row("no such data", {"name=a", "expected=1.2.3"}, "expected: \"1.2.3\" is no data of a A record");
        row("no regular expression", {"name=a", "answer_matches=("}, "answer_matches: \"(\" is no regular expression: missing ): (");
        row("no such option", {"name=a", "nam=b"}, "nam: there is no such option");
        row("no time", {"name=a", "timeout=0"}, "timeout: expected a number from 0.1 to 120, got \"0\"");
    }
    void options_are_read_or_refused_in_words()
    {
        QFETCH(QStringList, said);
        QFETCH(QString, fault);
        probes::Options options;
        for (const auto &entry : said)
            options[entry.section('=', 0, 0).toStdString()] = entry.section('=', 1).toStdString();
        const auto probe = probes::makeDnsProbe(options);
        QCOMPARE(probe ? QString() : QString::fromStdString(probe.error().message), fault);
        if (probe)
            QCOMPARE((*probe)->job(), std::string_view("blackbox"));
    }

    void a_good_answer_is_told_with_all_that_is_known()
    {
        const NameServer server([](const auto &query) { return Messages{NameServer::address(query)}; });
        const auto round = ask(server, {});
        const auto where = "127.0.0.1:" + std::to_string(server.port());
        verify(round, Reason::None, "192.0.2.1 from " + where);
        QCOMPARE(round.value("probe_dns_answer_rrs"), 1.0);
        QCOMPARE(round.value("probe_dns_authority_rrs"), 0.0);
        QCOMPARE(round.value("probe_dns_query_succeeded"), 1.0);
        QCOMPARE(round.value("probe_ip_protocol"), 4.0);
        QCOMPARE(round.value("probe_ip_addr_hash"), 3668918509.0);
        QCOMPARE(round.value("probe_timeout_seconds"), 10.0);
        QVERIFY(round.value("probe_dns_duration_seconds{phase=\"request\"}") > 0);
        QVERIFY(round.value("probe_duration_seconds") >= round.value("probe_dns_duration_seconds{phase=\"request\"}"));
        QVERIFY(!round.series.contains("probe_dns_serial"));
        QVERIFY(round.verdict.responseTime > std::chrono::nanoseconds::zero());
        QCOMPARE(round.part("Question"), std::string("a.example. IN A\nrecursion desired\n"));
        QCOMPARE(round.part("Server"), where + "\nUDP\n");
        QCOMPARE(round.part("Answer"), std::string("NOERROR, 43 bytes\nauthoritative\nrecursion available\na.example.\t300\tIN\tA\t192.0.2.1\n"));
        QVERIFY(round.part("Phases").find("request ") != std::string::npos);
    }

    void an_answer_is_judged_by_what_is_expected_data()
    {
        QTest::addColumn<QStringList>("said");
        QTest::addColumn<int>("reason");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, const QStringList &said, Reason reason, const char *words) {
            QTest::newRow(name) << said << int(reason) << QString(words);
        };
        // Two addresses and the alias on the way to them.
        row("nothing", {}, Reason::None, "192.0.2.1, 192.0.2.2 from ");
        row("one of two", {"expected=192.0.2.2"}, Reason::None, "");
        row("one is missing", {"expected=192.0.2.2\n192.0.2.3"}, Reason::Answer, "192.0.2.3 is missing, the answer is 192.0.2.1, 192.0.2.2");
        row("any of them", {"expected=192.0.2.2\n192.0.2.3", "expected_match=any"}, Reason::None, "");
        row("none of them", {"expected=192.0.2.9", "expected_match=any"}, Reason::Answer, "none of the expected records is there");
        row("exactly these", {"expected=192.0.2.2\n192.0.2.1", "expected_match=exactly"}, Reason::None, "");
        row("one too many", {"expected=192.0.2.2", "expected_match=exactly"}, Reason::Answer, "192.0.2.1 is not expected");
        row("an alias that is expected", {"type=CNAME", "expected=B.example"}, Reason::None, "b.example. from ");
        row("another alias", {"type=CNAME", "expected=c.example"}, Reason::Answer, "c.example is missing, the answer is b.example.");
        row("a type that is not there", {"type=AAAA"}, Reason::Answer, "the answer has no AAAA record");
        row("a type that need not be there", {"type=AAAA", "records_required=false"}, Reason::None, "NOERROR without a record, as accepted");
        row("a pattern", {"answer_matches=\\tCNAME\\tb\\.\n192\\.0\\.2\\.\\d$"}, Reason::None, "");
        row("a pattern that is not there", {"answer_matches=198\\."}, Reason::Answer, "no record matches \"198\\.\"");
        row("a pattern that must not be there", {"answer_not_matches=0\\.2\\.2$"}, Reason::Answer,
            "a record matches \"0\\.2\\.2$\": a.example. 300 IN A 192.0.2.2");
        row("authority", {"authoritative=true"}, Reason::Answer, "the server answers without authority");
        row("validation", {"validated=true"}, Reason::Answer, "the answer is not validated by DNSSEC");
        row("another code", {"accepted_codes=NXDOMAIN"}, Reason::Status, "no error (NOERROR)");
    }
    void an_answer_is_judged_by_what_is_expected()
    {
        QFETCH(QStringList, said);
        QFETCH(int, reason);
        QFETCH(QString, words);
        const NameServer server([](const auto &query) {
            return Messages{NameServer::reply(query, 0x8180, 3,
                                              record(5, std::string_view("\1b\xc0\x0e", 4)) + record(1, std::string_view("\xc0\0\2\1", 4)) +
                                                  record(1, std::string_view("\xc0\0\2\2", 4)))};
        });
        probes::Options options;
        for (const auto &entry : said)
            options[entry.section('=', 0, 0).toStdString()] = entry.section('=', 1).toStdString();
        verify(ask(server, options), Reason(reason), words.toStdString());
    }

    void a_code_that_is_not_accepted_says_what_it_means()
    {
        const NameServer server([](const auto &query) { return Messages{NameServer::reply(query, 0x8183, 0, "")}; });
        auto round = ask(server, {});
        verify(round, Reason::Status, ": no such name (NXDOMAIN)");
        QCOMPARE(round.value("probe_dns_query_succeeded"), 1.0);
        QVERIFY(round.verdict.responseTime > std::chrono::nanoseconds::zero());
        round = ask(server, {{"accepted_codes", "NOERROR\nNXDOMAIN"}});
        verify(round, Reason::None, "NXDOMAIN without a record, as accepted");
    }

    void a_server_that_does_not_answer_is_told_with_the_names_all_the_same()
    {
        const NameServer server([](const auto &) { return Messages{}; });
        const auto round = ask(server, {{"timeout", "0.2"}});
        verify(round, Reason::Timeout, "no answer from 127.0.0.1:");
        QCOMPARE(round.value("probe_dns_answer_rrs"), 0.0);
        QCOMPARE(round.value("probe_dns_query_succeeded"), 0.0);
        QCOMPARE(round.value("probe_dns_duration_seconds{phase=\"connect\"}") > 0, true);
        QCOMPARE(round.verdict.responseTime, std::chrono::nanoseconds::zero());
        QVERIFY(round.part("Answer").empty());
        QVERIFY(!round.part("Question").empty());
    }

    void what_a_server_writes_is_told_as_printable_text_of_bounded_size()
    {
        const NameServer server({}, [](const auto &query) {
            std::string records;
            for (int i = 0; i < 200; ++i)
                records += record(16, std::string("\xf0", 1) + std::string(240, '\x1b'));
            return Messages{NameServer::framed(NameServer::reply(query, 0x8180, 200, records))};
        });
        const auto round = ask(server, {{"type", "TXT"}, {"transport", "tcp"}});
        verify(round, Reason::None, "and 196 more from");
        QVERIFY(round.verdict.message.size() < 700);
        QVERIFY(round.part("Answer").size() < 70'000);
        QVERIFY(round.part("Answer").ends_with("...\n"));
        for (const char c : round.part("Answer") + round.verdict.message)
            QVERIFY(c == '\n' || c == '\t' || (c >= ' ' && c <= '~'));
    }
};

VEDETTE_TEST(TstDnsProbe)
#include "tst_dns_probe.moc"
