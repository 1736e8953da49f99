#include "tests/support/fuzz_replay.h"

#include "tests/support/fuzz_corpus.h"

namespace tests {

void FuzzReplay::what_must_hold_for_all_bytes_holds_for_those_that_the_fuzzer_kept()
{
    const auto inputs = fuzzCorpus(m_corpus);
    QVERIFY(inputs.size() > 50);
    for (const auto &input : inputs) {
        const auto fault = m_fault(input);
        QVERIFY2(fault.empty(), (QByteArray::fromStdString(input).toBase64().toStdString() + ": " + fault).c_str());
    }
}

} // namespace tests
