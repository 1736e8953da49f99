#include "tests/fuzz/packed_bytes.h"
#include "tests/support/fuzz_corpus.h"
#include "tests/support/registry.h"

class TstFuzzCorpus : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void what_the_fuzzer_kept_is_read_or_refused()
    {
        const auto inputs = tests::fuzzCorpus("chunk");
        QVERIFY(inputs.size() > 100);
        for (const auto &input : inputs)
            QCOMPARE(QString::fromStdString(tests::PackedBytes::fault(input)), QString());
    }

    void a_frame_around_bytes_unpacks_to_them()
    {
        for (const std::size_t size : {0, 1, 131072, 131073, 300000}) {
            const std::string bytes(size, 'x');
            const auto unpacked = history::decompress(tests::PackedBytes::framed(bytes));
            QVERIFY(unpacked && *unpacked == bytes);
        }
    }
};

VEDETTE_TEST(TstFuzzCorpus)
#include "tst_fuzz_corpus.moc"
