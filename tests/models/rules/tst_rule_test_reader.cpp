#include "models/rules/rule_test_reader.h"
#include "models/yaml/scalar.h"
#include "tests/support/registry.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

using namespace rules;
using namespace std::chrono_literals;

namespace {

// "2:5 what is wrong", one a line; empty for a good file.
std::string faultsOfTests(std::string_view text)
{
    std::string lines;
    if (const auto file = readRuleTestFile(text); !file) {
        for (const auto &fault : file.error())
            lines += fmt::format("{}:{} {}\n", fault.place.line, fault.place.column, fault.message);
    }
    return lines;
}

} // namespace

class TstRuleTestReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_file_is_read_as_it_is_written()
    {
        const auto file = readRuleTestFile(R"(
rule_files: [a.yml, 'b/*.yml']
evaluation_interval: 30s
group_eval_order: [x, y]
fuzzy_compare: yes
tests:
  - name: first
    interval: 10s
    input_series: [{series: up, values: 1x3}]
    external_labels: {zone: 5}
    external_url: http://x
    alert_rule_test: [{alertname: A, eval_time: 1m30s, exp_alerts: [{exp_labels: {b: c}, exp_annotations: {d: ~}}]}]
    promql_expr_test: [{expr: up, eval_time: 1m, exp_samples: [{labels: up, value: 1e1}, {histogram: '{{}}'}]}]
  - {}
)");
        QVERIFY(file);
        QVERIFY((file->ruleFiles == std::vector<std::string>{"a.yml", "b/*.yml"}));
        QVERIFY(file->evaluationInterval == 30s && file->isFuzzy);
        QVERIFY((file->groupOrder == std::vector<std::string>{"x", "y"}));
        QCOMPARE(file->tests.size(), 2u);
        const auto &test = file->tests[0];
        QVERIFY(test.name == "first" && test.interval == 10s && test.externalUrl == "http://x");
        QVERIFY(test.externalLabels.size() == 1 && test.externalLabels[0].second == "5");
        QVERIFY(test.input.size() == 1 && test.input[0].series == "up" && test.input[0].values == "1x3");
        QVERIFY(test.alerts.size() == 1 && test.alerts[0].alertName == "A" && test.alerts[0].time == 90s);
        QVERIFY(test.alerts[0].expected[0].labels.at("b") == "c" && test.alerts[0].expected[0].annotations.contains("d"));
        QVERIFY(test.expressions.size() == 1 && test.expressions[0].expression == "up" && test.expressions[0].time == 60s);
        QVERIFY(test.expressions[0].expected[0].value == 10 && test.expressions[0].expected[1].histogram == "{{}}");
        QVERIFY((test.place == Position{7, 5} && test.expressions[0].place == Position{13, 24}));
        QVERIFY(!file->tests[1].interval && file->tests[1].expressions.empty());
    }

    void what_is_nothing_is_an_empty_item_and_the_default()
    {
        const auto file =
            readRuleTestFile("evaluation_interval: 0s\ntests:\n- ~\n- {interval: 0, promql_expr_test: [{expr: up, exp_samples: [~]}]}\n");
        QVERIFY(file && file->evaluationInterval == 1min && file->tests.size() == 2);
        QVERIFY(!file->tests[1].interval && file->tests[1].expressions[0].expected.size() == 1);
        QVERIFY(readRuleTestFile("") && readRuleTestFile("# nothing\n"));
    }

    void what_is_wrong_is_told_with_its_place_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("faults");
        const auto row = [](const char *name, const char *text, const char *faults) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(faults);
        };
        row("a list", "- a\n", "1:1 a file of rule tests is expected, not a list\n");
        row("unknown fields", "x: 1\ntests:\n- {y: 2, input_series: [{z: 3}], alert_rule_test: [{v: 1, exp_alerts: [{w: 1}]}]}\n",
            "1:1 field x not found in a file of rule tests\n3:4 field y not found in a test\n3:26 field z not found in a series\n"
            "3:53 field v not found in a test of an alert\n3:73 field w not found in an alert\n");
        row("of an expression", "tests:\n- promql_expr_test: [{a: 1, exp_samples: [{b: 1}]}]\n",
            "2:23 field a not found in a test of an expression\n2:44 field b not found in a sample\n");
        row("no duration", "tests: [{interval: 5x}]\n", "1:20 unknown unit \"x\" in duration \"5x\"\n");
        row("no number", "tests: [{promql_expr_test: [{exp_samples: [{value: NaN}, {value: '1'}, {value: [1]}]}]}]\n",
            "1:52 a number is expected, not `NaN`\n1:66 a number is expected, not `1`\n1:80 a number is expected, not a list\n");
        row("no flag", "fuzzy_compare: 1\n", "1:16 true or false is expected, not `1`\n");
        row("a group twice", "group_eval_order: [a, b, a]\n", "1:26 group name repeated in evaluation order: a\n");
        row("a text for a list", "rule_files: a.yml\n", "1:13 a list of rule files is expected, not a text\n");
        row("a field twice", "tests: []\ntests: []\n", "2:1 mapping key \"tests\" is already defined\n");
        row("no UTF-8", "tests: \xff\n", "1:1 yaml: the text is not UTF-8\n");
    }
    void what_is_wrong_is_told_with_its_place()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, faults);
        QCOMPARE(QByteArray::fromStdString(faultsOfTests(text.toStdString())), faults);
    }

    void numbers_and_flags_are_read_as_go_reads_them()
    {
        for (const auto &[text, value] : std::initializer_list<std::pair<const char *, double>>{{"1", 1},
                                                                                                {"-1.5", -1.5},
                                                                                                {"1e3", 1000},
                                                                                                {".5", 0.5},
                                                                                                {"5.", 5},
                                                                                                {"+5", 5},
                                                                                                {"1_000.5", 1000.5},
                                                                                                {"0x1f", 31},
                                                                                                {"010", 8},
                                                                                                {"08", 8},
                                                                                                {"18446744073709551616", 18446744073709551616.0},
                                                                                                {"-.inf", -std::numeric_limits<double>::infinity()},
                                                                                                {"+.INF", std::numeric_limits<double>::infinity()}})
            QVERIFY2(yaml::numberOf(text) == value, text);
        QVERIFY(std::isnan(yaml::numberOf(".NaN").value_or(0)));
        for (const auto *bad : {"", "-", "NaN", "nan", "Inf", "inf", "-inf", "0x1p3", "1:30", "true", "1e999", "--1", "1x"})
            QVERIFY2(!yaml::numberOf(bad), bad);
        for (const auto *word : {"true", "True", "TRUE", "yes", "On", "y", "Y"})
            QVERIFY2(yaml::flagOf(word) == true, word);
        for (const auto *word : {"false", "No", "OFF", "n"})
            QVERIFY2(yaml::flagOf(word) == false, word);
        for (const auto *bad : {"", "tRUE", "1", "0", "t"})
            QVERIFY2(!yaml::flagOf(bad), bad);
    }
};

VEDETTE_TEST(TstRuleTestReader)
#include "tst_rule_test_reader.moc"
