#include "models/query/promql_engine.h"
#include "models/rules/measured.h"
#include "models/rules/rule_saying.h"
#include "tests/support/fake_reader.h"
#include "tests/support/registry.h"

using namespace rules;
using namespace std::chrono_literals;
using metric::Timestamp;

class TstRuleSaying : public QObject {
    Q_OBJECT

    static constexpr Timestamp kNow{1'000s};
    tests::FakeReader reader;
    query::PromqlEngine engine{reader};

    static Rule rule(const char *expression)
    {
        Rule rule;
        rule.name = "Full";
        rule.expression = expression;
        rule.labels = {{"team", "{{ $labels.disk }}", {}}};
        rule.annotations = {{"summary", "{{ $labels.disk }} is at {{ $value | humanizePercentage }}", {}}};
        return rule;
    }
    std::optional<RuleSaying> saying(const Rule &rule) const
    {
        auto said = sayingOf(rule, engine, kNow, {});
        if (!said)
            qFatal("%s", said.error().message.c_str());
        return *said;
    }

private Q_SLOTS:
    void initTestCase()
    {
        reader.add({{"__name__", "full"}, {"disk", "c"}}, kNow, 0.9);
        reader.add({{"__name__", "full"}, {"disk", "b"}}, kNow, 0.8);
        reader.add({{"__name__", "full"}, {"disk", "a"}}, kNow, 0.1);
    }

    void it_speaks_of_the_first_series_that_would_fire()
    {
        const auto said = saying(rule("full > 0.5"));
        QVERIFY(said && said->fires);
        QCOMPARE(said->value, 0.8);
        QCOMPARE(said->series.get("disk"), std::string_view("b"));
        QCOMPARE(said->labels.at(0).text.value(), std::string("b"));
        QCOMPARE(said->annotations.at(0).name, std::string("summary"));
        QCOMPARE(said->annotations.at(0).text.value(), std::string("b is at 80%"));
    }

    void where_none_would_it_speaks_of_the_first_that_is_compared()
    {
        for (const auto *expression : {"full > 0.95", "(full > 0.95) and on() vector(1)", "full > 0.95 unless full < 0.2"}) {
            const auto said = saying(rule(expression));
            QVERIFY2(said && !said->fires, expression);
            QCOMPARE(said->annotations.at(0).text.value(), std::string("a is at 10%"));
        }
        QVERIFY(!saying(rule("absent_metric > 1")));
        QVERIFY(!saying(rule("absent(full)"))); // compares nothing
    }

    void what_is_wrong_with_a_text_is_told_with_its_place_and_harms_no_other()
    {
        auto broken = rule("full > 0.5");
        broken.annotations.push_back({"description", "a\n{{ $nonsense }}", {}});
        broken.annotations.push_back({"first", "{{ query \"none\" | first | value }}", {}});
        broken.annotations.push_back({"last", "fine", {}});
        const auto said = saying(broken);
        QCOMPARE(said->annotations.size(), std::size_t(4));
        QVERIFY(said->annotations[1].text.error().message.starts_with("2:"));
        QVERIFY(!said->annotations[2].text);
        QCOMPARE(said->annotations[3].text.value(), std::string("fine"));
    }

    void an_expression_that_is_none_is_the_engines_error() { QVERIFY(!sayingOf(rule("full >"), engine, kNow, {})); }

    void what_is_measured_is_the_left_of_a_comparison()
    {
        QCOMPARE(measuredOf("rate(a[5m]) / 2 > 1"), std::string("rate(a[5m]) / 2"));
        QCOMPARE(measuredOf("(a > 1)"), std::string("a"));
        for (const auto *none : {"a", "a > bool 1", "1 < 2", "a >", "a > 1 and b"})
            QCOMPARE(measuredOf(none), std::string());
        QCOMPARE(firstConditionOf("(a > 1 and b < 2) unless c"), std::string("a > 1"));
        QCOMPARE(firstConditionOf("a > 1"), std::string("a > 1"));
    }
};

VEDETTE_TEST(TstRuleSaying)
#include "tst_rule_saying.moc"
