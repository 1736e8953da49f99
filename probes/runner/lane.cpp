#include "probes/runner/lane.h"

#include <algorithm>
#include <exception>
#include <iterator>

namespace probes {

using metric::Label;
using metric::Labels;
using metric::LabelsRef;
using std::chrono::nanoseconds;

static constexpr std::string_view kOwnJob = "vedette";
static constexpr std::string_view kNodeJob = "node";
// A series that was not written for so many rounds is forgotten by its interner.
static constexpr std::uint32_t kRoundsRemembered = 120;

static double secondsIn(nanoseconds duration) { return std::chrono::duration<double>(duration).count(); }

static LabelsRef series(std::string_view name, std::string_view job, std::string_view instance, Label label = {})
{
    return std::make_shared<const Labels>(Labels{{metric::kMetricName, name}, {"job", job}, {"instance", instance}, label});
}

static LabelsRef named(std::string_view name, const Labels &target)
{
    return std::make_shared<const Labels>(target.with({{metric::kMetricName, name}}));
}

Lane::Job::Job(std::string_view jobName, Labels targetLabels)
    : name(jobName),
      target(std::move(targetLabels)),
      interner(target),
      up(named("up", target)),
      duration(named("scrape_duration_seconds", target)),
      samples(named("scrape_samples_scraped", target)),
      kept(named("scrape_samples_post_metric_relabeling", target)),
      newSeries(named("scrape_series_added", target))
{
}

Lane::Lane(const metric::Clock &clock, Sink sink, TargetPlan plan)
    : m_clock(clock), m_sink(std::move(sink)), m_plan(std::move(plan)), m_schedule(m_plan.interval, m_plan.offset)
{
    const auto &instance = m_plan.instance;
    m_samplesTotal = series("vedette_samples_total", kOwnJob, instance);
    m_roundLag = series("vedette_round_lag_seconds", kOwnJob, instance);
    m_members.reserve(m_plan.probes.size());
    for (auto &probe : m_plan.probes) {
        Member member;
        const Label name{"probe", probe->name()};
        const Label collector{"collector", probe->name()};
        member.job = &jobOf(*probe);
        member.duration = series("vedette_probe_duration_seconds", kOwnJob, instance, name);
        member.success = series("vedette_probe_success", kOwnJob, instance, name);
        if (member.job->name == kNodeJob) {
            member.collectorDuration = series("node_scrape_collector_duration_seconds", kNodeJob, instance, collector);
            member.collectorSuccess = series("node_scrape_collector_success", kNodeJob, instance, collector);
        }
        member.probe = std::move(probe);
        m_members.push_back(std::move(member));
    }
    m_plan.probes.clear();
}

Lane::Job &Lane::jobOf(const Probe &probe)
{
    std::vector<Label> all{{"job", probe.job()}, {"instance", m_plan.instance}};
    const auto own = probe.labels();
    std::ranges::copy(own, std::back_inserter(all));
    Labels target{std::span<const Label>(all)};
    const auto found = std::ranges::find(m_jobs, target, &Job::target);
    return found != m_jobs.end() ? *found : m_jobs.emplace_back(probe.job(), std::move(target));
}

nanoseconds Lane::poll()
{
    if (const auto round = m_schedule.tick(Instant::of(m_clock)))
        run(*round);
    return m_cut ? nanoseconds::zero() : m_schedule.wait(Instant::of(m_clock));
}

void Lane::end()
{
    if (const auto time = m_schedule.endTime())
        publishEnd(*time);
}

void Lane::publishEnd(metric::Timestamp time)
{
    auto batch = std::make_shared<metric::Batch>();
    batch->target = m_plan.id;
    batch->time = time;
    const auto endOne = [&](const LabelsRef &labels) {
        if (labels)
            batch->samples.push_back({labels, metric::staleMarker()});
    };
    for (auto &member : m_members) {
        member.series.end(*batch);
        if (std::exchange(member.reported, false)) {
            for (const auto &labels : {member.duration, member.success, member.collectorDuration, member.collectorSuccess})
                endOne(labels);
        }
    }
    for (auto &known : m_jobs) {
        if (std::exchange(known.reported, false)) {
            for (const auto &labels : {known.up, known.duration, known.samples, known.kept, known.newSeries})
                endOne(labels);
        }
    }
    endOne(m_samplesTotal);
    endOne(m_roundLag);
    m_sink(std::move(batch));
}

bool Lane::isDue(const Member &member, const Round &round) const
{
    const auto interval = member.probe->interval();
    if (round.hurried || !member.lastRun || interval <= m_schedule.interval())
        return true;
    return metric::onGrid(round.time, interval) > metric::onGrid(*member.lastRun, interval);
}

void Lane::run(const Round &round)
{
    if (round.endedAt)
        publishEnd(*round.endedAt);

    auto batch = std::make_shared<metric::Batch>();
    batch->target = m_plan.id;
    batch->time = round.time;
    batch->gapBefore = round.gapBefore;
    batch->samples.reserve(m_expected);

    const auto count = m_members.size();
    const auto first = std::exchange(m_first, 0);
    bool late = false;
    for (std::size_t i = 0; i < count; ++i) {
        const auto at = (first + i) % count;
        if (!isDue(m_members[at], round))
            continue;
        const bool ran = runMember(m_members[at], round, *batch);
        if (m_cut)
            return;
        if (!ran && !late) {
            late = true;
            m_first = at;
        }
    }
    tellJobs(round, *batch);
    m_expected = batch->samples.size();
    m_sink(std::move(batch));
}

bool Lane::runMember(Member &member, const Round &round, metric::Batch &batch)
{
    auto &job = *member.job;
    job.due = true;
    const auto started = m_clock.monotonic();
    if (started >= round.deadline) {
        member.series.end(batch);
        tell(member, batch, {}, metric::fail(metric::ErrorCode::Timeout, "no time left in this round"));
        return false;
    }
    member.lastRun = round.time;
    const auto from = batch.samples.size();
    metric::BatchBuilder builder(batch, job.interner);
    const auto result = collect(member, builder);
    if (m_cut)
        return true;
    const auto to = batch.samples.size();
    const auto took = m_clock.monotonic() - started;
    job.took += took;
    job.written += to - from;
    job.scraped += builder.scraped().value_or(to - from);
    job.answered |= result.has_value();
    // A failed probe has written nothing, so all its series end here.
    job.added += member.series.replace(batch, from, to);
    tell(member, batch, took, result);
    batch.outcomes.back().verdict = builder.takeVerdict();
    return true;
}

metric::Result<void> Lane::collect(Member &member, metric::BatchBuilder &builder)
{
    const auto mark = builder.mark();
    metric::Result<void> result;
    try {
        result = member.probe->collect(*m_plan.source, m_clock, builder);
    } catch (const std::exception &thrown) {
        result = metric::fail(metric::ErrorCode::Io, thrown.what()); // out of memory, say: one probe's failure, not the console's
    }
    if (!result)
        builder.rollBack(mark);
    return result;
}

void Lane::tell(Member &member, metric::Batch &batch, std::optional<nanoseconds> took, const metric::Result<void> &result)
{
    const double duration = took ? secondsIn(*took) : metric::staleMarker();
    const double success = result ? 1 : 0;
    batch.samples.push_back({member.duration, duration});
    batch.samples.push_back({member.success, success});
    if (member.collectorSuccess) {
        batch.samples.push_back({member.collectorDuration, duration});
        batch.samples.push_back({member.collectorSuccess, success});
    }
    member.reported = true;
    batch.outcomes.push_back({std::string(member.probe->name()), member.job->name, took.value_or(nanoseconds::zero()), result.has_value(),
                              result ? "" : result.error().message});
}

void Lane::tellJobs(const Round &round, metric::Batch &batch)
{
    for (auto &job : m_jobs) {
        job.interner.endRound(roundsRemembered());
        if (!std::exchange(job.due, false))
            continue;
        batch.samples.push_back({job.up, std::exchange(job.answered, false) ? 1.0 : 0.0});
        batch.samples.push_back({job.duration, secondsIn(std::exchange(job.took, nanoseconds::zero()))});
        batch.samples.push_back({job.samples, double(std::exchange(job.scraped, 0))});
        batch.samples.push_back({job.kept, double(std::exchange(job.written, 0))});
        batch.samples.push_back({job.newSeries, double(std::exchange(job.added, 0))});
        job.reported = true;
    }
    batch.samples.push_back({m_roundLag, secondsIn(round.lag)});
    m_samples += double(batch.samples.size() + 1);
    batch.samples.push_back({m_samplesTotal, m_samples});
}

std::uint32_t Lane::roundsRemembered() const
{
    // A series of a slow probe must be found again, or it would end and begin anew each time.
    metric::Duration slowest{0};
    for (const auto &member : m_members)
        slowest = std::max(slowest, member.probe->interval());
    return std::max(kRoundsRemembered, 2 * std::uint32_t(slowest / m_schedule.interval()) + 2);
}

} // namespace probes
