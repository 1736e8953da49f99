#include "probes/service/tcp_probe.h"
#include "probes/service/tls_probe.h"

#include "tests/support/bad_server.h"
#include "tests/support/certificates.h"
#include "tests/support/check_round.h"
#include "tests/support/registry.h"
#include "tests/support/server_process.h"

#include <QtTest/QTest>

using metric::Reason;
using probes::makeTcpProbe;
using probes::makeTlsProbe;
using probes::Options;
using tests::BadServer;
using tests::CheckRound;

static QString verdictText(const CheckRound &round)
{
    return QString::fromUtf8(metric::reasonWord(round.verdict.reason).data()) + ": " + QString::fromStdString(round.verdict.message);
}

class TstTcpProbe : public QObject {
    Q_OBJECT

    tests::Certificates m_certificates;

    static CheckRound check(metric::Result<std::unique_ptr<probes::Probe>> probe)
    {
        if (!probe)
            return {tl::unexpected(probe.error()), {}, {}};
        return tests::checkRound(**probe);
    }
    static std::string at(std::uint16_t port) { return "127.0.0.1:" + std::to_string(port); }
    static QString faultOf(const metric::Result<std::unique_ptr<probes::Probe>> &probe)
    {
        return probe ? QString() : QString::fromStdString(probe.error().message);
    }
    static void talkMail(const BadServer::Peer &peer, const std::string &offer)
    {
        peer.send("220-mail.example.org\r\n220 ready\r\n");
        peer.readUntil("\r\n");
        peer.send("250-mail.example.org\r\n250 STARTTLS\r\n");
        peer.readUntil("\r\n");
        peer.send(offer);
        peer.hang();
    }

private Q_SLOTS:
    void initTestCase();
    void a_port_that_listens_is_up_and_one_that_does_not_is_down();
    void a_greeting_is_expected_and_its_groups_are_told();
    void what_is_sent_is_made_of_what_was_heard();
    void a_greeting_that_never_comes_is_told_by_its_kind_data();
    void a_greeting_that_never_comes_is_told_by_its_kind();
    void certificates_are_looked_at_over_every_protocol_data();
    void certificates_are_looked_at_over_every_protocol();
    void an_expired_certificate_still_tells_its_dates();
    void a_certificate_that_ends_too_soon_fails();
    void a_protocol_that_offers_no_encryption_is_told();
    void what_is_said_before_the_encryption_is_not_believed();
    void options_that_make_no_sense_are_told();
};

void TstTcpProbe::initTestCase()
{
    if (tests::ServerProcess::find("openssl").isEmpty())
        QSKIP("openssl is not installed");
    m_certificates.issue("good", "DNS:shop.example.org,IP:127.0.0.1");
    m_certificates.issue("old", "IP:127.0.0.1", "20200101000000Z", "20210101000000Z");
    QVERIFY(m_certificates.ready());
}

void TstTcpProbe::a_port_that_listens_is_up_and_one_that_does_not_is_down()
{
    BadServer server([](const BadServer::Peer &peer) { peer.hang(); });
    const auto up = check(makeTcpProbe({{"address", at(server.port())}}));
    QVERIFY2(up.verdict.good(), up.verdict.message.c_str());
    QCOMPARE(up.value("probe_success"), 1.0);
    QCOMPARE(up.value("probe_ip_protocol"), 4.0);
    QVERIFY(up.verdict.responseTime.count() > 0);
    const auto port = tests::freePort();
    const auto down = check(makeTcpProbe({{"address", at(port)}}));
    QVERIFY(down.result);
    QCOMPARE(verdictText(down), QString("refused: connection refused by 127.0.0.1:%1").arg(port));
    QCOMPARE(down.value("probe_success"), 0.0);
    QCOMPARE(down.value("probe_failed_due_to_regex"), 0.0);
}

void TstTcpProbe::a_greeting_is_expected_and_its_groups_are_told()
{
    BadServer server([](const BadServer::Peer &peer) { peer.send("hello\r\n220 mail.example.org ESMTP 3.5\r\n"); });
    const auto round = check(makeTcpProbe({{"address", at(server.port())}, {"banner", "^220 (?P<host>\\S+) ESMTP (?P<version>.*)"}}));
    QVERIFY2(round.verdict.good(), round.verdict.message.c_str());
    QCOMPARE(round.value("probe_expect_info{host=\"mail.example.org\",version=\"3.5\"}"), 1.0);
    QCOMPARE(round.part("Lines"), std::string("hello\n220 mail.example.org ESMTP 3.5\n"));
}

void TstTcpProbe::what_is_sent_is_made_of_what_was_heard()
{
    BadServer server([](const BadServer::Peer &peer) {
        peer.send("challenge 17 of ann\n");
        const auto answer = peer.readUntil("\n");
        peer.send(answer == "17:ann costs $5 ann-\r\t\\\n" ? "good" : "bad: " + answer);
    });
    const auto round = check(
        makeTcpProbe({{"address", at(server.port())},
                      {"dialogue", "expect ^challenge (\\d+) of (?P<who>.*)\nsend $1:${who} costs $$5 ${2}-${none}\\r\\t\\\\\nexpect ^good$"}}));
    QVERIFY2(round.verdict.good(), round.part("Lines").c_str());
}

void TstTcpProbe::a_greeting_that_never_comes_is_told_by_its_kind_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<double>("unmatched");
    QTest::newRow("silence") << 0 << "timeout: no answer from 127.0.0.1:%1 in 0.3 s" << 0.0;
    QTest::newRow("another greeting") << 1 << "answer: no line matches \"^220\"" << 1.0;
    QTest::newRow("a line without end") << 2 << "size: a line from 127.0.0.1:%1 is longer than 65536 bytes" << 0.0;
    QTest::newRow("a byte at a time") << 3 << "timeout: " << 0.0;
    QTest::newRow("lines without end") << 4 << "size: no line of " << 0.0;
}

void TstTcpProbe::a_greeting_that_never_comes_is_told_by_its_kind()
{
    QFETCH(int, kind);
    QFETCH(QString, expected);
    QFETCH(double, unmatched);
    BadServer server([kind](const BadServer::Peer &peer) {
        if (kind == 1)
            peer.send("SSH-2.0-OpenSSH\r\n");
        else if (kind == 0)
            peer.hang();
        const std::string piece = kind == 2 ? std::string(4096, 'x') : kind == 3 ? std::string("x") : std::string(4095, 'x') + '\n';
        while (kind >= 2 && peer.send(piece) && (kind != 3 || peer.rest(std::chrono::milliseconds(5)))) {
        }
    });
    const auto round = check(makeTcpProbe({{"address", at(server.port())}, {"banner", "^220"}, {"timeout", kind == 2 || kind == 4 ? "5" : "0.3"}}));
    QVERIFY(round.result);
    const auto text = expected.contains("%1") ? expected.arg(server.port()) : expected;
    QVERIFY2(verdictText(round).startsWith(text), qPrintable(verdictText(round)));
    QCOMPARE(round.value("probe_failed_due_to_regex"), unmatched);
    QVERIFY(round.value("probe_duration_seconds") < 3);
}

void TstTcpProbe::certificates_are_looked_at_over_every_protocol_data()
{
    QTest::addColumn<QString>("protocol");
    for (const char *protocol : {"none", "smtp", "imap", "pop3", "ftp", "postgres"})
        QTest::newRow(protocol) << QString(protocol);
}

// The server of openssl speaks TLS alone, so that the agreement is made by a server that then hands the bytes on.
void TstTcpProbe::certificates_are_looked_at_over_every_protocol()
{
    QFETCH(QString, protocol);
    tests::ServerProcess encrypted;
    const auto port = tests::freePort();
    QVERIFY(encrypted.start("openssl",
                            {"s_server", "-quiet", "-accept", QString("127.0.0.1:%1").arg(port), "-cert", m_certificates.path("good.pem"), "-key",
                             m_certificates.path("good.key")},
                            [&] { return tests::listens(port); }));
    BadServer server([&](const BadServer::Peer &peer) {
        const auto turn = [&](const char *heard, const std::string &said) { return peer.readUntil(heard), peer.send(said); };
        if (protocol == "smtp")
            peer.send("220-mail\r\n220 ready\r\n"), turn("\r\n", "250-mail\r\n250 STARTTLS\r\n"), turn("STARTTLS\r\n", "220 go on\r\n");
        else if (protocol == "imap")
            peer.send("* OK ready\r\n"), turn("\r\n", "* CAPABILITY none\r\na1 OK begin\r\n");
        else if (protocol == "pop3")
            peer.send("+OK ready\r\n"), turn("STLS\r\n", "+OK begin\r\n");
        else if (protocol == "ftp")
            peer.send("220 ready\r\n"), turn("AUTH TLS\r\n", "234 begin\r\n");
        else if (protocol == "postgres")
            turn(std::string("\x04\xd2\x16\x2f").c_str(), "S");
        peer.pass(port);
    });
    for (const bool tcp : {false, true}) {
        Options options{
            {"address", at(server.port())}, {"starttls", protocol.toStdString()}, {"authority_file", m_certificates.path("ca.pem").toStdString()}};
        if (tcp)
            options.emplace("tls", "true");
        const auto round = check(tcp ? makeTcpProbe(options) : makeTlsProbe(options));
        QVERIFY2(round.verdict.good(), round.verdict.message.c_str());
        QCOMPARE(round.value("probe_tls_version_info{version=\"TLS 1.3\"}"), 1.0);
        QVERIFY(round.value("probe_ssl_earliest_cert_expiry") > 1.7e9);
        QVERIFY(round.part("Certificate").find("CN=good") != std::string::npos);
    }
}

void TstTcpProbe::an_expired_certificate_still_tells_its_dates()
{
    tests::ServerProcess server;
    const auto port = tests::freePort();
    QVERIFY(server.start("openssl",
                         {"s_server", "-quiet", "-accept", QString("127.0.0.1:%1").arg(port), "-cert", m_certificates.path("old.pem"), "-key",
                          m_certificates.path("old.key")},
                         [&] { return tests::listens(port); }));
    const auto round = check(makeTlsProbe({{"address", at(port)}, {"authority_file", m_certificates.path("ca.pem").toStdString()}}));
    QCOMPARE(verdictText(round), QString("expired: the certificate expired on 2021-01-01 00:00 UTC"));
    QCOMPARE(round.value("probe_ssl_earliest_cert_expiry"), 1609459200.0);
    QCOMPARE(round.value("probe_success"), 0.0);
}

void TstTcpProbe::a_certificate_that_ends_too_soon_fails()
{
    tests::ServerProcess server;
    const auto port = tests::freePort();
    QVERIFY(server.start("openssl",
                         {"s_server", "-quiet", "-accept", QString("127.0.0.1:%1").arg(port), "-cert", m_certificates.path("good.pem"), "-key",
                          m_certificates.path("good.key")},
                         [&] { return tests::listens(port); }));
    Options options{{"address", at(port)}, {"authority_file", m_certificates.path("ca.pem").toStdString()}, {"least_days", "89"}};
    const auto good = check(makeTlsProbe(options));
    QCOMPARE(verdictText(good), QString("none: TLS 1.3, certificates good for 89 days"));
    options["least_days"] = "91";
    QCOMPARE(verdictText(check(makeTlsProbe(options))), QString("expired: a certificate ends in 90 days, at least 91 are wanted"));
}

void TstTcpProbe::a_protocol_that_offers_no_encryption_is_told()
{
    BadServer server([](const BadServer::Peer &peer) { talkMail(peer, "454 not today\r\n"); });
    QCOMPARE(verdictText(check(makeTlsProbe({{"address", at(server.port())}, {"starttls", "smtp"}}))),
             QString("protocol: no encryption is offered: \"454 not today\""));
    BadServer database([](const BadServer::Peer &peer) {
        peer.send("N");
        peer.hang();
    });
    QCOMPARE(verdictText(check(makeTlsProbe({{"address", at(database.port())}, {"starttls", "postgres"}}))),
             QString("protocol: no encryption is offered"));
}

void TstTcpProbe::what_is_said_before_the_encryption_is_not_believed()
{
    BadServer server([](const BadServer::Peer &peer) { talkMail(peer, "220 go on\r\n250 injected\r\n"); });
    QCOMPARE(verdictText(check(makeTlsProbe({{"address", at(server.port())}, {"starttls", "smtp"}}))),
             QString("protocol: something was said between the agreement and the encryption"));
}

void TstTcpProbe::options_that_make_no_sense_are_told()
{
    QCOMPARE(faultOf(makeTcpProbe({})), QString("address: is missing"));
    QCOMPARE(faultOf(makeTcpProbe({{"address", "mail.example.org"}})), QString("address: expected host:port, there is no port"));
    QCOMPARE(faultOf(makeTlsProbe({{"address", "mail.example.org"}})), QString());
    QCOMPARE(faultOf(makeTlsProbe({{"address", "a:1"}, {"starttls", "gopher"}})),
             QString("starttls: expected one of none, smtp, imap, pop3, ftp, postgres, got \"gopher\""));
    QCOMPARE(faultOf(makeTcpProbe({{"address", "a:1"}, {"banner", "("}})), QString("banner: \"(\" is no regular expression: missing ): ("));
    QCOMPARE(faultOf(makeTcpProbe({{"address", "a:1"}, {"dialogue", "expect (?P<job>.)"}})), QString("dialogue: a group cannot be called job"));
    const auto forgotten = faultOf(makeTcpProbe({{"address", "a:1"}, {"dialogue", "AUTH s3cret"}}));
    QCOMPARE(forgotten, QString("dialogue: expected lines that begin with \"expect \" or \"send \""));
}

VEDETTE_TEST(TstTcpProbe)
#include "tst_tcp_probe.moc"
