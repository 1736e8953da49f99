#pragma once

#include "models/metric/clock.h"
#include "models/metric/labels.h"
#include "models/metric/metadata.h"
#include "models/metric/table.h"
#include "models/metric/verdict.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace metric {

struct Point {
    Timestamp time;
    double value;
};

struct Sample {
    LabelsRef labels;
    double value;
};

// Prometheus's staleness marker: this exact NaN says "the series ends here". Kept bit for bit by every store.
inline constexpr std::uint64_t kStaleBits = 0x7ff0000000000002ULL;
inline double staleMarker() { return std::bit_cast<double>(kStaleBits); }
inline bool isStale(double value) { return std::bit_cast<std::uint64_t>(value) == kStaleBits; }

// How one probe's run went; its failure is data, with the reason in words.
struct ProbeOutcome {
    std::string probe;                 // the probe's name, for example "cpu"
    std::string job;                   // the job label of its series
    std::chrono::nanoseconds duration; // how long collect() took
    bool success;
    std::string reason; // one line, empty on success
    // Of a probe that judges a service: what it found. It succeeds at its work when it finds the service down.
    std::optional<Verdict> verdict = std::nullopt;
};

// Everything one target told in one round, with one timestamp on the interval's grid. Immutable once published:
// it crosses threads as std::shared_ptr<const Batch>.
struct Batch {
    std::string target; // targets::Target::id
    Timestamp time;
    std::vector<Sample> samples;
    std::vector<std::shared_ptr<const Table>> tables;
    std::vector<ProbeOutcome> outcomes;
    // What the target tells of its metrics, where that is new or has changed; null mostly.
    std::shared_ptr<const std::vector<Metadata>> metadata = nullptr;
    // Time before this batch that nobody observed (the machine slept, the console stood still); zero normally.
    Duration gapBefore{0};
};

using BatchRef = std::shared_ptr<const Batch>;

} // namespace metric
