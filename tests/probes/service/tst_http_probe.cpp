#include "probes/service/http_probe.h"

#include "probes/net/http_date.h"
#include "probes/service/redaction.h"
#include "tests/probes/service/web_server.h"
#include "tests/support/bad_server.h"
#include "tests/support/check_round.h"
#include "tests/support/registry.h"

#include <QtTest/QTest>

using metric::Reason;
using probes::makeHttpProbe;
using probes::Options;
using tests::BadServer;
using tests::checkRound;
using tests::CheckRound;

static QString verdictOf(const CheckRound &round)
{
    return QString::fromUtf8(metric::reasonWord(round.verdict.reason).data()) + ": " + QString::fromStdString(round.verdict.message);
}

class TstHttpProbe : public QObject {
    Q_OBJECT

    tests::WebServer m_web;

    CheckRound check(Options options)
    {
        auto probe = makeHttpProbe(options);
        if (!probe)
            return {tl::unexpected(probe.error()), {}, {}};
        return checkRound(**probe);
    }
    CheckRound checkTls(std::uint16_t port, Options options = {})
    {
        options.try_emplace("url", tests::WebServer::https(port));
        options.try_emplace("authority_file", m_web.authority());
        return check(std::move(options));
    }
    static QString faultOf(const Options &options)
    {
        const auto probe = makeHttpProbe(options);
        return probe ? QString() : QString::fromStdString(probe.error().message);
    }

private Q_SLOTS:
    void initTestCase();
    void a_good_page_is_told_as_the_exporter_tells_it();
    void what_is_expected_of_an_answer_is_checked_data();
    void what_is_expected_of_an_answer_is_checked();
    void a_trusted_certificate_is_told();
    void a_certificate_that_is_not_trusted_fails_and_is_told_all_the_same_data();
    void a_certificate_that_is_not_trusted_fails_and_is_told_all_the_same();
    void a_pinned_certificate_is_taken();
    void a_client_certificate_opens_what_is_guarded();
    void nobody_there_is_down_and_not_an_error();
    void redirects_are_counted_and_a_circle_is_named();
    void secrets_reach_neither_message_nor_evidence();
    void a_body_that_is_no_text_is_shown_as_one();
    void options_that_make_no_sense_are_told_to_who_filled_them_in_data();
    void options_that_make_no_sense_are_told_to_who_filled_them_in();
    void dates_of_answers_are_read();
};

void TstHttpProbe::initTestCase()
{
    const auto missing = m_web.start();
    if (missing.contains("not installed"))
        QSKIP(qPrintable(missing));
    QVERIFY2(missing.isEmpty(), qPrintable(missing));
}

void TstHttpProbe::a_good_page_is_told_as_the_exporter_tells_it()
{
    const auto round = check({{"url", tests::WebServer::http(m_web.plain)}});
    QVERIFY(round.result);
    QVERIFY2(round.verdict.good(), round.verdict.message.c_str());
    QVERIFY(round.verdict.responseTime.count() > 0);
    std::vector<std::string> names;
    for (const auto &[name, value] : round.series)
        names.push_back(name);
    QCOMPARE(names, (std::vector<std::string>{"probe_dns_lookup_time_seconds", "probe_duration_seconds", "probe_failed_due_to_regex",
                                              "probe_http_content_length", "probe_http_duration_seconds{phase=\"connect\"}",
                                              "probe_http_duration_seconds{phase=\"processing\"}", "probe_http_duration_seconds{phase=\"resolve\"}",
                                              "probe_http_duration_seconds{phase=\"tls\"}", "probe_http_duration_seconds{phase=\"transfer\"}",
                                              "probe_http_last_modified_timestamp_seconds", "probe_http_redirects", "probe_http_ssl",
                                              "probe_http_status_code", "probe_http_uncompressed_body_length", "probe_http_version",
                                              "probe_ip_addr_hash", "probe_ip_protocol", "probe_success", "probe_timeout_seconds"}));
    QCOMPARE(round.value("probe_success"), 1.0);
    QCOMPARE(round.value("probe_http_status_code"), 200.0);
    QCOMPARE(round.value("probe_http_content_length"), 30.0);
    QCOMPARE(round.value("probe_timeout_seconds"), 10.0);
    QVERIFY(round.part("Headers").starts_with("HTTP/1.1 200\nServer: nginx\n"));
    QCOMPARE(round.part("Body"), std::string("<html>The shop is open</html>\n"));
    QVERIFY(round.part("Phases").starts_with("resolve "));
}

void TstHttpProbe::what_is_expected_of_an_answer_is_checked_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("expected"); // of a failure
    QTest::addColumn<QString>("flag");
    const auto row = [](const char *name, const char *path, const char *option, const char *value, const char *expected, const char *flag = "") {
        QTest::newRow(name) << QString(path) << QString(option) << QString(value) << QString(expected) << QString(flag);
    };
    const char *regex = "probe_failed_due_to_regex", *json = "probe_failed_due_to_cel";
    row("status", "/broken", "", "", "status: status 503, accepted are 200-299");
    row("accepted status", "/broken", "accepted_status", "200-299\n 503 ", "");
    row("forbidden status", "/", "accepted_status", "301\n400-404", "status: status 200, accepted are 301, 400-404");
    row("not found", "/none", "", "", "status: status 404, accepted are 200-299");
    row("keyword", "/", "keyword", "shop is open", "");
    row("no keyword", "/", "keyword", "shop is closed", "body: the content has no \"shop is closed\"", regex);
    row("absent", "/", "keyword_absent", "closed", "");
    row("not absent", "/", "keyword_absent", "open", "body: the content has \"open\"", regex);
    row("regex", "/", "body_matches", "sh.p\nop[e]n", "");
    row("no regex", "/", "body_matches", "shop\nclosed$", "body: the content does not match \"closed$\"", regex);
    row("not regex", "/", "body_not_matches", "^closed", "");
    row("no not regex", "/", "body_not_matches", "(?i)SHOP", "body: the content matches \"(?i)SHOP\"", regex);
    row("header", "/named", "header_matches", "x-shop: ^open$", "");
    row("wrong header", "/named", "header_matches", "X-Shop: closed", "header: the header X-Shop does not match \"closed\"", regex);
    row("no header", "/", "header_matches", "X-Shop: open", "header: there is no header X-Shop", regex);
    row("json", "/state.json", "json_path", "nodes[1].name", "");
    row("no json", "/", "json_path", "status", "body: the content is not JSON", json);
    row("no json value", "/state.json", "json_path", "state", "body: there is no state in the content", json);
}

void TstHttpProbe::what_is_expected_of_an_answer_is_checked()
{
    QFETCH(QString, path);
    QFETCH(QString, option);
    QFETCH(QString, value);
    QFETCH(QString, expected);
    QFETCH(QString, flag);
    Options options{{"url", tests::WebServer::http(m_web.plain, path.toStdString())}};
    if (!option.isEmpty())
        options.emplace(option.toStdString(), value.toStdString());
    const auto round = check(options);
    QVERIFY2(round.result, round.result ? "" : round.result.error().message.c_str());
    QCOMPARE(round.value("probe_success"), expected.isEmpty() ? 1.0 : 0.0);
    QCOMPARE(round.value("probe_failed_due_to_regex"), flag == "probe_failed_due_to_regex" ? 1.0 : 0.0);
    if (option == "json_path")
        QCOMPARE(round.value("probe_failed_due_to_cel"), flag == "probe_failed_due_to_cel" ? 1.0 : 0.0);
    if (!expected.isEmpty())
        QCOMPARE(verdictOf(round), expected);
    else
        QVERIFY2(round.verdict.good(), round.verdict.message.c_str());
}

void TstHttpProbe::a_trusted_certificate_is_told()
{
    const auto round = checkTls(m_web.good);
    QVERIFY2(round.verdict.good(), round.verdict.message.c_str());
    QCOMPARE(round.value("probe_http_ssl"), 1.0);
    QCOMPARE(round.value("probe_http_version"), 2.0);
    QCOMPARE(round.value("probe_tls_version_info{version=\"TLS 1.3\"}"), 1.0);
    QVERIFY(round.value("probe_ssl_earliest_cert_expiry") > 1.7e9);
    QVERIFY(round.value("probe_ssl_last_chain_expiry_timestamp_seconds") > 1.7e9);
    QVERIFY(round.value("probe_http_duration_seconds{phase=\"tls\"}") > 0);
    QVERIFY(round.part("Certificate").find("CN=good") != std::string::npos);
    // By name, and asked by another.
    QVERIFY(checkTls(m_web.other, {{"server_name", "bank.example.org"}}).verdict.good());
    QVERIFY(!checkTls(m_web.other, {{"server_name", "shop.example.org"}}).verdict.good());
}

void TstHttpProbe::a_certificate_that_is_not_trusted_fails_and_is_told_all_the_same_data()
{
    QTest::addColumn<int>("port");
    QTest::addColumn<QString>("expected");
    QTest::newRow("expired") << int(m_web.old) << "expired: the certificate expired on 2021-01-01 00:00 UTC";
    QTest::newRow("wrong name") << int(m_web.other) << "tls: the certificate is not for 127.0.0.1, but for bank.example.org";
    QTest::newRow("self-signed") << int(m_web.lone) << "tls: the certificate is self-signed";
}

void TstHttpProbe::a_certificate_that_is_not_trusted_fails_and_is_told_all_the_same()
{
    QFETCH(int, port);
    QFETCH(QString, expected);
    const auto round = checkTls(std::uint16_t(port));
    QCOMPARE(verdictOf(round), expected);
    QCOMPARE(round.value("probe_success"), 0.0);
    QCOMPARE(round.value("probe_http_status_code"), 0.0);
    QCOMPARE(round.value("probe_http_ssl"), 0.0);
    QVERIFY(round.value("probe_ssl_earliest_cert_expiry") > 1.6e9);
    QVERIFY(std::isnan(round.value("probe_ssl_last_chain_expiry_timestamp_seconds")));
    QVERIFY(round.part("Certificate").find("Not trusted: the certificate ") != std::string::npos);
}

void TstHttpProbe::a_pinned_certificate_is_taken()
{
    const auto refused = checkTls(m_web.lone).part("Certificate");
    const auto pin = refused.substr(refused.find("SHA-256 ") + 8, 64);
    const auto round = checkTls(m_web.lone, {{"pinned_sha256", pin}});
    QVERIFY2(round.verdict.good(), round.verdict.message.c_str());
    QCOMPARE(round.value("probe_ssl_last_chain_expiry_timestamp_seconds"), -62135596800.0);
    QVERIFY(!checkTls(m_web.old, {{"pinned_sha256", pin}}).verdict.good());
}

void TstHttpProbe::a_client_certificate_opens_what_is_guarded()
{
    QCOMPARE(verdictOf(checkTls(m_web.guarded)), QString("status: status 400, accepted are 200-299"));
    const auto file = [this](const char *name) { return m_web.certificates.path(name).toStdString(); };
    const auto round = checkTls(m_web.guarded, {{"certificate_file", file("client.pem")}, {"key_file", file("client.key")}});
    QVERIFY2(round.verdict.good(), round.verdict.message.c_str());
}

void TstHttpProbe::nobody_there_is_down_and_not_an_error()
{
    const auto port = tests::freePort();
    const auto round = check({{"url", tests::WebServer::http(port)}});
    QVERIFY(round.result);
    QCOMPARE(verdictOf(round), QString("refused: connection refused by 127.0.0.1:%1").arg(port));
    QCOMPARE(round.value("probe_success"), 0.0);
    QCOMPARE(round.value("probe_http_status_code"), 0.0);
    QCOMPARE(round.value("probe_http_content_length"), 0.0);
    QCOMPARE(round.value("probe_ip_addr_hash"), 3668918509.0);
    QCOMPARE(round.verdict.responseTime.count(), 0);
    const auto nowhere = check({{"url", "no-such-host.invalid"}});
    QCOMPARE(nowhere.verdict.reason, Reason::Dns);
    QCOMPARE(nowhere.value("probe_ip_protocol"), 0.0);
}

void TstHttpProbe::redirects_are_counted_and_a_circle_is_named()
{
    const auto moved = check({{"url", tests::WebServer::http(m_web.plain, "/moved")}});
    QVERIFY2(moved.verdict.good(), moved.verdict.message.c_str());
    QCOMPARE(moved.value("probe_http_redirects"), 1.0);
    QVERIFY(moved.part("Request").find("1 redirects, the last to " + tests::WebServer::http(m_web.plain, "/index.html")) != std::string::npos);
    const auto kept = check({{"url", tests::WebServer::http(m_web.plain, "/moved")}, {"max_redirects", "0"}, {"accepted_status", "302"}});
    QVERIFY2(kept.verdict.good(), kept.verdict.message.c_str());
    const auto circle = check({{"url", tests::WebServer::http(m_web.plain, "/circle")}});
    QCOMPARE(circle.verdict.reason, Reason::Redirects);
    QCOMPARE(circle.value("probe_http_status_code"), 302.0);
}

void TstHttpProbe::secrets_reach_neither_message_nor_evidence()
{
    Options options{{"url", tests::WebServer::http(m_web.plain, "/echo")},
                    {"user", "ann"},
                    {"password", "s3cret"},
                    {"secret_header", "X-Api-Key: k3y-of-ann"},
                    {"keyword", "s3cret or not"}};
    const auto basic = check(options);
    QCOMPARE(verdictOf(basic), QString("body: the content has no \"*** or not\""));
    QCOMPARE(basic.part("Body"), std::string("Basic *** ***"));
    const auto bearer = check({{"url", tests::WebServer::http(m_web.plain, "/echo")}, {"bearer", "t0ken"}});
    QCOMPARE(bearer.part("Body"), std::string("Bearer *** "));
    const auto named = check({{"url", tests::WebServer::http(m_web.plain, "/named")}});
    QVERIFY(named.part("Headers").find("c00kie") == std::string::npos);
    QVERIFY(named.part("Headers").find("X-Shop: open") != std::string::npos);
    const auto header = faultOf({{"url", "http://a/"}, {"secret_header", "k3y-of-ann"}});
    QCOMPARE(header, QString("secret_header: expected a name, a colon and a value"));
    const auto inside = faultOf({{"url", "http://ann:s3cret@shop.example.org/"}});
    QVERIFY2(inside.startsWith("url: ") && !inside.contains("s3cret"), qPrintable(inside));

    BadServer proxy([](const BadServer::Peer &peer) {
        const auto request = peer.readUntil("\r\n\r\n");
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(request.size()) + "\r\n\r\n" + request);
    });
    const auto proxied = check({{"url", "http://shop.invalid/"}, {"proxy", proxy.url("")}, {"proxy_user", "ann"}, {"proxy_password", "s3cret:/@"}});
    QVERIFY2(proxied.verdict.good(), proxied.verdict.message.c_str());
    QVERIFY2(proxied.part("Body").find("Proxy-Authorization: Basic ***") != std::string::npos, proxied.part("Body").c_str());
}

void TstHttpProbe::a_body_that_is_no_text_is_shown_as_one()
{
    BadServer server([](const BadServer::Peer &peer) {
        peer.readUntil("\r\n\r\n");
        peer.send("HTTP/1.1 200 OK\r\nX-\x07: a\x1b[31m\r\nContent-Length: 200000\r\n\r\n\xff\xfe" + std::string(199'998, '\0'));
    });
    const auto round = check({{"url", server.url()}});
    QVERIFY2(round.verdict.good() || round.verdict.reason == Reason::Protocol, round.verdict.message.c_str());
    const auto body = round.part("Body");
    QVERIFY(body.size() <= 65536 + 3);
    QVERIFY(body.starts_with("????"));
    QVERIFY(round.part("Headers").find('\x1b') == std::string::npos);
}

void TstHttpProbe::options_that_make_no_sense_are_told_to_who_filled_them_in_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *option, const char *value, const char *expected) {
        QTest::addRow("%s %s", option, value) << QString(option) << QString(value) << QString(expected);
    };
    row("url", "", "url: is missing");
    row("url", "ftp://shop.example.org", "url: only http:// and https:// are asked");
    row("method", "BREW", "method: expected one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, got \"BREW\"");
    row("headers", "Nonsense", "headers: expected a name, a colon and a value, got \"Nonsense\"");
    row("accepted_status", "2xx", "accepted_status: expected a status like 404 or a range like 200-299, got \"2xx\"");
    row("accepted_status", "299-200", "accepted_status: expected a status like 404 or a range like 200-299, got \"299-200\"");
    row("body_matches", "(", "body_matches: \"(\" is no regular expression: missing ): (");
    row("header_matches", "X-Shop", "header_matches: expected a name, a colon and a regular expression, got \"X-Shop\"");
    row("json_path", "a..b", "json_path: expected a path like nodes[0].name or /nodes/0/name, got \"a..b\"");
    row("json_expected", "green", "json_path: is missing, and there is an expected value");
    row("pinned_sha256", "abc", "pinned_sha256: expected a SHA-256 of 64 hexadecimal digits");
    row("key_file", "/key.pem", "certificate_file: is missing, and there is a key");
    row("proxy", "socks5://proxy", "proxy: expected a proxy like http://proxy.example.org:3128");
    row("timeout", "0", "timeout: expected a number from 0.1 to 120, got \"0\"");
    row("keywrod", "x", "keywrod: there is no such option");
}

void TstHttpProbe::options_that_make_no_sense_are_told_to_who_filled_them_in()
{
    QFETCH(QString, option);
    QFETCH(QString, value);
    QFETCH(QString, expected);
    Options options{{"url", "https://shop.example.org/"}};
    options[option.toStdString()] = value.toStdString();
    QCOMPARE(faultOf(options), expected);
}

void TstHttpProbe::dates_of_answers_are_read()
{
    const auto seconds = [](const char *text) {
        const auto time = net::parseHttpDate(text);
        return time ? std::chrono::floor<std::chrono::seconds>(*time).time_since_epoch().count() : -1;
    };
    QCOMPARE(seconds("Sun, 06 Nov 1994 08:49:37 GMT"), 784111777);
    QCOMPARE(seconds("Sunday, 06-Nov-94 08:49:37 GMT"), 784111777);
    QCOMPARE(seconds("Sun Nov  6 08:49:37 1994"), 784111777);
    for (const char *text :
         {"", "yesterday", "1994-11-06", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT"})
        QCOMPARE(seconds(text), -1);
}

VEDETTE_TEST(TstHttpProbe)
#include "tst_http_probe.moc"
