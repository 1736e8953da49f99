#include "app/process_control.h"
#include "tests/support/registry.h"

#include <QtCore/QFile>
#include <QtCore/QProcess>

class TstProcessControl : public QObject {
    Q_OBJECT

    // The start time as the process table computes it.
    static double startTime(qint64 pid)
    {
        QFile stat(QStringLiteral("/proc/%1/stat").arg(pid)), system("/proc/stat");
        if (!stat.open(QIODevice::ReadOnly) || !system.open(QIODevice::ReadOnly))
            return -1;
        const auto fields = stat.readAll().split(')').last().simplified().split(' ');
        for (const auto &line : system.readAll().split('\n')) {
            if (line.startsWith("btime "))
                return line.mid(6).toDouble() + fields[19].toDouble() / 100.0;
        }
        return -1;
    }

private Q_SLOTS:
    void it_ends_the_process_that_is_meant()
    {
        for (const auto signal : {app::ProcessControl::Signal::Terminate, app::ProcessControl::Signal::Kill}) {
            QProcess sleeper;
            sleeper.start("sleep", {"60"});
            QVERIFY(sleeper.waitForStarted());
            QVERIFY(app::ProcessControl().send(sleeper.processId(), startTime(sleeper.processId()), signal));
            QVERIFY(sleeper.waitForFinished(5000));
            QCOMPARE(sleeper.exitStatus(), QProcess::CrashExit);
        }
    }

    void it_spares_another_process_that_has_the_number_now()
    {
        QProcess sleeper;
        sleeper.start("sleep", {"60"});
        QVERIFY(sleeper.waitForStarted());
        const auto sent = app::ProcessControl().send(sleeper.processId(), startTime(sleeper.processId()) - 100, app::ProcessControl::Signal::Kill);
        QVERIFY(!sent);
        QCOMPARE(int(sent.error().code), int(metric::ErrorCode::NotFound));
        QVERIFY(!sleeper.waitForFinished(300));
        sleeper.kill();
        sleeper.waitForFinished();
    }

    void a_process_that_has_ended_is_no_crash()
    {
        const auto sent = app::ProcessControl().send(0x3fffff, 1, app::ProcessControl::Signal::Terminate);
        QVERIFY(!sent);
        QCOMPARE(sent.error().message, std::string("it has ended already"));
    }
};

VEDETTE_TEST(TstProcessControl)
#include "tst_process_control.moc"
