#include "probes/net/http_client.h"
#include "probes/net/url.h"

#include "tests/support/bad_server.h"
#include "tests/support/certificates.h"
#include "tests/support/fake_clock.h"
#include "tests/support/registry.h"
#include "tests/support/server_process.h"
#include "tests/support/system_time.h"

#include <QtTest/QTest>

using namespace net;
using namespace std::chrono_literals;
using metric::Reason;
using tests::BadServer;

static QString wordOf(const HttpExchange &exchange)
{
    return exchange.fault
               ? QString::fromUtf8(metric::reasonWord(exchange.fault->reason).data()) + ": " + QString::fromStdString(exchange.fault->message)
               : QString("ok");
}

// A server that answers one request the same way each time.
static std::function<void(const BadServer::Peer &)> answering(std::string answer)
{
    return [answer = std::move(answer)](const BadServer::Peer &peer) {
        peer.readUntil("\r\n\r\n");
        peer.send(answer);
    };
}

// What was asked, for the test to look at.
class Asked {
public:
    void note(std::string text)
    {
        const std::lock_guard lock(m_mutex);
        m_all.push_back(std::move(text));
    }
    std::string at(std::size_t index)
    {
        const std::lock_guard lock(m_mutex);
        return index < m_all.size() ? m_all[index] : std::string();
    }

private:
    std::mutex m_mutex;
    std::vector<std::string> m_all;
};

class TstHttpClient : public QObject {
    Q_OBJECT

    tests::SystemTime m_clock;

    HttpExchange ask(const HttpRequest &request, std::chrono::nanoseconds time = 5s) { return HttpClient().ask(request, Deadline(m_clock, time)); }
    static HttpRequest get(const std::string &url)
    {
        HttpRequest request;
        request.url = url;
        return request;
    }

private Q_SLOTS:
    void an_answer_is_read_whole_and_its_phases_timed();
    void a_request_says_what_it_is_told_to_and_no_more();
    void nothing_that_makes_two_requests_of_one_is_sent();
    void silence_ends_with_the_deadline();
    void a_byte_at_a_time_ends_with_the_deadline();
    void endless_headers_are_not_read_for_ever();
    void a_header_without_end_is_not_read_for_ever();
    void content_beyond_the_limit_is_cut();
    void a_gzip_bomb_is_cut();
    void something_that_is_no_http_is_told_as_such();
    void a_connection_that_closes_in_the_middle_is_told_data();
    void a_connection_that_closes_in_the_middle_is_told();
    void nobody_there_is_refused();
    void a_circle_of_redirects_ends();
    void redirects_count_and_sum_up();
    void secrets_stay_with_the_first_host();
    void a_redirect_elsewhere_than_http_is_not_followed();
    void a_kept_connection_is_used_again_and_a_fresh_one_is_not();
    void a_proxy_is_asked_in_the_name_of_the_host();
    void an_encrypted_answer_tells_the_chain_by_whatever_name_it_was_asked();
    void a_chain_that_was_good_is_verified_anew_where_anything_has_changed();
    void a_client_certificate_is_shown_where_it_is_asked_for();
    void urls_are_read_without_their_secrets();
};

void TstHttpClient::an_answer_is_read_whole_and_its_phases_timed()
{
    BadServer server([](const BadServer::Peer &peer) {
        peer.readUntil("\r\n\r\n");
        peer.rest(30ms);
        peer.send("HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\nX-Two: a\r\nx-two: b\r\n\r\nhe");
        peer.rest(20ms);
        peer.send("llo");
    });
    const auto exchange = ask(get(server.url("/path?q=1#part")));
    QCOMPARE(wordOf(exchange), QString("ok"));
    QCOMPARE(exchange.status, 404);
    QCOMPARE(exchange.version, 1.1);
    QCOMPARE(exchange.body, std::string("hello"));
    QCOMPARE(exchange.contentLength, std::optional<std::int64_t>(5));
    QCOMPARE(exchange.headers.size(), std::size_t(3));
    QCOMPARE(*exchange.header("X-TWO"), std::string("a"));
    QCOMPARE(exchange.header("X-Three"), nullptr);
    QCOMPARE(exchange.address, std::string("127.0.0.1"));
    QCOMPARE(exchange.url, server.url("/path?q=1"));
    QVERIFY(!exchange.tls);
    QVERIFY(exchange.phases.connect > 0ns && exchange.phases.tls == 0ns);
    QVERIFY(exchange.phases.processing >= 30ms);
    QVERIFY(exchange.phases.transfer >= 20ms);
    QVERIFY(exchange.took >= 50ms);
}

void TstHttpClient::a_request_says_what_it_is_told_to_and_no_more()
{
    Asked asked;
    BadServer server([&](const BadServer::Peer &peer) {
        asked.note(peer.readUntil("content"));
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
    auto request = get(server.url());
    request.method = "PUT";
    request.headers = {{"X-Empty", ""}, {"Host", "shop.example.org"}};
    request.body = "the content";
    request.bearer = "t0ken";
    request.compressed = false;
    QCOMPARE(wordOf(ask(request)), QString("ok"));
    QCOMPARE(QString::fromStdString(asked.at(0)),
             QString("PUT / HTTP/1.1\r\nHost: shop.example.org\r\nAccept: */*\r\nUser-Agent: Vedette\r\nX-Empty:\r\nAuthorization: Bearer t0ken\r\n"
                     "Content-Length: 11\r\n\r\nthe content"));
}

void TstHttpClient::nothing_that_makes_two_requests_of_one_is_sent()
{
    auto request = get("http://127.0.0.1:1/");
    request.headers = {{"X-A", "1\r\nX-B: 2"}};
    QCOMPARE(wordOf(ask(request)), QString("options: the header \"X-A\" is none"));
    request.headers = {};
    request.method = "GET /admin";
    QCOMPARE(wordOf(ask(request)), QString("options: the method is not a word"));
    request.method = "GET";
    request.bearer = "a\nb";
    QCOMPARE(wordOf(ask(request)), QString("options: a name or password has more than one line"));
    QCOMPARE(wordOf(ask(get("ftp://127.0.0.1/"))), QString("options: only http:// and https:// are asked"));
    QCOMPARE(wordOf(ask(get("nonsense"))), QString("options: expected an address like https://shop.example.org/"));
}

void TstHttpClient::silence_ends_with_the_deadline()
{
    BadServer server([](const BadServer::Peer &peer) { peer.hang(); });
    const auto exchange = ask(get(server.url()), 150ms);
    QCOMPARE(wordOf(exchange), QString("timeout: no answer from 127.0.0.1:%1 in 0.15 s").arg(server.port()));
    QCOMPARE(exchange.status, 0);
    QVERIFY(exchange.took < 2s);
    QVERIFY(exchange.phases.connect > 0ns && exchange.phases.processing == 0ns);
    auto encrypted = get("https://127.0.0.1:" + std::to_string(server.port()));
    QCOMPARE(wordOf(ask(encrypted, 150ms)), QString("timeout: no TLS handshake with 127.0.0.1:%1 in 0.15 s").arg(server.port()));
}

void TstHttpClient::a_byte_at_a_time_ends_with_the_deadline()
{
    BadServer server([](const BadServer::Peer &peer) {
        peer.readUntil("\r\n\r\n");
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
        while (peer.send("x") && peer.rest(10ms)) {
        }
    });
    const auto exchange = ask(get(server.url()), 200ms);
    QCOMPARE(wordOf(exchange), QString("timeout: the answer of 127.0.0.1:%1 was not complete in 0.2 s").arg(server.port()));
    QCOMPARE(exchange.status, 200);
    QVERIFY(!exchange.body.empty());
    QVERIFY(exchange.took < 2s);
}

void TstHttpClient::endless_headers_are_not_read_for_ever()
{
    BadServer server([](const BadServer::Peer &peer) {
        peer.readUntil("\r\n\r\n");
        peer.send("HTTP/1.1 200 OK\r\n");
        while (peer.send("X-More: and more and more and more and more\r\n")) {
        }
    });
    const auto exchange = ask(get(server.url()));
    QCOMPARE(wordOf(exchange), QString("size: the headers are longer than 256 KiB"));
    BadServer patient([](const BadServer::Peer &peer) {
        peer.readUntil("\r\n\r\n");
        while (peer.send("HTTP/1.1 100 Continue\r\n\r\n")) {
        }
    });
    QVERIFY(wordOf(ask(get(patient.url()))).startsWith("size: "));
}

void TstHttpClient::a_header_without_end_is_not_read_for_ever()
{
    BadServer server([](const BadServer::Peer &peer) {
        peer.readUntil("\r\n\r\n");
        peer.send("HTTP/1.1 200 OK\r\nX-More: ");
        while (peer.send(std::string(1000, 'x'))) {
        }
    });
    QCOMPARE(wordOf(ask(get(server.url()))), QString("size: a header is longer than is read"));
}

void TstHttpClient::content_beyond_the_limit_is_cut()
{
    BadServer server([](const BadServer::Peer &peer) {
        peer.readUntil("\r\n\r\n");
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n");
        const std::string piece(1 << 16, 'x');
        while (peer.send(piece)) {
        }
    });
    auto request = get(server.url());
    request.maxBody = 100'000;
    const auto exchange = ask(request);
    QCOMPARE(wordOf(exchange), QString("size: the content is longer than 100000 bytes"));
    QCOMPARE(exchange.body.size(), std::size_t(100'000));
    QCOMPARE(exchange.contentLength, std::optional<std::int64_t>(10'000'000'000));
}

void TstHttpClient::a_gzip_bomb_is_cut()
{
    // 1 GiB of zeroes, packed by deflate's own rule: one block of a distance of one, 258 bytes for each two bits.
    std::string bomb("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", 10);
    bomb += std::string("\xed\xc1\x01\x01\x00\x00\x00\x80\x90\xfe\xaf\xee\x08\x0a", 14) + std::string(1 << 20, '\0');
    BadServer server([&](const BadServer::Peer &peer) {
        peer.readUntil("\r\n\r\n");
        peer.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + std::to_string(bomb.size()) + "\r\n\r\n" + bomb);
        peer.hang();
    });
    auto request = get(server.url());
    request.maxBody = 1 << 20;
    const auto exchange = ask(request);
    QCOMPARE(wordOf(exchange), QString("size: the content is longer than 1048576 bytes"));
    QCOMPARE(exchange.body.size(), std::size_t(1 << 20));
}

void TstHttpClient::something_that_is_no_http_is_told_as_such()
{
    BadServer server([](const BadServer::Peer &peer) {
        peer.send("220 mail.example.org ESMTP ready\r\n");
        peer.hang();
    });
    QVERIFY2(wordOf(ask(get(server.url()))).startsWith("protocol: 127.0.0.1:"), qPrintable(wordOf(ask(get(server.url())))));
    QCOMPARE(wordOf(ask(get("https://127.0.0.1:" + std::to_string(server.port())))),
             QString("tls: 127.0.0.1:%1 does not speak TLS").arg(server.port()));
    BadServer broken(answering("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 7\r\n\r\nnothing"));
    QCOMPARE(wordOf(ask(get(broken.url()))), QString("protocol: the compressed content is broken"));
}

void TstHttpClient::a_connection_that_closes_in_the_middle_is_told_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("scheme");
    QTest::addColumn<QString>("expected");
    QTest::newRow("at once") << QByteArray() << "http"
                             << "closed: %1 closed the connection without an answer";
    QTest::newRow("in the headers") << QByteArray("HTTP/1.1 200 OK\r\nConten") << "http"
                                    << "closed: %1 closed the connection";
    QTest::newRow("in the content") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello") << "http"
                                    << "closed: %1 closed the connection after 5 bytes of the content";
    QTest::newRow("in a chunk") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhello") << "http"
                                << "closed: %1 closed the connection after 5 bytes of the content";
    QTest::newRow("in the handshake") << QByteArray("\x16\x03\x03\x00\x7a\x02\x00", 7) << "https"
                                      << "closed: %1 closed the connection in the middle of TLS";
}

void TstHttpClient::a_connection_that_closes_in_the_middle_is_told()
{
    QFETCH(QByteArray, answer);
    QFETCH(QString, scheme);
    QFETCH(QString, expected);
    const auto text = answer.toStdString();
    BadServer server([&](const BadServer::Peer &peer) {
        peer.readUntil(scheme == "http" ? "\r\n\r\n" : "h2");
        peer.send(text);
    });
    const auto exchange = ask(get(scheme.toStdString() + "://127.0.0.1:" + std::to_string(server.port()) + "/"));
    QCOMPARE(wordOf(exchange), expected.arg(QString("127.0.0.1:%1").arg(server.port())));
}

void TstHttpClient::nobody_there_is_refused()
{
    const auto port = tests::freePort();
    const auto exchange = ask(get("http://127.0.0.1:" + std::to_string(port) + "/"));
    QCOMPARE(wordOf(exchange), QString("refused: connection refused by 127.0.0.1:%1").arg(port));
    QCOMPARE(exchange.address, std::string("127.0.0.1"));
    QCOMPARE(exchange.phases.connect, std::chrono::nanoseconds(0));
    auto request = get("http://127.0.0.1/");
    request.family = IpFamily::V6;
    QCOMPARE(wordOf(ask(request)), QString("dns: 127.0.0.1 has no IPv6 address"));
    QCOMPARE(ask(get("http://no-such-host.invalid/")).fault->reason, Reason::Dns);
}

void TstHttpClient::a_circle_of_redirects_ends()
{
    BadServer server(answering("HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 3\r\n\r\nxyz"));
    const auto exchange = ask(get(server.url()));
    QCOMPARE(wordOf(exchange), QString("redirects: redirects lead in a circle, to http://127.0.0.1:%1/again again").arg(server.port()));
    QCOMPARE(exchange.redirects, 11);
    QCOMPARE(server.connections(), 11);
    QCOMPARE(exchange.status, 302);
    auto request = get(server.url());
    request.maxRedirects = 0;
    const auto taken = ask(request);
    QCOMPARE(wordOf(taken), QString("ok"));
    QCOMPARE(taken.body, std::string("xyz"));
    QCOMPARE(server.connections(), 12);
}

void TstHttpClient::redirects_count_and_sum_up()
{
    Asked asked;
    BadServer server([&](const BadServer::Peer &peer) {
        const auto request = peer.readUntil("\r\n\r\n");
        asked.note(request);
        peer.rest(20ms);
        if (request.starts_with("POST /first "))
            peer.send("HTTP/1.1 303 See Other\r\nSet-Cookie: seen=yes\r\nLocation: second?a=b#c\r\nContent-Length: 0\r\n\r\n");
        else
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    });
    auto request = get(server.url("/first"));
    request.method = "POST";
    request.body = "data";
    const auto exchange = ask(request);
    QCOMPARE(wordOf(exchange), QString("ok"));
    QCOMPARE(exchange.redirects, 1);
    QCOMPARE(exchange.url, server.url("/second?a=b"));
    QVERIFY(exchange.phases.processing >= 40ms);
    QVERIFY(asked.at(1).starts_with("GET /second?a=b HTTP/1.1\r\n"));
    QVERIFY(asked.at(1).find("Cookie: seen=yes") != std::string::npos);
    QVERIFY(asked.at(1).find("Content-") == std::string::npos);
}

void TstHttpClient::secrets_stay_with_the_first_host()
{
    Asked there, here;
    BadServer other([&](const BadServer::Peer &peer) {
        there.note(peer.readUntil("\r\n\r\n"));
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
    BadServer server([&](const BadServer::Peer &peer) {
        here.note(peer.readUntil("\r\n\r\n"));
        peer.send("HTTP/1.1 302 Found\r\nLocation: " + other.url() + "\r\nContent-Length: 0\r\n\r\n");
    });
    auto request = get(server.url());
    request.user = "ann";
    request.password = "s3cret";
    request.headers = {{"X-Api-Key", "k3y"}, {"Cookie", "c00kie"}, {"Accept", "text/html"}};
    QCOMPARE(wordOf(ask(request)), QString("ok"));
    QVERIFY(here.at(0).find("Authorization: Basic YW5uOnMzY3JldA==") != std::string::npos);
    QVERIFY(here.at(0).find("k3y") != std::string::npos);
    QVERIFY(there.at(0).find("Accept: text/html") != std::string::npos);
    for (const char *secret : {"Authorization", "k3y", "c00kie"})
        QVERIFY2(there.at(0).find(secret) == std::string::npos, secret);
}

void TstHttpClient::a_redirect_elsewhere_than_http_is_not_followed()
{
    BadServer file(answering("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n"));
    QCOMPARE(wordOf(ask(get(file.url()))),
             QString("redirects: the redirect to \"file:///etc/passwd\" is not followed: only http:// and https:// are asked"));
}

void TstHttpClient::a_kept_connection_is_used_again_and_a_fresh_one_is_not()
{
    BadServer server([](const BadServer::Peer &peer) {
        while (!peer.readUntil("\r\n\r\n").empty() && peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
        }
    });
    HttpClient kept(HttpClient::Connections::Kept);
    for (int i = 0; i != 3; ++i)
        QCOMPARE(wordOf(kept.ask(get(server.url()), Deadline(m_clock, 5s))), QString("ok"));
    QCOMPARE(server.connections(), 1);
    HttpClient fresh;
    for (int i = 0; i != 3; ++i)
        QCOMPARE(wordOf(fresh.ask(get(server.url()), Deadline(m_clock, 5s))), QString("ok"));
    QCOMPARE(server.connections(), 4);
    // One that the server has closed meanwhile is opened again.
    BadServer closing(answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
    for (int i = 0; i != 3; ++i) {
        QCOMPARE(wordOf(kept.ask(get(closing.url()), Deadline(m_clock, 5s))), QString("ok"));
        QTest::qWait(5);
    }
    QCOMPARE(closing.connections(), 3);
}

void TstHttpClient::a_proxy_is_asked_in_the_name_of_the_host()
{
    Asked asked;
    BadServer proxy([&](const BadServer::Peer &peer) {
        const auto request = peer.readUntil("\r\n\r\n");
        asked.note(request);
        peer.send(request.starts_with("CONNECT") ? "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
                                                 : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
    auto request = get("http://shop.invalid/page");
    request.proxy = "http://ann:s3cret@localhost:" + std::to_string(proxy.port());
    request.family = IpFamily::V4;
    const auto exchange = ask(request);
    QCOMPARE(wordOf(exchange), QString("ok"));
    QVERIFY(asked.at(0).starts_with("GET http://shop.invalid/page HTTP/1.1\r\nHost: shop.invalid\r\n"));
    QVERIFY(asked.at(0).find("Proxy-Authorization: Basic YW5uOnMzY3JldA==") != std::string::npos);
    request.url = "https://shop.invalid/page";
    QCOMPARE(wordOf(ask(request)), QString("authentication: the proxy localhost:%1 refuses to connect: status 407").arg(proxy.port()));
    QVERIFY(asked.at(1).starts_with("CONNECT shop.invalid:443 HTTP/1.1\r\n"));
}

void TstHttpClient::an_encrypted_answer_tells_the_chain_by_whatever_name_it_was_asked()
{
    if (tests::ServerProcess::find("openssl").isEmpty())
        QSKIP("openssl is not installed");
    tests::Certificates certificates;
    certificates.issue("good", "DNS:shop.example.org,IP:127.0.0.1");
    tests::ServerProcess server;
    const auto port = tests::freePort();
    QVERIFY(server.start("openssl",
                         {"s_server", "-quiet", "-www", "-accept", QString("127.0.0.1:%1").arg(port), "-cert", certificates.path("good.pem"), "-key",
                          certificates.path("good.key"), "-servername", "shop.example.org", "-cert2", certificates.path("good.pem"), "-key2",
                          certificates.path("good.key"), "-servername_fatal"},
                         [&] { return tests::listens(port); }));
    auto request = get("https://127.0.0.1:" + std::to_string(port) + "/");
    request.tls.authorityFile = certificates.path("ca.pem").toStdString();
    request.tls.serverName = "shop.example.org";
    const auto exchange = ask(request);
    QCOMPARE(wordOf(exchange), QString("ok"));
    QVERIFY(exchange.body.find("TLSv1.3") != std::string::npos);
    QVERIFY(exchange.tls && exchange.tls->chainEnds && exchange.tls->version == "TLS 1.3");
    QVERIFY(exchange.phases.connect > 0ns && exchange.phases.tls > exchange.phases.connect);
    // What the Host header says is the name too, and another one is not that of the certificate.
    request.tls.serverName.clear();
    request.headers = {{"Host", "shop.example.org"}};
    QCOMPARE(wordOf(ask(request)), QString("ok"));
    request.tls.authorityFile.clear();
    const auto distrusted = ask(request);
    QVERIFY2(wordOf(distrusted).startsWith("tls: the "), qPrintable(wordOf(distrusted)));
    QVERIFY(distrusted.tls && !distrusted.tls->chain.empty() && !distrusted.tls->chainEnds);
    request.tls.pinnedSha256 = distrusted.tls->chain.front().sha256;
    QCOMPARE(wordOf(ask(request)), QString("ok"));
}

void TstHttpClient::a_chain_that_was_good_is_verified_anew_where_anything_has_changed()
{
    if (tests::ServerProcess::find("openssl").isEmpty())
        QSKIP("openssl is not installed");
    tests::Certificates certificates, others;
    certificates.issue("good", "DNS:shop.example.org,IP:127.0.0.1");
    others.issue("good", "DNS:shop.example.org,IP:127.0.0.1");
    const auto port = tests::freePort();
    const auto serve = [&](tests::ServerProcess &server, const tests::Certificates &by) {
        return server.start(
            "openssl",
            {"s_server", "-quiet", "-www", "-accept", QString("127.0.0.1:%1").arg(port), "-cert", by.path("good.pem"), "-key", by.path("good.key")},
            [&] { return tests::listens(port); });
    };
    auto server = std::make_unique<tests::ServerProcess>();
    QVERIFY(serve(*server, certificates));
    const auto now = m_clock.now();
    tests::FakeClock clock(now);
    HttpClient client;
    auto request = get("https://127.0.0.1:" + std::to_string(port) + "/");
    request.tls.authorityFile = certificates.path("trusted.pem").toStdString();
    certificates.write("trusted.pem", certificates.read("ca.pem"));
    const auto again = [&] { return client.ask(request, Deadline(clock, 5s)); };
    const auto first = again();
    QCOMPARE(wordOf(first), QString("ok"));
    QVERIFY(first.tls && first.tls->chainEnds);
    const auto second = again();
    QCOMPARE(wordOf(second), QString("ok"));
    QCOMPARE(second.tls->chainEnds, first.tls->chainEnds);
    QCOMPARE(second.tls->chain.size(), first.tls->chain.size());
    QCOMPARE(second.tls->chain.front().sha256, first.tls->chain.front().sha256);
    QCOMPARE(second.tls->version + second.tls->cipher, first.tls->version + first.tls->cipher);

    clock.setWall(*first.tls->chainEnds + 1s);
    QVERIFY2(wordOf(again()).startsWith("expired: the certificate expired on "), qPrintable(wordOf(again())));
    clock.setWall(now);
    QCOMPARE(wordOf(again()), QString("ok"));
    clock.setWall(now - 24h);
    QVERIFY2(wordOf(again()).contains(" is valid from "), qPrintable(wordOf(again())));
    clock.setWall(now);

    request.headers = {{"Host", "bank.example.org"}};
    QVERIFY2(wordOf(again()).startsWith("tls: the certificate is not for bank.example.org, but for "), qPrintable(wordOf(again())));
    request.headers.clear();
    QCOMPARE(wordOf(again()), QString("ok"));

    certificates.write("trusted.pem", others.read("ca.pem") + "\n");
    QVERIFY2(wordOf(again()).startsWith("tls: "), qPrintable(wordOf(again())));
    certificates.write("trusted.pem", certificates.read("ca.pem"));
    QCOMPARE(wordOf(again()), QString("ok"));

    server = std::make_unique<tests::ServerProcess>();
    QVERIFY(serve(*server, others));
    QVERIFY2(wordOf(again()).startsWith("tls: "), qPrintable(wordOf(again())));
}

void TstHttpClient::a_client_certificate_is_shown_where_it_is_asked_for()
{
    if (tests::ServerProcess::find("openssl").isEmpty())
        QSKIP("openssl is not installed");
    tests::Certificates certificates;
    certificates.issue("good", "IP:127.0.0.1");
    certificates.issue("client", "email:ann@example.org");
    certificates.encryptKey("client", "s3cret");
    tests::ServerProcess server;
    const auto port = tests::freePort();
    QVERIFY(server.start("openssl",
                         {"s_server", "-quiet", "-www", "-accept", QString("127.0.0.1:%1").arg(port), "-cert", certificates.path("good.pem"), "-key",
                          certificates.path("good.key"), "-Verify", "1", "-verify_return_error", "-CAfile", certificates.path("ca.pem")},
                         [&] { return tests::listens(port); }));
    auto request = get("https://127.0.0.1:" + std::to_string(port) + "/");
    request.tls.authorityFile = certificates.path("ca.pem").toStdString();
    QCOMPARE(wordOf(ask(request)), QString("authentication: 127.0.0.1:%1 does not accept our certificate, or wants one").arg(port));
    request.tls.certificateFile = certificates.path("client.pem").toStdString();
    request.tls.keyFile = certificates.path("client.secret.key").toStdString();
    request.tls.keyPassword = "s3cret";
    QCOMPARE(wordOf(ask(request)), QString("ok"));
    request.tls.keyPassword = "wr0ng";
    const auto refused = wordOf(ask(request));
    QVERIFY2(refused.startsWith("options: the key in ") && !refused.contains("wr0ng"), qPrintable(refused));
}

void TstHttpClient::urls_are_read_without_their_secrets()
{
    const auto url = parseUrl("https://ann:s%33cret@shop.example.org/a/../b?q#f");
    QVERIFY(url);
    QCOMPARE(url->text, std::string("https://shop.example.org/a/../b?q"));
    QCOMPARE(url->user, std::string("ann"));
    QCOMPARE(url->password, std::string("s3cret"));
    QCOMPARE(url->endpoint.text(), std::string("shop.example.org:443"));
    QCOMPARE(url->authority(), std::string("shop.example.org"));
    QCOMPARE(parseUrl("http://[::1]:8080")->endpoint.text(), std::string("[::1]:8080"));
    QCOMPARE(parseUrl("http://[::1]")->authority(), std::string("[::1]"));
    QCOMPARE(parseUrl("http://b\xc3\xbc"
                      "cher.example/")
                 ->endpoint.host,
             std::string("xn--bcher-kva.example"));
    QCOMPARE(resolveUrl(*url, "/x y")->text, std::string("https://shop.example.org/x%20y"));
    QCOMPARE(resolveUrl(*url, "//eve:pw@other.example")->text, std::string("https://other.example/"));
    QVERIFY(sameTrust(*parseUrl("http://a/"), *parseUrl("https://a/x")));
    QVERIFY(!sameTrust(*parseUrl("https://a/"), *parseUrl("http://a/")));
    QVERIFY(!sameTrust(*parseUrl("http://a/"), *parseUrl("http://a:81/")));
    QVERIFY(!sameTrust(*parseUrl("http://a/"), *parseUrl("http://b/")));
    QCOMPARE(shown("a\nb\xff"), std::string("a?b?"));
    QCOMPARE(shown("caf\xc3\xa9", 4), std::string("caf..."));
}

VEDETTE_TEST(TstHttpClient)
#include "tst_http_client.moc"
