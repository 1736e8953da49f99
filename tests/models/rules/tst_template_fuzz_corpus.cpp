#include "tests/fuzz/template_text.h"
#include "tests/support/fuzz_corpus.h"
#include "tests/support/registry.h"

class TstTemplateFuzzCorpus : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void what_the_fuzzer_kept_is_refused_or_renders_to_the_same()
    {
        const auto inputs = tests::fuzzCorpus("template");
        QVERIFY(inputs.size() > 100);
        for (const auto &input : inputs)
            QCOMPARE(QString::fromStdString(tests::TemplateText::fault(input)), QString());
    }
};

VEDETTE_TEST(TstTemplateFuzzCorpus)
#include "tst_template_fuzz_corpus.moc"
