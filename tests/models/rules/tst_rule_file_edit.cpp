#include "models/rules/rule_file_edit.h"
#include "models/rules/rule_file_reader.h"
#include "tests/support/registry.h"

using namespace rules;
using namespace std::chrono_literals;

namespace {

const std::string kFile = "# Mine.\n"
                          "groups:\n"
                          "  - name: thresholds\n"
                          "    interval: 1s # every second\n"
                          "    rules:\n"
                          "      # The old server is slow.\n"
                          "      - alert: Slow\n"
                          "        expr: latency > 2 # was 1\n"
                          "        for: 5m\n"
                          "        labels:\n"
                          "          # who is called\n"
                          "          severity: critical\n"
                          "        annotations:\n"
                          "          meaning: \"It is \\\"slow\\\": {{ $value }}\"\n"
                          "\n"
                          "      # About the next.\n"
                          "      - alert: Full\n"
                          "        expr: |\n"
                          "          free < 10\n"
                          "  - name: other\n"
                          "    rules:\n"
                          "      - record: a:b\n"
                          "        expr: sum(a)\n";

const RulePlace kFirst{"thresholds", "Slow"};

Rule ruleOf(const std::string &text, std::size_t group, std::size_t rule) { return readRuleFile(text)->groups.at(group).rules.at(rule); }

} // namespace

class TstRuleFileEdit : public QObject {
    Q_OBJECT

    void compare(const metric::Result<std::string> &got, std::string expected)
    {
        QVERIFY2(got, got ? "" : got.error().message.c_str());
        QCOMPARE(QString::fromStdString(*got), QString::fromStdString(expected));
    }
    static std::string replaced(std::string text, std::string_view what, std::string_view with)
    {
        const auto at = text.find(what);
        return at == std::string::npos ? "not found" : text.replace(at, what.size(), with);
    }

private Q_SLOTS:
    void what_does_not_change_stays_to_the_byte()
    {
        compare(withRule(kFile, kFirst, ruleOf(kFile, 0, 0)), kFile);
        compare(withRule(kFile, {"thresholds", "Full"}, ruleOf(kFile, 0, 1)), kFile);
    }

    void a_changed_field_changes_its_line_alone()
    {
        auto rule = ruleOf(kFile, 0, 0);
        rule.expression = "latency > 3";
        compare(withRule(kFile, kFirst, rule), replaced(kFile, "latency > 2 # was 1", "latency > 3 # was 1"));
        rule.forDuration = 90s;
        compare(withRule(kFile, kFirst, rule), replaced(replaced(kFile, "latency > 2", "latency > 3"), "5m", "1m30s"));
        rule.forDuration = 0s;
        compare(withRule(kFile, kFirst, rule), replaced(replaced(kFile, "latency > 2", "latency > 3"), "        for: 5m\n", ""));
    }

    void a_rule_may_get_another_name()
    {
        auto rule = ruleOf(kFile, 0, 0);
        rule.name = "Slower";
        compare(withRule(kFile, kFirst, rule), replaced(kFile, "alert: Slow", "alert: Slower"));
    }

    void comments_within_a_changed_field_are_kept()
    {
        auto rule = ruleOf(kFile, 0, 0);
        rule.labels[0].value = "warning";
        compare(withRule(kFile, kFirst, rule), replaced(kFile, "severity: critical", "severity: \"warning\""));
    }

    void a_label_or_an_annotation_changes_its_own_lines_alone()
    {
        const std::string text = "groups:\n"
                                 "  - name: thresholds\n"
                                 "    rules:\n"
                                 "      - alert: Slow\n"
                                 "        expr: latency > 2\n"
                                 "        annotations: # for people\n"
                                 "          # in one line\n"
                                 "          summary: slow # or not\n"
                                 "          'with: colon': \"x\" # odd\n"
                                 "\n"
                                 "          description: |\n"
                                 "            # A heading, no comment.\n"
                                 "            text\n"
                                 "          runbook_url: https://example.org # the wiki\n";
        auto rule = ruleOf(text, 0, 0);
        QCOMPARE(rule.annotations.size(), std::size_t(4));
        rule.annotations[1].value = "y";
        compare(withRule(text, kFirst, rule), replaced(text, "'with: colon': \"x\" # odd", "\"with: colon\": \"y\" # odd"));
        rule = ruleOf(text, 0, 0);
        rule.annotations[2].value = "short";
        compare(withRule(text, kFirst, rule),
                replaced(text, "description: |\n            # A heading, no comment.\n            text\n", "description: \"short\"\n"));
        rule = ruleOf(text, 0, 0);
        rule.annotations.erase(rule.annotations.begin());
        rule.annotations.push_back({"new", "n", {}});
        compare(withRule(text, kFirst, rule), replaced(text, "          summary: slow # or not\n", "") + "          new: \"n\"\n");
        // A name in the middle that is another: the order holds all the same.
        rule = ruleOf(text, 0, 0);
        rule.annotations[0].name = "title";
        const auto got = withRule(text, kFirst, rule);
        QVERIFY2(got, got ? "" : got.error().message.c_str());
        QCOMPARE(ruleOf(*got, 0, 0).annotations[0].name, std::string("title"));
        QVERIFY(got->find("# for people") != std::string::npos);
    }

    void a_text_of_several_lines_may_hold_what_looks_like_a_comment()
    {
        const std::string text = "groups:\n"
                                 "  - name: thresholds\n"
                                 "    rules:\n"
                                 "      - alert: Slow\n"
                                 "        expr: |\n"
                                 "          # PromQL's own\n"
                                 "          latency > 2\n"
                                 "        # About the time.\n"
                                 "        for: 5m\n";
        auto rule = ruleOf(text, 0, 0);
        rule.expression = "latency > 3";
        compare(withRule(text, kFirst, rule), replaced(text, "expr: |\n          # PromQL's own\n          latency > 2\n", "expr: latency > 3\n"));
    }

    void a_new_rule_goes_to_the_end_of_its_group()
    {
        Rule rule;
        rule.name = "New: one";
        rule.expression = "x{a=\"b: #c\"} > 1";
        rule.annotations = {{"meaning", "two\nlines \"and\" {{ $labels.a }}", {}}};
        compare(withRule(kFile, {"thresholds"}, rule), replaced(kFile, "          free < 10\n",
                                                                "          free < 10\n"
                                                                "      - alert: \"New: one\"\n"
                                                                "        expr: \"x{a=\\\"b: #c\\\"} > 1\"\n"
                                                                "        annotations:\n"
                                                                "          meaning: \"two\\nlines \\\"and\\\" {{ $labels.a }}\"\n"));
    }

    void a_new_group_and_a_new_file()
    {
        Rule rule;
        rule.name = "New";
        rule.expression = "x\n  > 1";
        compare(withRule(kFile, {"machine"}, rule), kFile + "  - name: machine\n"
                                                            "    rules:\n"
                                                            "      - alert: New\n"
                                                            "        expr: |-\n"
                                                            "          x\n"
                                                            "            > 1\n");
        compare(withRule("", {"machine", {}, 5s}, rule), "groups:\n"
                                                         "  - name: machine\n"
                                                         "    interval: 5s\n"
                                                         "    rules:\n"
                                                         "      - alert: New\n"
                                                         "        expr: |-\n"
                                                         "          x\n"
                                                         "            > 1\n");
    }

    void a_rule_that_goes_leaves_the_others_and_their_comments()
    {
        compare(withoutRule(kFile, "thresholds", "Full"), replaced(kFile, "      - alert: Full\n        expr: |\n          free < 10\n", ""));
        const auto got = withoutRule(kFile, "thresholds", "Slow");
        QVERIFY(got);
        QVERIFY(got->find("latency") == std::string::npos);
        QVERIFY(got->find("# About the next.\n      - alert: Full") != std::string::npos);
        const auto without = withoutRule(kFile, "other", "a:b");
        QVERIFY(without);
        QVERIFY(without->find("other") == std::string::npos);
        QCOMPARE(withRule(kFile, {"other", "nobody"}, ruleOf(kFile, 0, 0)).error().code, metric::ErrorCode::NotFound);
        QCOMPARE(withoutRule(kFile, "other", "nobody").error().code, metric::ErrorCode::NotFound);
    }

    void what_is_written_otherwise_is_left_alone()
    {
        const std::string flow = "groups: [{name: thresholds, rules: [{alert: A, expr: x > 1}, {alert: B, expr: y}]}]\n";
        auto rule = ruleOf(flow, 0, 0);
        rule.expression = "x > 2";
        QCOMPARE(withRule(flow, {"thresholds", "A"}, rule).error().code, metric::ErrorCode::Conflict);
        QCOMPARE(withoutRule(flow, "thresholds", "A").error().code, metric::ErrorCode::Conflict);
        QCOMPARE(withRule("groups: 5", {"thresholds"}, rule).error().code, metric::ErrorCode::Conflict);
        // An anchor that another rule uses.
        const std::string shared = "groups:\n- name: thresholds\n  rules:\n  - alert: A\n    expr: &e x > 1\n  - alert: B\n    expr: *e\n";
        auto first = ruleOf(shared, 0, 0);
        first.expression = "x > 2";
        QCOMPARE(withRule(shared, {"thresholds", "A"}, first).error().code, metric::ErrorCode::Conflict);
    }
};

VEDETTE_TEST(TstRuleFileEdit)
#include "tst_rule_file_edit.moc"
