// Real name servers and this machine, asked by Vedette and by blackbox_exporter beside it: what both tell is the same.
#include "probes/service/dns_probe.h"
#include "probes/service/icmp_probe.h"
#include "tests/probes/service/blackbox_names.h"
#include "tests/support/check_round.h"
#include "tests/support/exporter_names.h"
#include "tests/support/registry.h"
#include "tests/support/server_process.h"

#include <QtTest/QTest>

#include <limits>

// All that is asked for here, in one zone for all servers. Its TXT record is more than a datagram holds.
static QByteArray zone()
{
    QByteArray text = "$ORIGIN house.example.\n$TTL 300\n"
                      "@ SOA ns admin 2026112201 3600 600 86400 60\n@ NS ns\n@ MX 10 mail\n@ CAA 0 issue \"le.example\"\n"
                      "ns A 127.0.0.1\nmail A 192.0.2.25\nwww A 192.0.2.1\nwww A 192.0.2.2\nwww AAAA 2001:db8::1\n"
                      "alias CNAME www\n_http._tcp SRV 1 2 80 www\n"
                      "text TXT \"v=spf1 -all\"\nunknown TYPE65280 \\# 2 01ff\nlarge TXT";
    for (int i = 0; i < 8; ++i)
        text += " \"" + QByteArray(200, char('a' + i)) + '"';
    return text + '\n';
}

struct Question {
    const char *name;
    const char *type;
    const char *codes = "";   // accepted, where it is not NOERROR
    bool mayBeEmpty = false;  // what blackbox_exporter takes in any case
    const char *pattern = ""; // that some record matches
};
static const Question kQuestions[] = {
    {"www.house.example", "A"},
    {"www.house.example", "AAAA"},
    {"alias.house.example", "A"},
    {"alias.house.example", "CNAME"},
    {"house.example", "SOA"},
    {"house.example", "NS"},
    {"house.example", "MX"},
    {"house.example", "CAA"},
    {"_http._tcp.house.example", "SRV"},
    {"text.house.example", "TXT"},
    {"nobody.house.example", "A"},
    {"nobody.house.example", "A", "NXDOMAIN"},
    {"mail.house.example", "AAAA", "", true},
    {"elsewhere.invalid", "A"},
    {"www.house.example", "A", "", false, "www.house.example.\\t300\\tIN\\tA\\t192.0.2.2"},
    {"www.house.example", "A", "", false, "192.0.2.3"},
};

class TstDnsIcmpBlackbox : public QObject {
    Q_OBJECT

    tests::ServerProcess m_unbound, m_bind, m_exporter;
    std::uint16_t m_unboundPort = 0, m_bindPort = 0, m_exporterPort = 0;
    tests::MetricNamesPage m_page = tests::blackboxNames("name servers and hosts");

    static const tests::Tolerances &timings()
    {
        constexpr auto kAny = std::numeric_limits<double>::infinity();
        static const tests::Tolerances tolerances{{"probe_duration_seconds", kAny},
                                                  {"probe_dns_duration_seconds", kAny},
                                                  {"probe_dns_lookup_time_seconds", kAny},
                                                  {"probe_icmp_duration_seconds", kAny}};
        return tolerances;
    }

    static bool answers(std::uint16_t port)
    {
        const auto probe = probes::makeDnsProbe({{"name", "www.house.example"}, {"server", fmt::format("127.0.0.1:{}", port)}, {"timeout", "0.5"}});
        return tests::checkRound(**probe).verdict.good();
    }

    bool startUnbound()
    {
        m_unboundPort = tests::freePort(SOCK_DGRAM);
        const auto directory = m_unbound.path("");
        m_unbound.write("zone", zone());
        m_unbound.write("unbound.conf", "server:\n directory: \"" + directory.toUtf8() +
                                            "\"\n username: \"\"\n chroot: \"\"\n pidfile: \"\"\n use-syslog: no\n do-daemonize: no\n"
                                            " interface: 127.0.0.1@" +
                                            QByteArray::number(m_unboundPort) + "\n interface: ::1@" + QByteArray::number(m_unboundPort) +
                                            "\n access-control: 127.0.0.0/8 allow\n access-control: ::1 allow\n do-not-query-localhost: no\n"
                                            " local-zone: \"invalid.\" static\n module-config: \"iterator\"\n"
                                            "auth-zone:\n name: \"house.example\"\n zonefile: \"zone\"\n for-downstream: yes\n for-upstream: no\n");
        return m_unbound.start("unbound", {"-d", "-p", "-c", m_unbound.path("unbound.conf")}, [&] { return answers(m_unboundPort); });
    }
    bool startBind()
    {
        m_bindPort = tests::freePort(SOCK_DGRAM);
        m_bind.write("zone", zone());
        m_bind.write("named.conf", "options { directory \"" + m_bind.path("").toUtf8() + "\"; listen-on port " + QByteArray::number(m_bindPort) +
                                       " { 127.0.0.1; }; listen-on-v6 { none; }; pid-file none; session-keyfile none; recursion no;\n"
                                       "dnssec-validation no; managed-keys-directory \"" +
                                       m_bind.path("").toUtf8() +
                                       "\"; };\ncontrols { };\nzone \"house.example\" { type primary; file \"zone\"; };\n");
        return m_bind.start("named", {"-g", "-n", "1", "-c", m_bind.path("named.conf")}, [&] { return answers(m_bindPort); });
    }
    bool startExporter()
    {
        m_exporterPort = tests::freePort();
        QByteArray config = "modules:\n  icmp4: {prober: icmp, timeout: 5s, icmp: {preferred_ip_protocol: ip4}}\n"
                            "  icmp_large: {prober: icmp, timeout: 5s, icmp: {preferred_ip_protocol: ip4, payload_size: 1400, dont_fragment: true}}\n"
                            "  icmp6: {prober: icmp, timeout: 5s, icmp: {preferred_ip_protocol: ip6}}\n";
        for (const auto *transport : {"udp", "tcp"}) {
            int number = 0;
            for (const auto &question : kQuestions) {
                config += QByteArray("  ") + transport + QByteArray::number(number++) +
                          ": {prober: dns, timeout: 5s, dns: {transport_protocol: " + transport + ", query_name: \"" + question.name +
                          "\", query_type: " + question.type;
                if (*question.codes)
                    config += QByteArray(", valid_rcodes: [") + question.codes + "]";
                if (*question.pattern)
                    config += QByteArray(", validate_answer_rrs: {fail_if_none_matches_regexp: ['") + question.pattern + "']}";
                config += "}}\n";
            }
        }
        m_exporter.write("blackbox.yml", config);
        return m_exporter.start(
            "prometheus-blackbox-exporter",
            {"--config.file=" + m_exporter.path("blackbox.yml"), QString("--web.listen-address=127.0.0.1:%1").arg(m_exporterPort)},
            [&] { return tests::listens(m_exporterPort); });
    }

    tests::Exposition exporter(const std::string &module, const std::string &target) const
    {
        return tests::parseExposition(tests::exporterPage(m_exporterPort, "/probe?module=" + module + "&target=" + target));
    }
    void compare(const tests::Exposition &theirs, const tests::CheckRound &ours)
    {
        QVERIFY2(ours.result, ours.result ? "" : ours.result.error().message.c_str());
        m_page.add(theirs, ours.series, "probe_");
        const tests::ExporterNames names(tests::metricNames(theirs), tests::metricNames(ours.series));
        QVERIFY(names.both.size() >= 6);
        // Of a reply that did not come there is no hop limit, and of a name that is not resolved no regular expression fails.
        for (const auto &name : names.theirs)
            QCOMPARE(QString::fromStdString(name), QString("probe_failed_due_to_regex"));
        QStringList lines;
        for (const auto &line : tests::differencesOfSharedNames(theirs, ours.series, timings()))
            lines.append(QString::fromStdString(line));
        QCOMPARE(lines.join('\n'), QString());
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (const auto *program : {"unbound", "prometheus-blackbox-exporter"}) {
            if (tests::ServerProcess::find(program).isEmpty())
                QSKIP("unbound or prometheus-blackbox-exporter is not installed");
        }
        QVERIFY2(startUnbound(), m_unbound.log().constData());
        QVERIFY2(startExporter(), m_exporter.log().constData());
        if (!tests::ServerProcess::find("named").isEmpty())
            QVERIFY2(startBind(), m_bind.log().constData());
    }

    void a_name_server_is_told_of_as_the_exporter_tells_it_data()
    {
        QTest::addColumn<int>("number");
        QTest::addColumn<bool>("bind");
        QTest::addColumn<QString>("transport");
        for (const bool bind : {false, true}) {
            for (const auto *transport : {"udp", "tcp"}) {
                for (int i = 0; i < int(std::size(kQuestions)); ++i) {
                    const auto &question = kQuestions[i];
                    QTest::addRow("%s %s %s %s %d", bind ? "bind" : "unbound", transport, question.name, question.type, i) << i << bind << transport;
                }
            }
        }
    }
    void a_name_server_is_told_of_as_the_exporter_tells_it()
    {
        QFETCH(int, number);
        QFETCH(bool, bind);
        QFETCH(QString, transport);
        if (bind && m_bindPort == 0)
            QSKIP("bind9 is not installed");
        const auto &question = kQuestions[number];
        const auto server = fmt::format("127.0.0.1:{}", bind ? m_bindPort : m_unboundPort);
        const auto probe = probes::makeDnsProbe({{"name", question.name},
                                                 {"type", question.type},
                                                 {"server", server},
                                                 {"transport", transport.toStdString()},
                                                 {"accepted_codes", question.codes},
                                                 {"records_required", question.mayBeEmpty ? "false" : "true"},
                                                 {"answer_matches", question.pattern}});
        QVERIFY2(probe, probe ? "" : probe.error().message.c_str());
        compare(exporter(transport.toStdString() + std::to_string(number), server), tests::checkRound(**probe));
    }

    void an_answer_that_is_cut_short_comes_whole_over_tcp()
    {
        for (const auto port : {m_unboundPort, m_bindPort}) {
            if (port == 0)
                continue;
            const auto probe = probes::makeDnsProbe(
                {{"name", "large.house.example TXT"}, {"server", fmt::format("127.0.0.1:{}", port)}, {"answer_matches", "\"h{200}\"$"}});
            const auto round = tests::checkRound(**probe);
            QVERIFY2(round.verdict.good(), round.verdict.message.c_str());
            QVERIFY(round.part("Server").find("UDP, cut short, then TCP") != std::string::npos);
            QCOMPARE(round.value("probe_dns_answer_rrs"), 1.0);
        }
    }

    void what_is_expected_is_found_however_a_server_writes_it()
    {
        for (const auto port : {m_unboundPort, m_bindPort}) {
            if (port == 0)
                continue;
            const auto check = [&](const char *name, const char *expected) {
                const auto probe = probes::makeDnsProbe(
                    {{"name", name}, {"server", fmt::format("127.0.0.1:{}", port)}, {"expected", expected}, {"expected_match", "exactly"}});
                return tests::checkRound(**probe).verdict.message;
            };
            const auto where = fmt::format(" from 127.0.0.1:{}", port);
            QCOMPARE(check("house.example MX", "10 MAIL.house.example"), "10 mail.house.example." + where);
            QCOMPARE(check("www.house.example AAAA", "2001:db8:0::0:1"), "2001:db8::1" + where);
            QCOMPARE(check("text.house.example TXT", "v=spf1 -all"), "\"v=spf1 -all\"" + where);
            QCOMPARE(check("unknown.house.example TYPE65280", "\\# 2 01FF"), "\\# 2 01ff" + where);
        }
    }

    void a_server_of_ipv6_is_told_of_as_the_exporter_tells_it()
    {
        const auto server = fmt::format("[::1]:{}", m_unboundPort);
        const auto probe = probes::makeDnsProbe({{"name", "www.house.example"}, {"server", server}});
        compare(exporter("udp0", server), tests::checkRound(**probe));
    }

    void a_port_where_nobody_listens_is_told_of_as_the_exporter_tells_it()
    {
        const auto server = fmt::format("127.0.0.1:{}", tests::freePort(SOCK_DGRAM));
        const auto probe = probes::makeDnsProbe({{"name", "www.house.example"}, {"server", server}});
        compare(exporter("udp0", server), tests::checkRound(**probe));
    }

    void a_host_is_told_of_as_the_exporter_tells_it_and_all_names_are_those_that_people_can_read()
    {
        for (const auto &[module, options] : std::vector<std::pair<std::string, probes::Options>>{
                 {"icmp4", {{"address", "127.0.0.1"}}},
                 {"icmp_large", {{"address", "127.0.0.1"}, {"payload_size", "1400"}, {"dont_fragment", "true"}}},
                 {"icmp4", {{"address", "localhost"}, {"ip_family", "prefer_ipv4"}}},
                 {"icmp6", {{"address", "::1"}}}})
        {
            const auto probe = probes::makeIcmpProbe(options);
            const auto ours = tests::checkRound(**probe);
            if (ours.verdict.message.find("ping_group_range") != std::string::npos)
                QSKIP("this user may not send echo requests");
            QVERIFY2(ours.verdict.good(), ours.verdict.message.c_str());
            compare(exporter(module, options.at("address")), ours);
        }
        m_page.check("blackbox_dns_icmp");
    }
};

VEDETTE_TEST(TstDnsIcmpBlackbox)
#include "tst_dns_icmp_blackbox.moc"
