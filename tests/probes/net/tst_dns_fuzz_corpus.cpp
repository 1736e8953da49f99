#include "tests/fuzz/dns_text.h"
#include "tests/support/fuzz_corpus.h"
#include "tests/support/registry.h"

class TstDnsFuzzCorpus : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void what_the_fuzzer_kept_is_refused_or_read_back_as_what_it_is()
    {
        const auto inputs = tests::fuzzCorpus("dns");
        QVERIFY(inputs.size() > 50);
        for (const auto &input : inputs)
            QCOMPARE(QString::fromStdString(tests::DnsText::fault(input)), QString());
    }
};

VEDETTE_TEST(TstDnsFuzzCorpus)
#include "tst_dns_fuzz_corpus.moc"
