#pragma once

#include "models/health/check_samples.h"
#include "models/health/health_board.h"
#include "models/health/health_file.h"
#include "models/health/self_check.h"
#include "models/metric/inbox.h"

#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace health {

// What health needs of the world; all but the clock may be empty. Whatever stands here outlives the service, and but for networkIsThere is called on
// the thread "health" and must not block.
struct HealthParts {
    const metric::Clock &clock;
    std::function<void(HealthSnapshotRef)> listener = {};
    std::function<void(metric::BatchRef)> sink = {};              // CheckSamples, on their intervals
    std::function<void(const std::string &target)> askAgain = {}; // soon, and beside the interval
    std::function<bool()> networkIsThere = {};                    // on a thread of its own, may take seconds: default gateway, two anchors
    HealthBoard::Maintenance isInMaintenance = {};
    metric::Duration retention = std::chrono::hours(24 * 100); // of changes and evidence; 90 days are shown
};

// Health at work: owns the board, the file and the thread "health", on which everything happens in order. Batches come in, an immutable snapshot goes
// to the listener, at most one a second unless a state changed. All public functions are safe from any thread; what waits for the thread answers with
// a future.
class HealthService {
public:
    static constexpr metric::Duration kSampleEvery = std::chrono::seconds(5);
    static constexpr metric::Duration kSloEvery = std::chrono::seconds(30);
    static constexpr metric::Duration kHeartbeat = std::chrono::seconds(30); // how much at most a kill makes unobserved
    // So long without a look at the clock, and nobody looked: the machine slept.
    static constexpr metric::Duration kSlept = std::chrono::seconds(20);

    // Starts the thread; what the file knew is in snapshot() on return.
    HealthService(HealthFile file, std::vector<CheckPlan> plans, HealthParts parts);
    // Works off what came, stores it and joins.
    ~HealthService();
    HealthService(const HealthService &) = delete;
    HealthService &operator=(const HealthService &) = delete;

    // A full queue drops the oldest, which is counted. Batches without a verdict or a fault are not queued.
    void post(metric::BatchRef batch);
    std::uint64_t droppedBatches() const { return m_inbox.droppedBatches(); }
    void setPlans(std::vector<CheckPlan> plans);

    HealthSnapshotRef snapshot() const; // never null

    // From the file, through a connection of their own; a few milliseconds. See StateLog::changes() and EvidenceStore::of().
    metric::Result<std::vector<StateChange>> changes(const std::string &target, metric::Timestamp from, metric::Timestamp to, std::size_t most) const;
    metric::Result<std::vector<KeptEvidence>> evidence(const std::string &target) const;

    // Of any span, up to now; empty for a target that never was a check.
    std::future<std::vector<BarPiece>> pieces(std::string target, metric::Timestamp from, metric::Duration piece, int count);
    std::future<std::vector<Outage>> outages(std::string target, metric::Timestamp from, metric::Timestamp to);

private:
    void restore();
    void work();
    void look();
    void tick(metric::Timestamp now);
    void store(metric::Timestamp now);
    void dropOld(metric::Timestamp now);
    void writeSamples(const HealthSnapshot &snapshot);
    void publish(metric::Timestamp now);
    void complain(std::string notice);

    template <class Question>
    auto ask(Question question) const -> decltype(question(std::declval<sqlite::Database &>()))
    {
        const std::lock_guard lock(m_readerMutex);
        if (!m_reader) {
            auto opened = HealthFile::openReadOnly(m_file.file);
            if (!opened)
                return tl::unexpected(opened.error());
            m_reader = std::make_unique<HealthFile>(std::move(*opened));
        }
        return question(m_reader->database);
    }

    // The health thread's own.
    HealthFile m_file;
    const HealthParts m_parts;
    HealthBoard m_board;
    StateLog m_log;
    EvidenceStore m_evidence;
    CheckSamples m_samples;
    std::vector<StateChange> m_unsaved; // longer than a tick where the file refuses them
    std::vector<HealthBoard::Summary> m_unsavedSummaries;
    std::string m_notice;
    std::string m_fault; // of the last attempt to store
    bool m_isNew = true; // something to publish
    bool m_stateChanged = false;
    metric::Timestamp m_now{};
    std::chrono::nanoseconds m_lookedAt{0}; // since boot
    std::chrono::nanoseconds m_tickedAt{0}; // these are monotonic
    std::chrono::nanoseconds m_storedAt{0};
    std::chrono::nanoseconds m_droppedAt{0};
    metric::Timestamp m_sampledAt{};
    metric::Timestamp m_sloSampledAt{};
    metric::Timestamp m_networkAsked{};

    metric::Inbox m_inbox;

    mutable std::mutex m_snapshotMutex;
    HealthSnapshotRef m_snapshot;

    mutable std::mutex m_readerMutex;
    mutable std::unique_ptr<HealthFile> m_reader; // opened when first asked

    SelfCheck m_selfCheck;
    std::thread m_thread; // last: starts when everything else stands
};

} // namespace health
