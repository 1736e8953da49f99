#include "models/alerts/rule_rounds.h"

#include <algorithm>
#include <utility>

namespace alerts {

using metric::Duration;
using metric::Timestamp;

namespace {

constexpr Duration kClockSet = std::chrono::minutes(1);
constexpr std::string_view kTarget = "rules";

bool sameTexts(const std::vector<rules::NamedText> &a, const std::vector<rules::NamedText> &b)
{
    return std::ranges::equal(a, b, [](const auto &x, const auto &y) { return x.name == y.name && x.value == y.value; });
}

// What its alerts know counts for both; other texts may stand under it.
bool goesOn(const rules::Rule &a, const rules::Rule &b)
{
    return a.kind == b.kind && a.name == b.name && a.expression == b.expression && a.forDuration == b.forDuration &&
           a.keepFiringFor == b.keepFiringFor && sameTexts(a.labels, b.labels);
}

bool sameRule(const rules::Rule &a, const rules::Rule &b) { return goesOn(a, b) && sameTexts(a.annotations, b.annotations); }

} // namespace

RuleRounds::RuleRounds(const series::Reader &reader, rules::EvaluationOptions options, const metric::Clock &clock, Sink sink)
    : m_reader(reader), m_options(std::move(options)), m_clock(clock), m_sink(std::move(sink))
{
}

bool RuleRounds::isSame(const LoadedGroup &a, const LoadedGroup &b)
{
    return a.origin == b.origin && a.source == b.source && a.group.name == b.group.name && a.group.interval == b.group.interval &&
           a.group.queryOffset == b.group.queryOffset && a.group.limit == b.group.limit && sameTexts(a.group.labels, b.group.labels) &&
           std::ranges::equal(a.group.rules, b.group.rules, sameRule);
}

void RuleRounds::setGroups(std::span<const LoadedGroup> groups)
{
    auto before = std::exchange(m_groups, {});
    for (const auto &loaded : groups) {
        const auto known = std::ranges::find_if(before, [&](const Group &group) {
            return group.evaluation && group.loaded.source == loaded.source && group.loaded.origin == loaded.origin &&
                   group.loaded.group.name == loaded.group.name;
        });
        if (known != before.end() && isSame(known->loaded, loaded)) {
            known->loaded.alerts = loaded.alerts;
            m_groups.push_back(std::move(*known));
            continue;
        }
        auto &group = m_groups.emplace_back();
        group.loaded = loaded;
        group.evaluation = std::make_unique<rules::GroupEvaluation>(loaded.group, m_reader, m_options);
        group.state.rules.resize(loaded.group.rules.size());
        if (known != before.end())
            moveState(*known, group);
    }
    for (const auto &group : before) {
        if (!group.evaluation) // moved on
            continue;
        for (const auto &rule : group.state.rules)
            end(rule.series);
    }
}

void RuleRounds::moveState(Group &from, Group &to)
{
    to.isFirst = from.isFirst;
    to.gapEverywhere = from.gapEverywhere;
    to.gaps = from.gaps;
    std::vector<bool> isTaken(from.loaded.group.rules.size());
    for (std::size_t i = 0; i < to.loaded.group.rules.size(); ++i) {
        for (std::size_t k = 0; k < isTaken.size() && k < from.state.rules.size(); ++k) {
            if (isTaken[k] || !goesOn(from.loaded.group.rules[k], to.loaded.group.rules[i]))
                continue;
            isTaken[k] = true;
            to.state.rules[i] = std::exchange(from.state.rules[k], {});
            break;
        }
    }
}

void RuleRounds::end(const std::vector<metric::LabelsRef> &series)
{
    for (const auto &labels : series)
        m_ended.push_back({labels, metric::staleMarker()});
}

void RuleRounds::goOn(std::span<const Alert> firing)
{
    for (const auto &alert : firing) {
        for (auto &group : m_groups) {
            for (std::size_t i = 0; i < group.loaded.alerts.size(); ++i) {
                const auto &rule = group.loaded.alerts[i];
                if (!rule || rule->id != alert.rule->id || !firesAlike(*rule, *alert.rule))
                    continue;
                auto &active = group.state.rules[i].alerts[*alert.labels];
                active.phase = rules::AlertPhase::Firing;
                active.value = alert.value;
                active.activeAt = alert.pendingSince;
                active.firedAt = alert.firingSince;
            }
        }
    }
}

bool RuleRounds::isFresh(const Group &group, const metric::Labels &labels)
{
    return group.gapEverywhere || std::ranges::find(group.gaps, labels.get("instance")) != group.gaps.end();
}

void RuleRounds::gap(std::string_view instance)
{
    for (auto &group : m_groups) {
        if (instance.empty())
            group.gapEverywhere = true;
        else
            group.gaps.emplace_back(instance);
        group.nextDue = {};
        for (auto &rule : group.state.rules) {
            std::erase_if(rule.alerts,
                          [&](const auto &each) { return each.second.phase == rules::AlertPhase::Pending && isFresh(group, each.first); });
            for (auto &[labels, alert] : rule.alerts) {
                if (isFresh(group, labels))
                    alert.missingSince.reset();
            }
        }
    }
}

std::vector<RuleOutcome> RuleRounds::evaluate(Timestamp now)
{
    if (now < m_now - kClockSet || m_startIsGap) {
        gap({});
        if (std::exchange(m_startIsGap, false))
            m_start = now;
        m_now = now;
    }
    m_now = std::max(m_now, now);
    if (!m_ended.empty()) {
        metric::Batch batch{std::string(kTarget), m_now, std::exchange(m_ended, {}), {}, {}};
        m_sink(std::make_shared<const metric::Batch>(std::move(batch)));
    }
    std::vector<RuleOutcome> outcomes;
    for (auto &group : m_groups) {
        if (m_now < group.nextDue || group.health.lastEvaluation == m_now)
            continue;
        const auto interval = group.loaded.group.interval.value_or(kDefaultInterval);
        // On a grid, so that groups of one interval look at the same moments.
        group.nextDue = metric::onGrid(m_now, interval) + interval;
        rules::EvaluationRound round;
        round.time = m_now;
        round.isFirst = group.isFirst;
        const bool isOurs = group.loaded.origin != RuleOrigin::File;
        round.noDataGrace = isOurs || m_now - m_start < kNoDataGrace ? kNoDataGrace : Duration::zero();
        if (group.gapEverywhere || !group.gaps.empty())
            round.mayFire = [&group](const metric::Labels &labels) { return !isFresh(group, labels); };
        const auto begun = m_clock.monotonic();
        auto answer = group.evaluation->evaluate(round, group.state);
        group.health = {m_now, m_clock.monotonic() - begun, std::move(answer.errors)};
        group.isFirst = false;
        group.gapEverywhere = false;
        group.gaps.clear();
        if (!answer.samples.empty()) {
            metric::Batch batch{std::string(kTarget), answer.time, std::move(answer.samples), {}, {}};
            m_sink(std::make_shared<const metric::Batch>(std::move(batch)));
        }
        for (std::size_t i = 0; i < group.loaded.alerts.size(); ++i) {
            if (group.loaded.alerts[i])
                outcomes.push_back({group.loaded.alerts[i], &group.state.rules[i], group.health.errors[i]});
        }
        // A long wait ends at its own moment, not at the next look.
        for (std::size_t i = 0; i < group.loaded.alerts.size(); ++i) {
            for (const auto &[labels, alert] : group.state.rules[i].alerts) {
                if (isOurs && alert.phase == rules::AlertPhase::Pending && group.loaded.alerts[i])
                    group.nextDue = std::min(group.nextDue, std::max(alert.activeAt + group.loaded.alerts[i]->holdFor, m_now + Duration(1)));
            }
        }
    }
    return outcomes;
}

std::vector<GroupView> RuleRounds::view() const
{
    std::vector<GroupView> views;
    for (const auto &group : m_groups) {
        const auto &written = group.loaded.group;
        auto &view = views.emplace_back(GroupView{group.loaded.origin,
                                                  group.loaded.source,
                                                  written.name,
                                                  written.interval.value_or(kDefaultInterval),
                                                  written.limit,
                                                  group.health.lastEvaluation,
                                                  group.health.duration,
                                                  {}});
        for (std::size_t i = 0; i < written.rules.size(); ++i) {
            auto &rule = view.rules.emplace_back(RuleView{written.rules[i], {}, {}});
            if (i < group.health.errors.size() && group.health.errors[i])
                rule.error = group.health.errors[i]->message;
            for (const auto &[labels, alert] : group.state.rules[i].alerts) {
                if (alert.phase != rules::AlertPhase::Inactive)
                    rule.alerts.push_back({labels, alert.annotations, alert.phase, alert.activeAt, alert.keepFiringSince, alert.value});
            }
        }
    }
    return views;
}

} // namespace alerts
