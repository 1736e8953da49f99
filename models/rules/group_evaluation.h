#pragma once

#include "models/query/promql_engine.h"
#include "models/rules/alert_state.h"
#include "models/rules/alert_template.h"
#include "models/rules/recorded_reader.h"
#include "models/rules/rule_file.h"
#include "models/series/fan_out_reader.h"

#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace rules {

// As long as Prometheus remembers an alert that is over, so that whoever missed it hears of it.
inline constexpr metric::Duration kResolvedRetention = std::chrono::minutes(15);

// How long nobody may have looked for an alert to be taken up where it was, and how long it is then given, as Prometheus has it.
inline constexpr metric::Duration kOutageTolerance = std::chrono::hours(1);
inline constexpr metric::Duration kForGracePeriod = std::chrono::minutes(10);

struct EvaluationOptions {
    std::vector<std::pair<std::string, std::string>> externalLabels = {}; // for templates
    std::string externalUrl = {};
    metric::Duration queryOffset{0}; // of groups that have none of their own
    query::EngineOptions engine = {};
    std::vector<query::Definition> definitions = {}; // names that stand for expressions
};

// One look at a group.
struct EvaluationRound {
    metric::Timestamp time; // REQUIRES: later than the one before, the samples of which the reader has by now
    // The first one after a restart: alerts that were active before it go on, as ALERTS_FOR_STATE in the reader tells. The time between does
    // not count for them, and one that was about to fire is given kForGracePeriod.
    bool isFirst = false;
    // Whether what waited long enough may begin to fire at this moment; null: all may.
    std::function<bool(const metric::Labels &)> mayFire = nullptr;
    // How long an alert fires on where not even what is compared (the left side of the rule's comparison) has a value: what nobody can see has
    // not ended. Zero, as Prometheus has it: not at all.
    metric::Duration noDataGrace{0};
};

// What a group came to at a moment.
struct GroupAnswer {
    metric::Timestamp time;                           // of the samples: the moment less the query offset
    std::vector<metric::Sample> samples;              // to be kept: what was recorded, ALERTS, ALERTS_FOR_STATE; staleness markers where series ended
    std::vector<std::optional<metric::Error>> errors; // of each rule, where it has one; what that rule knew stays as it was
};

// Those of a group that the rule does not set itself.
void addLabels(Rule &rule, std::span<const NamedText> labels);

// A group of rules, made ready to be evaluated as Prometheus 3.5 does: one rule after the other, each seeing what those before it wrote. It
// has no clock and keeps nothing from one moment to the next but parsed texts: what it remembers is the caller's. For one thread at a time.
class GroupEvaluation {
public:
    // REQUIRES: the reader outlives this.
    GroupEvaluation(RuleGroup group, const series::Reader &reader, EvaluationOptions options = {});
    ~GroupEvaluation();

    const RuleGroup &group() const { return m_group; }
    GroupAnswer evaluate(const EvaluationRound &round, GroupState &state, std::stop_token stop = {});
    GroupAnswer evaluate(metric::Timestamp time, GroupState &state, std::stop_token stop = {})
    {
        return evaluate({.time = time}, state, std::move(stop));
    }

private:
    struct ReadyRule {
        std::vector<AlertTemplate> labels; // its own, then those of the group that it does not set itself
        std::vector<AlertTemplate> annotations;
        std::string measured; // the left side of its comparison; empty where it has none
    };
    using Samples = std::vector<metric::Sample>;
    struct Moment {
        const EvaluationRound &round;
        metric::Timestamp now;
        metric::Timestamp asked; // now less the query offset
        std::stop_token stop;
    };

    metric::Result<void> restore(const Rule &rule, const Moment &moment, RuleState &state) const;
    metric::Result<Samples> record(std::size_t rule, const query::Vector &vector) const;
    metric::Result<Samples> alert(std::size_t rule, const query::Vector &vector, const Moment &moment, RuleState &state) const;
    metric::Result<std::map<metric::Labels, ActiveAlert>> alertsOf(std::size_t rule, const query::Vector &vector, const Moment &moment,
                                                                   bool annotated = true) const;
    std::optional<std::map<metric::Labels, ActiveAlert>> measuredBy(std::size_t rule, const Moment &moment) const;

    RuleGroup m_group;
    EvaluationOptions m_options;
    std::vector<ReadyRule> m_ready;
    RecordedReader m_recorded;
    series::FanOutReader m_reader; // what was recorded, then the rest
    query::PromqlEngine m_engine;
};

} // namespace rules
