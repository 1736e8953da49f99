// What is told of metrics, kept with their samples.
#include "models/history/bulk_writer.h"
#include "models/history/history.h"
#include "models/history/metadata_table.h"
#include "models/history/upkeep.h"
#include "tests/support/registry.h"

#include <QtCore/QTemporaryDir>

#include <atomic>
#include <thread>

using history::History;
using metric::Metadata;
using metric::MetricType;

namespace {

using AllMetadata = std::vector<Metadata>;

metric::BatchRef telling(int second, AllMetadata metadata)
{
    auto batch = std::make_shared<metric::Batch>();
    batch->target = "local";
    batch->time = metric::Timestamp(std::chrono::seconds(1'700'000'000 + second));
    batch->samples = {{std::make_shared<const metric::Labels>(metric::Labels{{metric::kMetricName, "up"}}), double(second)}};
    batch->metadata = std::make_shared<const AllMetadata>(std::move(metadata));
    return batch;
}

const Metadata kUp{"up", MetricType::Gauge, "Whether it answers.", ""};
const Metadata kSize{"size_bytes", MetricType::GaugeHistogram, "\xE2\x82\xAC \"quoted\"\nand \\ more", "bytes"};

} // namespace

class TstMetadataTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void what_a_batch_tells_is_there_at_once_and_after_a_start()
    {
        QTemporaryDir dir;
        const std::filesystem::path path = dir.path().toStdString();
        {
            const auto history = *History::open(path, {});
            QCOMPARE(history->metadata()->size(), std::size_t(0));
            history->append(telling(0, {kUp, kSize}));
            history->flush();
            QVERIFY(*history->metadata() == (AllMetadata{kSize, kUp}));
            QVERIFY(*history->metadata("up") == AllMetadata{kUp});
            QVERIFY(history->metadata("down")->empty());
            // Beside the one that writes, too.
            QVERIFY(*(*History::openReadOnly(path))->metadata() == (AllMetadata{kSize, kUp}));
        }
        QVERIFY(*(*History::open(path, {}))->metadata() == (AllMetadata{kSize, kUp}));
    }

    void the_last_word_holds_and_the_same_word_again_writes_nothing()
    {
        QTemporaryDir dir;
        const std::filesystem::path path = dir.path().toStdString();
        const auto history = *History::open(path, {});
        auto changed = kUp;
        changed.help = "Whether it answered.";
        history->append(telling(0, {kUp, kSize}));
        history->append(telling(1, {changed}));
        history->flush();
        QVERIFY(*history->metadata() == (AllMetadata{kSize, changed}));

        auto database = *sqlite::Database::open(path / "other.sqlite", sqlite::Database::Mode::ReadWrite);
        QVERIFY(database.execute("CREATE TABLE metadata(name TEXT PRIMARY KEY, type TEXT NOT NULL, help TEXT NOT NULL, unit TEXT NOT NULL) STRICT;"
                                 "CREATE TABLE changes(name TEXT);"
                                 "CREATE TRIGGER changed AFTER UPDATE ON metadata BEGIN INSERT INTO changes VALUES(new.name); END"));
        history::MetadataWriter writer;
        QVERIFY(writer.prepare(database));
        for (const auto &told : {AllMetadata{kUp, kSize}, AllMetadata{kUp, kSize}, AllMetadata{changed, kSize}})
            QVERIFY(writer.store(told));
        auto changes = *database.prepare("SELECT group_concat(name) FROM changes");
        QVERIFY(*changes.step());
        QCOMPARE(std::string(changes.text(0)), std::string("up"));
    }

    void it_is_asked_for_while_it_is_written()
    {
        QTemporaryDir dir;
        const auto history = *History::open(dir.path().toStdString(), {});
        std::atomic<bool> done = false;
        std::atomic<int> faults = 0;
        {
            std::vector<std::jthread> readers;
            for (int i = 0; i < 3; ++i) {
                readers.emplace_back([&] {
                    while (!done) {
                        // Of one batch: both or none.
                        const auto found = history->metadata();
                        if (!found || found->size() % 2 != 0 || (found->size() == 2 && found->at(0).help != found->at(1).help))
                            ++faults;
                    }
                });
            }
            for (int i = 0; i < 50; ++i) {
                const auto help = std::to_string(i);
                history->append(telling(i, {{"a", MetricType::Counter, help, ""}, {"b", MetricType::Info, help, ""}}));
                history->flush();
            }
            done = true;
        }
        QCOMPARE(faults.load(), 0);
        QCOMPARE(history->metadata("b")->at(0).help, std::string("49"));
    }

    void an_import_tells_too_and_a_rebuilt_file_keeps_it()
    {
        QTemporaryDir dir;
        const std::filesystem::path path = dir.path().toStdString();
        {
            auto writer = *history::BulkWriter::open(path);
            writer->describe(kUp);
            writer->describe(kSize);
            QVERIFY(writer->write({"file", 1, 1}));
            QVERIFY(writer->finish("file"));
        }
        {
            // A page that nothing owns any more is a fault of the structure, which only a rebuild mends.
            auto database = *sqlite::Database::open(path / "history.sqlite", sqlite::Database::Mode::ReadWrite);
            QVERIFY(database.execute("PRAGMA writable_schema=ON; DELETE FROM sqlite_master WHERE name='snapshot_by_time'"));
        }
        const auto done = history::repair(path);
        QVERIFY(done);
        QVERIFY(!done->empty());
        QVERIFY(*(*History::openReadOnly(path))->metadata() == (AllMetadata{kSize, kUp}));
    }
};

VEDETTE_TEST(TstMetadataTable)
#include "tst_metadata_table.moc"
