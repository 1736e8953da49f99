// kill -9 in the middle of writing, again and again: what was written before is there, and the next opening finds no fault.
#include "models/history/history.h"
#include "models/history/upkeep.h"
#include "tests/support/machine_batches.h"
#include "tests/support/registry.h"

#include <QtCore/QTemporaryDir>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <random>

#include <sys/mman.h>
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

std::int64_t nowNs() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

// What the killed process tells as it goes, in memory that outlives it. Numbers of batches count from the first there ever was.
struct Progress {
    std::atomic<int> appended;
    std::atomic<int> onDisk;                                // as flush() promised
    std::array<std::atomic<std::int64_t>, 4096> appendedAt; // by the last digits of the batch's number
};

Progress *progressIn(int file)
{
    auto *memory = mmap(nullptr, sizeof(Progress), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    return memory == MAP_FAILED ? nullptr : static_cast<Progress *>(memory);
}

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
        auto *progress = progressIn(3);
        if (!history || !progress)
            _exit(3);
        tests::MachineBatches batches(kSeries);
        for (int i = batchesIn(**history); true; ++i) {
            progress->appendedAt[std::size_t(i) % progress->appendedAt.size()] = nowNs();
            (*history)->append(batches.next(kStart + 1s * i));
            progress->appended = i + 1;
            // Before the queue overruns.
            if (i % 64 == 63) {
                (*history)->flush();
                progress->onDisk = i + 1;
            }
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
        std::string path;
        constexpr int kKills = 200;
        // Every look at a history reads all of it, so one that all of them share would cost by the square of what is written.
        constexpr int kKillsOfOne = 40;
        const int file = memfd_create("progress", 0);
        QVERIFY(ftruncate(file, sizeof(Progress)) == 0);
        auto *progress = progressIn(file);
        QVERIFY(progress);
        const auto verdictOn = [&path] {
            const auto verdict = history::verify(path);
            return !verdict ? verdict.error().message : verdict->faults.empty() ? std::string() : verdict->faults.front();
        };
        int mostLost = 0, there = 0;
        std::int64_t oldestLost = 0; // nanoseconds
        for (int kill = 0; kill < kKills; ++kill) {
            if (kill % kKillsOfOne == 0) {
                QCOMPARE(kill == 0 ? std::string() : verdictOn(), std::string());
                path = dir.filePath(QString::number(kill)).toStdString();
            }
            progress->appended = 0;
            progress->onDisk = 0;
            setenv(kDirVariable, path.c_str(), 1);
            const pid_t child = fork();
            if (child == 0) {
                dup2(file, 3);
                execl("/proc/self/exe", "tests", "KilledWriter", "-silent", nullptr);
                _exit(5);
            }
            unsetenv(kDirVariable);
            // From its first batch on it lives for a few milliseconds, mostly.
            int status = 0;
            while (progress->appended == 0) {
                QVERIFY2(waitpid(child, &status, WNOHANG) == 0, "the writer did not start");
                usleep(200);
            }
            usleep(useconds_t(random() % 80000));
            const auto killedAt = nowNs();
            ::kill(child, SIGKILL);
            waitpid(child, &status, 0);
            QVERIFY(WIFSIGNALED(status));

            {
                auto history = History::open(path, options());
                QVERIFY2(history, history ? "" : history.error().message.c_str());
                QCOMPARE((*history)->openNotice(), std::string());
                there = batchesIn(**history);
            }
            const int onDisk = progress->onDisk, appended = progress->appended;
            QVERIFY2(there >= onDisk, qPrintable(QStringLiteral("%1 of %2 flushed are there").arg(there).arg(onDisk)));
            if (there < appended) {
                mostLost = std::max(mostLost, appended - there);
                oldestLost = std::max(oldestLost, killedAt - progress->appendedAt[std::size_t(there) % progress->appendedAt.size()]);
            }
            if (kill % 20 == 0)
                QCOMPARE(verdictOn(), std::string());
        }
        QCOMPARE(verdictOn(), std::string());
        std::printf("%d kills, %d batches there, at most %d of those just appended lost, the oldest %d ms old\n", kKills, there, mostLost,
                    int(oldestLost / 1'000'000));
        QVERIFY(oldestLost < 1'000'000'000);
        munmap(progress, sizeof *progress);
        close(file);
    }
};

VEDETTE_TEST(KilledWriter)
VEDETTE_TEST(TstKill)
#include "tst_kill.moc"
