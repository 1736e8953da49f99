#pragma once

#include "models/alerts/alert.h"
#include "models/alerts/rule_rounds.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace alerts {

// An alert as a Prometheus, or anybody else, posts it: Alertmanager's postableAlert.
struct PostedAlert {
    metric::Labels labels;
    Annotations annotations = {};
    std::optional<metric::Timestamp> startsAt = std::nullopt; // now where not given
    std::optional<metric::Timestamp> endsAt = std::nullopt;   // kResolveTimeout from now where not given
    std::string generatorUrl = {};
};

// What others say fires. It fires until its end, or until nobody says so any more; each alert name, with its severity, is a rule of which
// nothing else is known. Time comes in; for one thread.
class ReceivedAlerts {
public:
    static constexpr metric::Duration kResolveTimeout = std::chrono::minutes(5); // as Alertmanager's
    static constexpr std::size_t kMost = 100'000;

    // All or nothing: InvalidArgument for what is no alert, LimitExceeded beyond kMost.
    metric::Result<void> take(std::vector<PostedAlert> posted, metric::Timestamp now);
    // Those that were firing before a restart go on, for as long as whoever posts them is given.
    void goOn(std::span<const Alert> firing, metric::Timestamp now);

    // One for each name and severity that was ever seen since the start.
    std::vector<AlertRuleRef> rules() const;
    // Whether there are other rules than at the last call.
    bool takeRulesChanged() { return std::exchange(m_rulesChanged, false); }
    // What changed since the last call.
    std::vector<RuleOutcome> outcomes(metric::Timestamp now);

private:
    struct Source {
        AlertRuleRef rule;
        rules::RuleState state;
        std::map<metric::Labels, metric::Timestamp> ends; // of those that fire
        bool isChanged = false;
    };
    Source &sourceOf(const metric::Labels &labels);

    std::map<std::int64_t, Source> m_sources;
    std::size_t m_count = 0; // of alerts that fire
    bool m_rulesChanged = false;
};

} // namespace alerts
