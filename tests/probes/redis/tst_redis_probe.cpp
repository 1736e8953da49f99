// The check against a real server.
#include "probes/redis/redis_probe.h"

#include "tests/probes/redis/redis_server.h"
#include "tests/support/certificates.h"
#include "tests/support/check_round.h"
#include "tests/support/registry.h"

using metric::Reason;
using tests::CheckRound;
using Server = tests::RedisServer;

class TstRedisProbe : public QObject {
    Q_OBJECT

    static std::unique_ptr<probes::Probe> make(const probes::Options &options)
    {
        auto probe = probes::makeRedisProbe(options);
        if (!probe)
            qFatal("%s", probe.error().message.c_str());
        return std::move(*probe);
    }
    static CheckRound once(const probes::Options &options) { return tests::checkRound(*make(options)); }

private Q_SLOTS:
    void initTestCase()
    {
        if (!Server::installed())
            QSKIP("redis-server is not installed");
    }

    void a_server_is_told_with_its_tables_and_a_verdict()
    {
        const Server server;
        QVERIFY(server.ready);
        server.tell({"SET", "a", "1", "EX", "100"});
        server.tell({"GET", "a"});
        const auto probe = make(server.options());
        auto round = tests::checkRound(*probe);
        QVERIFY(round.result);
        QVERIFY2(round.verdict.good(), round.verdict.message.c_str());
        QVERIFY(round.verdict.message.starts_with("Redis 7."));
        QVERIFY(round.verdict.responseTime > std::chrono::nanoseconds::zero());
        QCOMPARE(round.value("redis_up"), 1.0);
        QCOMPARE(round.value("redis_db_keys{db=\"db0\"}"), 1.0);
        QCOMPARE(round.value("redis_db_keys_expiring{db=\"db0\"}"), 1.0);
        QCOMPARE(round.value("redis_db_keys{db=\"db15\"}"), 0.0);
        QCOMPARE(round.value("redis_config_maxclients"), 10000.0);
        QCOMPARE(round.value("redis_keyspace_hits_total"), 1.0);
        QCOMPARE(*round.table("redis_keyspace")->texts("db"), std::vector<std::string>{"db0"});
        QVERIFY(round.table("redis_commands")->rows() >= 2);
        QVERIFY(round.table("redis_slowlog"));
        QVERIFY(round.table("redis_latency"));
        QVERIFY(round.says("CONFIG SET latency-monitor-threshold"));

        // Since the last round: one lookup that finds something and one that does not; histograms are asked for now.
        server.tell({"GET", "a"});
        server.tell({"GET", "b"});
        round = tests::checkRound(*probe);
        QVERIFY2(round.says("hit rate 50 %"), round.verdict.message.c_str());
        QCOMPARE(round.value("redis_commands_latencies_usec_count{cmd=\"get\"}"), 3.0);
        QVERIFY(round.result);
    }

    void slow_commands_and_latency_events_are_listed()
    {
        const Server server({"--latency-monitor-threshold", "5", "--slowlog-log-slower-than", "5000"});
        QVERIFY(server.ready);
        server.tell({"EVAL", "local n=0 for i=1,3000000 do n=n+1 end return n", "0"});
        const auto round = once(server.options());
        const auto *slow = round.table("redis_slowlog");
        const auto *events = round.table("redis_latency");
        QVERIFY2(slow && events, round.verdict.message.c_str());
        QVERIFY(slow->rows() >= 1);
        QVERIFY(slow->numbers("seconds")->back() >= 0.005);
        QVERIFY(slow->texts("command")->back().starts_with("EVAL local n"));
        QCOMPARE(round.value("redis_slowlog_length"), double(slow->rows()));
        QVERIFY(round.value("redis_last_slow_execution_duration_seconds") >= 0.005);
        QCOMPARE(std::ranges::count(*events->texts("event"), "command"), 1);
        QVERIFY(round.value("redis_latency_spike_duration_seconds{event_name=\"command\"}") >= 0.005);
    }

    void evictions_are_counted_and_full_memory_is_said()
    {
        const Server server({"--maxmemory", "8mb", "--maxmemory-policy", "allkeys-lru"});
        QVERIFY(server.ready);
        const auto probe = make(server.options());
        QVERIFY(tests::checkRound(*probe).verdict.good());
        const auto fill = [&](const char *prefix) {
            server.tell({"EVAL", "for i=1,3000 do redis.pcall('SET', ARGV[1]..i, string.rep('x', 4000)) end", "0", prefix});
        };
        fill("a");
        auto round = tests::checkRound(*probe);
        QVERIFY2(round.verdict.good(), round.verdict.message.c_str());
        QVERIFY2(round.says("keys evicted"), round.verdict.message.c_str());
        QVERIFY(round.value("redis_evicted_keys_total") > 0);

        server.tell({"CONFIG", "SET", "maxmemory-policy", "noeviction"});
        for (int at = 0; at < 20; ++at)
            server.tell({"SET", "b" + QString::number(at), QString(100'000, 'x')});
        round = tests::checkRound(*probe);
        QCOMPARE(round.verdict.reason, Reason::Status);
        QVERIFY2(round.says("memory was full") || round.says("memory is full"), round.verdict.message.c_str());
        QCOMPARE(round.value("redis_up"), 1.0);
    }

    void a_password_is_needed_taken_or_refused_and_never_told()
    {
        const Server server({"--requirepass", "hunter2hunter2"});
        QVERIFY(server.ready);
        auto round = once(server.options());
        QCOMPARE(round.verdict.reason, Reason::Authentication);
        QCOMPARE(round.value("redis_up"), 0.0);
        QCOMPARE(QString::fromStdString(round.verdict.message), QString("the server wants a password"));
        round = once(server.options({{"password", "wrongwrong"}}));
        QCOMPARE(round.verdict.reason, Reason::Authentication);
        QVERIFY(!round.says("wrongwrong"));
        round = once(server.options({{"password", "hunter2hunter2"}}));
        QVERIFY2(round.verdict.good(), round.verdict.message.c_str());
        QVERIFY(!round.says("hunter2"));
    }

    void a_password_that_nobody_wants_does_no_harm()
    {
        const Server server;
        const auto round = once(server.options({{"password", "hunter2"}}));
        QVERIFY2(round.verdict.good(), round.verdict.message.c_str());
        QVERIFY(round.says("the server wants none"));
        QVERIFY(!round.says("hunter2"));
    }

    void a_user_that_may_little_is_told_what_is_missing()
    {
        const Server server;
        server.tell({"ACL", "SETUSER", "mon", "on", ">hunter2", "-@all", "+info", "+ping", "+config|get", "+slowlog", "+latency", "+client|list",
                     "+cluster|info", "+command|count"});
        server.tell({"ACL", "SETUSER", "less", "on", ">hunter2", "-@all", "+info"});
        server.tell({"ACL", "SETUSER", "nothing", "on", ">hunter2", "-@all"});
        const auto as = [&](const char *user) { return server.options({{"user", user}, {"password", "hunter2"}}); };

        auto round = once(as("mon"));
        QVERIFY2(round.verdict.good(), round.verdict.message.c_str());
        QVERIFY2(!round.says("not allowed"), round.everything().c_str());

        const auto probe = make(as("less"));
        round = tests::checkRound(*probe);
        QVERIFY2(round.verdict.good(), round.verdict.message.c_str());
        for (const auto *missed : {"CONFIG GET", "SLOWLOG GET", "LATENCY LATEST"})
            QVERIFY2(round.says(std::string("not allowed: ") + missed), missed);
        QVERIFY(!round.series.contains("redis_config_maxclients"));
        QVERIFY(!round.table("redis_slowlog"));
        QCOMPARE(round.value("redis_db_keys{db=\"db15\"}"), 0.0);
        // Not asked again and again: each time would be an error there. The second round asks for histograms, for the first time.
        round = tests::checkRound(*probe);
        const auto errors = round.value("redis_errors_total{err=\"NOPERM\"}");
        tests::checkRound(*probe);
        round = tests::checkRound(*probe);
        QCOMPARE(round.value("redis_errors_total{err=\"NOPERM\"}"), errors + 1);
        QVERIFY(round.says("not allowed: CONFIG GET"));

        round = once(as("nothing"));
        QCOMPARE(round.verdict.reason, Reason::Permission);
        QCOMPARE(round.value("redis_up"), 0.0);
        round = once(as("nobody"));
        QCOMPARE(round.verdict.reason, Reason::Authentication);
    }

    void a_server_that_speaks_tls_alone_is_asked_over_tls()
    {
        tests::Certificates certificates;
        certificates.issue("localhost", "DNS:localhost,IP:127.0.0.1");
        QVERIFY(certificates.ready());
        const Server server({"--tls-cert-file", certificates.path("localhost.pem"), "--tls-key-file", certificates.path("localhost.key"),
                             "--tls-ca-cert-file", certificates.path("ca.pem"), "--tls-auth-clients", "no"},
                            false);
        QVERIFY(server.ready);
        const auto authority = certificates.path("ca.pem").toStdString();
        auto round = once(server.options({{"tls", "true"}, {"authority_file", authority}}));
        QVERIFY2(round.verdict.good(), round.verdict.message.c_str());
        QVERIFY(round.says("SHA-256: "));
        round = once(server.options({{"tls", "true"}}));
        QCOMPARE(round.verdict.reason, Reason::Tls);
        QCOMPARE(round.value("redis_up"), 0.0);
        QVERIFY(round.says("SHA-256: ")); // so that it can be pinned
        round = once(server.options({{"timeout", "2"}}));
        QVERIFY(!round.verdict.good());
    }

    void a_socket_of_this_machine_is_asked_too()
    {
        const Server server({"--unixsocket", "redis.sock"});
        QVERIFY(server.ready);
        const auto round = once({{"address", server.process.path("redis.sock").toStdString()}});
        QVERIFY2(round.verdict.good(), round.verdict.message.c_str());
    }

    void a_server_that_takes_no_more_clients_says_so()
    {
        const Server server({"--maxclients", "1"});
        QVERIFY(server.ready);
        QProcess other;
        other.start("redis-cli", {"-p", QString::number(server.port), "SUBSCRIBE", "x"});
        QVERIFY(other.waitForReadyRead(5'000));
        const auto round = once(server.options());
        other.kill();
        other.waitForFinished();
        QCOMPARE(round.verdict.reason, Reason::Refused);
        QVERIFY2(round.says("maxclients"), round.verdict.message.c_str());
    }

    void a_replica_without_its_master_is_not_good()
    {
        const auto gone = std::to_string(tests::freePort());
        const Server server({"--replicaof", "127.0.0.1", QString::fromStdString(gone)});
        QVERIFY(server.ready);
        const auto round = once(server.options());
        QCOMPARE(round.verdict.reason, Reason::Status);
        QVERIFY2(round.verdict.message.starts_with("a replica without its master: the link to 127.0.0.1:" + gone + " is down"),
                 round.verdict.message.c_str());
        QCOMPARE(round.value("redis_master_link_up{master_host=\"127.0.0.1\",master_port=\"" + gone + "\"}"), 0.0);
    }

    void nobody_there_is_refused()
    {
        const auto round = once({{"address", "127.0.0.1:" + std::to_string(tests::freePort())}});
        QCOMPARE(round.verdict.reason, Reason::Refused);
        QCOMPARE(round.value("redis_up"), 0.0);
        QCOMPARE(round.value("redis_exporter_last_scrape_error{err=\"" + round.verdict.message + "\"}"), 1.0);
    }
};

VEDETTE_TEST(TstRedisProbe)
#include "tst_redis_probe.moc"
