// The one process that process-exporter's own tests read, with the values they expect of it.
#include "probes/linux/process_probes.h"
#include "probes/linux/process_reader.h"
#include "tests/support/fake_process.h"
#include "tests/support/metric_names_page.h"
#include "tests/support/registry.h"

#include <QtCore/QFile>

class TstProcessExporter : public QObject {
    Q_OBJECT

    static bool put(tests::FakeSource &source, const std::string &path, const QString &file)
    {
        QFile from(file);
        if (!from.open(QIODevice::ReadOnly))
            return false;
        source.files.insert_or_assign(path, from.readAll().toStdString());
        return true;
    }
    // False: the recording is not here.
    static bool putRecorded(tests::FakeSource &source)
    {
        const auto shared = qEnvironmentVariable("VEDETTE_SHARED") + QStringLiteral("/conformance/process_exporter");
        bool all = put(source, "/proc/stat", shared + QStringLiteral("/stat"));
        for (const char *name : {"stat", "status", "cmdline", "cgroup", "io"})
            all = put(source, std::string("/proc/14804/") + name, shared + QStringLiteral("/14804/") + QString::fromLatin1(name)) && all;
        return all;
    }

private Q_SLOTS:
    void the_recorded_process_is_read_as_upstream_reads_it()
    {
        tests::FakeSource source;
        if (!putRecorded(source))
            QSKIP("the recorded process of process-exporter is not here (VEDETTE_SHARED)");

        probes::ProcessReader reader(std::make_shared<probes::ProcessFocus>());
        const tests::FakeClock clock;
        QVERIFY(reader.read(source, clock, clock.now()));
        const auto &process = reader.processes().at(14804);
        QCOMPARE(double(process.stat.userTicks) / probes::kUserHz, 0.1);
        QCOMPARE(double(process.stat.systemTicks) / probes::kUserHz, 0.04);
        QCOMPARE(process.io->readBytes, std::uint64_t(1814455));
        QCOMPARE(process.io->writtenBytes, std::uint64_t(0));
        QCOMPARE(process.stat.majorFaults, std::uint64_t(767));
        QCOMPARE(process.stat.minorFaults, std::uint64_t(1603));
        QCOMPARE(process.residentBytes, double(0x7b1000));
        QCOMPARE(process.stat.virtualBytes, std::uint64_t(0x1061000));
        QCOMPARE(*process.status.swappedBytes, std::uint64_t(0x2800));
        QCOMPARE(process.stat.threads, 7);
        QCOMPARE(*process.status.voluntarySwitches, std::uint64_t(72));
        QCOMPARE(*process.status.nonvoluntarySwitches, std::uint64_t(6));
        QCOMPARE(process.startTime, 1508453571.19); // 2017-10-19T22:52:51.19Z
        QCOMPARE(process.command, std::string("./process-exporter -procnames bash"));
        QCOMPARE(process.unit, std::string("docker-8dde0b0d6e919baef8d635cd9399b22639ed1e400eaec1b1cb94ff3b216cf3c3.scope"));
    }

    void the_names_are_those_that_people_can_read()
    {
        QFile capture(qEnvironmentVariable("VEDETTE_SHARED") + "/conformance/captures/process_exporter-0.7.10.prom");
        tests::FakeSource source;
        if (!putRecorded(source) || !capture.open(QIODevice::ReadOnly))
            QSKIP("what process-exporter told is not here (VEDETTE_SHARED)");
        tests::putMachine(source);
        tests::MetricNamesPage page("process-exporter", "process-exporter 0.7.10 and Vedette, which tells of processes on its own machine.",
                                    {{"namedprocess_namegroup_open_filedesc", "may be read of one's own processes only"},
                                     {"namedprocess_namegroup_worst_fd_ratio", "may be read of one's own processes only"},
                                     {"namedprocess_namegroup_thread*", "of single threads, which Vedette does not read"},
                                     {"namedprocess_scrape_*", "about the exporter's own work"}});
        page.add(tests::parseExposition(capture.readAll().toStdString()), {}, "namedprocess_");
        const tests::FakeClock clock;
        for (const auto &probe : probes::processProbes(std::make_shared<probes::ProcessFocus>())) {
            tests::Exposition told;
            const auto result = tests::collectInto(*probe, source, clock, told);
            QVERIFY2(result, result ? "" : result.error().message.c_str());
            page.add({}, told, "");
        }
        page.check("process_exporter");
    }
};

VEDETTE_TEST(TstProcessExporter)
#include "tst_process_exporter.moc"
