#include "models/rules/group_evaluation.h"

#include "models/rules/alert_moves.h"
#include "models/rules/measured.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_set>

namespace rules {

using metric::ErrorCode;
using metric::Label;
using metric::Labels;
using metric::Result;
using metric::Timestamp;

namespace {

constexpr std::string_view kAlertName = "alertname";
constexpr std::string_view kAlertState = "alertstate";

bool before(const metric::LabelsRef &a, const metric::LabelsRef &b) { return *a < *b; }

metric::LabelsRef shared(Labels labels) { return std::make_shared<const Labels>(std::move(labels)); }

// Whole ones, as Prometheus writes into ALERTS_FOR_STATE.
double unixSeconds(Timestamp time) { return double(std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count()); }

Result<void> checkLimit(std::int64_t limit, std::size_t count, std::string_view what)
{
    if (limit > 0 && count > std::size_t(limit))
        return metric::fail(ErrorCode::LimitExceeded, fmt::format("exceeded limit of {} with {} {}", limit, count, what));
    return {};
}

// All expressions of a group are asked in turn: those of its rules, what they measure, and now and then one of a template.
query::EngineOptions engineOptions(query::EngineOptions options, std::size_t rules)
{
    options.keptExpressions = std::max(options.keptExpressions, 4 * rules);
    return options;
}

} // namespace

void addLabels(Rule &rule, std::span<const NamedText> labels)
{
    for (const auto &label : labels) {
        if (std::none_of(rule.labels.begin(), rule.labels.end(), [&](const NamedText &own) { return own.name == label.name; }))
            rule.labels.push_back(label);
    }
}

GroupEvaluation::GroupEvaluation(RuleGroup group, const series::Reader &reader, EvaluationOptions options)
    : m_group(std::move(group)),
      m_options(std::move(options)),
      m_reader({&m_recorded, &reader}),
      m_engine(m_reader, engineOptions(m_options.engine, m_group.rules.size()), m_options.definitions)
{
    for (auto &rule : m_group.rules) {
        addLabels(rule, m_group.labels);
        auto &ready = m_ready.emplace_back();
        if (rule.kind != Rule::Kind::Alerting)
            continue;
        ready.measured = measuredOf(rule.expression);
        ready.labels = std::vector<AlertTemplate>(rule.labels.begin(), rule.labels.end());
        ready.annotations = std::vector<AlertTemplate>(rule.annotations.begin(), rule.annotations.end());
    }
}

GroupEvaluation::~GroupEvaluation() = default;

GroupAnswer GroupEvaluation::evaluate(const EvaluationRound &round, GroupState &state, std::stop_token stop)
{
    const Moment moment{round, round.time, round.time - m_group.queryOffset.value_or(m_options.queryOffset), std::move(stop)};
    GroupAnswer answer{moment.asked, {}, std::vector<std::optional<metric::Error>>(m_group.rules.size())};
    state.rules.resize(m_group.rules.size());
    m_recorded.begin(moment.asked);
    for (std::size_t i = 0; i < m_group.rules.size(); ++i) {
        auto &known = state.rules[i];
        const auto vector = vectorAt(m_engine, m_group.rules[i].expression, moment.asked, moment.stop);
        auto samples = !vector                                          ? Result<Samples>(tl::unexpected(vector.error()))
                       : m_group.rules[i].kind == Rule::Kind::Recording ? record(i, *vector)
                                                                        : alert(i, *vector, moment, known);
        if (!samples) {
            answer.errors[i] = samples.error();
            continue;
        }
        std::vector<metric::LabelsRef> written;
        for (const auto &sample : *samples)
            written.push_back(sample.labels);
        std::sort(written.begin(), written.end(), before);
        std::vector<metric::LabelsRef> ended;
        std::set_difference(known.series.begin(), known.series.end(), written.begin(), written.end(), std::back_inserter(ended), before);
        for (auto &labels : ended)
            samples->push_back({std::move(labels), metric::staleMarker()});
        known.series = std::move(written);
        for (auto &sample : *samples) {
            m_recorded.write(sample);
            answer.samples.push_back(std::move(sample));
        }
    }
    m_recorded.begin({});
    return answer;
}

Result<void> GroupEvaluation::restore(const Rule &rule, const Moment &moment, RuleState &state) const
{
    // What fires sooner than the grace period waits for its own time.
    if (state.alerts.empty() || rule.forDuration < kForGracePeriod)
        return {};
    const std::array matchers{series::Matcher::equal(metric::kMetricName, "ALERTS_FOR_STATE"), series::Matcher::equal(kAlertName, rule.name)};
    const auto found = m_reader.select(matchers, {moment.asked - kOutageTolerance, moment.asked - metric::Duration(1)});
    if (!found)
        return tl::unexpected(found.error());
    for (const auto &series : *found) {
        const auto known = state.alerts.find(series.labels->without(std::array{metric::kMetricName}));
        const auto &last = series.points.back();
        constexpr double kMaxSeconds = 1e11; // somebody else may have written it
        if (known == state.alerts.end() || known->second.phase == AlertPhase::Firing || !(std::abs(last.value) < kMaxSeconds))
            continue; // over meanwhile, or then already, or known better
        const Timestamp activeAt(std::chrono::seconds(std::int64_t(last.value)));
        const auto remaining = rule.forDuration - (last.time - activeAt);
        if (remaining <= metric::Duration::zero())
            known->second.activeAt = activeAt; // it fired, and does
        else if (remaining < kForGracePeriod)
            known->second.activeAt = moment.now + kForGracePeriod - rule.forDuration;
        else
            known->second.activeAt = activeAt + (moment.now - last.time);
    }
    return {};
}

Result<GroupEvaluation::Samples> GroupEvaluation::record(std::size_t index, const query::Vector &vector) const
{
    const auto &rule = m_group.rules[index];
    Samples samples;
    std::unordered_set<Labels, metric::LabelsHash> seen;
    for (const auto &found : vector) {
        std::vector<Label> labels(found.labels->begin(), found.labels->end());
        labels.push_back({metric::kMetricName, rule.name});
        for (const auto &label : rule.labels)
            labels.push_back({label.name, label.value});
        samples.push_back({shared(Labels(labels)), found.value});
        if (!seen.insert(*samples.back().labels).second)
            return metric::fail(ErrorCode::Malformed, "vector contains metrics with the same labelset after applying rule labels");
    }
    if (auto within = checkLimit(m_group.limit, samples.size(), "series"); !within)
        return tl::unexpected(within.error());
    return samples;
}

Result<std::map<Labels, ActiveAlert>> GroupEvaluation::alertsOf(std::size_t index, const query::Vector &vector, const Moment &moment,
                                                                bool annotated) const
{
    const auto &ready = m_ready[index];
    std::map<Labels, ActiveAlert> alerts;
    TemplateData data{{}, m_options.externalLabels, m_options.externalUrl, 0, moment.now};
    const TemplateQuery query = [&](std::string_view expression) { return vectorAt(m_engine, expression, moment.now, moment.stop); };
    for (const auto &found : vector) {
        data.labels = *found.labels;
        data.value = found.value;
        ActiveAlert alert;
        alert.value = found.value;
        alert.activeAt = moment.now;
        for (const auto &annotation : annotated ? std::span<const AlertTemplate>(ready.annotations) : std::span<const AlertTemplate>())
            alert.annotations.emplace_back(annotation.name(), annotation.render(data, query));
        if (!alerts.emplace(alertLabels(m_group.rules[index].name, ready.labels, data, query), std::move(alert)).second)
            return metric::fail(ErrorCode::Malformed, "vector contains metrics with the same labelset after applying alert labels");
    }
    return alerts;
}

// The label sets for which there is something to compare; nothing where that cannot be told.
std::optional<std::map<Labels, ActiveAlert>> GroupEvaluation::measuredBy(std::size_t index, const Moment &moment) const
{
    const auto &measured = m_ready[index].measured;
    if (measured.empty() || moment.round.noDataGrace <= metric::Duration::zero())
        return std::nullopt;
    const auto vector = vectorAt(m_engine, measured, moment.asked, moment.stop);
    if (!vector)
        return std::nullopt;
    auto alerts = alertsOf(index, *vector, moment, false);
    return alerts ? std::optional(std::move(*alerts)) : std::nullopt;
}

Result<GroupEvaluation::Samples> GroupEvaluation::alert(std::size_t index, const query::Vector &vector, const Moment &moment, RuleState &state) const
{
    auto current = alertsOf(index, vector, moment);
    if (!current)
        return tl::unexpected(current.error());
    for (auto &[labels, alert] : *current) {
        const auto known = state.alerts.find(labels);
        if (known == state.alerts.end() || known->second.phase == AlertPhase::Inactive) {
            state.alerts.insert_or_assign(labels, std::move(alert));
        } else {
            known->second.value = alert.value;
            known->second.annotations = std::move(alert.annotations);
        }
    }
    if (moment.round.isFirst) {
        if (auto restored = restore(m_group.rules[index], moment, state); !restored)
            return tl::unexpected(restored.error());
    }
    Samples samples;
    std::size_t active = 0;
    std::optional<std::map<Labels, ActiveAlert>> measured;
    bool isMeasured = false;
    const auto look = [&](const Labels &labels, const ActiveAlert &alert) {
        if (current->contains(labels))
            return Sight::Seen;
        if (alert.phase != AlertPhase::Firing)
            return Sight::Well;
        if (!std::exchange(isMeasured, true)) // asked only where an alert is about to end
            measured = measuredBy(index, moment);
        return measured && !measured->contains(labels) ? Sight::Missing : Sight::Well;
    };
    for (auto at = state.alerts.begin(); at != state.alerts.end();) {
        auto &[labels, alert] = *at;
        if (!moveOn(alert, labels, look(labels, alert), moment.round, m_group.rules[index])) {
            at = state.alerts.erase(at);
            continue;
        }
        if (alert.phase != AlertPhase::Inactive) {
            ++active;
            samples.push_back({shared(labels.with({{metric::kMetricName, "ALERTS"}, {kAlertState, wordOf(alert.phase)}})), 1});
            samples.push_back({shared(labels.with({{metric::kMetricName, "ALERTS_FOR_STATE"}})), unixSeconds(alert.activeAt)});
        }
        ++at;
    }
    if (auto within = checkLimit(m_group.limit, active, "alerts"); !within) {
        state.alerts.clear();
        return tl::unexpected(within.error());
    }
    return samples;
}

} // namespace rules
