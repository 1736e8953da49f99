#include "models/alerts/rule_check.h"
#include "models/query/figure.h"
#include "models/query/promql_engine.h"
#include "tests/support/fake_reader.h"
#include "tests/support/registry.h"
#include "tests/support/shipped_rules.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

using namespace alerts;
using Problem = FieldError::Problem;

class TstRuleCheck : public QObject {
    Q_OBJECT

    tests::FakeReader reader;
    query::PromqlEngine engine{reader, {}, query::figureDefinitions()};

    static AlertRule good()
    {
        const auto shipped = tests::shippedRules();
        return *std::ranges::find(shipped, "CPU above 70 %", &AlertRule::name);
    }

    void expectOnly(const AlertRule &rule, RuleField field, Problem problem)
    {
        const auto errors = validate(rule, engine);
        QCOMPARE(errors.size(), std::size_t(1));
        QCOMPARE(int(errors[0].field), int(field));
        QCOMPARE(int(errors[0].problem), int(problem));
        QVERIFY(!errors[0].message.empty());
    }

private Q_SLOTS:
    void every_default_makes_sense_waits_and_says_what_to_do()
    {
        std::set<std::string> names;
        for (const auto &rule : tests::shippedRules()) {
            const auto errors = validate(rule, engine);
            QVERIFY2(errors.empty(), errors.empty() ? "" : (rule.name + ": " + errors[0].message).c_str());
            // That the disk refuses is no reading that swings, and every minute of it costs samples; a check is down once that is confirmed.
            const bool isSettled = rule.expression == "vedette_history_writing" || rule.expression == "vedette_check_up";
            const auto least = isSettled ? std::chrono::seconds(10) : std::chrono::minutes(1);
            QVERIFY(rule.holdFor >= least && rule.holdFor <= std::chrono::minutes(15));
            QVERIFY(!meaningOf(rule).empty() && !actionOf(rule).empty() && rule.enabled && rule.target.empty());
            QVERIFY2(names.insert(rule.name).second, rule.name.c_str());
        }
    }

    void no_default_warning_waits_less_than_its_critical_brother()
    {
        std::map<std::string, metric::Duration> warnings;
        for (const auto &rule : tests::shippedRules()) {
            if (rule.severity == Severity::Warning)
                warnings[rule.expression] = rule.holdFor;
        }
        for (const auto &rule : tests::shippedRules()) {
            if (rule.severity == Severity::Critical && warnings.contains(rule.expression))
                QVERIFY(warnings.at(rule.expression) >= rule.holdFor);
        }
    }

    void nonsense_is_refused_at_its_field()
    {
        auto rule = good();
        rule.name = " \t";
        expectOnly(rule, RuleField::Name, Problem::Empty);
        rule.name = std::string(201, 'x');
        expectOnly(rule, RuleField::Name, Problem::TooLong);

        rule = good();
        rule.expression = "";
        expectOnly(rule, RuleField::Expression, Problem::Empty);
        rule.expression = "sum(cpu";
        expectOnly(rule, RuleField::Expression, Problem::UnknownExpression);
        QCOMPARE(validate(rule, engine).front().message.substr(0, 17), std::string("1:8: parse error:"));
        for (const char *noNumbers : {"cpu[5m]", "\"text\"", "no_such_function(cpu)"}) {
            rule.expression = noNumbers;
            expectOnly(rule, RuleField::Expression, Problem::UnknownExpression);
        }

        rule = good();
        rule.value = std::nan("");
        expectOnly(rule, RuleField::Value, Problem::NotANumber);
        rule.value = std::numeric_limits<double>::infinity();
        expectOnly(rule, RuleField::Value, Problem::NotANumber);
        rule.value = -0.1;
        expectOnly(rule, RuleField::Value, Problem::Negative);
        rule.value = 1.5;
        expectOnly(rule, RuleField::Value, Problem::AboveHighest);
        rule.value = 1; // CPU above 100 %
        expectOnly(rule, RuleField::Value, Problem::NeverTrue);
        rule.comparison = Comparison::AtLeast;
        QVERIFY(validate(rule, engine).empty());
        rule.comparison = Comparison::Below;
        rule.value = 0;
        expectOnly(rule, RuleField::Value, Problem::NeverTrue);

        rule = good();
        rule.holdFor = std::chrono::seconds(-1);
        expectOnly(rule, RuleField::HoldFor, Problem::Negative);
        rule.holdFor = std::chrono::hours(24 * 8);
        expectOnly(rule, RuleField::HoldFor, Problem::AboveHighest);
    }

    void labels_and_annotations_are_refused_at_their_place()
    {
        auto rule = good();
        rule.keepFiringFor = std::chrono::seconds(-1);
        expectOnly(rule, RuleField::KeepFiringFor, Problem::Negative);

        rule = good();
        rule.labels = {{"größe", "x"}, {"", "nameless"}};
        expectOnly(rule, RuleField::Label, Problem::Empty);
        QCOMPARE(validate(rule, engine)[0].index, std::size_t(1));
        rule.labels = {{"__name__", "x"}};
        expectOnly(rule, RuleField::Label, Problem::BadName);
        rule.labels = {{"team", "a"}, {"team", "b"}};
        expectOnly(rule, RuleField::Label, Problem::Twice);
        rule.labels = {{"severity", "page"}};
        expectOnly(rule, RuleField::Label, Problem::Twice);

        rule = good();
        rule.annotations = {{"summary", "{{ $labels.instance }}"}, {"description", "first\n  {{ $value | nothing }}"}};
        expectOnly(rule, RuleField::Annotation, Problem::BadTemplate);
        const auto error = validate(rule, engine)[0];
        QCOMPARE(error.index, std::size_t(1));
        QCOMPARE(error.line, std::size_t(2));
        QVERIFY(error.column > 2);
        QVERIFY(error.message.find("nothing") != std::string::npos);
    }

    void every_wrong_field_is_named_at_once()
    {
        AlertRule rule;
        rule.value = std::nan("");
        rule.holdFor = std::chrono::seconds(-1);
        QCOMPARE(validate(rule, engine).size(), std::size_t(4));
    }

    void any_promql_that_tells_numbers_may_be_a_rule()
    {
        auto rule = good();
        for (const char *expression : {"sum by (instance) (rate(http_requests_total{code=~\"5..\"}[5m])) / 2", "time() - vedette_start_time_seconds",
                                       "1", "max_over_time(instance:node_cpu_utilisation:ratio[1h])", "absent(up{job=\"node\"})"})
        {
            rule.expression = expression;
            QVERIFY2(validate(rule, engine).empty(), expression);
        }
    }

    void a_temperature_may_be_below_zero_and_a_load_above_one()
    {
        auto rule = good();
        rule.expression = "instance_sensor:node_temperature:celsius";
        rule.value = -20;
        QVERIFY(validate(rule, engine).empty());
        rule.expression = "instance:node_load1_per_cpu:ratio";
        rule.value = 4;
        QVERIFY(validate(rule, engine).empty());
    }
};

VEDETTE_TEST(TstRuleCheck)
#include "tst_rule_check.moc"
