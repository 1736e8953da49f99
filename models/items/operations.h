#pragma once

#include "models/metric/clock.h"
#include "models/metric/labels.h"

#include <span>
#include <string>
#include <vector>

namespace items {

// How an application tells of its operations (requests, calls, jobs): one histogram, summary or counter, under the names that
// the client libraries of Prometheus and its ecosystem use.
struct OperationFamily {
    enum class Kind { Histogram, Summary, Counter };
    Kind kind;
    std::string name;                // "http_request_duration_seconds"; of a counter with its _total
    std::vector<std::string> labels; // which tell operations apart, in the order of a name: method, route
    std::string outcome;             // the label that tells how it ended: "code"; empty: none
    double scale = 1;                // seconds in a unit of its durations

    friend bool operator==(const OperationFamily &, const OperationFamily &) = default;
};

// Those that these series are of, the most telling first: histograms, then summaries, then counters of what none of these
// measures. What runtimes and exporters measure of themselves (garbage collection, scrapes) is left out.
std::vector<OperationFamily> operationFamilies(std::span<const metric::LabelsRef> series);

// What to ask of a family, in PromQL over the last `window`; empty where its kind does not know. One value for each operation,
// with the family's labels.
struct OperationQuestions {
    std::string rate;   // per second
    std::string errors; // share of it, 0 to 1
    std::string count;
    std::string mean;  // seconds, as all that follow
    std::string least; // of a histogram: the bounds of its first and last bucket that had any
    std::string most;
    std::string p50, p95, p99;
};
OperationQuestions questionsOf(const OperationFamily &family, metric::Duration window);

// "GET /orders": the values of the family's labels; its name where there are none.
std::string operationName(const OperationFamily &family, const metric::Labels &labels);

} // namespace items
