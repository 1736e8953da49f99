#include "models/query/promql_engine.h"
#include "models/rules/recorded_definitions.h"
#include "models/rules/rule_file_reader.h"
#include "tests/support/fake_reader.h"
#include "tests/support/registry.h"

#include <fmt/format.h>

using namespace rules;
using namespace std::chrono_literals;
using metric::Timestamp;

namespace {

std::vector<RuleGroup> groupsOf(const std::string &rules, const std::string &fields = {})
{
    const auto file = readRuleFile("groups:\n- name: g\n" + fields + "  rules:\n" + rules);
    if (!file)
        qFatal("%s", file.error()[0].message.c_str());
    return file->groups;
}

// What the expression comes to where x{i="0"} is 3 and y{i="0"} is 4, and r{i="0"}, recorded once, is 100.
QByteArray answered(const std::string &rules, std::string_view expression, const std::string &fields = {})
{
    tests::FakeReader reader;
    for (const auto &[name, value] : {std::pair{"x", 3.0}, {"y", 4.0}, {"r", 100.0}})
        reader.add({{"__name__", name}, {"i", "0"}}, Timestamp(0s), value);
    const auto groups = groupsOf(rules, fields);
    const RecordedDefinitions recorded(groups);
    const query::PromqlEngine engine(reader, {}, recorded.definitions());
    const auto vector = engine.instant(expression, Timestamp(0s));
    if (!vector)
        return QByteArray::fromStdString(vector.error().message);
    std::vector<std::string> lines;
    for (const auto &sample : *vector)
        lines.push_back(fmt::format("{} {}", sample.labels->toString(), sample.value));
    std::sort(lines.begin(), lines.end());
    return QByteArray::fromStdString(fmt::format("{}", fmt::join(lines, "; ")));
}

} // namespace

class TstRecordedDefinitions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_recorded_name_comes_to_what_its_rule_says()
    {
        QCOMPARE(answered("  - {record: r, expr: x + 1}\n", "r > 3"), QByteArray("r{i=\"0\"} 4"));
        QCOMPARE(answered("  - {record: r, expr: 7}\n", "r"), QByteArray("r 7"));
        QCOMPARE(answered("  - record: r\n    expr: |\n      x + 1 # one more\n", "r * 2"), QByteArray("{i=\"0\"} 8"));
    }

    void rules_build_on_each_other_whatever_their_order()
    {
        QCOMPARE(answered("  - {record: s, expr: r + r}\n  - {record: r, expr: x + 1}\n", "s"), QByteArray("s{i=\"0\"} 8"));
    }

    void labels_of_rule_and_group_are_there()
    {
        QCOMPARE(answered("  - {record: r, expr: x + 1, labels: {a: 'one$1\"', i: ''}}\n", "r", "  labels: {a: group, b: two}\n"),
                 QByteArray("r{a=\"one$1\\\"\",b=\"two\"} 4"));
        QCOMPARE(answered("  - {record: r, expr: x + 1, labels: {a: one}}\n", "r{a=\"two\"}"), QByteArray());
    }

    void rules_of_one_name_are_one_definition()
    {
        const std::string rules = "  - {record: r, expr: x + 1, labels: {of: x}}\n  - {record: r, expr: y + 1, labels: {of: y}}\n";
        QCOMPARE(answered(rules, "r"), QByteArray("r{i=\"0\",of=\"x\"} 4; r{i=\"0\",of=\"y\"} 5"));
        QCOMPARE(answered(rules, "r{of=\"y\"}"), QByteArray("r{i=\"0\",of=\"y\"} 5"));
    }

    void its_own_name_within_it_is_what_was_recorded() { QCOMPARE(answered("  - {record: r, expr: r + x}\n", "r"), QByteArray("r{i=\"0\"} 103")); }

    void circles_and_what_grows_without_end_are_left_to_the_history()
    {
        const auto circle =
            groupsOf("  - {record: a, expr: b + 1}\n  - {record: b, expr: a + 1}\n  - {record: c, expr: b * 2}\n  - {record: d, expr: x}\n");
        const RecordedDefinitions recorded(circle);
        QCOMPARE(recorded.leftOut(), (std::vector<std::string>{"a", "b", "c"}));
        QVERIFY(recorded.holds("d") && !recorded.holds("a") && !recorded.holds("x"));

        std::string doubling = "  - {record: r0, expr: x}\n";
        std::string chain = doubling;
        for (int i = 1; i < 500; ++i) {
            doubling += fmt::format("  - {{record: r{}, expr: r{} + r{}}}\n", i, i - 1, i - 1);
            chain += fmt::format("  - {{record: r{}, expr: -r{}}}\n", i, i - 1);
        }
        for (const auto &[rules, tooLarge] : {std::pair{doubling, "r15"}, {chain, "r200"}}) {
            const auto groups = groupsOf(rules);
            const RecordedDefinitions large(groups);
            QVERIFY(large.holds("r3") && !large.holds(tooLarge));
            QCOMPARE(large.definitions().size() + large.leftOut().size(), std::size_t(500));
        }
    }

    void the_names_within_an_expression_are_told()
    {
        QCOMPARE(namesWithin("sum(rate(b[5m])) / a{x=\"y\"} > avg_over_time({__name__=\"c\"}[1h:1m]) or a or {d=\"e\"}"),
                 (std::vector<std::string>{"a", "b", "c"}));
        QVERIFY(namesWithin("a >").empty());
    }
};

VEDETTE_TEST(TstRecordedDefinitions)
#include "tst_recorded_definitions.moc"
