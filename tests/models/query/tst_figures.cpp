#include "models/query/figure.h"
#include "models/query/promql_engine.h"
#include "tests/support/fake_reader.h"
#include "tests/support/registry.h"

#include <chrono>
#include <cmath>
#include <map>
#include <string>

using namespace query;
using namespace std::chrono_literals;
using metric::Labels;
using metric::Timestamp;

namespace {

const Timestamp kStart{1'700'000'000s};

Timestamp at(int second) { return kStart + std::chrono::seconds(second); }

// "labels value" per line: what an answer looks like, compared whole.
QString print(const metric::Result<std::vector<InstantSample>> &answer)
{
    if (!answer)
        return QStringLiteral("error: ") + QString::fromStdString(answer.error().message);
    QString text;
    for (const auto &sample : *answer)
        text += QString::fromStdString(sample.labels->toString()) + QLatin1Char(' ') + QString::number(sample.value, 'g', 6) + QLatin1Char('\n');
    return text;
}

// "second:value" of the only series.
QString print(const metric::Result<std::vector<RangeSeries>> &answer)
{
    if (!answer)
        return QStringLiteral("error: ") + QString::fromStdString(answer.error().message);
    QString text;
    for (const auto &series : *answer) {
        for (const auto &point : series.points)
            text += QString::number(std::chrono::duration_cast<std::chrono::seconds>(point.time - kStart).count()) + QLatin1Char(':') +
                    QString::number(point.value, 'g', 6) + QLatin1Char(' ');
        text += QLatin1Char('|');
    }
    return text;
}

} // namespace

class TstFigures : public QObject {
    Q_OBJECT

    tests::FakeReader *reader = nullptr;
    PromqlEngine *engine = nullptr;

    void add(std::string_view name, std::initializer_list<metric::Label> labels, int second, double value)
    {
        reader->add(Labels(labels).with({{"__name__", name}, {"instance", "anvil"}}), at(second), value);
    }

    // The answer without the figure's own name, which every line must have.
    QString figureAt(const std::string &expression, int second)
    {
        auto answer = engine->instant(expression, at(second));
        static constexpr std::string_view kName[] = {metric::kMetricName};
        for (std::size_t i = 0; answer && i < answer->size(); ++i) {
            auto &labels = answer->at(i).labels;
            if (labels->metricName() != expression.substr(0, expression.find('{')))
                return QStringLiteral("named otherwise: ") + QString::fromStdString(labels->toString());
            labels = std::make_shared<const Labels>(labels->without(kName));
        }
        return print(answer);
    }

private Q_SLOTS:
    void init()
    {
        reader = new tests::FakeReader;
        engine = new PromqlEngine(*reader, {}, figureDefinitions());
    }
    void cleanup()
    {
        delete engine;
        delete reader;
    }

    void a_selector_answers_the_newest_value_while_it_counts()
    {
        for (int t = 0; t <= 10; ++t)
            add("node_load1", {{"job", "node"}}, t, t);
        QCOMPARE(print(engine->instant("node_load1", at(10))), QStringLiteral("node_load1{instance=\"anvil\",job=\"node\"} 10\n"));
        QCOMPARE(print(engine->instant("node_load1{job=\"node\"}", at(13))), QStringLiteral("node_load1{instance=\"anvil\",job=\"node\"} 10\n"));
        QCOMPARE(print(engine->instant("node_load1", at(14))), QString());
        QCOMPARE(print(engine->instant("node_load1{job!~\"no.*\"}", at(10))), QString());
        QCOMPARE(print(engine->instant("node_load1", at(-1))), QString());
    }

    void a_staleness_marker_ends_a_series_at_once()
    {
        add("up", {}, 0, 1);
        add("up", {}, 1, 1);
        add("up", {}, 2, metric::staleMarker());
        QCOMPARE(print(engine->instant("up", at(1))), QStringLiteral("up{instance=\"anvil\"} 1\n"));
        QCOMPARE(print(engine->instant("up", at(2))), QString());
        QCOMPARE(print(engine->range("up", at(0), at(4), 1s)), QStringLiteral("0:1 1:1 |"));
    }

    void a_gap_stays_a_gap()
    {
        for (int t : {0, 1, 2, 3, 4, 20, 21, 22})
            add("x", {}, t, t);
        QCOMPARE(print(engine->range("x", at(0), at(22), 1s)), QStringLiteral("0:0 1:1 2:2 3:3 4:4 5:4 6:4 7:4 20:20 21:21 22:22 |"));
    }

    void a_slow_series_is_no_gap()
    {
        for (int t = 0; t <= 300; t += 60)
            add("x", {}, t, t);
        const auto answer = engine->range("x", at(0), at(300), 1s);
        QVERIFY(answer);
        QCOMPARE(answer->front().points.size(), std::size_t(301));
    }

    void a_reader_is_told_how_close_together_points_are_needed()
    {
        (void)engine->instant("x", at(0));
        QCOMPARE(reader->hints.step, metric::Duration(0));
        (void)engine->range("x", at(0), at(7200), 10min);
        QCOMPARE(reader->hints.step, metric::Duration(10min));
        QVERIFY(reader->hints.aggregate == series::Aggregate::Last);
        (void)engine->range("rate(x_total[1m])", at(0), at(7200), 10min); // two points a minute apart
        QCOMPARE(reader->hints.step, metric::Duration(1min));
        (void)engine->range("rate(x_total[1h])", at(0), at(7200), 10min);
        QCOMPARE(reader->hints.step, metric::Duration(10min));
        (void)engine->range("instance_mountpoint:node_filesystem_full_in:seconds", at(0), at(7200), 1h); // a line through a quarter of an hour
        QVERIFY(reader->hints.step <= 5min);
    }

    void rolled_up_points_are_no_gaps_at_any_step()
    {
        // The last samples of windows of five minutes, one in 7 s.
        for (int t = 299; t < 6 * 3600; t += 300) {
            add("x", {}, t - t % 7, t);
            add("x_total", {}, t - t % 7, t - t % 7);
        }
        for (const auto step : {metric::Duration(60s), metric::Duration(300s), metric::Duration(403s), metric::Duration(1728s)}) {
            for (const auto *expression : {"x", "rate(x_total[1m])"}) {
                const auto answer = engine->range(expression, at(3600), at(5 * 3600), step);
                QVERIFY(answer);
                QCOMPARE(answer->front().points.size(), std::size_t(4 * 3600s / step) + 1);
            }
        }
    }

    void a_rate_is_taken_between_two_points_at_least_its_window_apart()
    {
        for (int t = 0; t <= 20; ++t)
            add("x_total", {}, t, t < 10 ? t : 10 + (t - 10) * 5);
        QCOMPARE(print(engine->instant("rate(x_total[5s])", at(20))), QStringLiteral("{instance=\"anvil\"} 5\n"));
        QCOMPARE(print(engine->instant("rate(x_total[5s])", at(12))), QStringLiteral("{instance=\"anvil\"} 2.6\n")); // 7 -> 20 in 5 s
        QCOMPARE(print(engine->instant("rate(x_total[30s])", at(20))), QString());                                   // not known for so long
    }

    void a_reset_counts_the_new_value()
    {
        const double values[] = {100, 110, 4, 14};
        for (int t = 0; t < 4; ++t)
            add("x_total", {}, t, values[t]);
        QCOMPARE(print(engine->instant("rate(x_total[1s])", at(2))), QStringLiteral("{instance=\"anvil\"} 4\n"));
        QCOMPARE(print(engine->instant("rate(x_total[3s])", at(3))), QStringLiteral("{instance=\"anvil\"} 8\n")); // 10 + 4 + 10
    }

    void no_rate_crosses_a_gap_or_a_marker()
    {
        for (int t : {0, 1, 2, 3, 20, 21, 22})
            add("vedette_samples_total", {}, t, t * 2.0);
        QCOMPARE(print(engine->range("instance:vedette_samples:rate", at(0), at(22), 1s)), QStringLiteral("1:2 2:2 3:2 4:2 5:2 6:2 21:2 22:2 |"));
        add("y_total", {}, 0, 1);
        add("y_total", {}, 1, metric::staleMarker());
        add("y_total", {}, 2, 3);
        QCOMPARE(print(engine->instant("rate(y_total[1s])", at(2))), QString());
    }

    void cpu_shares_are_of_all_cores_and_leave_out_idle()
    {
        // Core 0: 40 % user, 10 % iowait, 50 % idle. Core 1: idle.
        for (int t = 0; t <= 3; ++t) {
            add("node_cpu_seconds_total", {{"cpu", "0"}, {"mode", "user"}}, t, 0.4 * t);
            add("node_cpu_seconds_total", {{"cpu", "0"}, {"mode", "iowait"}}, t, 0.1 * t);
            add("node_cpu_seconds_total", {{"cpu", "0"}, {"mode", "idle"}}, t, 0.5 * t);
            add("node_cpu_seconds_total", {{"cpu", "1"}, {"mode", "user"}}, t, 0);
            add("node_cpu_seconds_total", {{"cpu", "1"}, {"mode", "idle"}}, t, t);
            add("node_load1", {}, t, 3);
        }
        QCOMPARE(figureAt("instance:node_cpu_utilisation:ratio", 3), QStringLiteral("{instance=\"anvil\"} 0.2\n"));
        QCOMPARE(figureAt("instance_mode:node_cpu_utilisation:ratio", 3),
                 QStringLiteral("{instance=\"anvil\",mode=\"iowait\"} 0.05\n{instance=\"anvil\",mode=\"user\"} 0.2\n"));
        QCOMPARE(figureAt("instance_cpu:node_cpu_utilisation:ratio{cpu=\"0\"}", 3), QStringLiteral("{cpu=\"0\",instance=\"anvil\"} 0.4\n"));
        QCOMPARE(figureAt("instance:node_load1_per_cpu:ratio", 3), QStringLiteral("{instance=\"anvil\"} 1.5\n"));
        QCOMPARE(figureAt("instance:node_cpu_utilisation:ratio{instance=\"other\"}", 3), QString());
    }

    void memory_knows_kernels_without_memavailable()
    {
        for (const auto &[name, value] : std::map<std::string_view, double>{{"node_memory_MemTotal_bytes", 1000},
                                                                            {"node_memory_MemFree_bytes", 100},
                                                                            {"node_memory_Buffers_bytes", 50},
                                                                            {"node_memory_Cached_bytes", 250},
                                                                            {"node_memory_SReclaimable_bytes", 100},
                                                                            {"node_memory_Shmem_bytes", 30},
                                                                            {"node_memory_SwapTotal_bytes", 0},
                                                                            {"node_memory_SwapFree_bytes", 0}})
            add(name, {}, 0, value);
        QCOMPARE(figureAt("instance:node_memory_used:bytes", 0), QStringLiteral("{instance=\"anvil\"} 500\n"));
        QCOMPARE(figureAt("instance:node_memory_cache:bytes", 0), QStringLiteral("{instance=\"anvil\"} 370\n"));
        QCOMPARE(figureAt("instance:node_swap_utilisation:ratio", 0), QString());
        QCOMPARE(figureAt("instance:node_swap_used:bytes", 0), QStringLiteral("{instance=\"anvil\"} 0\n"));
        add("node_memory_MemAvailable_bytes", {}, 0, 700);
        QCOMPARE(figureAt("instance:node_memory_used:bytes", 0), QStringLiteral("{instance=\"anvil\"} 300\n"));
        QCOMPARE(figureAt("instance:node_memory_utilisation:ratio", 0), QStringLiteral("{instance=\"anvil\"} 0.3\n"));
    }

    void missing_memory_is_not_zero()
    {
        add("node_memory_MemTotal_bytes", {}, 0, 1000);
        QCOMPARE(figureAt("instance:node_memory_used:bytes", 0), QString());
        QCOMPARE(figureAt("instance:node_memory_utilisation:ratio", 0), QString());
        QCOMPARE(figureAt("instance:node_swap_used:bytes", 0), QString());
    }

    void pressure_names_its_resource_and_kind()
    {
        for (int t = 0; t <= 1; ++t) {
            add("node_pressure_io_stalled_seconds_total", {}, t, 0.25 * t);
            add("node_pressure_cpu_waiting_seconds_total", {}, t, 1.01 * t);
        }
        QCOMPARE(
            figureAt("instance_resource:node_pressure:ratio", 1),
            QStringLiteral("{instance=\"anvil\",kind=\"stalled\",resource=\"io\"} 0.25\n{instance=\"anvil\",kind=\"waiting\",resource=\"cpu\"} 1\n"));
        QCOMPARE(figureAt("instance_resource:node_pressure:ratio{resource=\"cpu\"}", 1),
                 QStringLiteral("{instance=\"anvil\",kind=\"waiting\",resource=\"cpu\"} 1\n"));
    }

    void filesystems_leave_out_memory_and_media_nobody_writes()
    {
        const auto mount = [&](std::string_view point, std::string_view type, double avail, double size, double readonly) {
            const std::initializer_list<metric::Label> labels{{"mountpoint", point}, {"device", "/dev/sda1"}, {"fstype", type}};
            add("node_filesystem_avail_bytes", labels, 0, avail);
            add("node_filesystem_size_bytes", labels, 0, size);
            add("node_filesystem_readonly", labels, 0, readonly);
        };
        mount("/", "ext4", 25, 100, 0);
        mount("/run", "tmpfs", 1, 100, 0);
        mount("/media/cd", "iso9660", 0, 100, 1);
        mount("/usr", "ext4", 0, 100, 1);
        mount("/empty", "ext4", 0, 0, 0);
        QCOMPARE(figureAt("instance_mountpoint:node_filesystem_utilisation:ratio", 0),
                 QStringLiteral("{device=\"/dev/sda1\",fstype=\"ext4\",instance=\"anvil\",mountpoint=\"/\"} 0.75\n"));
    }

    void a_disk_mounted_at_many_places_is_full_once()
    {
        for (const char *point : {"/etc/hosts", "/data", "/etc/resolv.conf"}) {
            add("node_filesystem_avail_bytes", {{"mountpoint", point}, {"device", "/dev/vda"}, {"fstype", "ext4"}}, 0, 5);
            add("node_filesystem_size_bytes", {{"mountpoint", point}, {"device", "/dev/vda"}, {"fstype", "ext4"}}, 0, 100);
        }
        const auto *figure = "instance_mountpoint:node_filesystem_utilisation:ratio";
        QCOMPARE(figureAt(figure, 0), QStringLiteral("{device=\"/dev/vda\",fstype=\"ext4\",instance=\"anvil\",mountpoint=\"/data\"} 0.95\n"));
        // Who asks for one of the others gets it.
        QVERIFY(figureAt(std::string(figure) + "{mountpoint=\"/etc/hosts\"}", 0).contains(QStringLiteral("/etc/hosts")));
    }

    void a_shrinking_filesystem_says_when_it_is_full()
    {
        const std::initializer_list<metric::Label> labels{{"mountpoint", "/"}, {"device", "d"}, {"fstype", "ext4"}};
        for (int t = 0; t <= 3600; t += 10)
            add("node_filesystem_avail_bytes", labels, t, 1e9 - 1e4 * t);
        const auto answer = engine->instant("instance_mountpoint:node_filesystem_full_in:seconds", at(3600));
        QVERIFY(answer && answer->size() == 1);
        QVERIFY(std::abs(answer->front().value - (1e9 - 3.6e7) / 1e4) < 1);
        // Not enough history yet.
        QCOMPARE(figureAt("instance_mountpoint:node_filesystem_full_in:seconds", 600), QString());
        // Every step of a range agrees with the instant there.
        const auto range = engine->range("instance_mountpoint:node_filesystem_full_in:seconds", at(0), at(3600), 60s);
        QVERIFY(range && range->size() == 1);
        QVERIFY(std::abs(range->front().points.back().value - answer->front().value) < 1);
    }

    void a_burst_of_writing_that_is_over_is_no_trend()
    {
        const std::initializer_list<metric::Label> labels{{"mountpoint", "/"}, {"device", "d"}, {"fstype", "ext4"}};
        for (int t = 0; t <= 3600; t += 10)
            add("node_filesystem_avail_bytes", labels, t, t < 1800 ? 1e9 : 5e8);
        QCOMPARE(figureAt("instance_mountpoint:node_filesystem_full_in:seconds", 3600), QString());
    }

    void temperatures_have_the_names_people_know()
    {
        add("node_hwmon_temp_celsius", {{"chip", "platform_coretemp_0"}, {"sensor", "temp1"}}, 0, 55);
        add("node_hwmon_sensor_label", {{"chip", "platform_coretemp_0"}, {"sensor", "temp1"}, {"label", "Package id 0"}}, 0, 1);
        add("node_hwmon_chip_names", {{"chip", "platform_coretemp_0"}, {"chip_name", "coretemp"}}, 0, 1);
        add("node_thermal_zone_temp", {{"zone", "0"}, {"type", "acpitz"}}, 0, 40);
        QCOMPARE(
            figureAt("instance_sensor:node_temperature:celsius", 0),
            QStringLiteral("{chip=\"platform_coretemp_0\",chip_name=\"coretemp\",instance=\"anvil\",label=\"Package id 0\",sensor=\"temp1\"} 55\n"
                           "{chip=\"thermal_zone\",instance=\"anvil\",label=\"acpitz\",sensor=\"0\"} 40\n"));
        QCOMPARE(figureAt("instance_sensor:node_temperature:celsius{label=\"acpitz\"}", 0),
                 QStringLiteral("{chip=\"thermal_zone\",instance=\"anvil\",label=\"acpitz\",sensor=\"0\"} 40\n"));
    }

    void disks_and_links_have_their_figures()
    {
        for (int t = 0; t <= 1; ++t) {
            add("node_disk_read_time_seconds_total", {{"device", "sda"}}, t, 0.3 * t);
            add("node_disk_write_time_seconds_total", {{"device", "sda"}}, t, 0.1 * t);
            add("node_disk_reads_completed_total", {{"device", "sda"}}, t, 30 * t);
            add("node_disk_writes_completed_total", {{"device", "sda"}}, t, 10 * t);
            add("node_network_receive_errs_total", {{"device", "eth0"}}, t, 2 * t);
            add("node_network_transmit_drop_total", {{"device", "eth0"}}, t, 1 * t);
            add("node_network_receive_bytes_total", {{"device", "eth0"}}, t, 1000 * t);
            add("node_network_receive_bytes_total", {{"device", "lo"}}, t, 9 * t);
        }
        QCOMPARE(figureAt("instance_device:node_disk_latency:seconds", 1), QStringLiteral("{device=\"sda\",instance=\"anvil\"} 0.01\n"));
        QCOMPARE(figureAt("instance_device:node_network_errors:rate", 1), QStringLiteral("{device=\"eth0\",instance=\"anvil\"} 3\n"));
        QCOMPARE(figureAt("instance_device:node_network_receive:bytes_rate", 1), QStringLiteral("{device=\"eth0\",instance=\"anvil\"} 1000\n"));
    }

    void no_figure_is_ever_a_nan()
    {
        // All that there is stands still at zero.
        const char *kMetrics[] = {"node_cpu_seconds_total",
                                  "node_load1",
                                  "node_memory_MemTotal_bytes",
                                  "node_memory_MemAvailable_bytes",
                                  "node_memory_SwapTotal_bytes",
                                  "node_memory_SwapFree_bytes",
                                  "node_disk_read_time_seconds_total",
                                  "node_disk_write_time_seconds_total",
                                  "node_disk_reads_completed_total",
                                  "node_disk_writes_completed_total",
                                  "node_filesystem_avail_bytes",
                                  "node_filesystem_size_bytes",
                                  "node_filesystem_files",
                                  "node_filesystem_files_free"};
        for (int t = 0; t <= 3600; t += 10) {
            for (const auto *name : kMetrics)
                add(name, {{"mode", "idle"}, {"cpu", "0"}, {"device", "sda"}, {"mountpoint", "/"}}, t, 0);
        }
        for (const auto &figure : figures()) {
            const auto answer = engine->answer({figure.name, at(3600), at(3600)});
            QVERIFY2(answer, figure.name.data());
            for (const auto &sample : std::get<query::Vector>(answer->value))
                QVERIFY2(!std::isnan(sample.value), figure.name.data());
        }
    }

    void what_it_does_not_know_it_refuses()
    {
        for (const char *text : {"sum(x", "no_such_function(x)", "instance:node_cpu_utilisation:ratio[1m]"}) {
            const auto answer = engine->instant(text, at(0));
            QVERIFY(!answer);
            QVERIFY(answer.error().code == metric::ErrorCode::InvalidArgument);
        }
        QVERIFY(!engine->range("up", at(1), at(0), 1s));
        QVERIFY(!engine->range("up", at(0), at(1), 0s));
        QVERIFY(engine->range("up", at(0), at(300'000), 1s).error().code == metric::ErrorCode::LimitExceeded);
    }

    void a_stopped_query_is_cancelled()
    {
        add("up", {}, 0, 1);
        std::stop_source source;
        source.request_stop();
        QVERIFY(engine->instant("up", at(0), source.get_token()).error().code == metric::ErrorCode::Cancelled);
        QVERIFY(engine->range("instance:node_load1_per_cpu:ratio", at(0), at(9), 1s, source.get_token()).error().code ==
                metric::ErrorCode::Cancelled);
    }

    void a_quarter_of_an_hour_of_twenty_series_takes_milliseconds()
    {
        for (int cpu = 0; cpu < 20; ++cpu) {
            const auto name = std::to_string(cpu);
            for (int t = 0; t <= 900; ++t)
                add("vedette_samples_total", {{"n", name}}, t, t * 2.0);
        }
        const auto started = std::chrono::steady_clock::now();
        const auto answer = engine->range("rate(vedette_samples_total[1s])", at(0), at(900), 1s);
        const auto took = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started).count();
        QVERIFY(answer && answer->size() == 20 && answer->front().points.size() == 900);
        qInfo("20 series x 901 points, rate at 901 steps, the fake reader's copying included: %.2f ms", took);
        QVERIFY(took < 100);
    }
};

VEDETTE_TEST(TstFigures)
#include "tst_figures.moc"
