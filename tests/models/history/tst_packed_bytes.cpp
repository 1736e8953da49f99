#include "models/history/journal.h"
#include "models/history/packing.h"
#include "models/history/segment.h"
#include "models/series/chunk.h"
#include "tests/support/machine_batches.h"
#include "tests/support/registry.h"

#include <bit>
#include <cstdio>

using namespace history;
using metric::Timestamp;

namespace {

const Timestamp kStart{metric::Duration(1'700'000'000'000)};

// Cut, changed or made up; exactly as long as it says, so that the sanitizer sees a byte too far.
std::vector<char> spoilt(ByteView bytes, std::mt19937_64 &random)
{
    std::vector<char> spoilt(bytes.begin(), bytes.end());
    if (random() % 3 == 0)
        spoilt.resize(random() % (spoilt.size() + 1));
    for (auto flips = random() % 5; flips > 0 && !spoilt.empty(); --flips)
        spoilt[random() % std::min<std::size_t>(spoilt.size(), 60)] = char(random());
    return spoilt;
}

ByteView view(const std::vector<char> &bytes) { return {bytes.data(), bytes.size()}; }

} // namespace

class TstPackedBytes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_journal_tells_every_batch_again()
    {
        std::mt19937_64 random(1);
        JournalWriter writer;
        JournalReader reader;
        for (int i = 0; i < 300; ++i) {
            metric::Batch batch;
            batch.target = i % 3 == 0 ? "other" : "local";
            batch.time = kStart + metric::Duration(i);
            std::vector<SeriesId> ids;
            for (SeriesId id = 1; id < SeriesId(i / 50) + 4; ++id) {
                ids.push_back(id * 7 % 11);
                batch.samples.push_back({nullptr, random() % 3 == 0 ? std::bit_cast<double>(random()) : 5});
            }
            if (i % 70 == 0)
                writer.reset();
            const auto entry = reader.read(writer.entry(batch, ids));
            QVERIFY(entry);
            QCOMPARE(entry->time, batch.time);
            QVERIFY(reader.stream(*entry).ids == ids);
            for (std::size_t at = 0; at < ids.size(); ++at)
                QCOMPARE(reader.stream(*entry).values[at], std::bit_cast<std::uint64_t>(batch.samples[at].value));
        }
    }

    void an_entry_whose_predecessor_is_missing_is_an_error()
    {
        metric::Batch batch;
        batch.samples = {{nullptr, 1}};
        JournalWriter writer;
        (void)writer.entry(batch, {1});
        QVERIFY(!JournalReader().read(writer.entry(batch, {1})));
    }

    void labels_come_back_whatever_bytes_they_hold()
    {
        const metric::Labels labels{{"__name__", "m"}, {"path", std::string_view("a\0\xff\n", 4)}};
        QVERIFY(*unpackLabels(packLabels(labels)) == labels);
        QVERIFY(!unpackLabels({}));
        QVERIFY(!unpackLabels("\x05"
                              "abc"));
        QVERIFY(!unpackLabels(std::string_view("\x01"
                                               "a\0",
                                               3))); // no value: no label at all
    }

    void what_claims_to_be_much_is_refused_before_it_takes_room()
    {
        // The head of a frame of 64 MiB, and nothing in it.
        QVERIFY(!decompress(std::string_view("\x28\xb5\x2f\xfd\xa0\0\0\0\x04\x01\0\0", 12)));
        // Full of zeros, a kilobyte packs to half a gigabyte of texts, or of columns.
        constexpr std::size_t kMuch = 16 << 20;
        Bytes texts("\x01t\0", 3), columns = texts;
        series::putVarint(texts, kMuch - 100);
        series::putVarint(texts, 1);
        series::putVarint(columns, 0);
        series::putVarint(columns, kMuch / 3 - 100);
        for (auto *bomb : {&texts, &columns}) {
            bomb->resize(kMuch);
            const auto packed = compress(*bomb);
            QVERIFY(packed.size() < 10'000);
            QVERIFY(decompress(packed));
            QVERIFY(!unpackTable(packed));
        }
        // A chunk of one value takes a few bytes and makes a megabyte of points.
        const auto chunk = series::encodeChunk(std::vector<metric::Point>(series::kMaxChunkPoints, {kStart, 1}));
        const auto visited = [&](std::size_t chunks) {
            std::size_t count = 0;
            const auto read = unpackSegment(packSegment(std::vector<SeriesChunk>(chunks, {7, chunk})), [&](SeriesId, ByteView) { ++count; });
            return std::pair(read.has_value(), count);
        };
        QVERIFY(visited(256) == std::pair(true, std::size_t(256)));
        QVERIFY(visited(100'000) == std::pair(false, std::size_t(0)));
    }

    void a_number_of_a_series_beyond_all_numbers_is_an_error()
    {
        Bytes segment;
        series::putVarint(segment, 1);
        series::putVarint(segment, std::uint64_t(1) << 32);
        series::putVarint(segment, 0);
        QVERIFY(!unpackSegment(compress(segment), [](SeriesId, ByteView) {}));
    }

    void hostile_bytes_are_an_error_but_never_a_crash()
    {
        const auto seed = std::random_device{}();
        std::printf("seed %u\n", seed);
        std::mt19937_64 random(seed);
        tests::MachineBatches batches(40);
        std::vector<SeriesId> ids;
        for (SeriesId id = 1; id <= 40; ++id)
            ids.push_back(id);
        const auto batch = batches.next(kStart);
        const metric::Point point{kStart, 1};
        const auto segment = packSegment({{1, series::encodeChunk({&point, 1})}, {5, series::encodeChunk({&point, 1})}});
        const auto table = compress(
            tableBytes({"t", kStart, {{"a", metric::Unit::Bytes, std::vector<double>{1, 2.5}}, {"b", {}, std::vector<std::string>{"x", "y"}}}}));
        const auto inside = *decompress(table);
        int errors = 0;
        for (int i = 0; i < 5000; ++i) {
            JournalReader reader;
            JournalWriter writer;
            errors += reader.read(view(spoilt(writer.entry(*batch, ids), random))) ? 0 : 1;
            errors += unpackSegment(view(spoilt(segment, random)), [](SeriesId, ByteView) {}) ? 0 : 1;
            errors += unpackSegment(compress(view(spoilt(*decompress(segment), random))), [](SeriesId, ByteView) {}) ? 0 : 1;
            errors += unpackTable(view(spoilt(table, random))) ? 0 : 1;
            errors += unpackTable(compress(view(spoilt(inside, random)))) ? 0 : 1;
            errors += unpackTable(view(spoilt(compress(inside, inside), random)), inside) ? 0 : 1;
            errors += unpackLabels(view(spoilt(packLabels(*batches.labels()[0]), random))) ? 0 : 1;
        }
        QVERIFY2(errors > 5000, qPrintable(QString::number(errors)));
    }
};

VEDETTE_TEST(TstPackedBytes)
#include "tst_packed_bytes.moc"
