#include "tests/probes/postgres/postgres_server.h"
#include "tests/support/registry.h"

#include <atomic>
#include <thread>

#include <poll.h>

using metric::Reason;
using tests::PostgresWatch;

namespace {

// Listens, and does with whoever comes what it is told. One at a time.
class Peer {
public:
    explicit Peer(std::function<void(Peer &)> talk) : m_talk(std::move(talk))
    {
        m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        ::bind(m_listener, reinterpret_cast<sockaddr *>(&address), size);
        ::listen(m_listener, 8);
        ::getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size);
        m_address = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
        m_thread = std::thread([this] {
            while (await(m_listener)) {
                m_fd = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
                m_talk(*this);
                ::close(m_fd);
            }
        });
    }
    ~Peer()
    {
        m_over = true;
        m_thread.join();
        ::close(m_listener);
    }
    const std::string &address() const { return m_address; }
    bool over() const { return m_over; }

    // False: the other has gone, or the test is over.
    bool say(std::string_view bytes) const
    {
        while (!bytes.empty() && !m_over) {
            const auto sent = ::send(m_fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (sent > 0)
                bytes.remove_prefix(std::size_t(sent));
            else if (errno != EAGAIN)
                return false;
            else
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return !m_over;
    }
    // What comes next, whatever it is; empty: nothing more.
    std::string hear() const
    {
        char buffer[4096];
        const auto got = await(m_fd) ? ::recv(m_fd, buffer, sizeof buffer, 0) : 0;
        return std::string(buffer, std::size_t(std::max<ssize_t>(got, 0)));
    }
    void wait() const
    {
        while (!hear().empty()) {
        }
    }

private:
    bool await(int fd) const
    {
        pollfd waiting{fd, POLLIN, 0};
        while (!m_over) {
            if (::poll(&waiting, 1, 5) > 0)
                return true;
        }
        return false;
    }

    std::function<void(Peer &)> m_talk;
    std::thread m_thread;
    std::atomic<bool> m_over = false;
    int m_listener = -1, m_fd = -1;
    std::string m_address;
};

// A message of the protocol, version 3.
std::string message(char type, const std::string &body)
{
    const auto size = htonl(std::uint32_t(body.size() + 4));
    return type + std::string(reinterpret_cast<const char *>(&size), 4) + body;
}
const std::string kReady = message('Z', "I");
std::string welcome()
{
    using namespace std::string_literals;
    return message('R', "\0\0\0\0"s) + message('S', "server_version\0"s + "15.3\0"s) + message('K', "\0\0\0\1\0\0\0\2"s) + kReady;
}
std::string failure(const std::string &code, const std::string &text)
{
    using namespace std::string_literals;
    return message('E', "SFATAL\0C"s + code + "\0M"s + text + "\0\0"s);
}

probes::Options to(const std::string &address)
{
    return {{"address", address}, {"password", "hush-hush"}, {"sslmode", "disable"}, {"timeout", "0.4"}};
}

} // namespace

// Servers that are down, say no, or mean ill; some are real ones.
class TstPostgresFaults : public QObject {
    Q_OBJECT

    tests::PostgresServer m_server;

    probes::Options real() const { return {{"address", m_server.address()}, {"user", "mon"}, {"password", "mon-secret"}, {"timeout", "5"}}; }

    // One round, which must fail for that reason and say so.
    tests::PostgresRound fails(probes::Options options, Reason reason, const char *words)
    {
        PostgresWatch watch(std::move(options));
        if (!watch.made()) {
            QTest::qFail(watch.fault().c_str(), __FILE__, __LINE__);
            return {};
        }
        auto round = watch.round();
        if (round.verdict.reason != reason || round.verdict.message.find(words) == std::string::npos || round.value("pg_up") != 0 ||
            round.value("pg_exporter_last_scrape_error") != 1 || !round.verdict.evidence)
            QTest::qFail(qPrintable(QString("%1: %2").arg(QString::fromUtf8(metric::reasonWord(round.verdict.reason).data()),
                                                          QString::fromStdString(round.verdict.message))),
                         __FILE__, __LINE__);
        return round;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!tests::PostgresServer::installed())
            QSKIP("PostgreSQL is not installed");
        QVERIFY(m_server.create("ssl = off\n"));
        QVERIFY2(m_server.start(), m_server.log());
        QVERIFY(m_server.sql(
            {"CREATE ROLE mon LOGIN PASSWORD 'mon-secret'; GRANT pg_monitor TO mon; CREATE ROLE full LOGIN PASSWORD 'x' CONNECTION LIMIT 0"}));
    }

    void a_peer_that_means_ill_is_named_and_never_waited_for_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<int>("reason");
        QTest::addColumn<QString>("words");
        QTest::newRow("says nothing") << 0 << int(Reason::Timeout) << "no answer from 127.0.0.1:";
        QTest::newRow("hangs at a query") << 1 << int(Reason::Timeout) << "no answer from 127.0.0.1:";
        QTest::newRow("a byte at a time") << 2 << int(Reason::Timeout) << "no answer from 127.0.0.1:";
        QTest::newRow("closes") << 3 << int(Reason::Closed) << "closed the connection";
        QTest::newRow("another protocol") << 4 << int(Reason::Protocol) << "does not speak as PostgreSQL does";
        QTest::newRow("answer without end") << 5 << int(Reason::Size) << "is longer than 4 MiB";
        QTest::newRow("notices without end") << 6 << int(Reason::Size) << "is longer than 4 MiB";
        QTest::newRow("settings without end") << 7 << int(Reason::Size) << "is longer than 4 MiB";
        QTest::newRow("small settings without end") << 16 << int(Reason::Timeout) << "no answer from 127.0.0.1:";
        QTest::newRow("wants to copy") << 8 << int(Reason::Protocol) << "answered a question with another one";
        QTest::newRow("repeats the password") << 9 << int(Reason::Authentication) << "no: *** is not it (28P01)";
        QTest::newRow("repeats it later") << 10 << int(Reason::Permission) << "not with *** (42501)";
        QTest::newRow("closes at a query") << 11 << int(Reason::Closed) << "broke the connection off";
        QTest::newRow("answers something else") << 12 << int(Reason::Protocol) << "does not belong to the question";
        QTest::newRow("results without end") << 13 << int(Reason::Timeout) << "";
        QTest::newRow("another protocol, encrypted") << 14 << int(Reason::Protocol) << "does not speak as PostgreSQL does";
        QTest::newRow("closes, encrypted") << 15 << int(Reason::Closed) << "closed the connection";
    }
    void a_peer_that_means_ill_is_named_and_never_waited_for()
    {
        using namespace std::string_literals;
        QFETCH(int, which);
        QFETCH(int, reason);
        QFETCH(QString, words);
        Peer peer([which](Peer &p) {
            p.hear();
            switch (which) {
            case 0: p.wait(); return;
            case 1:
                p.say(welcome());
                p.wait();
                return;
            case 2:
                p.say(message('R', "\0\0\0\0"s));
                for (const char c : message('S', std::string(5'000, 'x'))) {
                    if (!p.say({&c, 1}))
                        return;
                    std::this_thread::sleep_for(std::chrono::milliseconds(5));
                }
                return;
            case 3:
            case 15: return;
            case 4:
            case 14:
                p.say("HTTP/1.1 400 Bad Request\r\n\r\n");
                p.wait();
                return;
            case 5: {
                p.say(welcome());
                p.hear();
                p.say(message('T', "\0\1"s + "a\0"s + std::string(18, '\0')) + "D\x40\0\0\0\0\1\x3f\xff\xff\0"s);
                while (p.say(std::string(65'536, 'x'))) {
                }
                return;
            }
            case 6:
                p.say(welcome());
                p.hear();
                while (p.say(message('N', "SNOTICE\0C00000\0M"s + std::string(30'000, 'x') + "\0\0"s))) {
                }
                return;
            case 7:
                p.say(message('R', "\0\0\0\0"s));
                for (int i = 0; p.say(message('S', "name" + std::to_string(i) + "\0"s + std::string(20'000, 'x') + "\0"s)); ++i) {
                }
                return;
            case 16: // each of which libpq compares with all before it
                p.say(message('R', "\0\0\0\0"s));
                for (int i = 0; p.say(message('S', std::to_string(i) + "\0\0"s)); ++i) {
                }
                return;
            case 8:
                p.say(welcome());
                p.hear();
                p.say(message('G', "\0\0\0"s));
                p.wait();
                return;
            case 9:
                p.say(message('R', "\0\0\0\3"s));
                p.hear();
                p.say(failure("28P01", "no: hush-hush is not it"));
                return;
            case 10:
                p.say(welcome());
                p.hear();
                p.say(failure("42501", "not with hush-hush") + kReady);
                p.wait();
                return;
            case 11:
                p.say(welcome());
                p.hear();
                return;
            case 12:
                p.say(welcome());
                while (!p.hear().empty())
                    p.say(message('C', "SET\0"s) + kReady);
                return;
            case 13:
                p.say(welcome());
                p.hear();
                while (p.say(message('C', "SET\0"s)))
                    std::this_thread::sleep_for(std::chrono::milliseconds(1));
                return;
            }
        });
        auto options = to(peer.address());
        if (which == 14 || which == 15)
            options["sslmode"] = "require";
        if (which >= 5 && which <= 7)
            options["timeout"] = "5";
        const auto round = fails(options, Reason(reason), words.toUtf8());
        QVERIFY2(round.took < std::chrono::milliseconds(which >= 5 && which <= 7 ? 4'000 : 1'500), std::to_string(round.took.count()).c_str());
        QVERIFY(round.everything().find("hush-hush") == std::string::npos);
        QCOMPARE(round.verdict.message.find('\n'), std::string::npos);
    }

    void what_the_server_refuses_is_told_by_its_reason()
    {
        auto options = real();
        options["password"] = "wrong-secret";
        const auto round = fails(options, Reason::Authentication, "password authentication failed for user \"mon\" (28P01)");
        QVERIFY(round.everything().find("wrong-secret") == std::string::npos);
        options.erase("password");
        fails(options, Reason::Authentication, "asks for a password");
        options = real();
        options["database"] = "nowhere";
        fails(options, Reason::Options, "database \"nowhere\" does not exist (3D000)");
        options = real();
        options["user"] = "full";
        options["password"] = "x";
        fails(options, Reason::Refused, "too many connections for role \"full\" (53300)");
    }

    void nobody_there_is_told_apart_from_no_such_name()
    {
        auto options = real();
        options["address"] = "127.0.0.1:" + std::to_string(tests::freePort());
        fails(options, Reason::Refused, "connection refused by 127.0.0.1:");
        options["address"] = "no-such-host.invalid:5432";
        fails(options, Reason::Dns, "no-such-host.invalid");
        options["address"] = "/nonexistent";
        fails(options, Reason::Refused, "no server listens at the socket in /nonexistent");
    }

    void a_server_that_comes_back_is_found_again()
    {
        PostgresWatch watch(real());
        QVERIFY(watch.round().verdict.good());
        // Somebody ends the session between two rounds: that is no fault of the server.
        QVERIFY(m_server.sql({"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'vedette'"}));
        QVERIFY(watch.round().verdict.good());
        m_server.stop();
        const auto down = watch.round();
        QCOMPARE(down.verdict.reason, Reason::Refused);
        QVERIFY2(m_server.start(), m_server.log());
        const auto up = watch.round();
        QVERIFY2(up.verdict.good(), up.verdict.message.c_str());
        QCOMPARE(up.value("pg_up"), 1.0);
    }

    void encryption_is_verified_unless_told_otherwise()
    {
        fails(
            [&] {
                auto options = real();
                options["sslmode"] = "verify-full";
                return options;
            }(),
            Reason::Tls, "no encryption with 127.0.0.1:");
        const auto data = m_server.data();
        QVERIFY(m_server.run("openssl", {"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
                                         "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", data + "/server.key", "-out",
                                         data + "/server.crt"}));
        QVERIFY(m_server.sql({"ALTER SYSTEM SET ssl = on", "SELECT pg_reload_conf()"}));
        const auto authority = (data + "/server.crt").toStdString();
        auto options = real();
        const auto at = "localhost:" + std::to_string(m_server.port());
        const auto rounds = [&](const char *mode) {
            options["sslmode"] = mode;
            return PostgresWatch(options).round();
        };
        options["address"] = at;
        QTRY_VERIFY(rounds("require").verdict.good());
        QCOMPARE(rounds("verify-full").verdict.reason, Reason::Tls); // nobody vouches for it
        options["authority_file"] = authority;
        const auto verified = rounds("verify-full");
        QVERIFY2(verified.verdict.good(), verified.verdict.message.c_str());
        QVERIFY(verified.verdict.evidence->parts.at(0).text.find("encryption: TLSv1.3, TLS_AES_256_GCM_SHA384\n") != std::string::npos);
        options["address"] = m_server.address();
        QCOMPARE(rounds("verify-full").verdict.reason, Reason::Tls); // it is vouched for, but as localhost
        QVERIFY(rounds("verify-ca").verdict.good());
        options["authority_file"] = data.toStdString() + "/none.crt";
        QCOMPARE(rounds("verify-full").verdict.reason, Reason::Tls);
        // The one exception: this certificate, and no other.
        options.erase("authority_file");
        options["pinned_sha256"] = std::string(64, 'a');
        const auto other = rounds("verify-full").verdict;
        QCOMPARE(other.reason, Reason::Tls);
        const auto told = other.message.substr(other.message.rfind(' ') + 1);
        QCOMPARE(told.size(), std::size_t(64));
        options["pinned_sha256"] = told;
        const auto pinned = rounds("verify-full").verdict;
        QVERIFY2(pinned.good(), pinned.message.c_str());
    }

    void options_are_checked_before_anything_is_asked_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("fault");
        QTest::newRow("address") << "address"
                                 << ""
                                 << "address: is missing";
        QTest::newRow("port") << "address"
                              << "db:99999"
                              << "address: ";
        QTest::newRow("mode") << "sslmode"
                              << "maybe"
                              << "sslmode: expected one of";
        QTest::newRow("pin") << "pinned_sha256"
                             << "abc"
                             << "pinned_sha256: expected 64 hexadecimal digits";
        QTest::newRow("timeout") << "timeout"
                                 << "0"
                                 << "timeout: expected a number";
        QTest::newRow("unknown") << "passwort"
                                 << "x"
                                 << "passwort: there is no such option";
    }
    void options_are_checked_before_anything_is_asked()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(QString, fault);
        probes::Options options{{"address", "db"}};
        options[key.toStdString()] = value.toStdString();
        const PostgresWatch watch(options);
        QVERIFY(!watch.made());
        QVERIFY2(QString::fromStdString(watch.fault()).startsWith(fault), watch.fault().c_str());
    }
};

VEDETTE_TEST(TstPostgresFaults)
#include "tst_postgres_faults.moc"
