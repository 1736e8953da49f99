#pragma once

#include "models/health/availability.h"
#include "models/health/check_state.h"
#include "models/health/evidence_store.h"
#include "models/health/state_log.h"
#include "models/metric/batch.h"

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace health {

// All checks at a moment: their states, what stands behind what, how the time was spent; and what is to be done about it, which somebody else does.
// For one thread; knows no clock.
//
// A check that fails waits for those that it is behind: they are asked at once, and only when they answered since, or are not being confirmed
// themselves, is it down for a reason of its own. The same holds for our own network, where somebody can tell whether it is there.
class HealthBoard {
public:
    static constexpr metric::Duration kSelfCheckEvery = std::chrono::seconds(5); // at most
    static constexpr metric::Duration kMaintenanceEvery = std::chrono::seconds(5);
    static constexpr metric::Duration kBarsEvery = std::chrono::minutes(1);

    // Outlives this, may be empty: nothing is ever in maintenance.
    using Maintenance = std::function<bool(const CheckPlan &plan, metric::Timestamp time)>;
    // checksNetwork: setNetwork() will answer what wantsSelfCheck() asks.
    HealthBoard(Maintenance maintenance, bool checksNetwork) : m_maintenance(std::move(maintenance)), m_checksNetwork(checksNetwork) {}

    // What was known before the start. Called before setPlans().
    void restore(std::unordered_map<std::string, Timeline> timelines, std::vector<StateChange> latest,
                 const std::unordered_map<std::string, metric::Timestamp> &lastGood);
    // Checks that stay keep what they know; a target that comes again goes on with its past. Of two plans of one target the first counts.
    void setPlans(std::vector<CheckPlan> plans, metric::Timestamp now);

    // What a round of a target came to; targets that are no checks are none of ours. True where a state changed.
    bool take(const metric::Batch &batch);
    // Time passes. Times never go back, but by resume(). True where a state changed.
    bool tick(metric::Timestamp now);
    // Nobody looked between the two (the machine slept, or its clock was set).
    void resume(metric::Timestamp lookedUntil, metric::Timestamp now);
    // Our own network is there, or not: answers a question asked at that moment.
    void setNetwork(bool isThere, metric::Timestamp askedAt);

    // What is to be done. Each is said once.
    std::vector<std::string> takeAskAgain(metric::Timestamp now);
    bool wantsSelfCheck(metric::Timestamp now) const;
    std::vector<StateChange> takeChanges();
    std::vector<EvidenceToKeep> takeEvidence();
    struct Summary {
        std::string target;
        metric::Timestamp before;
    };
    std::vector<Summary> takeSummaries(); // what timeline() has before that moment takes the place of what was stored
    void dropBefore(metric::Timestamp time);

    std::shared_ptr<HealthSnapshot> snapshot(metric::Timestamp now);
    const Timeline *timeline(const std::string &target) const; // null: there is no such check

private:
    // What is known of a target beside its state, and outlives its plan.
    struct Past {
        Timeline timeline;
        std::optional<StateChange> latest; // before the start
        EvidenceChoice evidence;
    };
    struct Entry {
        explicit Entry(CheckPlan plan, Past &past_) : check(std::move(plan)), past(&past_) {}
        CheckState check;
        Past *past;
        std::vector<std::size_t> behind{}; // places of entries
        bool inMaintenance = false;
        metric::Timestamp asked{}; // beside its interval
        std::array<Bar, 4> bars{};
        metric::Timestamp barsAt{};
        metric::Timestamp changedFrom = metric::Timestamp::max(); // of the timeline, since the bars were made
    };

    bool settle(std::size_t place, metric::Timestamp now);
    void settleAll(metric::Timestamp now);
    void lookAtParents(Surroundings &around, const Entry &entry);
    bool waitsForNetwork(const CheckState &check) const;
    void note(Entry &entry, metric::Timestamp now);
    void turn(Entry &entry, metric::Timestamp time, std::optional<State> state);
    void updateBars(Entry &entry, metric::Timestamp now);

    const Maintenance m_maintenance;
    const bool m_checksNetwork;
    std::unordered_map<std::string, Past> m_pasts; // by target, of all that ever were; stable addresses
    std::vector<Entry> m_entries;                  // by name
    std::unordered_map<std::string, std::size_t> m_places;
    std::vector<std::size_t> m_order; // each after what it is behind
    metric::Timestamp m_lookedAtMaintenance{};
    bool m_offline = false;
    metric::Timestamp m_networkAskedAt{}; // the newest question that was answered
    bool m_stateChanged = false;

    std::vector<std::string> m_parentsToAsk;
    std::vector<StateChange> m_changes;
    std::vector<EvidenceToKeep> m_evidence;
    std::vector<Summary> m_summaries;
};

} // namespace health
