#pragma once

#include "models/series/series_index.h"

#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace series {

struct AdmissionLimits {
    // Series that are alive, of one target and in all. A thousand beyond them are kept free for vedette_*: a console that is over its
    // limits must still be able to say so.
    std::size_t perTarget = 50'000;
    std::size_t inAll = 1'000'000;
    // A sample older than its series' newest by more than this is refused.
    metric::Duration lateness = std::chrono::minutes(10);
};

// A target that brings more series than it may, and what to look at: of its metrics the one with the most series, and of that
// metric's labels the one with the most values.
struct Excess {
    std::string target;
    std::string metric;
    std::string label;
    std::uint64_t refused = 0; // series, in the target's last batch
};

// The gate before every store: which samples of a batch may be kept. It stands between the probes and memory and history, so that
// all of them know the same. Any thread.
class Admission {
public:
    Admission(const AdmissionLimits &limits, const metric::Clock &clock) : m_limits(limits), m_clock(clock) {}

    // The batch itself where all of it is taken, else a copy of what is.
    metric::BatchRef admit(metric::BatchRef batch);

    struct Refused {
        std::uint64_t late = 0;
        std::uint64_t overLimit = 0;
    };
    Refused refused() const; // samples, since the start
    // Targets that were over their limit, those that no longer are with nothing refused.
    std::vector<Excess> excesses() const;
    std::size_t seriesCount() const;

private:
    struct Target {
        std::vector<SeriesIndex::Slot> last; // of its last batch
        std::vector<SeriesIndex::Slot> next; // of the batch at hand
        std::size_t series = 0;
        std::unordered_map<std::string, std::uint64_t> overLimit; // refused in the batch at hand, by metric
        metric::Timestamp lastRefused;
        Excess excess;
    };
    struct State {
        metric::Timestamp newest;
        Target *target = nullptr;
    };
    enum class Verdict { Taken, Late, OverLimit };

    SeriesIndex::Slot slotOf(const metric::LabelsRef &labels, const Target &target, std::size_t &at) const;
    Verdict judge(const metric::LabelsRef &labels, metric::Timestamp time, Target &target, std::size_t &at);
    void explain(Target &target, const metric::Batch &batch) const;
    void forget(metric::Timestamp now);

    const AdmissionLimits m_limits;
    const metric::Clock &m_clock;
    mutable std::mutex m_mutex;
    SeriesIndex m_index;
    std::vector<State> m_states;                       // by slot
    std::unordered_map<std::string, Target> m_targets; // nodes stay where they are
    std::vector<std::size_t> m_refusedAt;              // of the batch at hand
    Refused m_refused;
    metric::Timestamp m_forgotten = metric::Timestamp::min();
};

} // namespace series
