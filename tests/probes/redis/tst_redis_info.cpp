// What INFO and the other commands tell, as text, and what becomes of it.
#include "probes/redis/redis_metrics.h"
#include "probes/redis/redis_tables.h"
#include "probes/redis/redis_verdict.h"
#include "tests/support/exposition.h"
#include "tests/support/registry.h"

#include <QtCore/QFile>
#include <QtCore/QString>

using namespace redis;
using metric::Reason;

class TstRedisInfo : public QObject {
    Q_OBJECT

    static tests::Exposition seriesOf(std::string_view text, int databases = 0)
    {
        metric::Batch batch;
        metric::SeriesInterner interner({});
        metric::BatchBuilder builder(batch, interner);
        addInfo(Info(text), databases, builder);
        return expositionOf(batch);
    }
    static tests::Exposition expositionOf(const metric::Batch &batch)
    {
        tests::Exposition series;
        for (const auto &sample : batch.samples)
            series.emplace(sample.labels->toString(), sample.value);
        if (series.size() != batch.samples.size())
            series.clear(); // a series twice
        return series;
    }
    static std::string recorded(const char *name)
    {
        QFile file(qEnvironmentVariable("VEDETTE_SHARED") + "/conformance/captures/" + name);
        return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
    }
    static Reply text(std::string_view words) { return {Reply::Type::Text, 0, std::string(words), {}}; }
    static Reply integer(long long value) { return {Reply::Type::Integer, value, {}, {}}; }
    static Reply array(std::vector<Reply> elements) { return {Reply::Type::Array, 0, {}, std::move(elements)}; }
    static QString messageOf(std::string_view info, const std::optional<Counters> &before = {}, std::string_view cluster = {})
    {
        return QString::fromStdString(judgeServer(Info(info), Info(cluster), before).message);
    }

private Q_SLOTS:
    void the_recorded_server_is_told_as_the_exporter_tells_it()
    {
        const auto info = recorded("redis-7.0.15-info-all.txt");
        const auto expected = tests::parseExposition(recorded("redis_exporter-1.45.0.prom"));
        if (info.empty())
            QSKIP("the recorded server is not here");
        const auto series = seriesOf(info, 16);
        QVERIFY(!series.empty());
        // What the exporter has from elsewhere, and what moved between its look and this one.
        const QStringList elsewhere{"redis_config_",       "redis_exporter_", "redis_last_key_groups", "redis_slowlog_", "redis_last_slow",
                                    "redis_latency_spike", "redis_up",        "redis_target_scrape"};
        const QStringList moved{
            "redis_memory_used",        "redis_evicted", "redis_db_keys{db=\"db0\"}", "redis_total_",    "redis_net_", "redis_connections_received",
            "redis_commands_processed", "redis_cpu_",    "redis_latest_fork",         "redis_start_time"};
        const auto startsWith = [](const QStringList &starts, const QString &name) {
            return std::ranges::any_of(starts, [&](const QString &start) { return name.startsWith(start); });
        };
        int same = 0;
        for (const auto &[name, value] : expected) {
            const auto word = QString::fromStdString(name);
            if (!word.startsWith("redis_") || startsWith(elsewhere, word))
                continue;
            const auto found = series.find(name);
            QVERIFY2(found != series.end(), name.c_str());
            if (startsWith(moved, word))
                continue;
            ++same;
            QVERIFY2(std::abs(found->second - value) <= 1e-9 * std::abs(value),
                     fmt::format("{}: {} instead of {}", name, found->second, value).c_str());
        }
        QVERIFY(same > 150);
    }

    void older_versions_are_read_too()
    {
        const auto series = seriesOf("# Server\r\nredis_version:5.0.14\r\nrun_id:x\r\n# Clients\r\nclient_longest_output_list:3\r\n"
                                     "# Commandstats\r\ncmdstat_get:calls=21,usec=175,usec_per_call=8.33\r\n");
        QCOMPARE(series.at("redis_commands_total{cmd=\"get\"}"), 21.0);
        QCOMPARE(series.at("redis_commands_duration_seconds_total{cmd=\"get\"}"), 0.000175);
        QVERIFY(!series.contains("redis_commands_failed_calls_total{cmd=\"get\"}"));
        QCOMPARE(series.at("redis_client_longest_output_list"), 3.0);
        QCOMPARE(series.at("redis_instance_info{redis_version=\"5.0.14\",run_id=\"x\"}"), 1.0);
    }

    void no_series_is_told_twice_whatever_the_fields_are_called()
    {
        // seriesOf() is empty where one is.
        auto series = seriesOf("# Replication\nrole:master\nslave0:ip=10.0.0.2,port=6379,state=online,offset=7,lag=2\n"
                               "slave1:ip=10.0.0.2,port=6379,state=online,offset=8,lag=1\n");
        QCOMPARE(series.at("redis_connected_slave_offset_bytes{slave_ip=\"10.0.0.2\",slave_port=\"6379\",slave_state=\"online\"}"), 7.0);
        series = seriesOf("# Errorstats\nerrorstat_\x01:count=1\nerrorstat_\\x01:count=2\n");
        QCOMPARE(series.at("redis_errors_total{err=\"\\\\x01\"}"), 1.0);
    }

    void a_master_names_its_replicas_and_a_replica_its_master()
    {
        auto series = seriesOf(
            "# Replication\nrole:master\nconnected_slaves:1\nslave0:ip=10.0.0.2,port=6379,state=online,offset=1751,lag=2\nslave_priority:100\n");
        QCOMPARE(series.at("redis_connected_slave_offset_bytes{slave_ip=\"10.0.0.2\",slave_port=\"6379\",slave_state=\"online\"}"), 1751.0);
        QCOMPARE(series.at("redis_connected_slave_lag_seconds{slave_ip=\"10.0.0.2\",slave_port=\"6379\",slave_state=\"online\"}"), 2.0);
        QCOMPARE(series.at("redis_slave_priority"), 100.0);
        series = seriesOf("# Replication\nrole:slave\nmaster_host:10.0.0.1\nmaster_port:6379\nmaster_link_status:up\nmaster_last_io_seconds_ago:3\n"
                          "master_sync_in_progress:0\nslave_repl_offset:99\nslave_read_only:1\n");
        const auto master = std::string("{master_host=\"10.0.0.1\",master_port=\"6379\"}");
        QCOMPARE(series.at("redis_master_link_up" + master), 1.0);
        QCOMPARE(series.at("redis_master_last_io_seconds_ago" + master), 3.0);
        QCOMPARE(series.at("redis_slave_repl_offset" + master), 99.0);
        QCOMPARE(series.at("redis_slave_info{master_host=\"10.0.0.1\",master_port=\"6379\",read_only=\"1\"}"), 1.0);
    }

    void databases_that_are_empty_are_zero()
    {
        const auto series = seriesOf("# Keyspace\ndb1:keys=7,expires=2,avg_ttl=1500\n", 3);
        QCOMPARE(series.at("redis_db_keys{db=\"db1\"}"), 7.0);
        QCOMPARE(series.at("redis_db_avg_ttl_seconds{db=\"db1\"}"), 1.5);
        QCOMPARE(series.at("redis_db_keys{db=\"db2\"}"), 0.0);
        QVERIFY(!series.contains("redis_db_keys{db=\"db3\"}"));
    }

    void what_a_hostile_server_tells_makes_no_name_and_no_series_twice()
    {
        const auto series = seriesOf("used_memory:1\nused_memory:2\ncluster_a\"}b:1\ncluster_ok:1\n:5\nused_memory_rss:nan\nmaxmemory:1e999\n"
                                     "errorstat_\xff\x01:count=1\nlatency_percentiles_usec_x:p50=1,p50=2,p99\n");
        QCOMPARE(series.at("redis_memory_used_bytes"), 1.0);
        QCOMPARE(series.at("redis_cluster_ok"), 1.0);
        QCOMPARE(series.at("redis_errors_total{err=\"\\\\xff\\\\x01\"}"), 1.0);
        QCOMPARE(series.at("redis_latency_percentiles_usec{cmd=\"x\",quantile=\"50\"}"), 1.0);
        QCOMPARE(series.size(), std::size_t(5)); // with redis_instance_info
    }

    void slow_commands_are_listed_without_what_could_be_secret()
    {
        const auto entry = [](long long id, std::vector<Reply> words) {
            return array({integer(id), integer(1'700'000'000), integer(706'785), array(std::move(words)), text("127.0.0.1:5"), text("worker")});
        };
        const auto entries = array({entry(9, {text("eval"), text("return\n1"), text("0")}), entry(8, {text("AUTH"), text("hunter2")}),
                                    entry(7, {text("config"), text("SET"), text("requirepass"), text("hunter2")}), array({integer(6)})});
        const auto table = slowlogTable(entries, {});
        QCOMPARE(table.rows(), std::size_t(3));
        QCOMPARE(*table.texts("command"), (std::vector<std::string>{"eval return\\x0a1 0", "AUTH (hidden)", "config SET requirepass (hidden)"}));
        QCOMPARE(table.numbers("seconds")->front(), 0.706785);
        QCOMPARE(table.texts("client_name")->front(), std::string("worker"));

        metric::Batch batch;
        metric::SeriesInterner interner({});
        metric::BatchBuilder builder(batch, interner);
        const auto length = integer(2);
        addSlowlog(&length, &entries, builder);
        const auto series = expositionOf(batch);
        QCOMPARE(series.at("redis_slowlog_length"), 2.0);
        QCOMPARE(series.at("redis_slowlog_last_id"), 9.0);
        QCOMPARE(series.at("redis_last_slow_execution_duration_seconds"), 0.706785);
    }

    void latency_is_told_as_events_and_histograms()
    {
        metric::Batch batch;
        metric::SeriesInterner interner({});
        metric::BatchBuilder builder(batch, interner);
        const auto events = array({array({text("command"), integer(1'700'000'000), integer(706), integer(900)})});
        addLatency(events, builder);
        const auto histograms = array(
            {text("config"), array({text("calls"), integer(5), text("histogram_usec"), array({integer(1), integer(2), integer(16), integer(5)})})});
        addHistograms(histograms, Info("cmdstat_config|get:calls=3,usec=30\ncmdstat_config|set:calls=2,usec=7\ncmdstat_configx:calls=1,usec=100\n"),
                      builder);
        const auto series = expositionOf(batch);
        QCOMPARE(series.at("redis_latency_spike_duration_seconds{event_name=\"command\"}"), 0.706);
        QCOMPARE(series.at("redis_commands_latencies_usec_bucket{cmd=\"config\",le=\"16\"}"), 5.0);
        QCOMPARE(series.at("redis_commands_latencies_usec_bucket{cmd=\"config\",le=\"+Inf\"}"), 5.0);
        QCOMPARE(series.at("redis_commands_latencies_usec_sum{cmd=\"config\"}"), 37.0);
        QCOMPARE(latencyTable(events, {}).numbers("max_seconds")->front(), 0.9);
    }

    void the_verdict_says_how_it_is_since_the_last_look()
    {
        const std::string info =
            "redis_version:7.0.15\nrole:master\nrun_id:a\nkeyspace_hits:197\nkeyspace_misses:3\nevicted_keys:12\nused_memory:41943040\n"
            "maxmemory:104857600\nmaxmemory_policy:allkeys-lru\n";
        QCOMPARE(messageOf(info), QString("Redis 7.0.15, 40 MiB of 100 MiB"));
        QCOMPARE(messageOf(info, Counters{"a", 100, 0, 10, 0}), QString("Redis 7.0.15, hit rate 97 %, 2 keys evicted, 40 MiB of 100 MiB"));
        QCOMPARE(messageOf(info, Counters{"b", 100, 0, 10, 0}), QString("Redis 7.0.15, 40 MiB of 100 MiB"));
        QVERIFY(judgeServer(Info(info), Info(), {}).good());
    }

    void the_verdict_says_what_is_wrong()
    {
        const auto reasonOf = [](std::string_view info) { return judgeServer(Info(info), Info(), Counters{"", 0, 0, 0, 0}).reason; };
        const std::string full = "maxmemory:100\nused_memory:110\nmem_not_counted_for_evict:5\n";
        QCOMPARE(messageOf(full + "maxmemory_policy:noeviction\n"),
                 QString("memory is full (110 B of 100 B) and nothing may be evicted (noeviction): writes fail"));
        QCOMPARE(reasonOf(full + "maxmemory_policy:allkeys-lru\n"), Reason::None);
        QCOMPARE(reasonOf("maxmemory:100\nused_memory:110\nmem_not_counted_for_evict:15\nmaxmemory_policy:noeviction\n"), Reason::None);
        QCOMPARE(messageOf("maxmemory:100\nused_memory:90\nmaxmemory_policy:volatile-lru\nerrorstat_OOM:count=4\n", Counters{"", 0, 0, 0, 1}),
                 QString("3 writes have failed since the last look because memory was full (90 B of 100 B, volatile-lru)"));
        QCOMPARE(messageOf("loading:1\nloading_loaded_perc:43.21\n"), QString("it is loading its data, 43 % so far"));
        QCOMPARE(messageOf("role:slave\nmaster_host:m\nmaster_port:1\nmaster_link_status:down\nmaster_link_down_since_seconds:12\n"),
                 QString("a replica without its master: the link to m:1 is down since 12 s"));
        QCOMPARE(messageOf("aof_last_write_status:err\n"), QString("the append-only file could not be written: writes fail"));
        QCOMPARE(messageOf("", {}, "cluster_state:fail\ncluster_slots_fail:5461\n"),
                 QString("the cluster has failed: 5461 slots have nobody to serve them"));
    }

    void an_error_has_a_reason_and_repeats_no_secret()
    {
        QCOMPARE(faultOf("NOAUTH Authentication required.", "").reason, Reason::Authentication);
        QCOMPARE(faultOf("WRONGPASS invalid username-password pair", "").reason, Reason::Authentication);
        QCOMPARE(faultOf("NOPERM this user has no permissions to run the 'info' command", "").reason, Reason::Permission);
        QCOMPARE(faultOf("ERR max number of clients reached", "").reason, Reason::Refused);
        const auto fault = faultOf("ERR unknown command `AUTH`, with args beginning with: `hunter2`", "hunter2");
        QCOMPARE(fault.reason, Reason::Status);
        QVERIFY(fault.message.find("hunter2") == std::string::npos);
    }

    void remarks_name_the_command_that_helps()
    {
        const auto config = array({text("latency-monitor-threshold"), text("0"), text("stop-writes-on-bgsave-error"), text("yes")});
        const auto lines = remarks(Info("rdb_last_bgsave_status:err\nused_memory:209715200\nmem_fragmentation_ratio:0.8\n"), config);
        QCOMPARE(lines.size(), std::size_t(3));
        QVERIFY(lines[0].find("CONFIG SET latency-monitor-threshold 100") != std::string::npos);
        QVERIFY(remarks(Info("used_memory:2097152\nmem_fragmentation_ratio:9\n"), array({})).empty());
    }
};

VEDETTE_TEST(TstRedisInfo)
#include "tst_redis_info.moc"
