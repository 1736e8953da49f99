#include "models/history/history.h"
#include "models/history/upkeep.h"
#include "tests/support/faulty_disk.h"
#include "tests/support/machine_batches.h"
#include "tests/support/registry.h"

#include <QtCore/QTemporaryDir>

#include <algorithm>
#include <set>

using namespace std::chrono_literals;
using history::History;
using metric::Timestamp;

namespace {

const Timestamp kFirst{metric::Duration(1'700'000'000'000)};
constexpr int kSeries = 100;

// The numbers of the batches that are there; empty where the series differ.
std::set<int> numbersIn(const History &history)
{
    std::set<int> numbers;
    const auto found = history.select({}, {Timestamp::min(), Timestamp::max()});
    for (const auto &series : found ? *found : std::vector<series::Series>()) {
        std::set<int> mine;
        for (const auto &point : series.points)
            mine.insert(int((point.time - kFirst) / 1s));
        if (!numbers.empty() && mine != numbers)
            return {};
        numbers = std::move(mine);
    }
    return numbers;
}

} // namespace

class TstDiskFull : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_full_disk_costs_what_did_not_fit_the_queue_and_no_more()
    {
        QTemporaryDir dir;
        const std::filesystem::path path = dir.path().toStdString();
        tests::FaultyDisk disk(path);
        history::Options options;
        options.queueCapacity = 20;
        options.batchesPerSegment = 25;
        int next = 0;
        std::uint64_t dropped = 0;
        std::set<int> there;
        {
            auto history = History::open(path, options);
            QVERIFY(history);
            tests::MachineBatches batches(kSeries);
            const auto append = [&](int count) {
                for (int i = 0; i < count; ++i)
                    (*history)->append(batches.next(kFirst + 1s * next++));
            };
            for (const int before : {10, 14}) { // twice: it must come back whole
                append(before);
                (*history)->flush();
                disk.setRoom(disk.bytesUsed());
                append(1);
                QTRY_VERIFY_WITH_TIMEOUT(!(*history)->stats().lastError.empty(), 5000);
                const auto error = (*history)->stats().lastError;
                QVERIFY2(error.find((path / "history.sqlite").string()) != std::string::npos, error.c_str());
                QVERIFY2(error.find("disk is full") != std::string::npos, error.c_str());
                QVERIFY2(error.find("make room") != std::string::npos, error.c_str());
                QVERIFY((*history)->stats().queueLength < options.queueCapacity);

                append(5); // fits
                QCOMPARE((*history)->stats().batchesDropped, dropped);
                append(30); // does not
                dropped = (*history)->stats().batchesDropped;
                QVERIFY(dropped > 0);
                disk.setRoom({});
                QTRY_COMPARE_WITH_TIMEOUT((*history)->stats().queueLength, std::size_t(0), 5000);
                (*history)->flush();
                QCOMPARE((*history)->stats().lastError, std::string());
                QCOMPARE((*history)->stats().batchesDropped, dropped);
                there = numbersIn(**history);
                QCOMPARE(there.size() + dropped, std::size_t(next));
                QCOMPARE(int(std::ranges::count_if(there, [&](int number) { return number >= next - 20; })), 20);
            }
        }
        QCOMPARE(numbersIn(**History::open(path, options)), there);
        const auto verdict = history::verify(path);
        QVERIFY(verdict && verdict->faults.empty());
    }

    void a_journal_that_finds_no_room_to_be_sealed_goes_on_and_is_sealed_later()
    {
        QTemporaryDir dir;
        const std::filesystem::path path = dir.path().toStdString();
        tests::FaultyDisk disk(path);
        history::Options options;
        options.batchesPerSegment = 25;
        auto history = History::open(path, options);
        QVERIFY(history);
        tests::MachineBatches batches(1000); // an entry takes a few pages, the segments many
        const auto append = [&](int from, int to) {
            for (int i = from; i < to; ++i)
                (*history)->append(batches.next(kFirst + 1s * i));
            (*history)->flush();
        };
        append(0, 24);
        disk.setRoom(disk.bytesUsed() + 30'000);
        append(24, 25);
        const auto during = (*history)->stats();
        QCOMPARE(during.queueLength, std::size_t(0)); // it is safe
        QVERIFY2(during.lastError.find("make room") != std::string::npos, during.lastError.c_str());
        QCOMPARE(numbersIn(**history).size(), std::size_t(25));
        disk.setRoom({});
        append(25, 26);
        QCOMPARE((*history)->stats().lastError, std::string());
        QCOMPARE(history::statsOf(path, 0)->samples, std::uint64_t(26 * 1000));
        QCOMPARE(numbersIn(**history).size(), std::size_t(26));
        const auto verdict = history::verify(path);
        QVERIFY(verdict && verdict->faults.empty());
    }
};

VEDETTE_TEST(TstDiskFull)
#include "tst_disk_full.moc"
