#include "models/rules/rule_test_run.h"

#include "models/query/parser.h"
#include "models/query/printer.h"
#include "models/query/promql_engine.h"
#include "models/rules/group_evaluation.h"
#include "models/rules/rule_test_input.h"
#include "models/rules/rule_test_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <set>

namespace rules {

using metric::Duration;
using metric::ErrorCode;
using metric::Result;
using metric::Timestamp;

namespace {

query::EngineOptions engineOptions(Duration evaluationInterval)
{
    query::EngineOptions options;
    options.defaultSubqueryStep = evaluationInterval;
    options.maxSamples = 10'000; // as promtool has it
    return options;
}

// Those that the file puts in order first.
std::vector<const RuleGroup *> ordered(std::span<const RuleGroup> groups, const std::vector<std::string> &order)
{
    std::vector<const RuleGroup *> sorted;
    for (const auto &group : groups)
        sorted.push_back(&group);
    const auto rank = [&](const RuleGroup *group) { return std::find(order.begin(), order.end(), group->name) - order.begin(); };
    std::stable_sort(sorted.begin(), sorted.end(), [&](const RuleGroup *a, const RuleGroup *b) { return rank(a) < rank(b); });
    return sorted;
}

bool isSame(double a, double b, bool isFuzzy)
{
    constexpr auto kInfinity = std::numeric_limits<double>::infinity();
    return a == b || (isFuzzy && (std::nextafter(a, -kInfinity) == b || std::nextafter(a, kInfinity) == b));
}

class RuleTestRun {
public:
    RuleTestRun(const RuleTestFile &file, const RuleTest &test, std::span<const RuleGroup> groups)
        : m_file(file),
          m_test(test),
          m_input(test.input, test.interval.value_or(file.evaluationInterval)),
          m_samples(m_input.sampleCount()),
          m_faults(m_input.takeFaults())
    {
        for (const auto &alert : test.alerts)
            m_alerts.push_back(&alert);
        std::stable_sort(m_alerts.begin(), m_alerts.end(), [](const AlertTest *a, const AlertTest *b) { return a->time < b->time; });
        const EvaluationOptions options{
            .externalLabels = test.externalLabels, .externalUrl = test.externalUrl, .engine = engineOptions(file.evaluationInterval)};
        for (const auto *group : ordered(groups, file.groupOrder))
            m_groups.emplace_back(*group, m_store, options);
    }

    std::vector<Fault> run()
    {
        if (m_input.isComplete() && evaluateAll())
            checkExpressions();
        if (m_faults.size() > kMaxFaults)
            m_faults.back() = {m_test.place, "there is more amiss than is told here"};
        return std::move(m_faults);
    }

private:
    struct Group {
        Group(RuleGroup rules, const series::Reader &reader, const EvaluationOptions &options) : evaluation(std::move(rules), reader, options) {}
        GroupEvaluation evaluation;
        GroupState state;
    };

    // However much there is that nobody expected.
    void fault(Position place, std::string message)
    {
        constexpr std::size_t kMaxBytes = 64 * 1024;
        if (message.size() > kMaxBytes)
            message = message.substr(0, message.find_last_of(" \n", kMaxBytes)) + " ... and more";
        if (m_faults.size() <= kMaxFaults)
            m_faults.push_back({place, std::move(message)});
    }
    std::string inTest() const { return m_test.name.empty() ? std::string() : fmt::format("name: {}, ", m_test.name); }

    // Whether it is worth to go on.
    bool evaluateAll()
    {
        Duration last{0};
        for (const auto &test : m_test.alerts) {
            if (test.alertName.empty()) {
                fault(test.place, fmt::format("{}an item under alert_rule_test misses required attribute alertname at eval_time {}", inTest(),
                                              query::printDuration(test.time)));
                return false;
            }
            last = std::max(last, test.time);
        }
        for (const auto &test : m_test.expressions)
            last = std::max(last, test.time);
        std::int64_t rules = 1;
        for (const auto &group : m_groups)
            rules += std::int64_t(group.evaluation.group().rules.size());
        const auto moments = last / m_file.evaluationInterval + 1;
        if (moments > kMaxTestEvaluations / rules) {
            fault(m_test.place, fmt::format("{}{} moments of {} rules are more than the {} evaluations that a test may have", inTest(), moments,
                                            rules - 1, kMaxTestEvaluations));
            return false;
        }
        auto next = m_alerts.begin();
        for (std::int64_t i = 0; i < moments; ++i) {
            const auto time = i * m_file.evaluationInterval;
            m_input.appendTill(time, m_store);
            if (!evaluate(time))
                return false;
            for (; next != m_alerts.end() && (*next)->time - time < m_file.evaluationInterval; ++next)
                checkAlerts(**next);
        }
        return true;
    }

    bool evaluate(Duration time)
    {
        bool isWell = true;
        const auto failed = [&](std::string_view rule, std::string_view reason) {
            fault(m_test.place, fmt::format("{}rule: {}, time: {}, err: {}", inTest(), rule, query::printDuration(time), reason));
            isWell = false;
        };
        for (auto &[evaluation, state] : m_groups) {
            const auto answer = evaluation.evaluate(Timestamp(time), state);
            for (std::size_t i = 0; i < answer.errors.size(); ++i) {
                if (answer.errors[i])
                    failed(evaluation.group().rules[i].name, answer.errors[i]->message);
            }
            m_samples += answer.samples.size();
            for (const auto &[labels, value] : answer.samples) {
                const auto taken = m_store.append(labels, {answer.time, value});
                // A series that ends for one rule may go on for another.
                if (taken == RuleTestStore::Taken::Yes || metric::isStale(value))
                    continue;
                const auto alert = labels->metricName().starts_with("ALERT") ? labels->get("alertname") : std::string_view();
                failed(alert.empty() ? labels->metricName() : alert,
                       taken == RuleTestStore::Taken::Conflict ? "duplicate sample for timestamp" : "out of order sample");
            }
            if (m_samples > kMaxTestSamples)
                failed(evaluation.group().name, fmt::format("more than {} samples are loaded and recorded", kMaxTestSamples));
        }
        return isWell;
    }

    void checkAlerts(const AlertTest &test)
    {
        std::vector<AlertText> got;
        for (const auto &[evaluation, state] : m_groups) {
            const auto &rules = evaluation.group().rules;
            for (std::size_t i = 0; i < rules.size(); ++i) {
                if (rules[i].kind != Rule::Kind::Alerting || rules[i].name != test.alertName)
                    continue;
                for (const auto &[labels, alert] : state.rules[i].alerts) {
                    if (alert.phase == AlertPhase::Firing)
                        got.push_back({textsOf(labels), {alert.annotations.begin(), alert.annotations.end()}});
                }
            }
        }
        std::vector<AlertText> expected;
        for (const auto &alert : test.expected) {
            expected.push_back({alert.labels, alert.annotations});
            expected.back().labels["alertname"] = test.alertName;
        }
        std::sort(got.begin(), got.end());
        std::sort(expected.begin(), expected.end());
        if (got != expected)
            fault(test.place, fmt::format("{}alertname: {}, time: {},\n        exp:{},\n        got:{}", inTest(), test.alertName,
                                          query::printDuration(test.time), textOf(expected), textOf(got)));
    }

    void checkExpressions()
    {
        const query::PromqlEngine engine(m_store, engineOptions(m_file.evaluationInterval));
        for (const auto &test : m_test.expressions) {
            const auto what = fmt::format("{}expr: {:?}, time: {},", inTest(), test.expression, query::printDuration(test.time));
            auto got = ask(engine, test);
            auto expected = expectedOf(test);
            if (!got || !expected) {
                fault(test.place, fmt::format("{} err: {}", what, (got ? expected.error() : got.error()).message));
                continue;
            }
            const auto byLabels = [](const LabelledValue &a, const LabelledValue &b) { return a.labels < b.labels; };
            std::stable_sort(got->begin(), got->end(), byLabels);
            std::stable_sort(expected->begin(), expected->end(), byLabels);
            const auto isAsExpected = [&](const LabelledValue &a, const LabelledValue &b) {
                return a.labels == b.labels && isSame(a.value, b.value, m_file.isFuzzy);
            };
            if (!std::equal(got->begin(), got->end(), expected->begin(), expected->end(), isAsExpected))
                fault(test.place, fmt::format("{}\n        exp: {}\n        got: {}", what, textOf(*expected), textOf(*got)));
        }
    }

    static Result<std::vector<LabelledValue>> ask(const query::PromqlEngine &engine, const ExpressionTest &test)
    {
        const Timestamp time(test.time);
        const auto answer = engine.answer({.expression = test.expression, .start = time, .end = time});
        if (!answer)
            return tl::unexpected(answer.error());
        if (const auto *number = std::get_if<double>(&answer->value))
            return std::vector<LabelledValue>{{{}, *number}};
        const auto *vector = std::get_if<query::Vector>(&answer->value);
        if (!vector)
            return metric::fail(ErrorCode::InvalidArgument, "rule result is not a vector or scalar");
        std::vector<LabelledValue> values;
        for (const auto &sample : *vector)
            values.push_back({textsOf(*sample.labels), sample.value});
        return values;
    }

    static Result<std::vector<LabelledValue>> expectedOf(const ExpressionTest &test)
    {
        std::vector<LabelledValue> values;
        for (const auto &sample : test.expected) {
            const auto labels = query::parseLabels(sample.labels);
            if (!labels)
                return metric::fail(ErrorCode::InvalidArgument, fmt::format("labels {:?}: {}", sample.labels, labels.error().message));
            if (!sample.histogram.empty())
                return metric::fail(ErrorCode::InvalidArgument, "native histograms are not supported");
            values.push_back({textsOf(*labels), sample.value});
        }
        return values;
    }

    const RuleTestFile &m_file;
    const RuleTest &m_test;
    RuleTestInput m_input;
    std::size_t m_samples; // loaded and recorded
    std::vector<Fault> m_faults;
    RuleTestStore m_store;
    std::vector<const AlertTest *> m_alerts; // by time
    std::deque<Group> m_groups;              // in the order of evaluation; they stay where they are
};

} // namespace

std::vector<Fault> runRuleTest(const RuleTestFile &file, const RuleTest &test, std::span<const RuleGroup> groups)
{
    return RuleTestRun(file, test, groups).run();
}

} // namespace rules
