#include "models/series/admission.h"

#include <algorithm>
#include <map>
#include <unordered_set>

namespace series {

using metric::Timestamp;
using namespace std::chrono_literals;

// A series that brought nothing for so long no longer counts as alive.
static constexpr metric::Duration kAlive = 1h;
static constexpr metric::Duration kWalkInterval = 5min;
// An explanation stands until nothing was refused for so long: an alert that names another metric every minute is another alert
// every minute. (And it takes a walk over the target's series.)
static constexpr metric::Duration kExplained = 1h;
static constexpr std::size_t kReserve = 1000;
// Names of metrics that are counted while a target is over its limit: hostile names must not fill memory either.
static constexpr std::size_t kCountedMetrics = 1000;

// Batches of one target resemble each other: a series mostly stands where it stood last time.
SeriesIndex::Slot Admission::slotOf(const metric::LabelsRef &labels, const Target &target, std::size_t &at) const
{
    for (std::size_t i = at; i < std::min(target.last.size(), at + 2); ++i) {
        if (m_index.labels(target.last[i]) == labels) {
            at = i + 1;
            return target.last[i];
        }
    }
    return m_index.find(*labels);
}

Admission::Verdict Admission::judge(const metric::LabelsRef &labels, Timestamp time, Target &target, std::size_t &at)
{
    auto slot = slotOf(labels, target, at);
    if (slot != SeriesIndex::kNone) {
        auto &state = m_states[slot];
        if (m_index.labels(slot) != labels)
            m_index.findOrAdd(labels); // it is this pointer that comes again
        // What is of now is never late: the newest then comes from a clock that was ahead, and was set right.
        if (time < state.newest && time < std::min(state.newest, m_clock.now()) - m_limits.lateness)
            return Verdict::Late;
        state.newest = std::max(state.newest, time);
    } else {
        const auto reserve = labels->metricName().starts_with("vedette_") ? kReserve : 0;
        if (target.series >= m_limits.perTarget + reserve || m_index.size() >= m_limits.inAll + reserve)
            return Verdict::OverLimit;
        slot = m_index.findOrAdd(labels);
        m_states.resize(m_index.slotEnd());
        m_states[slot] = {time, &target};
        ++target.series;
    }
    target.next.push_back(slot);
    return Verdict::Taken;
}

metric::BatchRef Admission::admit(metric::BatchRef batch)
{
    const std::lock_guard lock(m_mutex);
    if (m_forgotten == Timestamp::min())
        m_forgotten = batch->time;
    if (std::chrono::abs(batch->time - m_forgotten) >= kWalkInterval)
        forget(batch->time);
    auto &target = m_targets[batch->target];
    target.next.clear();
    target.overLimit.clear();
    m_refusedAt.clear();
    std::uint64_t overLimit = 0;
    std::size_t at = 0;
    for (std::size_t i = 0; i < batch->samples.size(); ++i) {
        const auto &labels = batch->samples[i].labels;
        const auto verdict = judge(labels, batch->time, target, at);
        if (verdict == Verdict::Taken)
            continue;
        m_refusedAt.push_back(i);
        if (verdict == Verdict::Late) {
            ++m_refused.late;
            continue;
        }
        ++overLimit;
        const auto name = std::string(labels->metricName());
        if (target.overLimit.size() < kCountedMetrics || target.overLimit.contains(name))
            ++target.overLimit[name];
    }
    m_refused.overLimit += overLimit;
    target.last.swap(target.next);
    target.excess.refused = overLimit;
    if (overLimit > 0) {
        if (target.excess.target.empty() || std::chrono::abs(batch->time - target.lastRefused) >= kExplained)
            explain(target, *batch);
        target.lastRefused = batch->time;
    }
    if (m_refusedAt.empty())
        return batch;

    auto taken = std::make_shared<metric::Batch>();
    *taken = *batch;
    std::size_t next = 0;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < taken->samples.size(); ++i) {
        if (next < m_refusedAt.size() && m_refusedAt[next] == i)
            ++next;
        else
            std::swap(taken->samples[kept++], taken->samples[i]);
    }
    taken->samples.resize(kept);
    return taken;
}

void Admission::explain(Target &target, const metric::Batch &batch) const
{
    target.excess.target = batch.target;
    auto perMetric = target.overLimit;
    for (SeriesIndex::Slot slot = 0; slot < m_index.slotEnd(); ++slot) {
        if (m_index.labels(slot) && m_states[slot].target == &target)
            ++perMetric[std::string(m_index.labels(slot)->metricName())];
    }
    const auto most = std::ranges::max_element(perMetric, {}, [](const auto &metric) { return std::pair(metric.second, metric.first); });
    target.excess.metric = most->first;
    std::map<std::string_view, std::unordered_set<std::string_view>> values;
    const auto look = [&](const metric::Labels &labels) {
        if (labels.metricName() != most->first)
            return;
        for (const auto &[name, value] : labels) {
            if (name != metric::kMetricName)
                values[name].insert(value);
        }
    };
    for (SeriesIndex::Slot slot = 0; slot < m_index.slotEnd(); ++slot) {
        if (m_index.labels(slot) && m_states[slot].target == &target)
            look(*m_index.labels(slot));
    }
    for (const auto at : m_refusedAt)
        look(*batch.samples[at].labels);
    const auto widest = std::ranges::max_element(values, {}, [](const auto &label) { return label.second.size(); });
    target.excess.label = widest == values.end() ? std::string() : std::string(widest->first);
}

void Admission::forget(Timestamp now)
{
    m_forgotten = now;
    std::vector<SeriesIndex::Slot> gone;
    for (SeriesIndex::Slot slot = 0; slot < m_index.slotEnd(); ++slot) {
        // Either way: a clock that was set must not keep everything for ever.
        if (!m_index.labels(slot) || std::chrono::abs(now - m_states[slot].newest) < kAlive)
            continue;
        --m_states[slot].target->series;
        gone.push_back(slot);
    }
    m_index.remove(gone);
}

Admission::Refused Admission::refused() const
{
    const std::lock_guard lock(m_mutex);
    return m_refused;
}

std::vector<Excess> Admission::excesses() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<Excess> found;
    for (const auto &[id, target] : m_targets) {
        if (!target.excess.target.empty())
            found.push_back(target.excess);
    }
    return found;
}

std::size_t Admission::seriesCount() const
{
    const std::lock_guard lock(m_mutex);
    return m_index.size();
}

} // namespace series
