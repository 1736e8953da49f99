// Beside blackbox_exporter, against the same servers: for the names that both tell, the same labels and the same values, times apart.
#include "probes/service/http_probe.h"
#include "probes/service/tcp_probe.h"
#include "tests/probes/service/blackbox_names.h"
#include "tests/probes/service/web_server.h"
#include "tests/support/check_round.h"
#include "tests/support/registry.h"

#include <QtTest/QTest>

#include <set>

using probes::Options;

class TstBlackbox : public QObject {
    Q_OBJECT

    tests::WebServer m_web;
    tests::ServerProcess m_exporter;
    std::uint16_t m_port = tests::freePort();
    tests::MetricNamesPage m_page = tests::blackboxNames("pages and ports");

    std::string told(const std::string &module, const std::string &target)
    {
        return tests::exporterPage(m_port, "/probe?module=" + module + "&target=" + target);
    }
    // Both told it, and of something that is not a time span.
    static bool isComparable(const std::string &name)
    {
        return name != "probe_dns_lookup_time_seconds" && name != "probe_duration_seconds" && name != "probe_http_duration_seconds";
    }
    // The exporter of this version tells no serial number.
    static std::string withoutSerial(std::string series)
    {
        if (const auto at = series.find("serialnumber=\""); at != series.npos)
            series.erase(at, series.find("\",", at) + 2 - at);
        return series;
    }
    static std::vector<std::string> compared(const tests::Exposition &theirs, const tests::Exposition &ours, std::set<std::string> &names)
    {
        tests::Exposition expected, told;
        std::set<std::string> known;
        for (const auto &[series, value] : theirs) {
            known.insert(tests::metricNameOf(series));
            if (isComparable(tests::metricNameOf(series)))
                expected.emplace(series, value);
        }
        for (const auto &[series, value] : ours) {
            const auto name = tests::metricNameOf(series);
            if (!known.contains(name))
                continue;
            names.insert(name);
            if (isComparable(name))
                told.emplace(withoutSerial(series), value);
        }
        return tests::differences(expected, told);
    }

private Q_SLOTS:
    void initTestCase();
    void what_both_tell_is_the_same_data();
    void what_both_tell_is_the_same();
    void the_names_are_those_that_people_can_read();
};

void TstBlackbox::initTestCase()
{
    if (tests::ServerProcess::find("prometheus-blackbox-exporter").isEmpty())
        QSKIP("prometheus-blackbox-exporter is not installed");
    const auto missing = m_web.start();
    if (missing.contains("not installed"))
        QSKIP(qPrintable(missing));
    QVERIFY2(missing.isEmpty(), qPrintable(missing));
    const QByteArray trusted = "tls_config: { ca_file: " + m_web.certificates.path("ca.pem").toUtf8() + " }";
    m_exporter.write("blackbox.yml",
                     "modules:\n"
                     "  http: { prober: http, http: { preferred_ip_protocol: ip4, " +
                         trusted +
                         " } }\n"
                         "  http_stay: { prober: http, http: { preferred_ip_protocol: ip4, follow_redirects: false } }\n"
                         "  http_post: { prober: http, http: { preferred_ip_protocol: ip4, method: POST, body: 'a=b', valid_status_codes: [405] } }\n"
                         "  http_regex: { prober: http, http: { preferred_ip_protocol: ip4, fail_if_body_not_matches_regexp: ['closed'] } }\n"
                         "  http_loose: { prober: http, http: { preferred_ip_protocol: ip4, tls_config: { insecure_skip_verify: true } } }\n"
                         "  http_other: { prober: http, http: { preferred_ip_protocol: ip4, tls_config: { server_name: bank.example.org, ca_file: " +
                         m_web.certificates.path("ca.pem").toUtf8() +
                         " } } }\n"
                         "  http_rich: { prober: http, http: { preferred_ip_protocol: ip4, tls_config: { ca_file: " +
                         m_web.certificates.path("rich.pem").toUtf8() +
                         " } } }\n"
                         "  tcp: { prober: tcp, tcp: { preferred_ip_protocol: ip4 } }\n"
                         "  tcp_tls: { prober: tcp, tcp: { preferred_ip_protocol: ip4, tls: true, " +
                         trusted +
                         " } }\n"
                         "  tcp_talk: { prober: tcp, tcp: { preferred_ip_protocol: ip4, query_response: [ { send: \"GET / HTTP/1.0\\r\\n\\r\" }, { "
                         "expect: '^HTTP/1.1 (200) OK' } ] } }\n"
                         "  tcp_wrong: { prober: tcp, tcp: { preferred_ip_protocol: ip4, query_response: [ { send: \"GET / HTTP/1.0\\r\\n\\r\" }, { "
                         "expect: '^SSH' } ] } }\n");
    QVERIFY2(m_exporter.start("prometheus-blackbox-exporter",
                              {"--config.file=" + m_exporter.path("blackbox.yml"), QString("--web.listen-address=127.0.0.1:%1").arg(m_port)},
                              [this] { return tests::listens(m_port); }),
             m_exporter.log().constData());
}

void TstBlackbox::what_both_tell_is_the_same_data()
{
    QTest::addColumn<QString>("module");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("options"); // "key=value" a line
    QTest::addColumn<int>("names");       // that both tell
    const auto row = [](const char *title, const char *module, const std::string &target, const QString &options, int names) {
        QTest::newRow(title) << QString(module) << QString::fromStdString(target) << options << names;
    };
    const auto http = [this](const char *path) { return tests::WebServer::http(m_web.plain, path); };
    const auto authority = "authority_file=" + m_web.certificates.path("ca.pem");
    row("page", "http", http("/"), "", 14);
    row("no page", "http", http("/none"), "", 13);
    row("empty", "http", http("/nothing"), "", 13);
    row("redirect", "http", http("/moved"), "", 14);
    row("redirect not followed", "http_stay", http("/moved"), "max_redirects=0", 13);
    row("circle", "http", http("/circle"), "", 13);
    row("post", "http_post", http("/index.html"), "method=POST\nbody=a=b\naccepted_status=405", 13);
    row("wrong content", "http_regex", http("/"), "body_matches=closed", 14);
    row("nobody", "http", tests::WebServer::http(1), "", 13);
    row("no host", "http", "http://no-such-host.invalid/", "", 13);
    row("encrypted", "http", tests::WebServer::https(m_web.good), authority, 18);
    row("by another name", "http_other", tests::WebServer::https(m_web.other), authority + "\nserver_name=bank.example.org", 18);
    row("every name", "http_rich", tests::WebServer::https(m_web.rich), "authority_file=" + m_web.certificates.path("rich.pem"), 18);
    row("expired", "http", tests::WebServer::https(m_web.old), authority, 13);
    row("wrong name", "http", tests::WebServer::https(m_web.other), authority, 13);
    row("port", "tcp", "127.0.0.1:" + std::to_string(m_web.plain), "", 6);
    row("no port", "tcp", "127.0.0.1:1", "", 6);
    row("encrypted port", "tcp_tls", "127.0.0.1:" + std::to_string(m_web.good), "tls=true\n" + authority, 10);
    row("talk", "tcp_talk", "127.0.0.1:" + std::to_string(m_web.plain), "dialogue=send GET / HTTP/1.0\\r\\n\\r|expect ^HTTP/1.1 (200) OK", 6);
    row("wrong talk", "tcp_wrong", "127.0.0.1:" + std::to_string(m_web.plain), "dialogue=send GET / HTTP/1.0\\r\\n\\r|expect ^SSH", 6);
}

void TstBlackbox::what_both_tell_is_the_same()
{
    QFETCH(QString, module);
    QFETCH(QString, target);
    QFETCH(QString, options);
    QFETCH(int, names);
    const bool http = module.startsWith("http");
    Options all{{http ? "url" : "address", target.toStdString()}};
    for (const auto &line : options.split('\n', Qt::SkipEmptyParts))
        all.emplace(line.section('=', 0, 0).toStdString(), line.section('=', 1).replace('|', '\n').toStdString());
    auto probe = http ? probes::makeHttpProbe(all) : probes::makeTcpProbe(all);
    QVERIFY2(probe, probe ? "" : probe.error().message.c_str());
    const auto ours = tests::checkRound(**probe);
    QVERIFY(ours.result);
    const auto theirs = tests::parseExposition(told(module.toStdString(), target.toStdString()));
    QVERIFY(!theirs.empty());
    m_page.add(theirs, ours.series, "probe_");
    std::set<std::string> both;
    const auto differences = compared(theirs, ours.series, both);
    QVERIFY2(differences.empty(), fmt::format("{}\n{}", ours.verdict.message, fmt::join(differences, "\n")).c_str());
    QCOMPARE(int(both.size()), names);
}

void TstBlackbox::the_names_are_those_that_people_can_read() { m_page.check("blackbox_http_tcp"); }

VEDETTE_TEST(TstBlackbox)
#include "tst_blackbox.moc"
