#include "models/rules/group_evaluation.h"

#include "models/query/parser.h"

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

// What is measured, of a comparison: its left side, in text.
std::string measuredOf(const std::string &expression)
{
    const auto tree = query::parse(expression);
    const auto *compared = tree ? query::unwrapped(**tree).as<query::Binary>() : nullptr;
    if (!compared || !query::isComparison(compared->op) || compared->returnBool || compared->left->type != query::ValueType::Vector)
        return {};
    const auto span = compared->left->span;
    return expression.substr(span.begin, span.end - span.begin);
}

enum class Sight { Seen, Well, Missing }; // a value, none because it is well, nothing measured

// Moves the alert on; false where it is to be forgotten.
bool moveOn(ActiveAlert &alert, const Labels &labels, Sight sight, const EvaluationRound &round, const Rule &rule)
{
    const auto now = round.time;
    if (sight == Sight::Seen) {
        alert.keepFiringSince.reset();
        alert.missingSince.reset();
    } else {
        bool keepsFiring = false;
        if (alert.phase == AlertPhase::Firing && rule.keepFiringFor > metric::Duration::zero()) {
            alert.keepFiringSince = alert.keepFiringSince.value_or(now);
            keepsFiring = now - *alert.keepFiringSince < rule.keepFiringFor;
        }
        if (alert.phase == AlertPhase::Firing && sight == Sight::Missing) {
            alert.missingSince = alert.missingSince.value_or(now);
            keepsFiring |= now - *alert.missingSince < round.noDataGrace;
        } else if (alert.phase == AlertPhase::Firing) {
            alert.missingSince.reset();
        }
        if (alert.phase == AlertPhase::Pending || (alert.resolvedAt && now - *alert.resolvedAt > kResolvedRetention))
            return false;
        if (!keepsFiring && alert.phase != AlertPhase::Inactive) {
            alert.phase = AlertPhase::Inactive;
            alert.resolvedAt = now;
        }
    }
    if (alert.phase == AlertPhase::Pending && now - alert.activeAt >= rule.forDuration && (!round.mayFire || round.mayFire(labels))) {
        alert.phase = AlertPhase::Firing;
        alert.firedAt = now;
    }
    return true;
}

} // namespace

std::string_view wordOf(AlertPhase phase)
{
    switch (phase) {
    case AlertPhase::Inactive: return "inactive";
    case AlertPhase::Pending: return "pending";
    case AlertPhase::Firing: break;
    }
    return "firing";
}

GroupEvaluation::GroupEvaluation(RuleGroup group, const series::Reader &reader, EvaluationOptions options)
    : m_group(std::move(group)),
      m_options(std::move(options)),
      m_reader({&m_recorded, &reader}),
      m_engine(m_reader, m_options.engine, m_options.definitions)
{
    const auto textOf = [](const NamedText &written) {
        auto parsed = Template::parse(written.value);
        return parsed ? Text{written.name, std::move(*parsed), {}} : Text{written.name, std::nullopt, parsed.error().message};
    };
    for (auto &rule : m_group.rules) {
        for (const auto &label : m_group.labels) {
            if (std::none_of(rule.labels.begin(), rule.labels.end(), [&](const NamedText &own) { return own.name == label.name; }))
                rule.labels.push_back(label);
        }
        auto &ready = m_ready.emplace_back();
        if (rule.kind != Rule::Kind::Alerting)
            continue;
        ready.measured = measuredOf(rule.expression);
        std::transform(rule.labels.begin(), rule.labels.end(), std::back_inserter(ready.labels), textOf);
        std::transform(rule.annotations.begin(), rule.annotations.end(), std::back_inserter(ready.annotations), textOf);
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
        const auto vector = ask(m_group.rules[i].expression, moment.asked, moment.stop);
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

Result<query::Vector> GroupEvaluation::ask(std::string_view expression, Timestamp time, const std::stop_token &stop) const
{
    auto answer = m_engine.answer({.expression = expression, .start = time, .end = time}, stop);
    if (!answer)
        return tl::unexpected(std::move(answer.error()));
    if (auto *vector = std::get_if<query::Vector>(&answer->value))
        return std::move(*vector);
    if (const auto *number = std::get_if<double>(&answer->value))
        return query::Vector{{shared(Labels()), *number}};
    return metric::fail(ErrorCode::InvalidArgument, "rule result is not a vector or scalar");
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
    const TemplateQuery query = [&](std::string_view expression) { return ask(expression, moment.now, moment.stop); };
    const auto render = [&](const Text &text) {
        const auto rendered = text.text ? text.text->render(data, query) : metric::fail(ErrorCode::InvalidArgument, text.fault);
        return rendered ? *rendered : fmt::format("<error expanding template: {}>", rendered.error().message);
    };
    for (const auto &found : vector) {
        data.labels = *found.labels;
        data.value = found.value;
        ActiveAlert alert;
        alert.value = found.value;
        alert.activeAt = moment.now;
        for (const auto &annotation : annotated ? std::span<const Text>(ready.annotations) : std::span<const Text>())
            alert.annotations.emplace_back(annotation.name, render(annotation));
        std::vector<std::string> values;
        for (const auto &label : ready.labels)
            values.push_back(render(label));
        std::vector<Label> labels(found.labels->begin(), found.labels->end());
        labels.push_back({metric::kMetricName, ""});
        for (std::size_t i = 0; i < values.size(); ++i)
            labels.push_back({ready.labels[i].name, values[i]});
        labels.push_back({kAlertName, m_group.rules[index].name});
        if (!alerts.emplace(Labels(labels), std::move(alert)).second)
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
    const auto vector = ask(measured, moment.asked, moment.stop);
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
