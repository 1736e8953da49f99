#pragma once

#include "models/metric/batch.h"
#include "models/metric/result.h"
#include "models/query/tree.h"

#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace query {

struct InstantSample {
    metric::LabelsRef labels;
    double value;
};

struct RangeSeries {
    metric::LabelsRef labels;
    std::vector<metric::Point> points; // ascending; a step without a value has no point
};

using Vector = std::vector<InstantSample>;
using Matrix = std::vector<RangeSeries>;
// Of a moment: what the expression is; a scalar is a double. Of a range: always a Matrix.
using Value = std::variant<double, std::string, Vector, Matrix>;

// What whoever reads the answer should know: a warning doubts the result, an info points out a likely mistake.
struct Annotation {
    enum class Kind { Warning, Info };
    Kind kind;
    std::string message; // with the position in the expression: "PromQL info: ... (1:6)"
};

struct Question {
    std::string_view expression;
    metric::Timestamp start;
    metric::Timestamp end;    // REQUIRES: not before start; of a moment, the same
    metric::Duration step{0}; // between the moments of a range: start, start + step ... end; zero: one moment
    // How long a sample counts; the engine's own (5 minutes) where not given.
    std::optional<metric::Duration> lookback = std::nullopt;
    // Real time that it may take; the engine's own where not given, never more than that.
    std::optional<metric::Duration> timeout = std::nullopt;
    // For charts and thresholds, not for programs: gaps stay gaps. A sample counts until the next one is overdue (three of its
    // series' usual distances, at least a step; not lookback), a window of a range vector ends at its newest sample, begins at or after
    // the one that is its length older, and reaches over no staleness marker and no gap longer than a quarter of it; growth is told
    // between these two samples, not extrapolated, and once it is known for the whole window, a slope for a quarter of it. Of what is
    // long past, points may be left out that lie closer together than the steps.
    bool showsGaps = false;
};

struct Answer {
    Value value;
    std::vector<Annotation> annotations = {}; // each once
    std::uint64_t samples = 0;                // looked at
};

// An expression and a time, or a range, in; values out. Charts, thresholds, health and the API all ask through it and
// cannot tell who answers. Safe from any thread.
class Engine {
public:
    virtual ~Engine() = default;

    // InvalidArgument for an expression that is none ("1:5: parse error: ..."), Malformed where the data do not fit it (a vector that
    // matches many to many), LimitExceeded, Timeout; Cancelled within 50 ms once stop is requested.
    virtual metric::Result<Answer> answer(const Question &question, std::stop_token stop = {}) const = 0;

    // The same for the console itself: series alone, with their gaps (Question::showsGaps), no value where it is no number. A scalar is one
    // without labels; a string, or a range vector for a moment, is InvalidArgument.
    metric::Result<Vector> instant(std::string_view expression, metric::Timestamp time, std::stop_token stop = {}) const;
    metric::Result<Matrix> range(std::string_view expression, metric::Timestamp start, metric::Timestamp end, metric::Duration step,
                                 std::stop_token stop = {}) const;
};

} // namespace query
