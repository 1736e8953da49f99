#pragma once

#include "models/metric/batch_builder.h"
#include "models/metric/series_interner.h"
#include "probes/probe.h"
#include "probes/runner/live_series.h"
#include "probes/runner/schedule.h"
#include "probes/source/source.h"

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace probes {

// What is asked of one target, and how often. The id is targets::Target::id, the instance the label of that name.
struct TargetPlan {
    std::string id;
    std::string instance;
    metric::Duration interval;
    std::unique_ptr<Source> source;
    std::vector<std::unique_ptr<Probe>> probes;
    metric::Duration offset{0}; // of its ticks, see Schedule
};

// Takes finished batches, on the lane's thread; must not block (a bounded queue drops instead).
using Sink = std::function<void(metric::BatchRef)>;

// The rounds of one target without a thread: poll() runs what is due now and says how long to wait. Used by one thread, the
// runner's lane for this target; tests call it directly and own time.
//
// Besides what the probes write, each batch tells how they went: per probe vedette_probe_duration_seconds and vedette_probe_success,
// vedette_samples_total and vedette_round_lag_seconds (job "vedette", the target's instance), per job up and scrape_{duration_seconds,
// samples_scraped,samples_post_metric_relabeling,series_added} with the target's labels, and for job "node"
// node_scrape_collector_{success,duration_seconds}. up is 1 when at least one probe of the job that was due has succeeded, as an exporter is up when
// one of its collectors fails.
class Lane {
public:
    // REQUIRES: plan.interval > 0; plan.source; clock outlives the lane.
    Lane(const metric::Clock &clock, Sink sink, TargetPlan plan);

    const std::string &id() const { return m_plan.id; }
    void setInterval(metric::Duration interval) { m_schedule.setInterval(interval); }
    // Soon, and whatever the probes' own intervals are.
    void collectNow() { m_schedule.hurry(); }

    // Runs a round if one is due. Answers how long nothing is due.
    std::chrono::nanoseconds poll();

    // A last batch that ends all series, so that the time until the next start is a gap.
    void end();

    // Any thread: the round in progress runs no further probe and is not published; the clock is not asked again.
    void cutShort() { m_cut = true; }

private:
    // One job label, with what else its target is labelled with: its series and how the exporter of that name would report on itself.
    struct Job {
        Job(std::string_view name, metric::Labels target);
        std::string name;
        metric::Labels target;
        metric::SeriesInterner interner;
        metric::LabelsRef up, duration, samples, kept, newSeries;
        // This round.
        bool due = false;
        bool answered = false;
        bool reported = false; // in an earlier round: up and the like are alive
        std::chrono::nanoseconds took{0};
        std::size_t scraped = 0, written = 0, added = 0;
    };
    struct Member {
        std::unique_ptr<Probe> probe;
        Job *job;
        metric::LabelsRef duration, success;                   // vedette_probe_*
        metric::LabelsRef collectorDuration, collectorSuccess; // node_scrape_collector_*, null for other jobs
        LiveSeries series;
        std::optional<metric::Timestamp> lastRun;
        bool reported = false; // its own four series are alive
    };

    Job &jobOf(const Probe &probe);
    bool isDue(const Member &member, const Round &round) const;
    void run(const Round &round);
    // False where there was no time left for it.
    bool runMember(Member &member, const Round &round, metric::Batch &batch);
    metric::Result<void> collect(Member &member, metric::BatchBuilder &builder);
    // `took` is empty for a probe that did not run.
    void tell(Member &member, metric::Batch &batch, std::optional<std::chrono::nanoseconds> took, const metric::Result<void> &result);
    void tellJobs(const Round &round, metric::Batch &batch);
    void publishEnd(metric::Timestamp time);
    std::uint32_t roundsRemembered() const;

    const metric::Clock &m_clock;
    Sink m_sink;
    TargetPlan m_plan;
    Schedule m_schedule;
    std::deque<Job> m_jobs; // stable addresses
    std::vector<Member> m_members;
    metric::LabelsRef m_samplesTotal, m_roundLag;
    std::atomic<bool> m_cut = false;
    std::size_t m_first = 0;    // the probe that runs first: one that had no time left in the round before
    std::size_t m_expected = 0; // samples in the last batch
    double m_samples = 0;
};

} // namespace probes
