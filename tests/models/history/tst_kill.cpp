// kill -9 in the middle of writing, again and again: what was written before is there, and the next opening finds no fault.
#include "models/history/history.h"
#include "tests/support/machine_batches.h"
#include "tests/support/registry.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QTemporaryDir>

#include <csignal>
#include <cstdio>
#include <random>

#include <sys/wait.h>
#include <unistd.h>

using namespace std::chrono_literals;
using history::History;
using metric::Timestamp;

namespace {

const Timestamp kStart{metric::Duration(1'700'000'000'000)};
constexpr const char *kDirVariable = "VEDETTE_TEST_KILLED_DIR";
constexpr int kSeries = 100;

history::Options options()
{
    history::Options options;
    options.batchesPerSegment = 15; // so that many a kill meets a seal
    return options;
}

// How many batches are there; -1 where one is missing or a series lacks one.
int batchesIn(const History &history)
{
    const auto found = history.select({}, {Timestamp::min(), Timestamp::max()});
    if (!found)
        return -1;
    if (found->empty())
        return 0;
    const auto count = found->front().points.size();
    for (const auto &series : *found) {
        if (series.points.size() != count || series.points.back().time != kStart + 1s * (std::int64_t(count) - 1))
            return -1;
    }
    return found->size() == kSeries ? int(count) : -1;
}

struct Progress {
    int appended;
    int onDisk; // as flush() promised
};

} // namespace

// The process that is killed: this executable again. Does nothing in an ordinary run.
class KilledWriter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writes_until_it_is_killed()
    {
        const auto dir = qEnvironmentVariable(kDirVariable);
        if (dir.isEmpty())
            return;
        auto history = History::open(dir.toStdString(), options());
        if (!history)
            _exit(3);
        tests::MachineBatches batches(kSeries);
        for (int i = batchesIn(**history), flushed = i; true; ++i) {
            (*history)->append(batches.next(kStart + 1s * i));
            if (i % 8 == 7) {
                (*history)->flush();
                flushed = i + 1;
            }
            const Progress progress{i + 1, flushed};
            if (write(3, &progress, sizeof progress) != sizeof progress)
                _exit(4);
            usleep(500);
        }
    }
};

class TstKill : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_killed_writer_loses_nothing_that_was_flushed()
    {
        const auto seed = std::random_device{}();
        std::printf("seed %u\n", seed);
        std::mt19937 random(seed);
        QTemporaryDir dir;
        constexpr int kKills = 30;
        int mostLost = 0, there = 0;
        for (int kill = 0; kill < kKills; ++kill) {
            int pipes[2];
            QVERIFY(pipe(pipes) == 0);
            setenv(kDirVariable, qPrintable(dir.path()), 1);
            const pid_t child = fork();
            if (child == 0) {
                dup2(pipes[1], 3);
                execl("/proc/self/exe", "tests", "KilledWriter", "-silent", nullptr);
                _exit(5);
            }
            unsetenv(kDirVariable);
            close(pipes[1]);
            // From its first word on it lives for a few milliseconds, mostly.
            Progress progress{0, 0}, next{};
            bool alive = read(pipes[0], &next, sizeof next) == sizeof next;
            QVERIFY2(alive, "the writer did not start");
            progress = next;
            usleep(useconds_t(random() % 80000));
            ::kill(child, SIGKILL);
            int status = 0;
            waitpid(child, &status, 0);
            QVERIFY(WIFSIGNALED(status));
            while (read(pipes[0], &next, sizeof next) == sizeof next)
                progress = next;
            close(pipes[0]);

            auto history = History::open(dir.path().toStdString(), options());
            QVERIFY2(history, history ? "" : history.error().message.c_str());
            QCOMPARE((*history)->openNotice(), std::string());
            there = batchesIn(**history);
            QVERIFY2(there >= progress.onDisk, qPrintable(QStringLiteral("%1 of %2 flushed are there").arg(there).arg(progress.onDisk)));
            mostLost = std::max(mostLost, progress.appended - there);
        }
        // At one batch a second, a batch that had not reached the disk is less than a second of history.
        std::printf("%d kills, %d batches there, at most %d of those just appended lost\n", kKills, there, mostLost);
    }
};

VEDETTE_TEST(KilledWriter)
VEDETTE_TEST(TstKill)
#include "tst_kill.moc"
