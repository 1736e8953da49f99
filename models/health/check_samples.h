#pragma once

#include "models/health/health_snapshot.h"
#include "models/metric/batch.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace health {

// What is known of checks as series, for charts and rules. They have the instance and the job of what the check measures, so that one joins on those
// two, and its name as the label check; where two checks have all three in common, the later gets a number.
//
//   vedette_check_state                        number of the state
//   vedette_check_up                           1: ok or degraded, 0: down; absent where it does not count
//   vedette_check_response_seconds             of the newest answer; absent where there was none
//   vedette_slo_objective_ratio                0 to 1
//   vedette_slo_burn_rate{window}              how many times as fast as allowed the budget went
//   vedette_slo_budget_left_seconds            of 30 days
//
// What becomes absent ends with a staleness marker. For one thread.
class CheckSamples {
public:
    static constexpr std::string_view kTarget = "health"; // of the batches

    // withSlo: the series of the objective too, which change slowly.
    metric::Batch batch(const HealthSnapshot &snapshot, bool withSlo);

private:
    struct Series {
        std::string instance, job, name; // of which the labels are made
        metric::LabelsRef state, up, response, objective, budgetLeft;
        std::array<metric::LabelsRef, kBurnWindows.size()> burn{};
        bool hasUp = false, hasResponse = false, hasSlo = false;
        std::uint64_t round = 0;
    };
    static void end(Series &series, std::vector<metric::Sample> &samples);

    std::unordered_map<std::string, Series> m_series; // by target
    std::uint64_t m_round = 0;
};

} // namespace health
