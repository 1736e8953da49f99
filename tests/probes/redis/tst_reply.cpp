#include "probes/redis/reply.h"

#include "tests/support/registry.h"

#include <string>

using namespace redis;
using metric::Reason;

class TstReply : public QObject {
    Q_OBJECT

    // The replies in the bytes, given in pieces of that size; what went wrong is put into `fault`.
    static std::vector<Reply> readAll(std::string_view bytes, std::size_t piece, Reason *fault = nullptr)
    {
        ReplyReader reader;
        std::vector<Reply> all;
        const auto drain = [&] {
            while (true) {
                auto next = reader.next();
                if (!next) {
                    if (fault)
                        *fault = next.error().reason;
                    return false;
                }
                if (!*next)
                    return true;
                all.push_back(std::move(**next));
            }
        };
        while (!bytes.empty()) {
            const auto size = std::min(piece, bytes.size());
            if (const auto fed = reader.feed(bytes.substr(0, size)); !fed) {
                if (fault)
                    *fault = fed.error().reason;
                return all;
            }
            bytes.remove_prefix(size);
            if (!drain())
                return all;
        }
        return all;
    }
    static Reason faultOfBytes(std::string_view bytes)
    {
        auto fault = Reason::None;
        readAll(bytes, 4096, &fault);
        return fault;
    }

private Q_SLOTS:
    void every_kind_of_value_is_read_however_the_bytes_come()
    {
        constexpr std::string_view kBytes =
            "+OK\r\n-NOAUTH Authentication required.\r\n:-42\r\n$5\r\na\r\nbc\r\n$-1\r\n*3\r\n:1\r\n*2\r\n$1\r\nx\r\n$0\r\n\r\n*-1\r\n*0\r\n";
        for (const std::size_t piece : {1, 2, 7, 1000}) {
            const auto all = readAll(kBytes, piece);
            QCOMPARE(all.size(), std::size_t(7));
            QVERIFY(all[0].is(Reply::Type::Status) && all[0].text == "OK");
            QVERIFY(all[1].is(Reply::Type::Error) && all[1].text == "NOAUTH Authentication required.");
            QVERIFY(all[2].is(Reply::Type::Integer) && all[2].integer == -42);
            QVERIFY(all[3].is(Reply::Type::Text) && all[3].text == "a\r\nbc");
            QVERIFY(all[4].is(Reply::Type::Nil));
            QCOMPARE(all[5].elements.size(), std::size_t(3));
            QCOMPARE(all[5].elements[0].integer, 1LL);
            QCOMPARE(all[5].elements[1].elements[0].text, std::string("x"));
            QCOMPARE(all[5].elements[1].elements[1].text, std::string());
            QVERIFY(all[5].elements[2].is(Reply::Type::Nil));
            QVERIFY(all[6].is(Reply::Type::Array) && all[6].elements.empty());
        }
    }

    void a_command_is_counted_and_measured() { QCOMPARE(command({"AUTH", "p w"}), std::string("*2\r\n$4\r\nAUTH\r\n$3\r\np w\r\n")); }

    void what_is_not_the_protocol_is_said_to_be_none()
    {
        for (const auto *bytes : {"HTTP/1.1 400 Bad Request\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "\x15\x03\x01", "*x\r\n", ":12a\r\n", "$-2\r\n"})
            QCOMPARE(faultOfBytes(bytes), Reason::Protocol);
        std::string nested;
        for (int at = 0; at < 1000; ++at)
            nested += "*1\r\n";
        QCOMPARE(faultOfBytes(nested), Reason::Protocol);
    }

    void what_is_promised_without_end_is_not_waited_for()
    {
        QCOMPARE(faultOfBytes("*2000000000\r\n"), Reason::Size);
        std::string many;
        for (std::size_t at = 0; at < ReplyReader::kMostElements / 1000 + 1; ++at)
            many += "*1000\r\n" + [] {
                std::string ones;
                for (int each = 0; each < 1000; ++each)
                    ones += ":1\r\n";
                return ones;
            }();
        QCOMPARE(faultOfBytes(many), Reason::Size);
        QCOMPARE(faultOfBytes("$9000000000\r\n" + std::string(ReplyReader::kMostBytes, 'x')), Reason::Size);
        QCOMPARE(faultOfBytes("+" + std::string(ReplyReader::kMostBytes, 'x')), Reason::Size);
        QCOMPARE(faultOfBytes("+" + std::string(ReplyReader::kMostBytes, '\n')), Reason::Size);
    }

    void a_reader_may_end_in_the_middle() { QCOMPARE(readAll("*3\r\n$1\r\nx\r\n*2\r\n:1\r\n", 3).size(), std::size_t(0)); }
};

VEDETTE_TEST(TstReply)
#include "tst_reply.moc"
