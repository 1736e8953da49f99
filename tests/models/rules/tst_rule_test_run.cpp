#include "models/rules/rule_file_reader.h"
#include "models/rules/rule_test_reader.h"
#include "models/rules/rule_test_run.h"
#include "tests/support/registry.h"

#include <fmt/format.h>

using namespace rules;

namespace {

// What fails in all tests of a file, "line:column message" each; empty where all pass.
std::string failures(const std::string &testFile, const std::string &ruleFile = {})
{
    const auto rules = readRuleFile(ruleFile);
    if (!rules)
        qFatal("%s", rules.error()[0].message.c_str());
    const auto file = readRuleTestFile(testFile);
    if (!file)
        qFatal("%s", file.error()[0].message.c_str());
    std::string lines;
    for (const auto &test : file->tests) {
        for (const auto &fault : runRuleTest(*file, test, rules->groups))
            lines += fmt::format("{}:{} {}\n", fault.place.line, fault.place.column, fault.message);
    }
    return lines;
}

#define FAILS(actual, expected) QCOMPARE(QByteArray::fromStdString(actual), QByteArray(expected))

const std::string kRules = R"(
groups:
  - name: g
    rules:
      - alert: Down
        expr: up == 0
        for: 2m
        labels: {severity: page}
        annotations: {text: '{{ $labels.job }} of {{ $externalLabels.zone }} at {{ $externalURL }}'}
      - record: job:up:sum
        expr: sum by (job) (up)
)";

} // namespace

class TstRuleTestRun : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void alerts_are_those_that_fire_with_labels_and_annotations()
    {
        FAILS(failures(R"(
tests:
  - interval: 1m
    external_labels: {zone: north}
    external_url: http://x
    input_series:
      - {series: 'up{job="a"}', values: 1 0x9}
      - {series: 'up{job="b"}', values: 1x9}
    alert_rule_test:
      - {alertname: Down, eval_time: 3m, exp_alerts: [{exp_labels: {severity: page, job: a}, exp_annotations: {text: a of north at http://x}}]}
      - {alertname: Down, eval_time: 2m59s, exp_alerts: []}
      - {alertname: Unknown, eval_time: 3m}
)",
                       kRules),
              "");
    }

    void what_is_expected_and_what_there_is_stands_in_the_failure()
    {
        FAILS(failures(R"(
tests:
  - name: n
    input_series:
      - {series: 'up{job="a"}', values: 0x9}
    promql_expr_test:
      - expr: job:up:sum
        eval_time: 1m
        exp_samples:
          - {labels: 'job:up:sum{job="b"}', value: 0.25}
          - {value: 5}
      - {expr: up + 1, exp_samples: [{labels: '{job="a"}', value: 1}]}
    alert_rule_test:
      - alertname: Down
        eval_time: 2m
        exp_alerts:
          - exp_labels: {severity: page}
)",
                       kRules),
              "14:9 name: n, alertname: Down, time: 2m,\n"
              "        exp:[\n"
              "            0:\n"
              "              Labels:{alertname=\"Down\", severity=\"page\"}\n"
              "              Annotations:{}\n"
              "            ],\n"
              "        got:[\n"
              "            0:\n"
              "              Labels:{alertname=\"Down\", job=\"a\", severity=\"page\"}\n"
              "              Annotations:{text=\"a of  at \"}\n"
              "            ]\n"
              "7:9 name: n, expr: \"job:up:sum\", time: 1m,\n"
              "        exp: {} 5E+00, {__name__=\"job:up:sum\", job=\"b\"} 2.5E-01\n"
              "        got: {__name__=\"job:up:sum\", job=\"a\"} 0E+00\n");
    }

    void a_label_that_is_expected_empty_is_none_that_there_is()
    {
        const auto lines = failures("tests:\n- input_series: [{series: up, values: 0x9}]\n  alert_rule_test:\n"
                                    "  - {alertname: Down, eval_time: 5m, exp_alerts: [{exp_labels: {severity: page, job: ''}, "
                                    "exp_annotations: {text: ' of  at '}}]}\n",
                                    kRules);
        QVERIFY2(lines.find("Labels:{alertname=\"Down\", job=\"\", severity=\"page\"}") != std::string::npos, lines.c_str());
    }

    void samples_come_as_time_goes_by_and_rules_are_evaluated_each_interval()
    {
        FAILS(failures(R"(
evaluation_interval: 1m
tests:
  - interval: 10s
    input_series:
      - {series: x, values: 0+1x100}
    promql_expr_test:
      - {expr: seen, eval_time: 1m, exp_samples: [{labels: seen, value: 7}]}
      - {expr: timestamp(seen), eval_time: 1m59s, exp_samples: [{value: 60}]}
      - {expr: x, eval_time: 125s, exp_samples: [{labels: x, value: 12}]}
      - {expr: 'count_over_time(x[2m:])', eval_time: 2m, exp_samples: [{value: 2}]}
)",
                       "groups:\n- name: g\n  rules:\n  - {record: seen, expr: 'count_over_time(x[1h])'}\n"),
              "");
    }

    void groups_are_evaluated_in_the_order_that_is_asked_for()
    {
        const std::string rules = "groups:\n- {name: a, rules: [{record: y, expr: x + 1}]}\n- {name: b, rules: [{record: x, expr: time()}]}\n";
        const std::string tests = "tests:\n- promql_expr_test:\n  - {expr: y, eval_time: 1m, exp_samples: [{labels: y, value: 61}]}\n";
        FAILS(failures(tests, rules), "3:5 expr: \"y\", time: 1m,\n        exp: {__name__=\"y\"} 6.1E+01\n        got: {__name__=\"y\"} 1E+00\n");
        FAILS(failures("group_eval_order: [b]\n" + tests, rules), "");
    }

    void a_rule_that_fails_ends_the_test()
    {
        FAILS(failures("tests:\n- input_series: [{series: 'x{a=\"1\"}', values: _ 1}, {series: 'x{a=\"2\"}', values: _ 1}]\n"
                       "  promql_expr_test: [{expr: y, eval_time: 5m, exp_samples: [{value: 3}]}]\n",
                       "groups:\n- {name: a, rules: [{record: y, expr: 'label_replace(x, \"a\", \"\", \"\", \"\")'}]}\n"),
              "2:3 rule: y, time: 1m, err: vector cannot contain metrics with the same labelset\n");
    }

    void two_rules_that_say_otherwise_of_one_series_are_a_failure()
    {
        const auto rules = [](const char *first, const char *second) {
            return fmt::format("groups:\n- {{name: a, rules: [{{record: x, expr: {}}}]}}\n- {{name: b, rules: [{{record: x, expr: {}}}]}}\n", first,
                               second);
        };
        FAILS(failures("tests:\n- {}\n", rules("1", "2")), "2:3 rule: x, time: 0s, err: duplicate sample for timestamp\n");
        FAILS(failures("tests:\n- {}\n", rules("1", "1")), "");
    }

    void numbers_are_the_same_or_neighbours_where_that_is_enough()
    {
        const std::string tests = "tests:\n- promql_expr_test:\n"
                                  "  - {expr: 2.9999999999999996, exp_samples: [{value: 3}]}\n"
                                  "  - {expr: 2.9999999999999987, exp_samples: [{value: 3}]}\n"
                                  "  - {expr: Inf, exp_samples: [{value: .inf}]}\n"
                                  "  - {expr: NaN, exp_samples: [{value: .nan}]}\n";
        const std::string never = "4:5 expr: \"2.9999999999999987\", time: 0s,\n        exp: {} 3E+00\n        got: {} 2.9999999999999987E+00\n"
                                  "6:5 expr: \"NaN\", time: 0s,\n        exp: {} NaN\n        got: {} NaN\n";
        QCOMPARE(failures("fuzzy_compare: true\n" + tests).size(), never.size());
        QCOMPARE(failures(tests),
                 "3:5 expr: \"2.9999999999999996\", time: 0s,\n        exp: {} 3E+00\n        got: {} 2.9999999999999996E+00\n" + never);
    }

    void native_histograms_never_pass()
    {
        FAILS(failures("tests:\n- input_series: [{series: h, values: '{{schema:0 count:1}}x3'}]\n"
                       "  promql_expr_test:\n"
                       "  - {expr: h, exp_samples: [{labels: h, histogram: '{{schema:0 count:1}}'}]}\n"
                       "  - {expr: h, exp_samples: []}\n"),
              "2:18 series h: native histograms are not supported\n"
              "4:5 expr: \"h\", time: 0s, err: native histograms are not supported\n");
    }

    void what_can_not_be_asked_is_told()
    {
        FAILS(failures("tests:\n- promql_expr_test:\n"
                       "  - {expr: 'a[5m]'}\n"
                       "  - {expr: 'a +'}\n"
                       "  - {expr: '\"s\"'}\n"
                       "  - {expr: a, exp_samples: [{labels: 'a{'}]}\n"),
              "3:5 expr: \"a[5m]\", time: 0s, err: rule result is not a vector or scalar\n"
              "4:5 expr: \"a +\", time: 0s, err: 1:4: parse error: unexpected end of input\n"
              "5:5 expr: \"\\\"s\\\"\", time: 0s, err: rule result is not a vector or scalar\n"
              "6:5 expr: \"a\", time: 0s, err: labels \"a{\": 1:3: parse error: unexpected end of input inside braces\n");
        FAILS(failures("tests:\n- alert_rule_test: [{eval_time: 3m}]\n"),
              "2:21 an item under alert_rule_test misses required attribute alertname at eval_time 3m\n");
    }

    void input_is_read_as_the_lines_of_a_script()
    {
        const std::string asked = "  promql_expr_test: [{expr: b, exp_samples: []}]\n";
        FAILS(failures("tests:\n- input_series: [{series: 'a{', values: 1}]\n" + asked),
              "2:18 series \"a{\": 1:4: parse error: unexpected character inside braces: '1'\n");
        // An empty line ends it, a line with something in it is a series.
        FAILS(failures("tests:\n- input_series: [{series: a, values: \"1\\n\"}, {series: b, values: 1}]\n" + asked), "");
        FAILS(failures("tests:\n- input_series: [{series: a, values: \"1\\nb 7\"}]\n" + asked),
              "3:22 expr: \"b\", time: 0s,\n        exp: nil\n        got: {__name__=\"b\"} 7E+00\n");
        FAILS(failures("tests:\n- input_series: [{series: b, values: 1}, {series: b, values: _}]\n" + asked), "");
    }

    void nothing_goes_on_without_an_end()
    {
        FAILS(failures("tests:\n- input_series: [{series: a, values: 0x99999999999999}]\n"),
              "2:18 series \"a\": a series has more than 1000000 values\n");
        std::string many = "tests:\n- input_series:\n";
        for (int i = 0; i < 11; ++i)
            many += fmt::format("  - {{series: 'a{{i=\"{}\"}}', values: 0x999998}}\n", i);
        FAILS(failures(many), "13:5 the series have more than 10000000 values\n");
        FAILS(failures("evaluation_interval: 1ms\ntests:\n- promql_expr_test: [{expr: 1, eval_time: 292y}]\n", kRules),
              "3:3 9208512000001 moments of 2 rules are more than the 10000000 evaluations that a test may have\n");
        // Of a rule that records much there is an end of its own.
        // What rules record counts, too: ten samples are left of as many as there may be.
        std::string nearlyAll = "tests:\n- input_series:\n";
        for (int i = 0; i < 10; ++i)
            nearlyAll += fmt::format("  - {{series: 'a{{i=\"{}\"}}', values: 0x999998}}\n", i);
        FAILS(failures(nearlyAll + "  promql_expr_test: [{expr: 1, eval_time: 1d}]\n", "groups:\n- {name: g, rules: [{record: x, expr: 1}]}\n"),
              "2:3 rule: g, time: 10m, err: more than 10000000 samples are loaded and recorded\n");
    }

    void a_quarter_of_a_day_in_seconds_is_no_trouble()
    {
        FAILS(failures(
                  "evaluation_interval: 1s\ntests:\n- interval: 1m\n  input_series: [{series: up, values: 0x360}]\n"
                  "  alert_rule_test: [{eval_time: 6h, alertname: Down, exp_alerts: [{exp_labels: {severity: page}, exp_annotations: {text: ' of  at "
                  "'}}]}]\n",
                  kRules),
              "");
    }

    void of_many_failures_not_all_are_told()
    {
        std::string text = "tests:\n- promql_expr_test:\n";
        for (int i = 0; i < 2000; ++i)
            text += "  - {expr: 1}\n";
        const auto lines = failures(text);
        QVERIFY(lines.ends_with("\n2:3 there is more amiss than is told here\n"));
        std::string series = "tests:\n- input_series:\n";
        for (int i = 0; i < 5000; ++i)
            series += fmt::format("  - {{series: 'a{{i=\"{}\"}}', values: 0}}\n", i);
        const auto line = failures(series + "  promql_expr_test: [{expr: a}]\n");
        QVERIFY(line.size() > 60'000 && line.size() < 70'000 && line.ends_with(" ... and more\n"));
    }
};

VEDETTE_TEST(TstRuleTestRun)
#include "tst_rule_test_run.moc"
