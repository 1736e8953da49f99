// Every parser of this room against bytes that nobody promised, and the subtleties of each subject.
#include "probes/linux/cpu.h"
#include "probes/linux/diskstats.h"
#include "probes/linux/filefd.h"
#include "probes/linux/filesystem.h"
#include "probes/linux/hwmon.h"
#include "probes/linux/loadavg.h"
#include "probes/linux/meminfo.h"
#include "probes/linux/netclass.h"
#include "probes/linux/netdev.h"
#include "probes/linux/netstat.h"
#include "probes/linux/os.h"
#include "probes/linux/pressure.h"
#include "probes/linux/scan.h"
#include "probes/linux/sockstat.h"
#include "probes/linux/stat.h"
#include "probes/linux/vmstat.h"
#include "tests/support/registry.h"

#include <functional>
#include <map>

using namespace probes;

namespace {

// Whether a text is understood, its reason where not.
using Parser = std::function<metric::Result<void>(std::string_view)>;

template <class Parse>
Parser understanding(Parse parse)
{
    return [parse](std::string_view text) -> metric::Result<void> {
        if (auto result = parse(text); !result)
            return tl::unexpected(result.error());
        return {};
    };
}

struct Subject {
    Parser parse;
    std::string good; // a small text it understands, with one number %
};

const std::map<std::string, Subject> &subjects()
{
    static const std::map<std::string, Subject> all{
        {"stat", {understanding(parseProcStat), "cpu  1 2 3 4\ncpu0 % 2 3 4 5\nctxt 5\n"}},
        {"meminfo", {understanding(parseMeminfo), "MemTotal:   % kB\nHugePages_Total: 0\n"}},
        {"vmstat", {understanding(parseVmstat), "nr_free_pages 7\npgpgin %\n"}},
        {"loadavg", {understanding(parseLoadavg), "% 0.2 0.3 1/2 3\n"}},
        {"pressure", {understanding(parsePressure), "some avg10=0.00 avg60=0.00 avg300=0.00 total=%\n"}},
        {"diskstats", {understanding(parseDiskstats), "   8  0 sda % 2 3 4 5 6 7 8 9 10 11\n"}},
        {"mountinfo", {understanding(parseMountinfo), "36 35 98:% / /mnt rw,noatime master:1 - ext3 /dev/root rw\n"}},
        {"netdev", {understanding(parseNetdev), "Inter-|\n face |bytes\n eth0:% 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n"}},
        {"netstat", {understanding(parseNetstat), "Tcp: InSegs OutSegs\nTcp: % 2\n"}},
        {"snmp6", {understanding(parseSnmp6), "Ip6InOctets   %\n"}},
        {"sockstat", {understanding(parseSockstat), "sockets: used %\nTCP: inuse 4 mem 1\n"}},
        {"filefd", {understanding(parseFileNr), "%\t0\t1631329\n"}},
    };
    return all;
}

std::string with(std::string text, const std::string &number)
{
    const auto at = text.find('%');
    return text.replace(at, 1, number);
}

} // namespace

class TstNodeParsers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hostile_input_is_refused_with_a_reason_data()
    {
        QTest::addColumn<QString>("subject");
        QTest::addColumn<QByteArray>("text");
        for (const auto &[name, subject] : subjects()) {
            const std::map<std::string, std::string> hostile{
                {"empty", ""},
                {"a newline", "\n"},
                {"garbage", "\x01\xff\xfe no such thing\n"},
                {"zero bytes", std::string(64, '\0') + "\n"},
                {"one endless line", std::string(1'000'000, 'a')},
                {"too large a number", with(subject.good, "99999999999999999999999999")},
                {"a text for a number", with(subject.good, "12x4")},
                {"a negative number", with(subject.good, "-1")},
                {"a not-a-number", with(subject.good, "nan")},
                {"a hexadecimal number", with(subject.good, "0x10")},
                {"no number", with(subject.good, "")},
            };
            for (const auto &[what, text] : hostile) {
                // Larger than any counter, and yet a number: a load is no integer.
                if (name == "loadavg" && what == "too large a number")
                    continue;
                // A file that tells nothing we tell is no mistake of it.
                if (name == "snmp6" && (what == "a newline" || what == "garbage" || what == "zero bytes"))
                    continue;
                // Four modes are left of the five: an old kernel's line.
                if (name == "stat" && what == "no number")
                    continue;
                QTest::newRow((name + ": " + what).c_str()) << QString::fromStdString(name) << QByteArray::fromStdString(text);
            }
        }
    }

    void hostile_input_is_refused_with_a_reason()
    {
        QFETCH(QString, subject);
        QFETCH(QByteArray, text);
        const auto result = subjects().at(subject.toStdString()).parse(std::string_view(text.constData(), std::size_t(text.size())));
        QVERIFY(!result);
        QCOMPARE(result.error().code, metric::ErrorCode::Malformed);
        const auto &message = result.error().message;
        QVERIFY2(message.size() > 8 && message.size() < 200 && message.find('\n') == std::string::npos, message.c_str());
    }

    void the_good_texts_of_the_hostile_test_are_understood()
    {
        for (const auto &[name, subject] : subjects()) {
            const auto result = subject.parse(with(subject.good, "1"));
            QVERIFY2(result, name.c_str());
        }
    }

    void idle_going_back_a_little_stands_and_going_back_much_starts_anew()
    {
        const auto times = [](std::uint64_t user, std::uint64_t idle) {
            CpuTimes made{};
            made.modes = CpuTimes::kModes;
            made.ticks[CpuTimes::User] = user;
            made.ticks[CpuTimes::Idle] = idle;
            return made;
        };
        const auto little = forwardTimes(times(100, 1000), times(110, 900));
        QCOMPARE(little.ticks[CpuTimes::Idle], std::uint64_t(1000));
        QCOMPARE(little.ticks[CpuTimes::User], std::uint64_t(110));
        QCOMPARE(forwardTimes(times(100, 1000), times(90, 1001)).ticks[CpuTimes::User], std::uint64_t(100));
        QCOMPARE(forwardTimes(times(100, 1000), times(3, 701)).ticks[CpuTimes::Idle], std::uint64_t(1000));
        const auto unplugged = forwardTimes(times(100, 1000), times(3, 700));
        QCOMPARE(unplugged.ticks[CpuTimes::Idle], std::uint64_t(700));
        QCOMPARE(unplugged.ticks[CpuTimes::User], std::uint64_t(3));
    }

    void a_processor_tells_only_the_modes_its_kernel_has()
    {
        const auto stat = parseProcStat("cpu  1 2 3 4\ncpu0 1 2 3 4 5 6 7\ncpu12 1 2 3 4 5 6 7 8 9 10 11\nintr 9 1 2\n");
        QVERIFY(stat);
        QCOMPARE(stat->cpus.size(), std::size_t(2));
        QCOMPARE(stat->cpus[0].modes, std::size_t(7));
        QCOMPARE(stat->cpus[1].modes, std::size_t(10));
        QCOMPARE(stat->cpus[1].cpu, 12u);
        QCOMPARE(stat->interrupts.value(), std::uint64_t(9));
        QVERIFY(!stat->bootTime);
        QVERIFY(!parseProcStat("cpu4294967295 1 2 3 4\n"));
    }

    void diskstats_have_11_15_or_17_figures_and_nothing_between()
    {
        const std::string head = "8 0 sda 1 2 3 4 5 6 7 8 9 10 11";
        QCOMPARE(parseDiskstats(head + "\n")->front().count, std::size_t(11));
        QCOMPARE(parseDiskstats(head + " 12 13 14 15\n")->front().count, std::size_t(15));
        QCOMPARE(parseDiskstats(head + " 12 13 14 15 16 17 18\n")->front().count, std::size_t(17));
        QVERIFY(!parseDiskstats(head + " 12 13\n"));
        QVERIFY(parseDiskstats("8 1 sda1 1 2 3 4\n")->empty());
    }

    void partitions_and_memory_disks_are_left_out_and_whole_disks_are_not()
    {
        for (const auto *name : {"sda1", "hdb12", "vda3", "xvdf1", "nvme0n1p2", "nvme10n1p11", "loop0", "ram15", "zram0", "fd0"})
            QVERIFY2(isLeftOutDisk(name), name);
        for (const auto *name :
             {"sda", "vdb", "xvda", "nvme0n1", "dm-0", "md127", "mmcblk0", "mmcblk0p1", "sr0", "sdaa1", "nvmen1p1", "1", "", "wd1"})
            QVERIFY2(!isLeftOutDisk(name), name);
    }

    void mount_points_are_unescaped_and_left_out_as_upstream_does()
    {
        const auto mounts = parseMountinfo("36 35 98:0 / /mnt/a\\040b\\134c\\011\\012 rw,noatime shared:1 master:2 - ext4 /dev/sda1 rw\n"
                                           "37 35 0:5 / /ro ro - tmpfs tmpfs rw\n38 35 0:5 / /ro2 rw - tmpfs tmpfs rw,ro\n"
                                           "39 35 0:5 / /bad\xff rw - tmpfs tmpfs rw,emergency_ro\n");
        QVERIFY(mounts);
        QCOMPARE((*mounts)[0].mountPoint, std::string("/mnt/a b\\c\t\n"));
        QCOMPARE((*mounts)[0].major, std::string("98"));
        QVERIFY(!(*mounts)[0].readOnly);
        QVERIFY((*mounts)[1].readOnly);
        QVERIFY((*mounts)[2].readOnly);
        QVERIFY((*mounts)[3].readOnly);
        QCOMPARE((*mounts)[3].mountPoint, std::string("/bad\xEF\xBF\xBD"));
        QCOMPARE((*mounts)[3].path, std::string("/bad\xff"));
        for (const auto *path : {"/dev", "/dev/shm", "/proc", "/sys/fs/cgroup", "/run/credentials/x", "/var/lib/docker/overlay2/1/merged"})
            QVERIFY2(isLeftOutMountPoint(path), path);
        for (const auto *path : {"/", "/device", "/run", "/run/user/1000", "/var/lib/docker", "/processes", "/mnt", "/run/credentials/"})
            QVERIFY2(!isLeftOutMountPoint(path), path);
        QVERIFY(isLeftOutFileSystem("cgroup2") && isLeftOutFileSystem("overlay") && !isLeftOutFileSystem("tmpfs") && !isLeftOutFileSystem("nfs4"));
    }

    void netdev_figures_may_touch_the_colon()
    {
        const auto devices = parseNetdev("Inter-|   Receive\n face |bytes    packets\neth0:1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n"
                                         "  lo: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 18446744073709551615\n");
        QVERIFY(devices);
        QCOMPARE(std::string((*devices)[0].name), std::string("eth0"));
        QCOMPARE((*devices)[0].figures[15], std::uint64_t(16));
        QCOMPARE((*devices)[1].figures[15], ~std::uint64_t(0));
    }

    void protocol_tables_need_their_pairs()
    {
        QVERIFY(parseNetstat("Tcp: MaxConn InSegs\nTcp: -1 5\n"));
        QVERIFY(!parseNetstat("Tcp: MaxConn InSegs\nUdp: -1 5\n"));
        QVERIFY(!parseNetstat("Tcp: MaxConn InSegs\nTcp: -1\n"));
        QVERIFY(!parseNetstat("Tcp: MaxConn InSegs\nTcp: -1 5 6\n"));
        QVERIFY(!parseNetstat("Tcp: InSegs\n"));
        QVERIFY(isToldProtocolCounter("UdpLite6", "InErrors"));
        QVERIFY(!isToldProtocolCounter("Tcp", "MaxConn"));
        QVERIFY(isToldProtocolCounter("TcpExt", "ListenDrops"));
        QVERIFY(!isToldProtocolCounter("Ip6", "Forwarding"));
    }

    void pressure_without_total_is_no_zero()
    {
        QVERIFY(!parsePressure("some avg10=0.00 avg60=0.00 avg300=0.00\n"));
        const auto stall = parsePressure("full avg10=0.00 avg60=0.00 avg300=0.00 total=8494");
        QVERIFY(stall);
        QVERIFY(!stall->some);
        QCOMPARE(stall->full.value(), std::uint64_t(8494));
    }

    void interface_numbers_are_decimal_or_hexadecimal()
    {
        QCOMPARE(parseNetclassNumber("0x1303").value(), 4867.0);
        QCOMPARE(parseNetclassNumber("-1").value(), -1.0);
        QVERIFY(!parseNetclassNumber("0x"));
        QVERIFY(!parseNetclassNumber("0xg"));
        QVERIFY(!parseNetclassNumber("1 2"));
    }

    void sensors_are_named_and_scaled()
    {
        const auto file = parseSensorFile("temp1_crit_alarm");
        QVERIFY(file);
        QCOMPARE(file->sensor, std::string("temp1"));
        QCOMPARE(std::string(file->property), std::string("crit_alarm"));
        QCOMPARE(parseSensorFile("beep_enable")->sensor, std::string("beep_enable0"));
        QCOMPARE(parseSensorFile("pwm1")->property.size(), std::size_t(0));
        for (const auto *name : {"name", "uevent", "bogus1_input", "temp1x", "temp1_", "", "temp99999999999_input"})
            QVERIFY2(!parseSensorFile(name), name);
        QCOMPARE(seriesOfSensor("temp", "input", false).name, std::string("node_hwmon_temp_celsius"));
        QCOMPARE(seriesOfSensor("temp", "crit_alarm", false).name, std::string("node_hwmon_temp_crit_alarm_celsius"));
        QCOMPARE(seriesOfSensor("temp", "alarm", false).factor, 1.0);
        QCOMPARE(seriesOfSensor("pwm", "input", true).name, std::string("node_hwmon_pwm_input"));
        QCOMPARE(seriesOfSensor("power", "average_interval_max", false).name, std::string("node_hwmon_power_average_interval_max_seconds"));
        QCOMPARE(seriesOfSensor("energy", "input", false).divisor, 1e6);
        QCOMPARE(cleanSensorName(" 0000:00:18.3\n"), std::string("0000:00:18_3"));
        QCOMPARE(cleanSensorName("__\xff..\n"), std::string());
    }

    void os_release_is_read_in_the_shells_notation()
    {
        const auto values = parseOsRelease("# comment\n\nNAME=\"A \\\"quoted\\\" one\"\nID='single'\nVERSION_ID=20.04.2\nEMPTY=");
        QVERIFY(values);
        QCOMPARE(values->at("NAME"), std::string("A \"quoted\" one"));
        QCOMPARE(values->at("ID"), std::string("single"));
        QCOMPARE(values->at("EMPTY"), std::string());
        QCOMPARE(osVersionNumber("20.04.2").value(), 20.04);
        QCOMPARE(osVersionNumber("12").value(), 12.0);
        QVERIFY(!osVersionNumber("rolling"));
        QVERIFY(!osVersionNumber(""));
        for (const auto *bad : {"", "NAME=\"cut", "no assignment\n"})
            QVERIFY2(!parseOsRelease(bad), bad);
    }

    void lists_of_processors_are_bounded()
    {
        QCOMPARE(scan::list("1,3-5,9\n").value(), (std::vector<unsigned>{1, 3, 4, 5, 9}));
        QVERIFY(scan::list("\n")->empty());
        for (const auto *bad : {"5-3", "0-4294967295", "a", "1,,2", "-1", "0-65535,0-65535"})
            QVERIFY2(!scan::list(bad), bad);
    }

    void bytes_that_are_no_utf8_are_replaced()
    {
        QCOMPARE(scan::validUtf8("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"), std::string("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"));
        QCOMPARE(scan::validUtf8("a\xff\xfe"
                                 "b\xC3"),
                 std::string("a\xEF\xBF\xBD"
                             "b\xEF\xBF\xBD"));
        QCOMPARE(scan::validUtf8("\xED\xA0\x80"), std::string("\xEF\xBF\xBD"));
        QCOMPARE(scan::validUtf8("\xC0\xAF"), std::string("\xEF\xBF\xBD"));
    }
};

VEDETTE_TEST(TstNodeParsers)
#include "tst_node_parsers.moc"
