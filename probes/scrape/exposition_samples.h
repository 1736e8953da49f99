#pragma once

#include "models/exposition/text_parser.h"
#include "models/metric/batch_builder.h"
#include "models/metric/labels.h"
#include "probes/scrape/relabel.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace probes {

// How much of one endpoint is taken; 0: no limit. More fails the whole scrape, as in Prometheus.
struct ScrapeLimits {
    std::uint64_t samples = 0;          // after relabelling
    std::uint64_t labels = 0;           // of a series, its name included
    std::uint64_t labelNameLength = 0;  // bytes
    std::uint64_t labelValueLength = 0; // bytes
};

// What makes the samples of an exposition the samples of a target.
struct SampleRules {
    metric::Labels target{};  // job, instance and what else every series gets
    bool honorLabels = false; // what the endpoint says wins; otherwise its own label is called exported_<name>
    Relabeling relabeling{};  // metric_relabel_configs
    ScrapeLimits limits{};
};

// From the text of one endpoint to the samples of a batch, round after round: series are recognised by their number, so that one
// that is known costs a look-up in a list. What stands there more than once is taken the first time, as in Prometheus. Times in
// the text are not: a batch has one, so this is honor_timestamps: false. A label without a value is none, so that with
// honorLabels it does not hide the target's own. Used by one thread.
class ExpositionSamples {
public:
    explicit ExpositionSamples(SampleRules rules);
    ~ExpositionSamples();

    struct Told {
        std::size_t samples = 0;    // in the text
        std::size_t duplicates = 0; // of series told already, with another value or the same
    };
    // Malformed: the text is none, with the number of the line. LimitExceeded: more than the rules allow. What was added to the
    // batch is then for the caller to take back.
    metric::Result<Told> read(exposition::Format format, std::string_view text, metric::BatchBuilder &batch);

private:
    class Reading;
    SampleRules m_rules;
    std::unique_ptr<Reading> m_reading; // of the format of the last round
    // What was told of a metric and handed on.
    std::unordered_map<std::string, metric::Metadata> m_metadata;
};

} // namespace probes
