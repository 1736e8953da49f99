#include "probes/linux/process_files.h"
#include "tests/support/registry.h"

using namespace probes;

class TstProcessFiles : public QObject {
    Q_OBJECT

    static std::string statOf(std::string_view name)
    {
        return "42 (" + std::string(name) + ") R 1 42 42 0 -1 4194304 11 0 12 0 13 14 0 0 20 -5 3 0 777 1000 20 18446744073709551615 1 1\n";
    }

private Q_SLOTS:
    void stat_is_read_by_field()
    {
        ProcessStat stat;
        QVERIFY(parseProcessStat(statOf("sh"), stat));
        QCOMPARE(stat.name, std::string("sh"));
        QCOMPARE(stat.state, 'R');
        QCOMPARE(stat.ppid, 1);
        QCOMPARE(stat.minorFaults, std::uint64_t(11));
        QCOMPARE(stat.majorFaults, std::uint64_t(12));
        QCOMPARE(stat.userTicks, std::uint64_t(13));
        QCOMPARE(stat.systemTicks, std::uint64_t(14));
        QCOMPARE(stat.nice, -5);
        QCOMPARE(stat.threads, 3);
        QCOMPARE(stat.startTicks, std::uint64_t(777));
        QCOMPARE(stat.virtualBytes, std::uint64_t(1000));
        QCOMPARE(stat.residentPages, std::uint64_t(20));
        QVERIFY(!stat.kernelThread);
    }

    void a_name_may_hold_anything_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const char *name : {"", "a b", ") R 1 2 3", "((", "))", "a\nb) S 9", "(sd-pam)", "\xff\xfe"})
            QTest::addRow("%s", name) << QByteArray(name);
    }
    void a_name_may_hold_anything()
    {
        QFETCH(QByteArray, name);
        ProcessStat stat;
        QVERIFY(parseProcessStat(statOf(name.toStdString()), stat));
        QCOMPARE(stat.name, name.toStdString());
        QCOMPARE(stat.state, 'R');
        QCOMPARE(stat.startTicks, std::uint64_t(777));
    }

    void kernel_threads_are_told_by_their_flag()
    {
        ProcessStat stat;
        QVERIFY(parseProcessStat("2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 65 0 0 20 0 1 0 8 0 0 18446744073709551615 0\n", stat));
        QVERIFY(stat.kernelThread);
    }

    void every_truncation_is_refused_and_none_crashes()
    {
        const auto whole = statOf("sh");
        const auto enough = whole.find(" 18446744073709551615");
        ProcessStat stat;
        for (std::size_t size = 0; size < enough - 2; ++size)
            QVERIFY2(!parseProcessStat(std::string_view(whole).substr(0, size), stat), whole.substr(0, size).c_str());
    }

    void garbage_is_refused()
    {
        ProcessStat stat;
        for (const char *text : {"", ")(", "1 (a)", "1 (a) RR 1", "1 (a) R x 42 42 0 -1 4194304 11 0 12 0 13 14 0 0 20 -5 3 0 777 1000 20 1\n",
                                 "1 (a) R 1 42 42 0 -1 4194304 11 0 12 0 99999999999999999999999 14 0 0 20 -5 3 0 777 1000 20 1\n"})
            QVERIFY2(!parseProcessStat(text, stat), text);
    }

    void io_is_what_reached_storage()
    {
        const auto io = parseProcessIo("rchar: 1605958\nwchar: 69\nread_bytes: 1814455\nwrite_bytes: 7\ncancelled_write_bytes: 5\n");
        QVERIFY(io);
        QCOMPARE(io->readBytes, std::uint64_t(1814455));
        QCOMPARE(io->writtenBytes, std::uint64_t(7));
        QVERIFY(!parseProcessIo(""));
        QVERIFY(!parseProcessIo("read_bytes: 1\nwrite_bytes: x\n"));
        QVERIFY(!parseProcessIo("read_bytes: -1\nwrite_bytes: 1\n"));
    }

    void status_tells_what_it_has()
    {
        const auto status = parseProcessStatus("Name:\tx\nUid:\t1\t1000\t3\t4\nVmSwap:\t  10 kB\nvoluntary_ctxt_switches:\t72\n"
                                               "nonvoluntary_ctxt_switches:\t6\n");
        QCOMPARE(*status.uid, 1000u);
        QCOMPARE(*status.swappedBytes, std::uint64_t(10240));
        QCOMPARE(*status.voluntarySwitches, std::uint64_t(72));
        QCOMPARE(*status.nonvoluntarySwitches, std::uint64_t(6));
        const auto kernel = parseProcessStatus("Name:\tkthreadd\nUid:\t0\t0\t0\t0\n");
        QCOMPARE(*kernel.uid, 0u);
        QVERIFY(!kernel.swappedBytes);
        QVERIFY(!kernel.voluntarySwitches);
        QVERIFY(!parseProcessStatus("VmSwap:\t 99999999999999999999 kB\nUid:\n").swappedBytes);
    }

    void pss_is_not_one_of_its_parts()
    {
        QCOMPARE(*parseProcessPss("Rss: 9 kB\nPss:        512 kB\nPss_Dirty:  100 kB\n"), std::uint64_t(512 * 1024));
        QVERIFY(!parseProcessPss("Rss: 9 kB\nPss_Dirty:  100 kB\n"));
    }

    void a_command_line_is_one_line_of_clean_text()
    {
        using namespace std::string_literals;
        QCOMPARE(commandLine("/bin/sh\0-c\0echo a\0"s), "/bin/sh -c echo a"s);
        QCOMPARE(commandLine(""s), ""s);
        QCOMPARE(commandLine("evil\x1b[2J\nname\0"s), "evil [2J name"s);
        QCOMPARE(commandLine("caf\xc3\xa9 \xff\0"s), "caf\xc3\xa9 \xef\xbf\xbd"s);
        QVERIFY(commandLine(std::string(1 << 20, 'x')).size() <= 4096);
        QCOMPARE(commandLine(std::string(8192, '\0')), ""s);
    }

    void what_is_not_utf8_is_replaced()
    {
        QCOMPARE(cleanText("\xf0\x9f\x90\xb4"), std::string("\xf0\x9f\x90\xb4"));
        QCOMPARE(cleanText("\xc3"), std::string("\xef\xbf\xbd"));             // cut in the middle
        QCOMPARE(cleanText("\xc0\xaf"), std::string("\xef\xbf\xbd"));         // overlong
        QCOMPARE(cleanText("\xed\xa0\x80"), std::string("\xef\xbf\xbd"));     // a surrogate
        QCOMPARE(cleanText("\xf4\x90\x80\x80"), std::string("\xef\xbf\xbd")); // beyond Unicode
        QCOMPARE(cleanText("a\xc2\x9b"
                           "b\x7f"),
                 std::string("a b ")); // C1 and DEL drive terminals too
    }

    void the_unit_is_the_innermost_one_data()
    {
        QTest::addColumn<QByteArray>("cgroup");
        QTest::addColumn<QByteArray>("unit");
        const auto row = [](const char *title, const char *cgroup, const char *unit) {
            QTest::newRow(title) << QByteArray(cgroup) << QByteArray(unit);
        };
        row("service", "0::/system.slice/ssh.service\n", "ssh.service");
        row("session", "0::/user.slice/user-1000.slice/session-2.scope\n", "session-2.scope");
        row("application", "0::/user.slice/user-1000.slice/user@1000.service/app.slice/app-firefox.scope\n", "app-firefox.scope");
        row("below a service", "0::/system.slice/docker.service/payload/x\n", "docker.service");
        row("container", "0::/system.slice/docker-8dde0b.scope\n", "docker-8dde0b.scope");
        row("slice", "0::/user.slice\n", "user.slice");
        row("no systemd", "0::/lxc/web\n", "web");
        row("root", "0::/\n", "");
        row("empty", "", "");
        row("garbage", "nonsense\n:::\n\n", "");
        row("version 1", "4:memory:/system.slice/cron.service\n1:name=systemd:/system.slice/cron.service\n0::/\n", "cron.service");
        row("version 1 without systemd", "4:memory:/jail/b\n1:cpu:/\n0::/\n", "b");
        row("a colon in a name", "0::/a:b/c:d.service\n", "c:d.service");
    }
    void the_unit_is_the_innermost_one()
    {
        QFETCH(QByteArray, cgroup);
        QFETCH(QByteArray, unit);
        QCOMPARE(unitOfCgroup(cgroup.toStdString()), unit.toStdString());
    }
};

VEDETTE_TEST(TstProcessFiles)
#include "tst_process_files.moc"
