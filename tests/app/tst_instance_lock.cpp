#include "app/directories.h"
#include "app/instance_lock.h"
#include "tests/support/registry.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>

#include <thread>

#include <sys/stat.h>
#include <unistd.h>

class TstInstanceLock : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_second_console_on_the_same_directory_is_refused_until_the_first_is_gone()
    {
        const QTemporaryDir dir;
        const std::filesystem::path path = dir.path().toStdString();
        {
            const auto first = app::InstanceLock::acquire(path);
            QVERIFY(first);
            const auto second = app::InstanceLock::acquire(path);
            QVERIFY(!second);
            QCOMPARE(int(second.error().code), int(metric::ErrorCode::Conflict));
        }
        QVERIFY(app::InstanceLock::acquire(path));
    }

    void a_second_start_raises_the_first_window()
    {
        const QTemporaryDir dir;
        const std::filesystem::path path = dir.path().toStdString();
        const auto first = app::InstanceLock::acquire(path);
        (*first)->listen(true);
        QSignalSpy raised(first->get(), &app::InstanceLock::raiseRequested);
        metric::Result<void> answer;
        std::thread other([&] { answer = app::InstanceLock::raiseOther(path); });
        QTRY_COMPARE(raised.count(), 1);
        other.join();
        QVERIFY(answer);
    }

    void a_headless_console_has_nothing_to_raise_and_says_so()
    {
        const QTemporaryDir dir;
        const std::filesystem::path path = dir.path().toStdString();
        const auto first = app::InstanceLock::acquire(path);
        (*first)->listen(false);
        metric::Result<void> answer;
        std::atomic<bool> done = false;
        std::thread other([&] {
            answer = app::InstanceLock::raiseOther(path);
            done = true;
        });
        QTRY_VERIFY(done.load());
        other.join();
        QVERIFY(!answer);
        QCOMPARE(answer.error().message, std::string("it runs headless"));
    }

    void a_directory_that_cannot_be_written_is_named_with_the_option()
    {
        const QTemporaryDir dir;
        const std::filesystem::path file = dir.filePath("file").toStdString();
        QFile(dir.filePath("file")).open(QIODevice::WriteOnly);
        const auto notDirectory = app::ensureWritableDirectory(file, "--data-dir");
        QVERIFY(!notDirectory);
        QVERIFY(notDirectory.error().message.find("--data-dir") != std::string::npos);
        QVERIFY(!app::ensureWritableDirectory("/proc/vedette", "--data-dir"));
        const std::filesystem::path fresh = dir.filePath("a/b").toStdString();
        QVERIFY(app::ensureWritableDirectory(fresh, "--data-dir"));
        struct stat status {};
        QCOMPARE(::stat(fresh.c_str(), &status), 0);
        QCOMPARE(status.st_mode & 0777, mode_t(0700));
    }
};

VEDETTE_TEST(TstInstanceLock)
#include "tst_instance_lock.moc"
