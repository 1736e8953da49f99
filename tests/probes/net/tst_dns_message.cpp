// DNS messages as bytes, their own and others'.
#include "probes/net/dns_message.h"
#include "tests/support/registry.h"

#include <QtTest/QTest>

using namespace net;

// A message in pieces: numbers of two bytes, and names as labels.
class Bytes {
public:
    Bytes &number(unsigned value)
    {
        m_bytes += char(value >> 8);
        m_bytes += char(value & 0xff);
        return *this;
    }
    Bytes &numbers(std::initializer_list<unsigned> values)
    {
        for (const auto value : values)
            number(value);
        return *this;
    }
    Bytes &label(std::string_view text)
    {
        m_bytes += char(text.size());
        m_bytes += text;
        return *this;
    }
    Bytes &end() { return raw(std::string_view("\0", 1)); }
    Bytes &raw(std::string_view text)
    {
        m_bytes += text;
        return *this;
    }
    const std::string &get() const { return m_bytes; }

private:
    std::string m_bytes;
};

// An answer to "a.example. IN A" with one record of this type and data, its owner the question's name.
static std::string answer(unsigned type, std::string_view data)
{
    return Bytes()
        .numbers({7, 0x8580, 1, 1, 0, 0})
        .label("a")
        .label("example")
        .end()
        .numbers({type, 1, 0xc00c, type, 1, 0, 300, unsigned(data.size())})
        .raw(data)
        .get();
}

class TstDnsMessage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void types_classes_and_codes_have_names_and_numbers()
    {
        QCOMPARE(dnsType("aaaa"), 28);
        QCOMPARE(dnsType("TYPE65280"), 65280);
        QCOMPARE(dnsType("type1"), 1);
        QVERIFY(!dnsType("TYPE65536") && !dnsType("TYPE1x") && !dnsType("NONE") && !dnsType(""));
        QCOMPARE(dnsTypeWord(257), std::string("CAA"));
        QCOMPARE(dnsTypeWord(65280), std::string("TYPE65280"));
        QCOMPARE(dnsClass("ch"), 3);
        QCOMPARE(dnsClass("CLASS4"), 4);
        QVERIFY(!dnsClass("XX") && !dnsClass("CLASSES"));
        QCOMPARE(dnsCode("nxdomain"), 3);
        QCOMPARE(dnsCode("23"), 23);
        QVERIFY(!dnsCode("MAYBE") && !dnsCode(""));
        QCOMPARE(dnsCodeWord(5), std::string("REFUSED"));
        QCOMPARE(dnsCodeWord(23), std::string("RCODE23"));
    }

    void a_question_takes_names_as_people_write_them()
    {
        QCOMPARE(dnsQuestion("WWW.example.org", 1, 1)->name, std::string("www.example.org."));
        QCOMPARE(dnsQuestion("www.example.org.", 1, 1)->name, std::string("www.example.org."));
        QCOMPARE(dnsQuestion(".", 2, 1)->name, std::string("."));
        QCOMPARE(dnsQuestion("192.0.2.7", 12, 1)->name, std::string("7.2.0.192.in-addr.arpa."));
        QVERIFY(dnsQuestion("2001:db8::1", 12, 1)->name.starts_with("1.0.0.0."));
        QCOMPARE(dnsQuestion("7.2.0.192.in-addr.arpa", 12, 1)->name, std::string("7.2.0.192.in-addr.arpa."));
        for (const auto *name : {"", "a..b", "a b",
                                 "b\xc3\xbc"
                                 "cher.example"})
        {
            const auto made = dnsQuestion(name, 1, 1);
            QVERIFY2(!made && made.error().reason == metric::Reason::Options, name);
        }
        QVERIFY(!dnsQuestion(std::string(64, 'a') + ".example", 1, 1));
    }

    void a_query_is_what_the_standard_says()
    {
        const auto bytes = encode({*dnsQuestion("a.example", 28, 1), 0x1234, true, false});
        QCOMPARE(bytes, Bytes().numbers({0x1234, 0x0100, 1, 0, 0, 0}).label("a").label("example").end().numbers({28, 1}).get());
        QCOMPARE(encode({*dnsQuestion(".", 2, 1), 1, false, true}), Bytes().numbers({1, 0x0020, 1, 0, 0, 0}).end().numbers({2, 1}).get());
    }

    void an_answer_is_read_whole()
    {
        const auto message = decodeDnsMessage(answer(1, {"\xc0\x00\x02\x01", 4}));
        QVERIFY(message);
        QCOMPARE(message->id, 7);
        QVERIFY(message->response && message->authoritative && message->recursionDesired && message->recursionAvailable);
        QVERIFY(!message->truncated && !message->validated);
        QCOMPARE(toText(*message->question), std::string("a.example. IN A"));
        QCOMPARE(message->answer.size(), std::size_t(1));
        QCOMPARE(toText(message->answer[0]), std::string("a.example.\t300\tIN\tA\t192.0.2.1"));
        QVERIFY(message->authority.empty() && message->additional.empty());
    }

    void records_compare_however_they_are_written_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *name, unsigned type, const std::string &data, const char *text, const QByteArray &expected) {
            QTest::newRow(name) << int(type) << QByteArray::fromStdString(data) << QByteArray(text) << expected;
        };
        row("AAAA", 28, std::string("\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1", 16), "2001:db8::1", "2001:DB8:0:0::1");
        row("MX", 15, Bytes().number(10).label("MAIL").raw("\xc0\x0c").get(), "10 MAIL.a.example.", "10 mail.a.example");
        row("CNAME", 5, "\xc0\x0c", "a.example.", "A.EXAMPLE");
        row("SRV", 33, Bytes().numbers({1, 2, 443}).label("b").end().get(), "1 2 443 b.", "1 2 443 b.");
        row("CAA", 257, Bytes().end().label("issue").raw("le.example").get(), "0 issue \"le.example\"", "0 issue \"le.example\"");
        row("TXT", 16, Bytes().label("v=spf1 -all").get(), "\"v=spf1 -all\"", "v=spf1 -all");
        row("TXT of two pieces", 16, Bytes().label("v=spf1 ").label("-all").get(), "\"v=spf1 \" \"-all\"", "v=spf1 -all");
        row("TXT in quotes", 16, Bytes().label("v=spf1 -all").get(), "\"v=spf1 -all\"", "\"v=spf1 -all\"");
        row("TXT with bytes", 16, Bytes().label("\xff\n").get(), "\"\\255\\010\"", "\"\\255\\010\"");
        row("an unknown type", 65280, "\x01\xff", "\\# 2 01ff", "\\# 2 01FF");
    }
    void records_compare_however_they_are_written()
    {
        QFETCH(int, type);
        QFETCH(QByteArray, data);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        const auto message = decodeDnsMessage(answer(unsigned(type), data.toStdString()));
        QVERIFY(message);
        QCOMPARE(QByteArray::fromStdString(message->answer[0].data), text);
        const auto canonical = canonicalDnsData(std::uint16_t(type), expected.toStdString());
        QVERIFY(canonical);
        QCOMPARE(QByteArray::fromStdString(message->answer[0].canonical), QByteArray::fromStdString(*canonical));
    }

    void what_is_expected_must_be_data_of_its_type()
    {
        QVERIFY(!canonicalDnsData(1, "192.0.2"));
        QVERIFY(!canonicalDnsData(1, "192.0.2.1 more"));
        QVERIFY(!canonicalDnsData(15, "mail.example"));
        QVERIFY(canonicalDnsData(16, std::string(400, 'k')));
    }

    void the_serial_of_a_zone_is_known()
    {
        const auto data = Bytes().label("ns").end().label("admin").end().numbers({0x78c3, 0xa1b1, 0, 3600, 0, 600, 1, 0, 0, 60}).get();
        const auto message = decodeDnsMessage(answer(6, data));
        QVERIFY(message);
        QCOMPARE(message->answer[0].serial, 2026086833u);
        QVERIFY(!decodeDnsMessage(answer(1, "\x01\x02\x03\x04"))->answer[0].serial);
    }

    void a_services_list_of_all_ports_is_not_looked_up()
    {
        // The library would ask /etc/services for each of 65,000 ports.
        const auto message = decodeDnsMessage(answer(11, std::string("\x7f\0\0\1\x06", 5) + std::string(8000, '\xff')));
        QVERIFY(message);
        QVERIFY(message->answer[0].data.starts_with("\\# 8005 7f000001"));
    }

    void what_is_no_message_is_refused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char *name, const std::string &bytes) { QTest::newRow(name) << QByteArray::fromStdString(bytes); };
        const auto good = answer(1, "\x01\x02\x03\x04");
        row("nothing", "");
        row("half a header", good.substr(0, 7));
        row("records that are not there", good.substr(0, 20));
        row("data that is cut off", good.substr(0, good.size() - 1));
        row("more records than bytes", Bytes().numbers({7, 0x8180, 0, 0xffff, 0, 0}).get());
        row("a name that points at itself", Bytes().numbers({7, 0x8180, 1, 0, 0, 0, 0xc00c, 1, 1}).get());
        row("two names that point at each other", Bytes().numbers({7, 0x8180, 1, 0, 0, 0, 0xc00e, 0xc00c, 1, 1}).get());
        row("a name that grows in a circle", Bytes().numbers({7, 0x8180, 1, 0, 0, 0}).label("a").numbers({0xc00c, 1, 1}).get());
        row("a name that points beyond the end", Bytes().numbers({7, 0x8180, 1, 0, 0, 0, 0xffff, 1, 1}).get());
        row("HTTP", "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\n\r\n");
        row("more than a message can be", std::string(65536, '\0'));
    }
    void what_is_no_message_is_refused()
    {
        QFETCH(QByteArray, bytes);
        const auto message = decodeDnsMessage(bytes.toStdString());
        QVERIFY(!message);
        QCOMPARE(message.error().reason, metric::Reason::Protocol);
        QVERIFY(!message.error().message.empty());
    }
};

VEDETTE_TEST(TstDnsMessage)
#include "tst_dns_message.moc"
