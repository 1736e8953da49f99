#include "models/query/parser.h"
#include "models/query/printer.h"
#include "tests/support/registry.h"

#include <limits>

using namespace query;

namespace {

std::string printed(std::string_view expression)
{
    const auto node = parse(expression);
    return node ? print(**node) : errorOf(expression, node.error()).message;
}

std::string pretty(std::string_view expression)
{
    const auto node = parse(expression);
    return node ? prettyPrint(**node) : errorOf(expression, node.error()).message;
}

} // namespace

class TstPrinter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void matching_is_written_out_where_it_says_something()
    {
        QCOMPARE(printed("a - on() c"), std::string("a - on () c"));
        QCOMPARE(printed("a - on(b,x) c"), std::string("a - on (b, x) c"));
        QCOMPARE(printed("a - ignoring(b) c"), std::string("a - ignoring (b) c"));
        QCOMPARE(printed("a - ignoring() c"), std::string("a - c"));
        QCOMPARE(printed("a - on(b) group_left c"), std::string("a - on (b) group_left () c"));
        QCOMPARE(printed("a - ignoring() group_right(x, \"y z\") c"), std::string("a - ignoring () group_right (x, \"y z\") c"));
        QCOMPARE(printed("up > bool on(a) 0 * up"), std::string("up > bool on (a) 0 * up"));
    }

    void numbers_have_the_fewest_digits_and_no_exponent()
    {
        QCOMPARE(printed("1e23"), "1" + std::string(23, '0'));
        QCOMPARE(printed("1e-7"), std::string("0.0000001"));
        QCOMPARE(printed("0.1 + 0.30000000000000004"), std::string("0.1 + 0.30000000000000004"));
        QCOMPARE(printed("-0"), std::string("-0"));
        QCOMPARE(printed("1.7976931348623157e308"), "17976931348623157" + std::string(292, '0'));
        QCOMPARE(printed("4.9e-324"), "0." + std::string(323, '0') + "5");
    }

    void durations_leave_out_what_is_zero()
    {
        using namespace std::chrono_literals;
        QCOMPARE(printDuration(0ms), std::string("0s"));
        QCOMPARE(printDuration(90min + 1ms), std::string("1h30m1ms"));
        QCOMPARE(printDuration(-5min), std::string("-5m"));
        QCOMPARE(printDuration(std::chrono::hours(24 * 365)), std::string("1y"));
        QCOMPARE(printDuration(std::chrono::hours(24 * 14)), std::string("2w"));
        QCOMPARE(printDuration(std::chrono::hours(24 * 90)), std::string("90d"));
        QCOMPARE(printDuration(std::chrono::hours(24 * 371)), std::string("53w"));
        QCOMPARE(printDuration(metric::Duration::min()), std::string("-106751991167d7h12m55s808ms"));
    }

    void matchers_quote_what_is_no_plain_name()
    {
        using series::Matcher;
        QCOMPARE(print(Matcher::make("a", Matcher::Op::NotMatches, "x\"\n").value()), std::string("a!~\"x\\\"\\n\""));
        QCOMPARE(print(Matcher::equal("a.b", "c")), std::string("\"a.b\"=\"c\""));
        QCOMPARE(print(Matcher::equal("1a", "")), std::string("\"1a\"=\"\""));
        QCOMPARE(print(Matcher::equal("", "é\xff")), std::string("\"\"=\"é\\xff\""));
    }

    void what_is_no_bare_label_in_a_grouping_is_quoted()
    {
        QCOMPARE(printed("sum by (\"without\", \"inf\", \"by\", \"a:b\") (x)"), std::string("sum by (\"without\", \"inf\", by, \"a:b\") (x)"));
    }

    void short_expressions_stay_on_one_line()
    {
        QCOMPARE(pretty(" sum(foo)by(a)\n+1 "), std::string("sum by (a) (foo) + 1"));
        const std::string name(100, 'a');
        QCOMPARE(pretty("abs(" + name.substr(5) + ")"), "abs(" + name.substr(5) + ")");
        QCOMPARE(pretty("abs(" + name.substr(4) + ")"), "abs(\n  " + name.substr(4) + "\n)");
    }

    void long_expressions_are_broken_and_indented()
    {
        QCOMPARE(pretty("sum without(job, foo) (rate(task:errors:rate10s{job=\"s\"}[5m])) / on(instance) group_left(version) "
                        "topk(5, -(avg by (instance) (rate(task:requests:rate10s{job=\"s\", zone=\"a very very long name\"}[5m])) + 1)) > bool 1"),
                 std::string("    sum without (job, foo) (rate(task:errors:rate10s{job=\"s\"}[5m]))\n"
                             "  / on (instance) group_left (version)\n"
                             "    topk(\n"
                             "      5,\n"
                             "      -(avg by (instance) (rate(task:requests:rate10s{job=\"s\",zone=\"a very very long name\"}[5m])) + 1)\n"
                             "    )\n"
                             "> bool\n"
                             "  1"));
    }

    void what_was_broken_parses_to_the_same()
    {
        const std::string name(60, 'a');
        for (const auto &text : {"-(" + name + " + " + name + ")", "rate(" + name + "[5m:]) > " + name,
                                 "label_replace(" + name + ", \"a\", \"b\", \"" + name + "\", \"c\")",
                                 "max_over_time((" + name + " or " + name + ")[5m:1m] @ end() offset 1h)",
                                 "quantile by (x) (0.5, " + name + " and on (y) " + name + ")"})
        {
            const auto broken = pretty(text);
            QVERIFY2(broken.find('\n') != std::string::npos, broken.c_str());
            QCOMPARE(printed(broken), printed(text));
        }
    }
};

VEDETTE_TEST(TstPrinter)
#include "tst_printer.moc"
