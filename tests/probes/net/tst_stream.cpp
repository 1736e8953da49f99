#include "probes/net/stream.h"

#include "tests/support/bad_server.h"
#include "tests/support/certificates.h"
#include "tests/support/registry.h"
#include "tests/support/server_process.h"
#include "tests/support/system_time.h"

#include <QtTest/QTest>

using namespace net;
using namespace std::chrono_literals;
using metric::Reason;
using tests::BadServer;

class TstStream : public QObject {
    Q_OBJECT

    tests::SystemTime m_clock;
    std::unique_ptr<tests::Certificates> m_certificates;

    Deadline in(std::chrono::nanoseconds time) const { return {m_clock, time}; }
    Outcome<Stream> open(std::uint16_t port, std::chrono::nanoseconds time = 5s)
    {
        auto connected = Stream::connect({"127.0.0.1", port}, IpFamily::Any, in(time));
        if (!connected)
            return tl::unexpected(connected.error());
        return std::move(connected->stream);
    }
    // A handshake with a server that shows that certificate.
    struct Shaken {
        Outcome<void> done;
        TlsFacts facts;
    };
    Shaken shake(const QString &certificate, const std::string &host, TlsOptions options = {}, const QStringList &more = {})
    {
        tests::ServerProcess server;
        const auto port = tests::freePort();
        const auto path = [&](const QString &suffix) { return m_certificates->path(certificate + suffix); };
        Shaken shaken{fault(Reason::None, "not started"), {}};
        QStringList arguments{"s_server", "-quiet", "-accept", QString("127.0.0.1:%1").arg(port), "-cert", path(".pem"), "-key", path(".key")};
        if (certificate != "lone")
            arguments << "-cert_chain" << m_certificates->path("ca.pem");
        if (!server.start("openssl", arguments + more, [&] { return tests::listens(port); }))
            return shaken;
        if (options.authorityFile.empty())
            options.authorityFile = m_certificates->path("ca.pem").toStdString();
        auto stream = open(port);
        if (stream)
            shaken.done = stream->startTls(host, options, in(5s), shaken.facts);
        return shaken;
    }

private Q_SLOTS:
    void initTestCase();
    void bytes_go_there_and_come_back();
    void a_refused_connection_says_by_whom();
    void silence_ends_with_the_deadline();
    void a_byte_at_a_time_ends_with_the_deadline_too();
    void a_line_without_end_is_not_read_for_ever();
    void a_peer_that_vanishes_while_written_to_kills_nobody();
    void a_good_chain_is_trusted_and_told();
    void an_expired_certificate_still_says_since_when();
    void a_wrong_name_is_told_with_the_right_ones();
    void an_address_is_verified_as_an_address();
    void a_self_signed_certificate_is_taken_only_by_its_pin();
    void a_file_that_is_none_is_a_fault_of_the_options();
    void something_that_is_no_tls_is_told_as_such();
    void a_handshake_that_breaks_off_is_closed();
    void silence_in_the_handshake_ends_with_the_deadline();
};

void TstStream::initTestCase()
{
    if (tests::ServerProcess::find("openssl").isEmpty())
        QSKIP("openssl is not installed");
    m_certificates = std::make_unique<tests::Certificates>();
    m_certificates->issue("good", "DNS:shop.example.org,DNS:*.shop.example.org,IP:127.0.0.1");
    m_certificates->issue("old", "DNS:shop.example.org", "20200101000000Z", "20210101000000Z");
    m_certificates->issueSelfSigned("lone", "DNS:shop.example.org");
    QVERIFY(m_certificates->ready());
}

void TstStream::bytes_go_there_and_come_back()
{
    BadServer server([](const BadServer::Peer &peer) {
        const auto line = peer.readUntil("\n");
        peer.send("you said " + line.substr(0, line.size() - 1) + "\r\nand more\n");
    });
    auto stream = open(server.port());
    QVERIFY(stream);
    QVERIFY(stream->write("hello\n", in(5s)));
    std::string buffer;
    QCOMPARE(*stream->readLine(buffer, 100, in(5s)), std::string("you said hello"));
    QCOMPARE(*stream->readLine(buffer, 100, in(5s)), std::string("and more"));
    QCOMPARE(stream->readLine(buffer, 100, in(5s)).error().reason, Reason::Closed);
}

void TstStream::a_refused_connection_says_by_whom()
{
    const auto port = tests::freePort();
    const auto stream = open(port);
    QVERIFY(!stream);
    QCOMPARE(stream.error().reason, Reason::Refused);
    QCOMPARE(QString::fromStdString(stream.error().message), QString("connection refused by 127.0.0.1:%1").arg(port));
}

void TstStream::silence_ends_with_the_deadline()
{
    BadServer server([](const BadServer::Peer &peer) { peer.hang(); });
    auto stream = open(server.port());
    QVERIFY(stream);
    char byte = 0;
    const auto got = stream->read({&byte, 1}, in(100ms));
    QCOMPARE(got.error().reason, Reason::Timeout);
    QCOMPARE(QString::fromStdString(got.error().message), QString("no answer from 127.0.0.1:%1 in 0.1 s").arg(server.port()));
}

void TstStream::a_byte_at_a_time_ends_with_the_deadline_too()
{
    BadServer server([](const BadServer::Peer &peer) {
        while (peer.send("x") && peer.rest(20ms)) {
        }
    });
    auto stream = open(server.port());
    QVERIFY(stream);
    std::string buffer;
    const Deadline deadline(m_clock, 200ms);
    QCOMPARE(stream->readLine(buffer, 1 << 20, deadline).error().reason, Reason::Timeout);
    QVERIFY(deadline.elapsed() < 2s);
}

void TstStream::a_line_without_end_is_not_read_for_ever()
{
    BadServer server([](const BadServer::Peer &peer) {
        while (peer.send(std::string(4096, 'x'))) {
        }
    });
    auto stream = open(server.port());
    QVERIFY(stream);
    std::string buffer;
    QCOMPARE(stream->readLine(buffer, 10'000, in(5s)).error().reason, Reason::Size);
    QVERIFY(buffer.size() < 20'000);
}

void TstStream::a_peer_that_vanishes_while_written_to_kills_nobody()
{
    BadServer server([](const BadServer::Peer &) {});
    auto stream = open(server.port());
    QVERIFY(stream);
    Outcome<void> written;
    for (int i = 0; i != 1000 && written; ++i)
        written = stream->write(std::string(65536, 'x'), in(5s));
    QVERIFY(!written);
    QCOMPARE(written.error().reason, Reason::Closed);
}

void TstStream::a_good_chain_is_trusted_and_told()
{
    const auto [done, facts] = shake("good", "www.shop.example.org");
    QVERIFY2(done, done ? "" : done.error().message.c_str());
    QCOMPARE(facts.version, std::string("TLS 1.3"));
    QCOMPARE(facts.cipher, std::string("TLS_AES_256_GCM_SHA384"));
    QVERIFY(facts.chain.size() >= 2);
    const auto &leaf = facts.chain.front();
    // As Go writes it: the order is its own, and what it has no name for stands as numbers, last.
    QCOMPARE(QString::fromStdString(leaf.subject),
             QString("CN=good,OU=Web,O=Shop\\, Inc,ST=Berlin,C=DE,1.2.840.113549.1.9.1=#0c1161646d696e406578616d706c652e6f7267"));
    QCOMPARE(leaf.issuer, std::string("CN=Test Authority,O=Vedette Tests,C=DE"));
    QCOMPARE(leaf.names, (std::vector<std::string>{"shop.example.org", "*.shop.example.org", "127.0.0.1"}));
    QCOMPARE(leaf.sha256.size(), std::size_t(64));
    QVERIFY(leaf.notBefore < m_clock.now() && leaf.notAfter > m_clock.now());
    QCOMPARE(facts.chainEnds, std::optional(leaf.notAfter));
    QVERIFY(facts.distrust.empty() && !facts.pinned);
}

void TstStream::an_expired_certificate_still_says_since_when()
{
    const auto [done, facts] = shake("old", "shop.example.org");
    QVERIFY(!done);
    QCOMPARE(done.error().reason, Reason::Expired);
    QCOMPARE(done.error().message, std::string("the certificate expired on 2021-01-01 00:00 UTC"));
    QVERIFY(facts.chain.size() >= 2);
    QCOMPARE(facts.chain.front().notAfter.time_since_epoch(), std::chrono::milliseconds(1609459200000));
    QVERIFY(!facts.chainEnds);
    QVERIFY(!facts.version.empty());
}

void TstStream::a_wrong_name_is_told_with_the_right_ones()
{
    const auto wrong = shake("good", "bank.example.org").done;
    QVERIFY(!wrong);
    QCOMPARE(wrong.error().reason, Reason::Tls);
    QCOMPARE(wrong.error().message,
             std::string("the certificate is not for bank.example.org, but for shop.example.org, *.shop.example.org, 127.0.0.1"));
    const auto both = shake("old", "bank.example.org").done;
    QVERIFY(!both);
    QCOMPARE(both.error().reason, Reason::Tls);
    QVERIFY(both.error().message.find("expired on 2021") != std::string::npos);
    TlsOptions options;
    options.serverName = "shop.example.org";
    QVERIFY(shake("good", "bank.example.org", options).done);
}

void TstStream::an_address_is_verified_as_an_address()
{
    QVERIFY(shake("good", "127.0.0.1").done);
    QVERIFY(!shake("old", "127.0.0.1").done);
    QCOMPARE(shake("good", "127.0.0.2").done.error().reason, Reason::Tls);
}

void TstStream::a_self_signed_certificate_is_taken_only_by_its_pin()
{
    const auto refused = shake("lone", "shop.example.org");
    QVERIFY(!refused.done);
    QCOMPARE(refused.done.error().reason, Reason::Tls);
    QCOMPARE(refused.done.error().message, std::string("the certificate is self-signed"));
    QCOMPARE(refused.facts.chain.size(), std::size_t(1));

    TlsOptions options;
    options.pinnedSha256 = QString::fromStdString(refused.facts.chain.front().sha256).toUpper().toStdString();
    const auto taken = shake("lone", "shop.example.org", options);
    QVERIFY(taken.done);
    QVERIFY(taken.facts.pinned && !taken.facts.chainEnds);
    QCOMPARE(taken.facts.distrust, std::string("the certificate is self-signed"));

    options.pinnedSha256 = std::string(64, 'a');
    QVERIFY(!shake("lone", "shop.example.org", options).done);
}

void TstStream::a_file_that_is_none_is_a_fault_of_the_options()
{
    TlsOptions options;
    options.authorityFile = m_certificates->path("nothing.pem").toStdString();
    QCOMPARE(shake("good", "shop.example.org", options).done.error().reason, Reason::Options);
    options.authorityFile = m_certificates->path("good.key").toStdString();
    QCOMPARE(shake("good", "shop.example.org", options).done.error().reason, Reason::Options);
    options = {};
    options.certificateFile = m_certificates->path("good.pem").toStdString();
    options.keyFile = m_certificates->path("old.key").toStdString();
    QCOMPARE(shake("good", "shop.example.org", options).done.error().reason, Reason::Options);
    options = {};
    options.pinnedSha256 = "abc";
    QCOMPARE(shake("good", "shop.example.org", options).done.error().reason, Reason::Options);
}

void TstStream::something_that_is_no_tls_is_told_as_such()
{
    BadServer server([](const BadServer::Peer &peer) {
        peer.send("220 mail.example.org ready\r\n");
        peer.hang();
    });
    auto stream = open(server.port());
    QVERIFY(stream);
    TlsFacts facts;
    const auto done = stream->startTls("localhost", {}, in(5s), facts);
    QCOMPARE(done.error().reason, Reason::Tls);
    QCOMPARE(QString::fromStdString(done.error().message), QString("127.0.0.1:%1 does not speak TLS").arg(server.port()));
}

void TstStream::a_handshake_that_breaks_off_is_closed()
{
    BadServer server([](const BadServer::Peer &peer) {
        peer.rest(20ms);
        peer.send(std::string("\x16\x03\x03\x00\x7a\x02\x00", 7)); // the first bytes of a ServerHello
    });
    auto stream = open(server.port());
    QVERIFY(stream);
    TlsFacts facts;
    const auto done = stream->startTls("localhost", {}, in(5s), facts);
    QCOMPARE(done.error().reason, Reason::Closed);
}

void TstStream::silence_in_the_handshake_ends_with_the_deadline()
{
    BadServer server([](const BadServer::Peer &peer) { peer.hang(); });
    auto stream = open(server.port());
    QVERIFY(stream);
    TlsFacts facts;
    QCOMPARE(stream->startTls("localhost", {}, in(100ms), facts).error().reason, Reason::Timeout);
}

VEDETTE_TEST(TstStream)
#include "tst_stream.moc"
