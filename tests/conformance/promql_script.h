// The language in which PromQL is tested (Prometheus's promqltest): series are loaded, expressions asked, answers expected.
#pragma once

#include "models/metric/clock.h"
#include "models/metric/result.h"
#include "models/query/series_description.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <re2/re2.h>

namespace tests {

struct ClearCommand {};

struct LoadCommand {
    int line = 0; // from 1
    metric::Duration step{0};
    // The classic histograms are loaded as native ones with custom buckets too.
    bool withNativeHistograms = false;
    std::vector<query::SeriesDescription> series;
};

// What a message must be, whole, or find; any at all where neither is given.
struct ExpectedText {
    std::optional<std::string> message;
    std::shared_ptr<const re2::RE2> pattern;
    bool accepts(const std::string &text) const { return message ? *message == text : !pattern || re2::RE2::PartialMatch(text, *pattern); }
};

struct ExpectedSeries {
    std::size_t position = 0; // from 1, in the order written
    std::vector<std::optional<double>> values;
};

struct EvalCommand {
    int line = 0;
    std::string expression;
    bool isRange = false;
    metric::Timestamp start;
    metric::Timestamp end; // of a moment: that moment
    metric::Duration step{0};

    bool fails = false;
    bool ordered = false;
    bool hasWarning = false; // one at least
    bool hasInfo = false;
    bool noWarning = false;
    bool noInfo = false;
    std::vector<ExpectedText> failure;
    std::vector<ExpectedText> warnings; // each of them, and no other
    std::vector<ExpectedText> infos;

    std::optional<double> scalar;
    std::optional<std::string> text;
    std::map<metric::Labels, ExpectedSeries> series;
    bool isMatrix = false; // the expression of a moment answers a range vector: `start`, `end` and `step` are its points'
    bool hasNativeHistograms = false;
};

using Command = std::variant<ClearCommand, LoadCommand, EvalCommand>;

// InvalidArgument with the number of the line.
metric::Result<std::vector<Command>> parseScript(std::string_view text);

} // namespace tests
