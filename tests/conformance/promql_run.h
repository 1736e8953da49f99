// One script of the PromQL tests, run from its first line to its last.
#pragma once

#include "models/query/engine.h"
#include "tests/conformance/promql_script.h"
#include "tests/support/fake_reader.h"

#include <string>
#include <vector>

namespace tests {

struct CaseReport {
    enum class Outcome { Passed, Failed, LeftOut };
    int line;
    std::string expression;
    Outcome outcome;
    std::string reason; // why it failed or was left out
};

struct ScriptReport {
    std::vector<CaseReport> cases;
    std::string error; // the script could not be read or loaded
    std::size_t count(CaseReport::Outcome outcome) const;
};

// Runs scripts against an engine with Prometheus's settings for them. Cases that involve native histograms, which are not kept, are
// left out by rule: where one is expected, where a function for them alone is called, and where a series is selected that holds them.
class PromqlRun {
public:
    ScriptReport run(std::string_view script);

private:
    struct HistogramSeries {
        metric::Labels labels;
        std::string reason;
    };
    std::string load(const LoadCommand &load);
    std::string whyLeftOut(const EvalCommand &eval) const;

    FakeReader m_reader;
    std::vector<HistogramSeries> m_histograms; // since the last clear
};

} // namespace tests
