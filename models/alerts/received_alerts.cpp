#include "models/alerts/received_alerts.h"

#include "models/rules/rule_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace alerts {

using metric::ErrorCode;
using metric::Result;
using metric::Timestamp;

ReceivedAlerts::Source &ReceivedAlerts::sourceOf(const metric::Labels &labels)
{
    const auto name = labels.get("alertname");
    const auto severity = labels.get("severity");
    const auto key = std::int64_t(metric::hashBytes(fmt::format("received/{}/{}", name, severity)) >> 1);
    auto &source = m_sources[key];
    if (!source.rule) {
        AlertRule rule;
        rule.id = key;
        rule.name = name;
        rule.isThreshold = false;
        rule.severity = severityOf(severity);
        rule.origin = RuleOrigin::Received;
        source.rule = std::make_shared<const AlertRule>(std::move(rule));
        m_rulesChanged = true;
    }
    return source;
}

Result<void> ReceivedAlerts::take(std::vector<PostedAlert> posted, Timestamp now)
{
    std::size_t more = 0;
    for (const auto &alert : posted) {
        if (alert.labels.empty())
            return metric::fail(ErrorCode::InvalidArgument, "an alert needs at least one label");
        for (const auto label : alert.labels) {
            if (const auto fault = rules::labelNameFault(label.name); !fault.empty())
                return metric::fail(ErrorCode::InvalidArgument, fault);
        }
        if (alert.startsAt && alert.endsAt && *alert.endsAt < *alert.startsAt)
            return metric::fail(ErrorCode::InvalidArgument, "an alert's start must be before its end");
        const auto &known = sourceOf(alert.labels).ends;
        more += !known.contains(alert.labels) && alert.endsAt.value_or(Timestamp::max()) > now;
    }
    if (m_count + more > kMost)
        return metric::fail(ErrorCode::LimitExceeded, fmt::format("there are more than {} alerts", kMost));
    for (auto &alert : posted) {
        auto &source = sourceOf(alert.labels);
        const auto end = alert.endsAt.value_or(now + kResolveTimeout);
        const auto known = source.ends.find(alert.labels);
        if (end <= now && known == source.ends.end())
            continue; // over, and never heard of
        source.isChanged = true;
        auto &active = source.state.alerts[alert.labels];
        if (known == source.ends.end()) {
            ++m_count;
            active = {};
            active.phase = rules::AlertPhase::Firing;
            active.activeAt = std::min(alert.startsAt.value_or(now), now);
            active.firedAt = active.activeAt;
        }
        active.annotations = std::move(alert.annotations);
        source.ends[alert.labels] = end;
    }
    return {};
}

void ReceivedAlerts::goOn(std::span<const Alert> firing, Timestamp now)
{
    for (const auto &alert : firing) {
        if (alert.rule->origin != RuleOrigin::Received)
            continue;
        auto &source = sourceOf(*alert.labels);
        auto &active = source.state.alerts[*alert.labels];
        active.phase = rules::AlertPhase::Firing;
        active.activeAt = alert.pendingSince;
        active.firedAt = alert.firingSince;
        if (alert.annotations)
            active.annotations = *alert.annotations;
        m_count += source.ends.insert_or_assign(*alert.labels, now + kResolveTimeout).second;
    }
}

std::vector<AlertRuleRef> ReceivedAlerts::rules() const
{
    std::vector<AlertRuleRef> rules;
    for (const auto &[id, source] : m_sources)
        rules.push_back(source.rule);
    return rules;
}

std::vector<RuleOutcome> ReceivedAlerts::outcomes(Timestamp now)
{
    std::vector<RuleOutcome> outcomes;
    for (auto &[id, source] : m_sources) {
        for (auto each = source.ends.begin(); each != source.ends.end();) {
            if (each->second > now) {
                ++each;
                continue;
            }
            source.state.alerts.erase(each->first);
            each = source.ends.erase(each);
            source.isChanged = true;
            --m_count;
        }
        if (std::exchange(source.isChanged, false))
            outcomes.push_back({source.rule, &source.state, std::nullopt});
    }
    return outcomes;
}

} // namespace alerts
