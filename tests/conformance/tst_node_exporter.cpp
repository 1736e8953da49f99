#include "probes/linux/node_probes.h"
#include "probes/source/local_source.h"
#include "tests/support/metric_names_page.h"
#include "tests/support/registry.h"

#include <QtCore/QTemporaryDir>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <sstream>

using namespace probes;
namespace fs = std::filesystem;

namespace {

std::string contentOf(const fs::path &path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// The series of the collectors that read the recorded tree. netdev, filesystem and uname, which it does not hold, are compared
// with a running exporter in tst_node_exporter_live.
bool isOurs(std::string_view series)
{
    constexpr std::array<std::string_view, 21> kPrefixes{"node_boot_time_seconds",
                                                         "node_context_switches_total",
                                                         "node_cooling_device_",
                                                         "node_cpu_",
                                                         "node_disk_",
                                                         "node_filefd_",
                                                         "node_forks_total",
                                                         "node_hwmon_",
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
                                                         "node_vmstat_",
                                                         "node_time_clocksource_"};
    return std::ranges::any_of(kPrefixes, [&](std::string_view prefix) { return series.starts_with(prefix); });
}

// The flags the expected output was made with: hwmon.chip-include and netclass.ignored-devices. The probes tell everything, as
// the exporter does without flags, so what the flags hid is taken out of what was told.
bool isHiddenByFlags(const std::string &series)
{
    const auto labels = tests::parseSeriesLine(series + " 0").first;
    if (series.starts_with("node_hwmon_")) {
        constexpr std::array<std::string_view, 6> kChips{"applesmc", "asus_nb_wmi", "coretemp", "hwmon4", "ieee80211", "nct6779"};
        const auto chip = labels.get("chip");
        return std::ranges::none_of(kChips, [&](std::string_view shown) { return chip.find(shown) != std::string_view::npos; });
    }
    if (series.starts_with("node_network_")) {
        const auto device = labels.get("device");
        return device == "dmz" || device == "int";
    }
    return false;
}

using Note = tests::MetricNamesPage::Note;
constexpr auto kNone = "a collector that Vedette has not";
constexpr auto kOff = "a collector that Vedette has not; off by default in the exporter, too";
const std::vector<Note> kNotes{
    {"node_exporter_*", "about the exporter"},
    {"node_cpu_frequency_hertz", "from /proc/cpuinfo; Vedette tells it where cpufreq does, which this machine's does not"},
    {"node_scrape_*", "about the exporter's own work"},
    {"node_arp_*", kNone, Note::Family},
    {"node_bcache_*", kNone, Note::Family},
    {"node_bcachefs_*", kNone, Note::Family},
    {"node_bonding_*", kNone, Note::Family},
    {"node_btrfs_*", kNone, Note::Family},
    {"node_dmi_*", kNone, Note::Family},
    {"node_dmmultipath_*", kNone, Note::Family},
    {"node_edac_*", kNone, Note::Family},
    {"node_entropy_*", kNone, Note::Family},
    {"node_fibrechannel_*", kNone, Note::Family},
    {"node_infiniband_*", kNone, Note::Family},
    {"node_ipvs_*", kNone, Note::Family},
    {"node_kernel_*", kNone, Note::Family},
    {"node_md_*", kNone, Note::Family},
    {"node_nf_*", kNone, Note::Family},
    {"node_nfs_*", kNone, Note::Family},
    {"node_nfsd_*", kNone, Note::Family},
    {"node_nvme_*", kNone, Note::Family},
    {"node_power_*", kNone, Note::Family},
    {"node_rapl_*", kNone, Note::Family},
    {"node_schedstat_*", kNone, Note::Family},
    {"node_selinux_*", kNone, Note::Family},
    {"node_softnet_*", kNone, Note::Family},
    {"node_tape_*", kNone, Note::Family},
    {"node_textfile_*", kNone, Note::Family},
    {"node_timex_*", kNone, Note::Family},
    {"node_udp_*", kNone, Note::Family},
    {"node_watchdog_*", kNone, Note::Family},
    {"node_xfs_*", kNone, Note::Family},
    {"node_zfs_*", kNone, Note::Family},
    {"node_buddyinfo_*", kOff, Note::Family},
    {"node_cgroups_*", kOff, Note::Family},
    {"node_drbd_*", kOff, Note::Family},
    {"node_interrupts_*", kOff, Note::Family},
    {"node_ksmd_*", kOff, Note::Family},
    {"node_lnstat_*", kOff, Note::Family},
    {"node_memory_numa_*", kOff, Note::Family},
    {"node_mountstats_*", kOff, Note::Family},
    {"node_pcidevice_*", kOff, Note::Family},
    {"node_processes_*", kOff, Note::Family},
    {"node_qdisc_*", kOff, Note::Family},
    {"node_slabinfo_*", kOff, Note::Family},
    {"node_softirqs_functions_total", kOff},
    {"node_sysctl_*", kOff, Note::Family},
    {"node_wifi_*", kOff, Note::Family},
    {"node_xfrm_*", kOff, Note::Family},
    {"node_zoneinfo_*", kOff, Note::Family},
    {"node_cpu_bug_info", kOff},
    {"node_cpu_flag_info", kOff},
    {"node_cpu_info", kOff},
    {"node_cpu_vulnerabilities_info", kOff},
};

} // namespace

class TstNodeExporter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_shared = fs::path(qgetenv("VEDETTE_SHARED").toStdString()) / "conformance" / "node_exporter";
        if (!fs::exists(m_shared / "expected_tier1.prom"))
            QSKIP("the recorded tree of node_exporter is not here (VEDETTE_SHARED)");
        QVERIFY(m_machine.isValid());
        m_root = m_machine.path().toStdString();
        for (const auto &[from, to] : {std::pair("proc", "proc"), std::pair("sys", "sys"), std::pair("udev", "run/udev")})
            copyTree(m_shared / from, m_root / to);
        QCOMPARE(m_links, 92);
        fs::create_directories(m_root / "etc");
        // The tree has no os-release; this is Ubuntu's of that release.
        std::ofstream(m_root / "etc" / "os-release") << "NAME=\"Ubuntu\"\nVERSION=\"20.04.2 LTS (Focal Fossa)\"\nID=ubuntu\nID_LIKE=debian\n"
                                                        "PRETTY_NAME=\"Ubuntu 20.04.2 LTS\"\nVERSION_ID=\"20.04\"\n"
                                                        "HOME_URL=\"https://www.ubuntu.com/\"\nVERSION_CODENAME=focal\nUBUNTU_CODENAME=focal\n";
    }

    void every_series_of_the_recorded_machine_matches_in_name_labels_and_value()
    {
        tests::Exposition expected;
        for (const auto &[series, value] : tests::parseExposition(contentOf(m_shared / "expected_tier1.prom"))) {
            if (isOurs(series))
                expected.emplace(series, value);
        }
        // The first tier leaves the clock sources out.
        for (const auto &[series, value] : tests::parseExposition(contentOf(m_shared / "e2e-output.txt"))) {
            if (series.starts_with("node_time_clocksource_"))
                expected.emplace(series, value);
        }
        QVERIFY(expected.size() > 600);

        LocalSource source(m_root);
        tests::FakeClock clock;
        tests::Exposition told;
        for (const auto &probe : nodeProbes()) {
            // Live figures, by nature not of the tree.
            if (probe->name() == "netdev" || probe->name() == "filesystem" || probe->name() == "uname")
                continue;
            const auto result = tests::collectInto(*probe, source, clock, told);
            QVERIFY2(result, result ? "" : result.error().message.c_str());
        }
        std::erase_if(told, [](const auto &entry) {
            return isHiddenByFlags(entry.first) || entry.first == "node_time_seconds" || entry.first.starts_with("node_time_zone_");
        });

        const auto differing = tests::differences(expected, told);
        for (const auto &line : differing)
            qWarning("%s", line.c_str());
        QCOMPARE(differing.size(), std::size_t(0));
        qInfo("%zu series compared", expected.size());
    }

    // A line cut in its middle is never taken for a whole one: what a cut file still tells is what the whole one tells.
    void its_files_cut_anywhere_tell_the_truth_or_nothing()
    {
        const auto seed = std::random_device()();
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        const tests::FakeClock clock;
        const std::map<std::string_view, std::vector<const char *>> files{
            {"cpu", {"stat"}},
            {"stat", {"stat"}},
            {"meminfo", {"meminfo"}},
            {"vmstat", {"vmstat"}},
            {"loadavg", {"loadavg"}},
            {"diskstats", {"diskstats"}},
            {"filefd", {"sys/fs/file-nr"}},
            {"netstat", {"net/netstat", "net/snmp", "net/snmp6"}},
            {"sockstat", {"net/sockstat", "net/sockstat6"}},
        };
        std::size_t cuts = 0;
        for (std::size_t at = 0; at < nodeProbes().size(); ++at) {
            const auto name = std::string(nodeProbes()[at]->name());
            const auto own = files.find(name);
            if (own == files.end())
                continue;
            LocalSource source(m_root);
            tests::Exposition full;
            QVERIFY(tests::collectInto(*nodeProbes()[at], source, clock, full));
            for (const auto *file : own->second) {
                const auto path = m_root / "proc" / file;
                const auto whole = contentOf(path);
                for (int i = 0; i < 100; ++i, ++cuts) {
                    const auto place = random() % whole.size();
                    std::ofstream(path, std::ios::binary | std::ios::trunc) << whole.substr(0, place);
                    LocalSource cut(m_root);
                    tests::Exposition told;
                    if (!tests::collectInto(*nodeProbes()[at], cut, clock, told))
                        continue;
                    for (const auto &[series, value] : told) {
                        const auto expected = full.find(series);
                        QVERIFY2(expected != full.end() && expected->second == value,
                                 fmt::format("{} cut at {}: {} {}", file, place, series, value).c_str());
                    }
                }
                std::ofstream(path, std::ios::binary | std::ios::trunc) << whole;
            }
        }
        qInfo("%zu cuts", cuts);
        QVERIFY(cuts > 1000);
    }

    void the_names_are_those_that_people_can_read()
    {
        tests::MetricNamesPage page("node_exporter", "node_exporter 1.12 with all its collectors and Vedette, reading the same recorded machine.",
                                    kNotes);
        page.add(tests::parseExposition(contentOf(m_shared / "e2e-output.txt")), {}, "node_");
        // What is no file of a machine is told of this one, and what the exporter tells of it is a recording of its own.
        const auto live = tests::parseExposition(contentOf(m_shared.parent_path() / "captures" / "node_exporter-1.5.0-live.prom"));
        for (const auto *collector : {"node_filesystem_", "node_network_", "node_selinux_", "node_time_", "node_timex_", "node_uname_"})
            page.add(live, {}, collector);
        LocalSource recorded(m_root), here;
        const tests::FakeClock clock;
        for (const auto &probe : nodeProbes()) {
            const bool isLive = probe->name() == "netdev" || probe->name() == "filesystem" || probe->name() == "uname";
            tests::Exposition told;
            const auto result = tests::collectInto(*probe, isLive ? here : recorded, clock, told);
            QVERIFY2(result, result ? "" : result.error().message.c_str());
            page.add({}, told, "");
        }
        page.check("node_exporter");
    }

private:
    // The tree is stored without symbolic links: a link is a small file of /sys holding its target.
    void copyTree(const fs::path &from, const fs::path &to)
    {
        fs::create_directories(to);
        for (const auto &entry : fs::directory_iterator(from)) {
            const auto target = to / entry.path().filename();
            if (entry.is_directory()) {
                copyTree(entry.path(), target);
                continue;
            }
            const auto content = contentOf(entry.path());
            const bool isLink = entry.path().string().find("/sys/") != std::string::npos && content.size() < 200 &&
                                content.find('/') != std::string::npos && content.find('\n') == std::string::npos && content.front() != ' ';
            if (isLink) {
                fs::create_symlink(content, target);
                ++m_links;
            } else {
                std::ofstream(target, std::ios::binary) << content;
            }
        }
    }

    fs::path m_shared;
    QTemporaryDir m_machine;
    fs::path m_root;
    int m_links = 0;
};

VEDETTE_TEST(TstNodeExporter)
#include "tst_node_exporter.moc"
