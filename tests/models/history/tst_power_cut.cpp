// The power goes in the middle of writing, again and again: what was there long enough is still there, and the next opening
// finds no fault.
#include "models/history/history.h"
#include "models/history/upkeep.h"
#include "tests/support/faulty_disk.h"
#include "tests/support/machine_batches.h"
#include "tests/support/registry.h"

#include <QtCore/QTemporaryDir>

#include <cstdio>

using namespace std::chrono_literals;
using history::History;
using metric::Timestamp;

class TstPowerCut : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_power_cut_loses_nothing_that_was_flushed()
    {
        const auto seed = std::random_device{}();
        std::printf("seed %u\n", seed);
        std::mt19937 random(seed);
        QTemporaryDir dir;
        const std::filesystem::path root = dir.path().toStdString();
        tests::FaultyDisk disk(root);
        history::Options options;
        options.batchesPerSegment = 15; // so that many a cut meets a seal, and some a merge

        constexpr int kCuts = 200;
        constexpr int kSeries = 40;
        const Timestamp start{metric::Duration(1'700'000'000'000)};
        tests::MachineBatches batches(kSeries);
        int there = 0, kept = 0, mostLost = 0;
        auto oldestLost = 0ms;
        for (int cut = 0; cut < kCuts; ++cut) {
            // Now and then a new one: its making can be cut short too.
            const bool anew = cut % 10 == 0;
            there = anew ? 0 : there;
            const auto now = root / (std::to_string(cut) + (anew ? "-new" : ""));
            const auto afterwards = root / std::to_string(cut + 1);
            std::filesystem::create_directories(now);
            std::filesystem::create_directories(afterwards);
            // Mostly soon, now and then only after SQLite has moved its log into the file.
            disk.cutPowerAfter(int(random() % (2u << (random() % 10))));
            int flushed = there;
            std::vector<std::chrono::steady_clock::time_point> appended;
            {
                auto history = History::open(now, options);
                QVERIFY2(history, history ? "" : history.error().message.c_str());
                for (int i = there; !disk.powerCut(); ++i) {
                    appended.push_back(std::chrono::steady_clock::now());
                    (*history)->append(batches.next(start + 1s * i));
                    if (random() % 8 != 0)
                        continue;
                    (*history)->flush();
                    if (!disk.powerCut())
                        flushed = i + 1;
                }
            }
            disk.leftovers(now, afterwards, random);

            const auto before = there;
            {
                const auto history = History::open(afterwards, options);
                QVERIFY2(history, history ? "" : history.error().message.c_str());
                QCOMPARE((*history)->openNotice(), std::string());
                const auto found = (*history)->select({}, {Timestamp::min(), Timestamp::max()});
                QVERIFY(found);
                there = found->empty() ? 0 : int(found->front().points.size());
                QVERIFY2(there >= flushed, qPrintable(QStringLiteral("cut %1: %2 of %3 flushed are there").arg(cut).arg(there).arg(flushed)));
                QVERIFY(there == 0 || found->size() == kSeries);
                for (const auto &series : *found) {
                    QCOMPARE(int(series.points.size()), there);
                    QCOMPARE(series.points.back().time, start + 1s * (there - 1));
                }
            }
            const auto verdict = history::verify(afterwards);
            QVERIFY(verdict);
            QVERIFY2(verdict->faults.empty(), verdict->faults.empty() ? "" : verdict->faults.front().c_str());
            if (std::size_t(there - before) < appended.size()) {
                mostLost = std::max(mostLost, int(appended.size()) - (there - before));
                oldestLost = std::max(
                    oldestLost, std::chrono::duration_cast<std::chrono::milliseconds>(*disk.powerCut() - appended[std::size_t(there - before)]));
            }
            kept += there - before;
            std::filesystem::remove_all(now);
        }
        std::printf("%d cuts, %d batches kept, at most %d of those just appended lost, the oldest %d ms old\n", kCuts, kept, mostLost,
                    int(oldestLost.count()));
        QVERIFY(oldestLost <= 2s);
    }
};

VEDETTE_TEST(TstPowerCut)
#include "tst_power_cut.moc"
