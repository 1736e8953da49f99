// Files that were damaged behind the history's back: it starts, keeps what is whole, sets aside what is not and says where.
#include "models/history/history.h"
#include "models/history/upkeep.h"
#include "tests/support/faulty_disk.h"
#include "tests/support/machine_batches.h"
#include "tests/support/registry.h"

#include <QtCore/QTemporaryDir>

#include <cstdio>
#include <fstream>
#include <map>

#include <sys/fsuid.h>
#include <unistd.h>

using namespace std::chrono_literals;
using history::History;
using metric::Timestamp;

namespace {

const Timestamp kBegin{metric::Duration(1'700'000'000'000)};
constexpr series::TimeRange kEver{Timestamp::min(), Timestamp::max()};
constexpr int kSeriesOfAll = 300;
constexpr int kBatches = 405;

history::Options manySegments()
{
    history::Options options;
    options.batchesPerSegment = 15;
    return options;
}

void fillWithNoise(const std::filesystem::path &file, std::uint64_t at, std::uint64_t count, std::mt19937 &random)
{
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(std::streamoff(at));
    for (; count > 0; --count)
        stream.put(char(random()));
}

} // namespace

class TstDamage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const auto seed = std::random_device{}();
        std::printf("seed %u\n", seed);
        m_random.seed(seed);
        m_root = m_dir.path().toStdString();
        m_whole = m_root / "whole";
        m_running = m_root / "running";
        std::filesystem::create_directories(m_running);
        auto history = History::open(m_whole, manySegments());
        QVERIFY(history);
        tests::MachineBatches batches(kSeriesOfAll);
        for (int i = 0; i < kBatches; ++i) {
            const auto batch = batches.next(kBegin + 1s * i);
            for (const auto &sample : batch->samples)
                m_truth[*sample.labels][batch->time] = sample.value;
            (*history)->append(batch);
            if (i % 50 == 49)
                (*history)->flush();
        }
        (*history)->flush();
        // As it lies there while the console runs, and as it is left.
        for (const auto *name : {"history.sqlite", "history.sqlite-wal"})
            std::filesystem::copy_file(m_whole / name, m_running / name);
        history->reset();
    }

    void a_file_cut_off_anywhere_keeps_what_is_left()
    {
        constexpr int kTimes = 60;
        double kept = 0;
        for (int i = 0; i < kTimes; ++i) {
            const auto dir = copyOf(m_whole);
            const auto size = std::filesystem::file_size(dir / "history.sqlite");
            std::filesystem::resize_file(dir / "history.sqlite", m_random() % size);
            kept += keptIn(dir, true);
            if (QTest::currentTestFailed())
                return;
        }
        std::printf("%d files cut off, %.0f %% of the points kept on average\n", kTimes, kept / kTimes * 100);
        QVERIFY(kept / kTimes > 0.05);
    }

    void a_page_of_noise_costs_little_more_than_itself()
    {
        constexpr int kTimes = 100;
        double kept = 0;
        int allLost = 0;
        for (int i = 0; i < kTimes; ++i) {
            const auto dir = copyOf(m_whole);
            const auto pages = std::filesystem::file_size(dir / "history.sqlite") / 4096;
            fillWithNoise(dir / "history.sqlite", (std::uint64_t(i) * pages + m_random() % pages) / kTimes * 4096, 4096,
                          m_random); // all over the file
            const auto part = keptIn(dir, true);
            if (QTest::currentTestFailed())
                return;
            kept += part;
            allLost += part == 0;
        }
        std::printf("%d pages of noise, %.1f %% of the points kept on average, %d times nothing\n", kTimes, kept / kTimes * 100, allLost);
        QVERIFY(kept / kTimes > 0.7);
    }

    void a_log_that_was_cut_off_or_overwritten_costs_its_end_alone()
    {
        constexpr int kTimes = 60;
        double kept = 0;
        for (int i = 0; i < kTimes; ++i) {
            const auto dir = copyOf(m_running);
            const auto log = dir / "history.sqlite-wal";
            const auto size = std::filesystem::file_size(log);
            const auto at = m_random() % size;
            if (i % 2 == 0)
                std::filesystem::resize_file(log, at);
            else
                fillWithNoise(log, at, std::min<std::uint64_t>(size - at, 1 + m_random() % 8192), m_random);
            kept += keptIn(dir, false);
            if (QTest::currentTestFailed())
                return;
        }
        std::printf("%d damaged logs, %.0f %% of the points kept on average\n", kTimes, kept / kTimes * 100);
    }

    void torn_entries_of_the_journal_are_set_aside_and_named()
    {
        constexpr int kTimes = 40;
        for (int i = 0; i < kTimes; ++i) {
            const auto dir = copyOf(m_whole);
            {
                auto database = sqlite::Database::open(dir / "history.sqlite", sqlite::Database::Mode::ReadWrite);
                QVERIFY(database);
                const auto row = "WHERE id=(SELECT id FROM journal ORDER BY random() LIMIT 1)";
                const auto bytes = i % 2 == 0 ? "substr(entry, 1, abs(random()) % length(entry))" : "randomblob(length(entry))";
                QVERIFY(database->execute(std::string("UPDATE journal SET entry=") + bytes + " " + row));
            }
            QVERIFY(keptIn(dir, true) > 0.9);
            if (QTest::currentTestFailed())
                return;
        }
    }

    void a_directory_that_cannot_be_written_is_one_clear_error()
    {
        const auto there = copyOf(m_whole), empty = m_root / "empty";
        std::filesystem::create_directory(empty);
        for (const auto &dir : {there, empty, empty / "new"}) {
            using std::filesystem::perms;
            std::filesystem::permissions(m_root, perms(0755));
            if (std::filesystem::exists(dir))
                std::filesystem::permissions(dir, perms(0555));
            for (const auto *name : {"history.sqlite"}) {
                if (std::filesystem::exists(dir / name))
                    std::filesystem::permissions(dir / name, perms(0444));
            }
            // This thread's files are asked for as nobody: root may write everything.
            const auto self = ::setfsuid(geteuid() == 0 ? 65534 : geteuid());
            const auto refused = History::open(dir, {});
            ::setfsuid(uid_t(self));
            QVERIFY(!refused);
            QVERIFY2(refused.error().message.find(dir.string()) != std::string::npos, refused.error().message.c_str());
            QVERIFY2(refused.error().message.find("directory") != std::string::npos, refused.error().message.c_str());
            std::printf("%s\n", refused.error().message.c_str());
        }
        QVERIFY(!std::filesystem::exists(empty / "history.sqlite"));
    }

    void a_file_system_without_locks_is_one_clear_error()
    {
        tests::FaultyDisk disk(m_root);
        for (const bool locks : {false, true}) {
            const auto dir = copyOf(m_whole);
            disk.refuseLocks(!locks);
            disk.refuseSharedMemory(locks);
            const auto refused = History::open(dir, {});
            QVERIFY(!refused);
            std::printf("%s\n", refused.error().message.c_str());
            QVERIFY2(refused.error().message.find("local disk") != std::string::npos, refused.error().message.c_str());
            QVERIFY2(refused.error().message.find(dir.string()) != std::string::npos, refused.error().message.c_str());
            disk.refuseLocks(false);
            disk.refuseSharedMemory(false);
            QCOMPARE(keptIn(dir, false), 1.0);
        }
    }

private:
    std::filesystem::path copyOf(const std::filesystem::path &from)
    {
        const auto to = m_root / "copy";
        std::filesystem::remove_all(to);
        std::filesystem::copy(from, to);
        return to;
    }

    // Which part of the points two openings and a reading between them keep; it fails the test where one of these is not true, where
    // some are missing and nobody says so, or where what is damaged and was not read cannot be repaired.
    double keptIn(const std::filesystem::path &dir, bool mustSay)
    {
        double kept = 0;
        bool said = false;
        [&] {
            {
                auto history = History::open(dir, manySegments());
                QVERIFY2(history, history ? "" : history.error().message.c_str());
                said = !(*history)->openNotice().empty();
                namesWhatIsThere((*history)->openNotice(), dir);
                (void)(*history)->select({}, kEver); // meets what is left of it
            }
            auto history = History::open(dir, manySegments());
            QVERIFY2(history, history ? "" : history.error().message.c_str());
            namesWhatIsThere((*history)->openNotice(), dir);
            said = said || !(*history)->openNotice().empty();
            auto found = (*history)->select({}, kEver);
            QVERIFY2(found, found ? "" : found.error().message.c_str());
            std::size_t points = 0;
            for (const auto &series : *found) {
                const auto known = m_truth.find(*series.labels);
                if (known == m_truth.end()) {
                    QVERIFY(series.points.empty() || series.labels->metricName() == "vedette_history_lost_series");
                    continue;
                }
                for (const auto &point : series.points) {
                    const auto truth = known->second.find(point.time);
                    QVERIFY(truth != known->second.end());
                    QCOMPARE(point.value, truth->second);
                    ++points;
                }
            }
            kept = double(points) / (double(kSeriesOfAll) * kBatches);
            QVERIFY(said || kept == 1 || !mustSay);
            // It goes on.
            tests::MachineBatches batches(kSeriesOfAll + 50);
            const auto batch = batches.next(kBegin + 1h);
            (*history)->append(batch);
            (*history)->flush();
            if (!(*history)->stats().lastError.empty()) { // a page that only a writer reads: the next opening mends it
                history->reset();
                history = History::open(dir, manySegments());
                QVERIFY2(history, history ? "" : history.error().message.c_str());
                QVERIFY(!(*history)->openNotice().empty());
                (*history)->append(batch);
                (*history)->flush();
            }
            found = (*history)->select({}, {kBegin + 1h, kBegin + 1h});
            QVERIFY(found);
            QCOMPARE(found->size(), std::size_t(kSeriesOfAll + 50));
            // No series has got the points of another.
            found = (*history)->select({}, {kBegin, kBegin + 30min});
            QVERIFY(found);
            for (const auto &series : *found)
                QVERIFY(m_truth.contains(*series.labels) || series.labels->metricName() == "vedette_history_lost_series");
            history->reset();
            QVERIFY(history::repair(dir));
            const auto verdict = history::verify(dir);
            QVERIFY(verdict);
            QVERIFY2(verdict->faults.empty(), verdict->faults.empty() ? "" : verdict->faults.front().c_str());
        }();
        return kept;
    }

    void namesWhatIsThere(const std::string &notice, const std::filesystem::path &dir)
    {
        if (notice.empty())
            return;
        for (const auto &entry : std::filesystem::directory_iterator(dir)) {
            if (notice.find(entry.path().string() + ";") != std::string::npos || notice.ends_with(entry.path().string()))
                return;
        }
        QFAIL(qPrintable(QStringLiteral("names no file that is there: ") + QString::fromStdString(notice)));
    }

    QTemporaryDir m_dir;
    std::filesystem::path m_root;
    std::filesystem::path m_whole;
    std::filesystem::path m_running;
    std::map<metric::Labels, std::map<Timestamp, double>> m_truth;
    std::mt19937 m_random;
};

VEDETTE_TEST(TstDamage)
#include "tst_damage.moc"
