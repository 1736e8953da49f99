#include "models/health/health_board.h"

#include "models/health/dependencies.h"
#include "models/health/score.h"

#include <algorithm>
#include <utility>

namespace health {

using metric::Timestamp;

namespace {

// Of a round that judged more than once: what is wrong, or else the last.
const metric::Verdict *verdictOf(const metric::Batch &batch)
{
    const metric::Verdict *found = nullptr;
    for (const auto &outcome : batch.outcomes) {
        if (outcome.verdict && (!found || found->good()))
            found = &*outcome.verdict;
    }
    return found;
}

bool blocks(const CheckState &parent) { return parent.isOut() || !parent.blockedBy().empty(); }

} // namespace

void HealthBoard::restore(std::unordered_map<std::string, Timeline> timelines, std::vector<StateChange> latest,
                          const std::unordered_map<std::string, Timestamp> &lastGood)
{
    for (auto &[target, timeline] : timelines)
        m_pasts[target].timeline = std::move(timeline);
    for (auto &change : latest)
        m_pasts[change.target].latest = std::move(change);
    for (const auto &[target, time] : lastGood)
        m_pasts[target].evidence.restore(time);
}

void HealthBoard::setPlans(std::vector<CheckPlan> plans, Timestamp now)
{
    std::ranges::stable_sort(plans, {}, &CheckPlan::name);
    auto before = std::exchange(m_entries, {});
    const auto placesBefore = std::exchange(m_places, {});
    std::vector<bool> stays(before.size());
    m_entries.reserve(plans.size());
    for (auto &plan : plans) {
        if (!m_places.emplace(plan.target, m_entries.size()).second)
            continue;
        if (const auto old = placesBefore.find(plan.target); old != placesBefore.end()) {
            stays[old->second] = true;
            m_entries.push_back(std::move(before[old->second]));
            m_entries.back().check.setPlan(std::move(plan));
            continue;
        }
        auto &past = m_pasts[plan.target];
        m_entries.emplace_back(std::move(plan), past);
        if (past.latest && past.latest->state)
            m_entries.back().check.restore(*past.latest->state, past.latest->since);
        past.latest.reset(); // a target that goes and comes again is asked from the beginning
    }
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (!stays[i])
            turn(before[i], now, std::nullopt);
    }
    std::vector<CheckPlan> kept;
    for (auto &entry : m_entries) {
        kept.push_back(entry.check.plan());
        entry.behind.clear();
        for (const auto &target : entry.check.plan().behind) {
            if (const auto found = m_places.find(target); found != m_places.end())
                entry.behind.push_back(found->second);
        }
    }
    m_order = dependencyOrder(kept);
    m_lookedAtMaintenance = {};
    tick(now);
}

bool HealthBoard::take(const metric::Batch &batch)
{
    const auto found = m_places.find(batch.target);
    if (found == m_places.end())
        return false;
    auto &entry = m_entries[found->second];
    const auto time = std::max(batch.time, entry.check.lastRun());
    if (batch.gapBefore > metric::Duration::zero()) {
        if (entry.past->timeline.last())
            turn(entry, time - batch.gapBefore, std::nullopt);
        entry.check.resume(time);
    }
    if (const auto *verdict = verdictOf(batch)) {
        entry.check.take(*verdict, time);
        if (const auto kind = entry.past->evidence.choose(*verdict, time))
            m_evidence.push_back({batch.target, *kind, time, *verdict});
    } else if (const auto fault = std::ranges::find(batch.outcomes, false, &metric::ProbeOutcome::success); fault != batch.outcomes.end()) {
        entry.check.takeError(fault->reason, time);
    } else {
        return false;
    }
    // What it fails for may lie with what it is behind: that is asked too.
    if (const auto since = entry.check.failsSince()) {
        for (const auto place : entry.behind) {
            auto &parent = m_entries[place];
            if (parent.check.plan().paused || parent.check.lastRun() >= *since || parent.asked >= *since)
                continue;
            parent.asked = time;
            m_parentsToAsk.push_back(parent.check.plan().target);
        }
    }
    m_stateChanged = false;
    // A state that changed is one to those behind it, and so on.
    if (settle(found->second, time))
        settleAll(time);
    return std::exchange(m_stateChanged, false);
}

bool HealthBoard::tick(Timestamp now)
{
    if (m_maintenance && (now - m_lookedAtMaintenance >= kMaintenanceEvery || now < m_lookedAtMaintenance)) {
        m_lookedAtMaintenance = now;
        for (auto &entry : m_entries)
            entry.inMaintenance = m_maintenance(entry.check.plan(), now);
    }
    m_stateChanged = false;
    settleAll(now);
    return std::exchange(m_stateChanged, false);
}

void HealthBoard::resume(Timestamp lookedUntil, Timestamp now)
{
    for (auto &entry : m_entries) {
        if (entry.past->timeline.last())
            turn(entry, std::min(lookedUntil, now), std::nullopt);
        entry.check.resume(now);
    }
    m_offline = false;
    m_networkAskedAt = {};
}

void HealthBoard::setNetwork(bool isThere, Timestamp askedAt)
{
    m_offline = !isThere;
    m_networkAskedAt = askedAt;
}

void HealthBoard::settleAll(Timestamp now)
{
    for (const auto place : m_order)
        settle(place, now);
}

bool HealthBoard::waitsForNetwork(const CheckState &check) const
{
    const auto since = check.failsSince();
    return m_checksNetwork && since && *since > m_networkAskedAt && check.failures() > 0 && needsNetwork(check.failure(), check.plan().instance);
}

void HealthBoard::lookAtParents(Surroundings &around, const Entry &entry)
{
    const auto since = entry.check.failsSince();
    for (const auto place : entry.behind) {
        const auto &parent = m_entries[place].check;
        if (blocks(parent)) {
            const auto root = parent.blockedBy().empty() ? m_places.end() : m_places.find(parent.blockedBy());
            const auto &cause = root == m_places.end() ? parent.plan() : m_entries[root->second].check.plan();
            around.blockedBy = cause.target;
            around.blockedName = cause.name;
            return;
        }
        around.undecided |= since && !parent.plan().paused && (parent.lastRun() < *since || parent.failures() > 0);
    }
}

bool HealthBoard::settle(std::size_t place, Timestamp now)
{
    auto &entry = m_entries[place];
    Surroundings around;
    around.now = now;
    around.maintenance = entry.inMaintenance;
    around.offline = m_offline;
    around.undecided = waitsForNetwork(entry.check);
    if (entry.check.failure() != metric::Reason::None)
        lookAtParents(around, entry);
    const auto before = entry.check.state();
    const bool wasOut = blocks(entry.check);
    const bool changed = entry.check.settle(around);
    note(entry, now);
    const bool stateChanged = entry.check.state() != before;
    m_stateChanged |= stateChanged;
    return changed && (stateChanged || blocks(entry.check) != wasOut);
}

// What was found goes into the timeline where it is something else than before.
void HealthBoard::note(Entry &entry, Timestamp now)
{
    const auto &check = entry.check;
    const bool isKnown = check.isSeen() || check.state() != State::Unknown || !check.isExcused();
    const auto &timeline = entry.past->timeline;
    const auto state = isKnown ? std::optional(check.state()) : std::nullopt;
    if (timeline.last() == state)
        return;
    // Of a state that was found out later than it began; but never into time in which nobody looked.
    const auto time = timeline.last() ? std::clamp(check.since(), timeline.turns().back().time, std::max(now, timeline.turns().back().time)) : now;
    turn(entry, time, state);
}

void HealthBoard::turn(Entry &entry, Timestamp time, std::optional<State> state)
{
    auto &timeline = entry.past->timeline;
    if (timeline.last() == state)
        return;
    const auto &check = entry.check;
    StateChange change{check.plan().target, time, state, state ? check.since() : time};
    if (state) {
        change.reason = check.reason();
        change.message = check.message();
    } else if (!timeline.turns().empty()) {
        // A moment after what was last seen, which is not to be forgotten.
        change.time = time = std::max(time, timeline.turns().back().time + metric::Duration(1));
    }
    timeline.add({time, state});
    m_changes.push_back(std::move(change));
    entry.changedFrom = std::min(entry.changedFrom, time);
    if (const auto before = timeline.sumUp()) {
        m_summaries.push_back({check.plan().target, *before});
        entry.changedFrom = Timestamp{};
    }
}

std::vector<std::string> HealthBoard::takeAskAgain(Timestamp now)
{
    auto targets = std::exchange(m_parentsToAsk, {});
    for (auto &entry : m_entries) {
        const auto due = entry.check.askAgainAt();
        if (!due || *due > now || entry.asked >= *due)
            continue;
        entry.asked = now;
        targets.push_back(entry.check.plan().target);
    }
    std::ranges::sort(targets);
    const auto twice = std::ranges::unique(targets);
    targets.erase(twice.begin(), twice.end());
    return targets;
}

bool HealthBoard::wantsSelfCheck(Timestamp now) const
{
    if (!m_checksNetwork || (now - m_networkAskedAt < kSelfCheckEvery && now >= m_networkAskedAt))
        return false;
    return m_offline || std::ranges::any_of(m_entries, [this](const Entry &entry) { return waitsForNetwork(entry.check); });
}

std::vector<StateChange> HealthBoard::takeChanges() { return std::exchange(m_changes, {}); }
std::vector<EvidenceToKeep> HealthBoard::takeEvidence() { return std::exchange(m_evidence, {}); }
std::vector<HealthBoard::Summary> HealthBoard::takeSummaries() { return std::exchange(m_summaries, {}); }

void HealthBoard::dropBefore(Timestamp time)
{
    for (auto &[target, past] : m_pasts)
        past.timeline.dropBefore(time);
}

const Timeline *HealthBoard::timeline(const std::string &target) const
{
    const auto found = m_pasts.find(target);
    return found == m_pasts.end() ? nullptr : &found->second.timeline;
}

void HealthBoard::updateBars(Entry &entry, Timestamp now)
{
    const bool isOld = now - entry.barsAt >= kBarsEvery || now < entry.barsAt;
    if (!isOld && entry.changedFrom > now)
        return;
    for (std::size_t i = 0; i < kBarShapes.size(); ++i) {
        std::vector<BarPiece> pieces = entry.bars[i];
        extendBar(pieces, kBarShapes[i], entry.past->timeline, now, std::min(entry.barsAt, entry.changedFrom));
        entry.bars[i] = std::move(pieces);
    }
    entry.barsAt = now;
    entry.changedFrom = Timestamp::max();
}

std::shared_ptr<HealthSnapshot> HealthBoard::snapshot(Timestamp now)
{
    auto snapshot = std::make_shared<HealthSnapshot>();
    snapshot->time = now;
    snapshot->offline = m_offline;
    snapshot->checks.reserve(m_entries.size());
    for (auto &entry : m_entries) {
        const auto &check = entry.check;
        auto &status = snapshot->checks.emplace_back();
        status.plan = check.plan();
        status.state = check.state();
        status.since = check.since();
        status.reason = check.reason();
        status.message = check.message();
        status.excused = check.isExcused();
        status.blockedBy = check.blockedBy();
        status.failures = check.failures();
        status.lastRun = check.lastRun();
        status.nextRun = check.nextRun();
        status.responseTime = check.responseTime();
        fillFigures(status, entry.past->timeline, now);
        updateBars(entry, now);
        status.bars = entry.bars;
    }
    auto score = scoreOf(snapshot->checks);
    snapshot->score = score.value;
    snapshot->losses = std::move(score.losses);
    auto overall = overallOf(snapshot->checks, m_offline);
    snapshot->overall = overall.state;
    snapshot->why = std::move(overall.why);
    return snapshot;
}

} // namespace health
