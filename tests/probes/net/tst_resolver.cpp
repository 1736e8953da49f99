#include "probes/net/dial.h"
#include "probes/net/endpoint.h"
#include "probes/net/resolver.h"

#include "tests/support/registry.h"
#include "tests/support/system_time.h"

#include <QtTest/QTest>

using namespace net;
using namespace std::chrono_literals;
using metric::Reason;

static std::string texts(const Outcome<std::vector<Address>> &found)
{
    if (!found)
        return "fault: " + found.error().message;
    std::string all;
    for (const auto &address : *found)
        all += (all.empty() ? "" : " ") + address.text();
    return all;
}

class TstResolver : public QObject {
    Q_OBJECT

    tests::SystemTime m_clock;

    Outcome<std::vector<Address>> ask(const std::string &host, IpFamily family = IpFamily::Any)
    {
        return resolve(host, family, Deadline(m_clock, 5s));
    }

private Q_SLOTS:
    void a_literal_address_needs_nobody();
    void a_family_that_the_host_has_not_is_a_fault_unless_it_is_a_preference();
    void the_system_knows_localhost();
    void a_name_that_nobody_has_is_told_as_such();
    void an_endpoint_is_read_or_refused_data();
    void an_endpoint_is_read_or_refused();
};

void TstResolver::a_literal_address_needs_nobody()
{
    QCOMPARE(texts(ask("127.0.0.1")), std::string("127.0.0.1"));
    QCOMPARE(texts(ask("::1")), std::string("::1"));
    QCOMPARE(texts(resolve("::ffff:10.0.0.1", IpFamily::Any, Deadline(m_clock, 0s))), std::string("::ffff:10.0.0.1"));
    QCOMPARE(parseAddress("127.0.0.1")->bytes().size(), std::size_t(4));
    QVERIFY(!parseAddress("127.1"));
    QVERIFY(!parseAddress("localhost"));
}

void TstResolver::a_family_that_the_host_has_not_is_a_fault_unless_it_is_a_preference()
{
    QCOMPARE(texts(ask("127.0.0.1", IpFamily::V6)), std::string("fault: 127.0.0.1 has no IPv6 address"));
    QCOMPARE(ask("127.0.0.1", IpFamily::V6).error().reason, Reason::Dns);
    QCOMPARE(texts(ask("::1", IpFamily::V4)), std::string("fault: ::1 has no IPv4 address"));
    QCOMPARE(texts(ask("127.0.0.1", IpFamily::PreferV6)), std::string("127.0.0.1"));
    QCOMPARE(texts(ask("::1", IpFamily::PreferV4)), std::string("::1"));
}

void TstResolver::the_system_knows_localhost()
{
    QCOMPARE(texts(ask("localhost", IpFamily::V4)), std::string("127.0.0.1"));
    const auto all = ask("localhost");
    QVERIFY2(all, texts(all).c_str());
    QVERIFY(!all->empty());
}

void TstResolver::a_name_that_nobody_has_is_told_as_such()
{
    const auto none = ask("no-such-host.invalid");
    QVERIFY(!none);
    QCOMPARE(none.error().reason, Reason::Dns);
    // Where there is no resolver at all the system says that it cannot say.
    QVERIFY2(none.error().message == "there is no host no-such-host.invalid" ||
                 none.error().message == "the resolver cannot say now where no-such-host.invalid is",
             none.error().message.c_str());
    const auto hasty = resolve("no-such-host.invalid", IpFamily::Any, Deadline(m_clock, 0s));
    QVERIFY(!hasty);
    QCOMPARE(hasty.error().reason, Reason::Dns);
}

void TstResolver::an_endpoint_is_read_or_refused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("fallback");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *text, int fallback, const char *expected) {
        QTest::newRow(text) << QString(text) << fallback << QString(expected);
    };
    row("db:5432", 0, "db:5432");
    row(" db ", 5432, "db:5432");
    row("[::1]:6379", 0, "[::1]:6379");
    row("::1", 6379, "[::1]:6379");
    row("[::1]", 6379, "[::1]:6379");
    row("db", 0, "expected host:port, there is no port");
    row("db:0", 5432, "expected host:port, the port is not a number from 1 to 65535");
    row("db:65536", 0, "expected host:port, the port is not a number from 1 to 65535");
    row("db:http", 0, "expected host:port, the port is not a number from 1 to 65535");
    row("db:", 5432, "expected host:port, the port is not a number from 1 to 65535");
    row(":80", 0, "expected host:port, there is no host");
    row("", 80, "expected host:port, there is no host");
    row("[::1", 80, "expected host:port, a bracket is not closed");
    row("[::1]80", 80, "expected host:port, something else than a port follows the bracket");
    row("user@db:80", 0, "expected host:port, there is a character that no host has");
    row("a b:80", 0, "expected host:port, there is a character that no host has");
}

void TstResolver::an_endpoint_is_read_or_refused()
{
    QFETCH(QString, text);
    QFETCH(int, fallback);
    QFETCH(QString, expected);
    const auto read = parseEndpoint(text.toStdString(), std::uint16_t(fallback));
    QCOMPARE(QString::fromStdString(read ? read->text() : read.error().message), expected);
}

VEDETTE_TEST(TstResolver)
#include "tst_resolver.moc"
