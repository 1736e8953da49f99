#include "models/rules/rule_file_reader.h"
#include "models/rules/rule_lint.h"
#include "models/yaml/duration_text.h"
#include "models/yaml/scalar.h"
#include "tests/support/registry.h"

#include <fmt/format.h>

using namespace rules;
using namespace std::chrono_literals;

namespace {

// "2:5 what is wrong", one a line; empty for a good file.
std::string faultsIn(std::string_view text, const ReadOptions &options = {})
{
    std::string lines;
    if (const auto file = readRuleFile(text, options); !file) {
        for (const auto &fault : file.error())
            lines += fmt::format("{}:{} {}\n", fault.place.line, fault.place.column, fault.message);
    }
    return lines;
}

struct Row {
    const char *what;
    const char *text;
    const char *faults;
};

// clang-format off
const Row kFiles[] = {
    {"nothing", "", ""},
    {"a comment", "# nothing\n", ""},
    {"no groups", "groups:\n", ""},
    {"a text", "hello\n", "1:1 a rule file is expected, not a text\n"},
    {"a list", "- a\n", "1:1 a rule file is expected, not a list\n"},
    {"groups are a number", "groups: 5\n", "1:9 a list of groups is expected, not a text\n"},
    {"groups are a mapping", "groups: {}\n", "1:9 a list of groups is expected, not a mapping\n"},
    {"unknown field of the file", "group: []\ngroups: []\n", "1:1 field group not found in a rule file\n"},
    {"a mark of byte order", "\xef\xbb\xbfgroups: []\nx: 1\n", "2:1 field x not found in a rule file\n"},
    {"the first of several documents counts", "groups: []\n---\nfoo: bar\n", ""},
    {"behind directives and with an end", "%YAML 1.2\n# a\n---\ngroups: []\n...\n%X\nfoo", ""},
    {"an empty document", "---\n---\nfoo\n", ""},
    {"a line that fits nowhere", " groups:\n- name: g\n", "2:1 yaml: does not belong to what stands above it\n"},
    {"a line without a colon", "groups:\n  - name: g\n    labels:\n      x: y\n      a \"b c\"\n", "5:7 yaml: could not find expected ':'\n"},
    {"a line of a colon", "groups: []\n:\n", "2:1 yaml: did not find expected key\n"},
    {"keys with nothing", "groups:\n  - \"name\" : ~\n    'interval': \n    labels: {a, ? b, c: }\n    limit: # c\n    rules:", "2:5 Groupname must not be empty\n"},
    {"a directive within", "groups: []\n% x\n", "2:1 yaml: a directive can not stand within a document\n"},
    {"lines may end as on Windows", "groups:\r\n  - name: g\r\n    rule: []\r\n", "3:5 field rule not found in a rule group\n"},

    {"a group without a name", "groups:\n  - rules: []\n", "2:5 Groupname must not be empty\n"},
    {"a group that is nothing", "groups:\n  -\n", ""},
    {"a rule that is nothing", "groups:\n  - name: g\n    rules:\n      -\n", ""},
    {"a name twice", "groups:\n  - name: g\n  - name: h\n  - name: g\n", "4:5 groupname: \"g\" is repeated in the same file\n"},
    {"a field twice", "groups:\n  - name: g\n    name: h\n", "3:5 mapping key \"name\" is already defined\n"},
    {"a name that is a number", "groups:\n  - name: 5\n    rules:\n      - record: 2.50\n        expr: 7\n", ""},
    {"an interval without a unit", "groups:\n  - name: g\n    interval: 60\n", "3:15 not a valid duration string: \"60\"\n"},
    {"an interval of an unknown unit", "groups:\n  - name: g\n    interval: 5x\n", "3:15 unknown unit \"x\" in duration \"5x\"\n"},
    {"an empty interval", "groups:\n  - name: g\n    interval: \"\"\n", "3:15 empty duration string\n"},
    {"an interval that is a list", "groups:\n  - name: g\n    interval: [5m]\n", "3:15 a duration is expected, not a list\n"},
    {"a limit in quotes", "groups:\n  - name: g\n    limit: \"5\"\n", "3:12 a whole number is expected, not `5`\n"},
    {"a limit beyond 64 bits", "groups:\n  - name: g\n    limit: 99999999999999999999\n",
     "3:12 a whole number is expected, not `99999999999999999999`\n"},
    {"an unknown field of a group", "groups:\n  - name: g\n    namespace: x\n", "3:5 field namespace not found in a rule group\n"},
    {"labels of a group", "groups:\n  - name: g\n    query_offset: 1m\n    labels:\n      __name__: x\n      a.b: c\n",
     "5:17 invalid label name: __name__\n"},
    {"rules are a mapping", "groups:\n  - name: g\n    rules: {}\n", "3:12 a list of rules is expected, not a mapping\n"},
    {"rules are nothing", "groups:\n  - name: g\n    rules:\n", ""},
    {"a key that is a list", "groups:\n  - name: g\n    ? [a]\n    : c\n", "3:7 a name is expected, not a list\n"},

    {"a rule that is a text", "groups:\n  - name: g\n    rules:\n      - up\n", "4:9 group \"g\", rule 1, \"\": a rule is expected, not a text\n"},
    {"a rule of neither kind", "groups:\n  - name: g\n    rules:\n      - expr: up\n",
     "4:9 group \"g\", rule 1, \"\": one of 'record' or 'alert' must be set\n"},
    {"a rule of both kinds", "groups:\n  - name: g\n    rules:\n      - record: a\n        alert: b\n        expr: up\n",
     "5:16 group \"g\", rule 1, \"b\": only one of 'record' and 'alert' must be set\n"},
    {"no expression", "groups:\n  - name: g\n    rules:\n      - record: a\n", "4:9 group \"g\", rule 1, \"a\": field 'expr' must be set in rule\n"},
    {"an expression that is nothing", "groups:\n  - name: g\n    rules:\n      - record: a\n        expr: ~\n",
     "5:15 group \"g\", rule 1, \"a\": field 'expr' must be set in rule\n"},
    {"an expression that is a mapping", "groups:\n  - name: g\n    rules:\n      - record: a\n        expr: {a: b}\n",
     "5:15 group \"g\", rule 1, \"a\": a text is expected, not a mapping\n"},
    {"an unknown field of a rule", "groups:\n  - name: g\n    rules:\n      - alert: a\n        expr: up\n        severity: page\n",
     "6:9 group \"g\", rule 1, \"a\": field severity not found in a rule\n"},
    {"fields of an alert in a recording rule",
     "groups:\n  - name: g\n    rules:\n      - record: 'a{b=\"c\"}'\n        expr: up\n        for: 1m\n        keep_firing_for: 1m\n        annotations: {x: y}\n",
     "4:17 group \"g\", rule 1, \"a{b=\\\"c\\\"}\": braces present in the recording rule name; should it be in expr?: a{b=\"c\"}\n"
     "6:14 group \"g\", rule 1, \"a{b=\\\"c\\\"}\": invalid field 'for' in recording rule\n"
     "7:26 group \"g\", rule 1, \"a{b=\\\"c\\\"}\": invalid field 'keep_firing_for' in recording rule\n"
     "8:26 group \"g\", rule 1, \"a{b=\\\"c\\\"}\": invalid field 'annotations' in recording rule\n"},
    {"for: 0s in a recording rule", "groups:\n  - name: g\n    rules:\n      - record: a b\n        expr: up\n        for: 0s\n", ""},
    {"names of labels and annotations",
     "groups:\n  - name: g\n    rules:\n      - alert: a\n        expr: up\n        labels: {__name__: x, \"\": y, a-b: z, n: ~}\n        annotations: {\"\": x, __name__: y}\n",
     "6:28 group \"g\", rule 1, \"a\": invalid label name: __name__\n"
     "6:35 group \"g\", rule 1, \"a\": invalid label name: \n"
     "7:27 group \"g\", rule 1, \"a\": invalid annotation name: \n"},
    {"a label twice", "groups:\n  - name: g\n    rules:\n      - alert: a\n        expr: up\n        labels: {a: b, a: c}\n",
     "6:24 group \"g\", rule 1, \"a\": mapping key \"a\" is already defined\n"},
    {"a label that is a list", "groups:\n  - name: g\n    rules:\n      - alert: a\n        expr: up\n        labels: {a: [b]}\n",
     "6:21 group \"g\", rule 1, \"a\": a text is expected, not a list\n"},
    {"several faults, all of them",
     "groups:\n  - name: g\n    rules:\n      - alert: a\n        expr: up ==\n        for: 1\n      - alert: b\n        expr: sum(\n  - name: h\n    x: y\n",
     "5:20 group \"g\", rule 1, \"a\": could not parse expression: 1:6: parse error: unexpected end of input\n"
     "6:14 group \"g\", rule 1, \"a\": not a valid duration string: \"1\"\n"
     "8:19 group \"g\", rule 2, \"b\": could not parse expression: 1:5: parse error: unclosed left parenthesis\n"
     "10:5 field x not found in a rule group\n"},

    {"YAML that is none", "groups:\n  - name: g\n   rules: []\n", "3:4 yaml: end of sequence not found\n"},
    {"a tab", "groups:\n\t- name: g\n", "2:2 yaml: illegal block entry\n"},
    {"an unknown anchor", "groups: *b\n", "1:9 yaml: the referenced anchor is not defined\n"},
    {"an anchor in itself", "groups: &a\n  - name: g\n    rules: *a\n", "3:12 yaml: an anchor contains itself\n"},
    {"bytes that are no UTF-8", "groups: \xff\n", "1:1 yaml: the text is not UTF-8\n"},
    {"a control character", "groups:\n  - name: \"a\x01\"\n", "2:13 yaml: control characters are not allowed\n"},
    {"another one", "groups:\n  - name: \"\xc2\x80\"\n", "2:12 yaml: control characters are not allowed\n"},
};

// The expression as written below a rule, and where its fault is.
const Row kExpressions[] = {
    {"plain", "        expr: up + )\n", "4:20"},
    {"in quotes", "        expr: 'up{a=''b''} + )'\n", "4:30"},
    {"with escapes", "        expr: \"up{a=\\\"\\u00e4\\\"}\\t+\\x20)\"\n", "4:39"},
    {"at its end", "        expr: 'up +'\n", "4:20"},
    {"over lines", "        expr: up\n\n          + )\n", "6:13"},
    {"as a block", "        expr: |\n          up\n            + )\n", "6:15"},
    {"as a block with a header", "        expr: >2-  # why\n\n          up\n            + )\n", "7:15"},
    {"folded", "        expr: >-\n          up\n          + )\n", "6:13"},
    {"folded quotes", "        expr: \"up \\\n          + )\"\n", "5:13"},
    {"behind an anchor", "        expr: &e !!str up + )\n", "4:29"},
    {"in a flow", "        labels: {a: \"\xc3\xa4\"}\n        expr: 'up{b=\"\xc3\xa4\"} + )'\n", "5:29"},
};
// clang-format on

std::string repeated(std::string_view text, std::size_t times)
{
    std::string all;
    for (std::size_t i = 0; i < times; ++i)
        all += text;
    return all;
}

} // namespace

class TstRuleFileReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void what_is_wrong_with_a_file_is_said_with_its_place_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("faults");
        for (const auto &row : kFiles)
            QTest::newRow(row.what) << QByteArray(row.text) << QByteArray(row.faults);
    }
    void what_is_wrong_with_a_file_is_said_with_its_place()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, faults);
        QCOMPARE(QByteArray::fromStdString(faultsIn(text.toStdString())), faults);
    }

    void the_fault_of_an_expression_is_placed_in_the_file_data()
    {
        QTest::addColumn<QByteArray>("expression");
        QTest::addColumn<QByteArray>("place");
        for (const auto &row : kExpressions)
            QTest::newRow(row.what) << QByteArray(row.text) << QByteArray(row.faults);
    }
    void the_fault_of_an_expression_is_placed_in_the_file()
    {
        QFETCH(QByteArray, expression);
        QFETCH(QByteArray, place);
        auto rule = expression.toStdString() + "        alert: x\n";
        rule.replace(0, 8, "      - ");
        const auto found = faultsIn("groups:\n- {name: g}\n- rules:\n" + rule + "  name: h\n");
        QCOMPARE(QByteArray::fromStdString(found.substr(0, found.find(' '))), place);
        QVERIFY2(found.find("parse error") != std::string::npos, found.c_str());
    }

    void everything_written_is_there()
    {
        const auto file = readRuleFile("groups:\n"
                                       "  - name: first\n"
                                       "    interval: 1m30s\n"
                                       "    limit: 7\n"
                                       "    query_offset: 0s\n"
                                       "    labels: {team: x}\n"
                                       "    rules:\n"
                                       "      - record: a:b\n"
                                       "        expr: sum(up)\n"
                                       "        labels: {z: 1, a: true}\n"
                                       "      - alert: Down\n"
                                       "        expr: |\n"
                                       "          up\n"
                                       "            == 0\n"
                                       "        for: 5m\n"
                                       "        keep_firing_for: 1h\n"
                                       "        annotations:\n"
                                       "          summary: \"a\\tb\"\n"
                                       "  - name: second\n");
        QVERIFY(file);
        QCOMPARE(file->groups.size(), 2u);
        const auto &group = file->groups[0];
        QCOMPARE(group.name, std::string("first"));
        QVERIFY(group.interval == metric::Duration(90s));
        QVERIFY(group.queryOffset == metric::Duration(0));
        QCOMPARE(group.limit, 7);
        QCOMPARE(group.labels[0].value, std::string("x"));
        QVERIFY((group.place == Position{2, 5}));
        const auto &recording = group.rules[0];
        QVERIFY(recording.kind == Rule::Kind::Recording);
        QCOMPARE(recording.name, std::string("a:b"));
        QCOMPARE(recording.labels[0].name + recording.labels[0].value, std::string("z1"));
        QCOMPARE(recording.labels[1].name + recording.labels[1].value, std::string("atrue"));
        QVERIFY((recording.labels[1].place == Position{10, 27}));
        const auto &alert = group.rules[1];
        QVERIFY(alert.kind == Rule::Kind::Alerting);
        QCOMPARE(alert.expression, std::string("up\n  == 0\n"));
        QVERIFY(alert.forDuration == 5min && alert.keepFiringFor == 1h);
        QCOMPARE(alert.annotations[0].value, std::string("a\tb"));
        QVERIFY((alert.place == Position{11, 9} && alert.expressionPlace == Position{12, 15} && alert.annotations[0].place == Position{18, 20}));
        QVERIFY(!file->groups[1].interval && !file->groups[1].queryOffset && file->groups[1].rules.empty());
    }

    void what_is_merged_is_hidden_by_what_is_written()
    {
        const auto file = readRuleFile("groups:\n"
                                       "  - name: g\n"
                                       "    rules:\n"
                                       "      - &base\n"
                                       "        record: a\n"
                                       "        expr: 1\n"
                                       "        labels: &l {x: y, z: v}\n"
                                       "      - <<: *base\n"
                                       "        record: b\n"
                                       "        labels: {<<: [*l, {z: no, n: m}], x: w}\n");
        QVERIFY(file);
        const auto &rule = file->groups[0].rules[1];
        QCOMPARE(rule.name, std::string("b"));
        QCOMPARE(rule.expression, std::string("1"));
        std::string labels;
        for (const auto &label : rule.labels)
            labels += label.name + label.value + ' ';
        QCOMPARE(labels, std::string("xw zv nm "));
    }

    void unknown_fields_can_be_let_pass()
    {
        const auto text = "x: 1\ngroups:\n  - name: g\n    owner: {a: b}\n    rules:\n      - record: a\n        expr: 1\n        y: 2\n";
        QVERIFY(!faultsIn(text).empty());
        QCOMPARE(faultsIn(text, {.ignoreUnknownFields = true}), std::string());
    }

    void templates_of_alerts_are_checked_where_they_stand()
    {
        QCOMPARE(faultsIn("groups:\n  - name: g\n    rules:\n"
                          "      - alert: A\n        expr: up\n"
                          "        labels: {l: 'x {{ $y }}', m: '{{ $value }}'}\n"
                          "        annotations:\n"
                          "          t: |\n"
                          "            first\n"
                          "            and {{ nothing 1 }}\n"
                          "      - record: r\n        expr: up\n        labels: {l: '{{'}\n"),
                 std::string("6:27 group \"g\", rule 1, \"A\": label \"l\": template: __alert_A:1: undefined variable \"$y\"\n"
                             "10:20 group \"g\", rule 1, \"A\": annotation \"t\": template: __alert_A:2: function \"nothing\" not defined\n"));
    }

    void what_would_exhaust_memory_or_stack_is_refused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("reason");
        const auto add = [](const char *what, const std::string &text, const char *reason) {
            QTest::newRow(what) << QByteArray::fromStdString(text) << QByteArray(reason);
        };
        std::string laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
        for (int i = 1; i < 10; ++i)
            laughs += fmt::format("a{}: &a{} [{}]\n", i, i, repeated(fmt::format("*a{}, ", i - 1), 9));
        add("aliases that explode", laughs, "more than 1000000 nodes");
        std::string chain = "a0: &a0 {b: c}\n";
        for (int i = 1; i < 20'000; ++i)
            chain += fmt::format("a{}: &a{} {{<<: *a{}}}\n", i, i, i - 1);
        add("a long chain of aliases", chain, "more than 1000000 nodes");
        add("a long text many times", "a: &a '" + std::string(200'000, 'x') + "'\nb: [" + repeated("*a, ", 400) + "]\n", "or 64 MiB");
        add("many nodes", "groups:\n" + repeated("- a\n", 1'100'000), "more than 1000000 nodes");
        add("a flow of brackets", "groups: " + std::string(8'000'000, '['), "without an end");
        add("a shorter flow of brackets", "groups: " + std::string(100'000, '['), "nested deeper than 100 levels");
        add("a flow that might be a key", "groups: [" + repeated("a,", 8'000'000), "more than 1000000 nodes");
        add(
            "nested blocks",
            [] {
                std::string text;
                for (std::size_t i = 0; i < 300; ++i)
                    text += std::string(i, ' ') + "a:\n";
                return text;
            }(),
            "nested deeper than 100 levels");
        add("nested in one line", repeated("- ", 100'000), "nested deeper than 100 levels");
        add("a text without an end", "groups: \"" + std::string(20'000'000, 'x'), "without an end");
        add("more than there may be", std::string(kMaxRuleFileBytes + 1, '\n'), "larger than 32 MiB");
    }
    void what_would_exhaust_memory_or_stack_is_refused()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, reason);
        const auto file = readRuleFile(std::string_view(text.data(), std::size_t(text.size())));
        QVERIFY(!file);
        QVERIFY2(QByteArray::fromStdString(file.error().front().message).contains(reason), file.error().front().message.c_str());
    }

    void faults_beyond_number_are_cut_short()
    {
        const auto file = readRuleFile("groups:\n" + repeated("  - {}\n", 5000));
        QVERIFY(!file);
        QCOMPARE(file.error().size(), kMaxFaults + 1);
        QCOMPARE(file.error().back().message, std::string("there is more amiss than is told here"));
    }

    void durations_are_those_of_configuration_files()
    {
        QVERIFY(yaml::durationOf("0") == metric::Duration(0) && yaml::durationOf("0s") == metric::Duration(0));
        QVERIFY(yaml::durationOf("1h30m") == metric::Duration(90min) && yaml::durationOf("1y2w3d4h5m6s7ms") == metric::Duration(33'019'506'007));
        QVERIFY(yaml::durationOf("100d") == metric::Duration(2400h));
        for (const auto *bad : {"", "5", "m", "-5m", "1.5h", "1m1h", "1m1m", "5 m", "5m ", "1000y", "292y52w", "99999999999999999999s", "5M"})
            QVERIFY2(!yaml::durationOf(bad), bad);
    }

    void limits_are_read_as_go_reads_numbers()
    {
        QVERIFY(yaml::integerOf("10") == 10 && yaml::integerOf("-3") == -3 && yaml::integerOf("+3") == 3 && yaml::integerOf("1_000") == 1000);
        QVERIFY(yaml::integerOf("0x1f") == 31 && yaml::integerOf("0o17") == 15 && yaml::integerOf("017") == 15 && yaml::integerOf("0b11") == 3);
        QVERIFY(yaml::integerOf("1.5") == 1 && yaml::integerOf("1e3") == 1000 && yaml::integerOf("0") == 0);
        for (const auto *bad : {"", "-", "--3", "+-3", "x", "5x", "0x", "0xg", "1e99", ".inf", ".nan", "nan", "inf", "99999999999999999999", "true"})
            QVERIFY2(!yaml::integerOf(bad), bad);
    }

    void duplicates_are_rules_of_one_name_with_the_same_labels()
    {
        const auto file = readRuleFile("groups:\n"
                                       "  - name: g\n"
                                       "    rules:\n"
                                       "      - {record: b, expr: 1}\n"
                                       "      - {record: b, expr: 2, labels: {x: y, v: w}}\n"
                                       "      - {record: b, expr: 3}\n"
                                       "  - name: h\n"
                                       "    rules:\n"
                                       "      - {alert: b, expr: 4, labels: {v: w, x: y}}\n"
                                       "      - {record: b, expr: 5}\n"
                                       "      - {record: a, expr: 6}\n");
        QVERIFY(file);
        const auto duplicates = duplicateRules(*file);
        QCOMPARE(duplicates.size(), 2u);
        QVERIFY(duplicates[0].name == "b" && duplicates[0].labels.empty());
        QVERIFY(duplicates[1].labels.size() == 2 && duplicates[1].labels[0].first == "v");
    }
};

VEDETTE_TEST(TstRuleFileReader)
#include "tst_rule_file_reader.moc"
