#include "tests/fuzz/promql_text.h"
#include "tests/support/fuzz_corpus.h"
#include "tests/support/registry.h"

class TstFuzzCorpus : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void what_the_fuzzer_kept_is_refused_or_prints_to_itself()
    {
        const auto inputs = tests::fuzzCorpus("promql");
        QVERIFY(inputs.size() > 100);
        for (const auto &input : inputs)
            QCOMPARE(QString::fromStdString(tests::PromqlText::fault(input)), QString());
    }
};

VEDETTE_TEST(TstFuzzCorpus)
#include "tst_fuzz_corpus.moc"
