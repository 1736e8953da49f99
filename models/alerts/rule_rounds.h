#pragma once

#include "models/alerts/alert.h"
#include "models/alerts/group_view.h"
#include "models/alerts/rule_library.h"
#include "models/rules/group_evaluation.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace alerts {

// What an alerting rule came to in a round.
struct RuleOutcome {
    AlertRuleRef rule;
    const rules::RuleState *state;      // until the next call
    std::optional<metric::Error> error; // the rule could not be evaluated; then the state is as it was
};

// The groups at work: which is due, what it comes to, and what it writes. Time comes in; for one thread.
//
// Unlike a Prometheus it knows of times in which nobody looked (gap()), and an alert of a shipped rule or of a threshold goes on for a while
// where nothing is measured any more. The user's own files are evaluated as Prometheus does, but for the minutes after a start.
class RuleRounds {
public:
    static constexpr metric::Duration kDefaultInterval = std::chrono::seconds(15); // of a group that has none of its own
    static constexpr metric::Duration kNoDataGrace = std::chrono::minutes(5);

    using Sink = std::function<void(metric::BatchRef)>;

    // Recorded samples and ALERTS go to the sink, which the reader must answer from when it returns. REQUIRES: the reader outlives this.
    RuleRounds(const series::Reader &reader, rules::EvaluationOptions options, const metric::Clock &clock, Sink sink);

    // What did not change keeps what it knows.
    void setGroups(std::span<const LoadedGroup> groups);
    // Alerts that were firing before a restart go on. Called once, after the first setGroups().
    void goOn(std::span<const Alert> firing);
    // Nobody looked for a while: alerts of that instance (empty: of all) that wait begin to wait anew, and in the next round of each group none
    // of it fires. A start counts as a gap of all.
    void gap(std::string_view instance);

    // Evaluates what is due at that moment, which never goes back by less than a minute (an earlier time counts as the newest so far); by more it
    // is a clock that was set, and a gap.
    std::vector<RuleOutcome> evaluate(metric::Timestamp now);

    // The groups given last, in their order, as they are after the last round.
    std::vector<GroupView> view() const;

private:
    // How a group did when it was last evaluated.
    struct GroupHealth {
        metric::Timestamp lastEvaluation{};
        std::chrono::nanoseconds duration{0};
        std::vector<std::optional<metric::Error>> errors; // of each rule
    };
    struct Group {
        LoadedGroup loaded;
        std::unique_ptr<rules::GroupEvaluation> evaluation;
        rules::GroupState state;
        GroupHealth health;
        metric::Timestamp nextDue{};
        bool isFirst = true;
        bool gapEverywhere = false;    // in which the coming round may not fire
        std::vector<std::string> gaps; // instances of which
    };

    static bool isFresh(const Group &group, const metric::Labels &labels);
    static bool isSame(const LoadedGroup &a, const LoadedGroup &b);
    void moveState(Group &from, Group &to);
    void end(const std::vector<metric::LabelsRef> &series);

    const series::Reader &m_reader;
    rules::EvaluationOptions m_options;
    const metric::Clock &m_clock;
    Sink m_sink;
    std::vector<Group> m_groups;
    std::vector<metric::Sample> m_ended; // staleness markers of what no rule writes any more
    bool m_startIsGap = true;
    metric::Timestamp m_start{};
    metric::Timestamp m_now{};
};

} // namespace alerts
