#include "models/health/health_service.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace health {

using metric::Duration;
using metric::Result;
using metric::Timestamp;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kQueuedBatches = 8'192;
// What a full disk may hold back before the oldest is given up.
constexpr std::size_t kMostUnsaved = 10'000;
constexpr auto kPatience = 100ms;
constexpr std::chrono::nanoseconds kTick = 1s;
constexpr std::chrono::nanoseconds kHurriedTick = 200ms; // where a state changed
constexpr auto kDropEvery = 1h;
constexpr Duration kSetBack = 1min; // what a clock may go back without being set

} // namespace

HealthService::HealthService(HealthFile file, std::vector<CheckPlan> plans, HealthParts parts)
    : m_file(std::move(file)),
      m_parts(std::move(parts)),
      m_board(m_parts.isInMaintenance, bool(m_parts.networkIsThere)),
      m_log(m_file.database),
      m_evidence(m_file.database),
      m_notice(m_file.notice),
      m_now(m_parts.clock.now()),
      m_lookedAt(m_parts.clock.sinceBoot()),
      m_tickedAt(m_parts.clock.monotonic()),
      m_storedAt(m_tickedAt),
      m_inbox(kQueuedBatches),
      m_selfCheck(m_parts.networkIsThere, [this](bool isThere) {
          m_inbox.command([this, isThere] {
              m_board.setNetwork(isThere, m_networkAsked);
              m_stateChanged = true;
          });
      })
{
    restore();
    m_board.setPlans(std::move(plans), m_now);
    publish(m_now);
    m_thread = std::thread([this] { work(); });
}

HealthService::~HealthService()
{
    m_inbox.close();
    m_thread.join();
}

void HealthService::restore()
{
    if (auto begun = m_log.begin(m_now); !begun)
        complain(fmt::format("The past of the checks can not be written: {}", begun.error().message));
    auto timelines = m_log.timelines(m_now);
    auto latest = m_log.latest(m_now);
    auto lastGood = m_evidence.lastGood();
    if (!timelines || !latest || !lastGood) {
        const auto &error = !timelines ? timelines.error() : !latest ? latest.error() : lastGood.error();
        complain(fmt::format("The past of the checks can not be read: {}", error.message));
        return;
    }
    m_board.restore(std::move(*timelines), std::move(*latest), *lastGood);
}

void HealthService::post(metric::BatchRef batch)
{
    const auto says = [](const metric::ProbeOutcome &outcome) { return outcome.verdict.has_value() || !outcome.success; };
    if (std::ranges::any_of(batch->outcomes, says))
        m_inbox.post(std::move(batch));
}

void HealthService::setPlans(std::vector<CheckPlan> plans)
{
    m_inbox.command([this, plans = std::move(plans)]() mutable {
        m_board.setPlans(std::move(plans), m_now);
        m_isNew = m_stateChanged = true;
    });
}

HealthSnapshotRef HealthService::snapshot() const
{
    const std::lock_guard lock(m_snapshotMutex);
    return m_snapshot;
}

Result<std::vector<StateChange>> HealthService::changes(const std::string &target, Timestamp from, Timestamp to, std::size_t most) const
{
    return ask([&](sqlite::Database &database) { return StateLog(database).changes(target, from, to, most); });
}

Result<std::vector<KeptEvidence>> HealthService::evidence(const std::string &target) const
{
    return ask([&](sqlite::Database &database) { return EvidenceStore(database).of(target); });
}

std::future<std::vector<BarPiece>> HealthService::pieces(std::string target, Timestamp from, Duration piece, int count)
{
    auto promise = std::make_shared<std::promise<std::vector<BarPiece>>>();
    auto answer = promise->get_future();
    m_inbox.command([this, promise, target = std::move(target), from, piece, count] {
        std::vector<BarPiece> bar;
        if (const auto *timeline = m_board.timeline(target)) {
            for (auto at = from; at < m_now && std::ssize(bar) < count; at += piece)
                bar.push_back({at, timeline->spent(at, std::min(at + piece, m_now))});
        }
        promise->set_value(std::move(bar));
    });
    return answer;
}

std::future<std::vector<Outage>> HealthService::outages(std::string target, Timestamp from, Timestamp to)
{
    auto promise = std::make_shared<std::promise<std::vector<Outage>>>();
    auto answer = promise->get_future();
    m_inbox.command([this, promise, target = std::move(target), from, to] {
        const auto *timeline = m_board.timeline(target);
        promise->set_value(timeline ? timeline->outages(from, std::min(to, m_now)) : std::vector<Outage>());
    });
    return answer;
}

void HealthService::work()
{
    while (true) {
        const auto batch = m_inbox.waitFor(kPatience);
        look();
        m_inbox.runCommands();
        if (m_inbox.isDone() && !batch)
            break;
        if (batch) {
            m_stateChanged |= m_board.take(*batch);
            m_isNew = true;
        }
        const auto at = m_parts.clock.monotonic();
        if (at - m_tickedAt < (m_stateChanged ? kHurriedTick : kTick))
            continue;
        look(); // the two clocks must not be apart
        m_tickedAt = at;
        tick(m_now);
    }
    m_board.tick(m_now);
    m_storedAt = {}; // how far observation reached
    store(m_now);
    publish(m_now);
}

// At the clock. Time that went by without a look at it was observed by nobody.
void HealthService::look()
{
    const auto now = m_parts.clock.now();
    const auto sinceBoot = m_parts.clock.sinceBoot();
    const auto missed = std::max<std::chrono::nanoseconds>(sinceBoot - m_lookedAt, now - m_now);
    if (missed > kSlept || now < m_now - kSetBack) {
        m_board.resume(m_now, now);
        m_sampledAt = m_sloSampledAt = m_networkAsked = {};
        m_isNew = true;
        m_now = now;
    }
    m_now = std::max(m_now, now);
    m_lookedAt = sinceBoot;
}

void HealthService::tick(Timestamp now)
{
    m_isNew |= m_board.tick(now) || m_stateChanged;
    m_stateChanged = false;
    if (m_parts.askAgain) {
        for (const auto &target : m_board.takeAskAgain(now))
            m_parts.askAgain(target);
    }
    if (m_board.wantsSelfCheck(now) && m_selfCheck.ask())
        m_networkAsked = now;
    store(now);
    dropOld(now);
    const bool samplesAreDue = m_parts.sink && now - m_sampledAt >= kSampleEvery;
    if (m_isNew || samplesAreDue)
        publish(now);
    if (samplesAreDue)
        writeSamples(*snapshot());
}

void HealthService::store(Timestamp now)
{
    std::ranges::move(m_board.takeChanges(), std::back_inserter(m_unsaved));
    std::ranges::move(m_board.takeSummaries(), std::back_inserter(m_unsavedSummaries));
    if (m_unsaved.size() > kMostUnsaved)
        m_unsaved.erase(m_unsaved.begin(), m_unsaved.end() - kMostUnsaved);
    std::string fault;
    const auto note = [&](const Result<void> &done) {
        if (!done)
            fault = fmt::format("The past of the checks can not be stored: {}", done.error().message);
        return done.has_value();
    };
    const auto at = m_parts.clock.monotonic();
    if (m_storedAt == 0ns || !m_unsaved.empty() || !m_unsavedSummaries.empty() || at - m_storedAt >= kHeartbeat) {
        if (note(m_log.write(m_unsaved, now))) {
            m_unsaved.clear();
            m_storedAt = at;
            for (const auto &summary : std::exchange(m_unsavedSummaries, {})) {
                if (const auto *timeline = m_board.timeline(summary.target))
                    note(m_log.replace(summary.target, summary.before, timeline->turns()));
            }
        }
    } else {
        fault = m_fault;
    }
    // What was seen is worth less than what happened: it is not held back.
    if (const auto evidence = m_board.takeEvidence(); !evidence.empty())
        note(m_evidence.keep(evidence));
    m_isNew |= fault != m_fault;
    m_fault = std::move(fault);
}

void HealthService::dropOld(Timestamp now)
{
    const auto at = m_parts.clock.monotonic();
    if (m_droppedAt != 0ns && at - m_droppedAt < kDropEvery)
        return;
    m_droppedAt = at;
    const auto before = now - m_parts.retention;
    m_board.dropBefore(before);
    for (const auto &done : {m_log.dropBefore(before), m_evidence.dropBefore(before)}) {
        if (!done)
            m_fault = fmt::format("What is old can not be forgotten: {}", done.error().message);
    }
}

void HealthService::writeSamples(const HealthSnapshot &snapshot)
{
    const bool withSlo = snapshot.time - m_sloSampledAt >= kSloEvery;
    m_sampledAt = metric::onGrid(snapshot.time, kSampleEvery);
    if (withSlo)
        m_sloSampledAt = metric::onGrid(snapshot.time, kSloEvery);
    auto batch = m_samples.batch(snapshot, withSlo);
    batch.time = m_sampledAt;
    if (!batch.samples.empty())
        m_parts.sink(std::make_shared<const metric::Batch>(std::move(batch)));
}

void HealthService::publish(Timestamp now)
{
    m_isNew = false;
    auto made = m_board.snapshot(now);
    made->notice = m_fault.empty() ? m_notice : m_fault;
    {
        const std::lock_guard lock(m_snapshotMutex);
        m_snapshot = made;
    }
    if (m_parts.listener)
        m_parts.listener(std::move(made));
}

void HealthService::complain(std::string notice)
{
    m_notice += (m_notice.empty() ? "" : " ") + std::move(notice);
    m_isNew = true;
}

} // namespace health
