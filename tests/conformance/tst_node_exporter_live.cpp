// This machine as Debian's node_exporter tells it, read before and after our own pass.
#include "probes/linux/node_probes.h"
#include "probes/source/local_source.h"
#include "tests/support/exporter_names.h"
#include "tests/support/registry.h"
#include "tests/support/server_process.h"

#include <QtCore/QFileInfo>
#include <QtCore/QProcess>
#include <QtCore/QThread>

#include <algorithm>
#include <array>

using namespace probes;

namespace {

constexpr auto kExporter = "/usr/bin/prometheus-node-exporter";

// The real clock: node_time_seconds is compared too.
class SystemClock final : public metric::Clock {
public:
    metric::Timestamp now() const override { return std::chrono::floor<metric::Duration>(std::chrono::system_clock::now()); }
    std::chrono::nanoseconds monotonic() const override { return std::chrono::steady_clock::now().time_since_epoch(); }
    std::chrono::nanoseconds sinceBoot() const override { return monotonic(); }
};

bool startsWithAny(std::string_view text, std::initializer_list<std::string_view> prefixes)
{
    return std::ranges::any_of(prefixes, [&](std::string_view prefix) { return text.starts_with(prefix); });
}

// hwmon is left to the recorded tree: 1.5.0 names colliding chips and frequencies otherwise than the exporter does today.
bool isCompared(std::string_view series)
{
    return startsWithAny(series, {"node_boot_time_seconds",
                                  "node_context_switches_total",
                                  "node_cooling_device_",
                                  "node_cpu_",
                                  "node_disk_",
                                  "node_filefd_",
                                  "node_filesystem_",
                                  "node_forks_total",
                                  "node_intr_total",
                                  "node_load",
                                  "node_memory_",
                                  "node_netstat_",
                                  "node_network_",
                                  "node_os_",
                                  "node_pressure_",
                                  "node_procs_",
                                  "node_sockstat_",
                                  "node_softirqs_total",
                                  "node_thermal_zone_",
                                  "node_time_",
                                  "node_uname_info",
                                  "node_vmstat_"});
}

// What 1.5.0 does not know yet, and the exporter of today does.
bool isNewerThanPackage(std::string_view series)
{
    // Of a mount that does not answer 1.5.0 tells the error alone, not whether it is read-only.
    if (series.starts_with("node_filesystem_readonly") && series.find("device_error=\"") != std::string_view::npos)
        return true;
    return startsWithAny(series, {"node_filesystem_mount_info", "node_netstat_TcpExt_TCPOFOQueue", "node_netstat_TcpExt_TCPRcvQDrop",
                                  "node_pressure_irq_stalled_seconds_total", "node_cpu_online", "node_cpu_scaling_governor",
                                  "node_os_support_end_timestamp_seconds"});
}

// Labels that 1.5.0 does not know are taken away to compare the rest.
std::string asPackageTells(const std::string &series)
{
    constexpr std::string_view kNewer[] = {"rotational", "device_error", "adminstate"};
    return tests::parseSeriesLine(series + " 0").first.without(kNewer).toString();
}

// Since 1.9 the exporter tells a fixed list of /proc/meminfo; 1.5.0 tells every field.
bool isGoneSincePackage(std::string_view series) { return series.starts_with("node_memory_"); }

// How far beyond the two readings a value may lie that goes up and down meanwhile.
double slackOf(std::string_view series)
{
    struct Slack {
        std::string_view prefix;
        double slack;
    };
    constexpr double kMiB = 1 << 20;
    constexpr std::array kSlacks{
        Slack{"node_cpu_seconds_total", 0.05}, // idle is an estimate that goes back now and then
        Slack{"node_memory_", 1024 * kMiB},
        Slack{"node_filesystem_avail_bytes", 1024 * kMiB},
        Slack{"node_filesystem_free_bytes", 1024 * kMiB},
        Slack{"node_filesystem_files_free", 100000},
        Slack{"node_procs_running", 100},
        Slack{"node_procs_blocked", 100},
        Slack{"node_filefd_allocated", 4096},
        Slack{"node_sockstat_TCP_mem_bytes", 16 * kMiB},
        Slack{"node_sockstat_UDP_mem_bytes", 16 * kMiB},
        Slack{"node_sockstat_", 256},
        Slack{"node_netstat_Tcp_CurrEstab", 64},
        Slack{"node_disk_io_now", 1024},
        Slack{"node_cpu_scaling_frequency_hertz", 5e9},
        Slack{"node_cpu_frequency_hertz", 5e9},
        Slack{"node_thermal_zone_temp", 10},
        Slack{"node_time_seconds", 0.002},  // we tell whole milliseconds
        Slack{"node_boot_time_seconds", 1}, // wobbles with the clock's corrections
    };
    for (const auto &[prefix, slack] : kSlacks) {
        if (series.starts_with(prefix))
            return slack;
    }
    // Counters alone are left, and what stands still.
    return 0;
}

} // namespace

class TstNodeExporterLive : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void series_and_values_are_those_of_the_exporter_beside()
    {
        if (!QFileInfo(QString::fromLatin1(kExporter)).isExecutable())
            QSKIP("prometheus-node-exporter is not installed");
        const auto port = tests::freePort();
        QVERIFY(port > 0);
        QProcess exporter;
        // Upstream's defaults where Debian's differ, and what we always tell.
        exporter.start(
            QString::fromLatin1(kExporter),
            {QStringLiteral("--web.listen-address=127.0.0.1:%1").arg(port), QStringLiteral("--no-collector.systemd"),
             QStringLiteral("--collector.filesystem.mount-points-exclude=^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|"
                            "var/lib/containers/storage/.+)($|/)"),
             QStringLiteral(
                 "--collector.filesystem.fs-types-exclude=^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|"
                 "hugetlbfs|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs|squashfs|erofs|sysfs|tracefs)$"),
             QStringLiteral("--collector.diskstats.device-exclude=^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\\d+n\\d+p)\\d+$"),
             QStringLiteral("--collector.netdev.device-exclude="), QStringLiteral("--collector.stat.softirq"),
             QStringLiteral("--collector.netclass.ignore-invalid-speed")});
        QVERIFY(exporter.waitForStarted());
        for (int i = 0; i < 200 && tests::exporterPage(port, "/metrics").empty(); ++i)
            QThread::msleep(50);

        // A round of our own first, so that both have warm caches and the window stays narrow.
        LocalSource source;
        const SystemClock clock;
        auto probes = nodeProbes();
        tests::Exposition told, ignored;
        for (const auto &probe : probes)
            QVERIFY(tests::collectInto(*probe, source, clock, ignored));

        const auto before = tests::parseExposition(tests::exporterPage(port, "/metrics"));
        for (const auto &probe : probes) {
            const auto result = tests::collectInto(*probe, source, clock, told);
            QVERIFY2(result, result ? "" : result.error().message.c_str());
        }
        const auto after = tests::parseExposition(tests::exporterPage(port, "/metrics"));
        exporter.kill();
        exporter.waitForFinished();
        QVERIFY(before.size() > 200);
        QVERIFY(after.size() > 200);

        std::size_t compared = 0, wrong = 0;
        std::set<std::string> reached;
        for (const auto &[series, value] : told) {
            if (!isCompared(series) || isNewerThanPackage(series))
                continue;
            const auto theirs = asPackageTells(series);
            const auto low = before.find(theirs), high = after.find(theirs);
            reached.insert(theirs);
            if (low == before.end() || high == after.end()) {
                if (low == before.end() && high == after.end() && ++wrong)
                    qWarning("only we tell %s", series.c_str());
                continue;
            }
            const double slack = slackOf(series);
            ++compared;
            if ((value < std::min(low->second, high->second) - slack || value > std::max(low->second, high->second) + slack) && ++wrong)
                qWarning("%s is %.17g, not between %.17g and %.17g", series.c_str(), value, low->second, high->second);
        }
        for (const auto &[series, value] : before) {
            if (isCompared(series) && after.contains(series) && !reached.contains(series) && !isGoneSincePackage(series) && ++wrong)
                qWarning("only the exporter tells %s", series.c_str());
        }
        QCOMPARE(wrong, std::size_t(0));
        for (const auto *family : {"node_network_receive_bytes_total", "node_filesystem_size_bytes", "node_uname_info"})
            QVERIFY2(std::ranges::any_of(reached, [&](const std::string &series) { return series.starts_with(family); }), family);
        qInfo("%zu series compared", compared);
    }
};

VEDETTE_TEST(TstNodeExporterLive)
#include "tst_node_exporter_live.moc"
