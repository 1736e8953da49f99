// What a fuzzer kept, given once more to the function that it tried; registered under the name of the file:
//
//     static const tests::FuzzReplay::In kReplay("TstDnsFuzzCorpus", "dns", tests::DnsText::fault);
#pragma once

#include "tests/support/registry.h"

#include <string>
#include <string_view>

namespace tests {

class FuzzReplay : public QObject {
    Q_OBJECT

public:
    // Names what does not hold for an input, as fuzz/fuzzer.h has it; empty where all does.
    using Fault = std::string (*)(std::string_view input);

    // The inputs are those of tests/fuzz/corpus/<corpus>.base64.
    FuzzReplay(const char *corpus, Fault fault) : m_corpus(corpus), m_fault(fault) {}

    struct In : Registration {
        In(const char *className, const char *corpus, Fault fault)
            : Registration(className, [=] { return std::make_unique<FuzzReplay>(corpus, fault); })
        {
        }
    };

private Q_SLOTS:
    void what_must_hold_for_all_bytes_holds_for_those_that_the_fuzzer_kept();

private:
    const char *m_corpus;
    Fault m_fault;
};

} // namespace tests
