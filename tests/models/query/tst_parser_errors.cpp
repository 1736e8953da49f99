#include "models/query/parser.h"
#include "tests/support/registry.h"

#include <span>

using namespace query;

namespace {

// As Prometheus says it, but for "parse error" between the position and the message.
struct Row {
    const char *expression;
    const char *error;
};

// clang-format off
constexpr Row kNumbers[] = {
    {"1__0", "1:1: bad number or duration syntax: \"1__\""},
    {"1_", "1:1: bad number or duration syntax: \"1_\""},
    {"0x", "1:1: error parsing number: strconv.ParseFloat: parsing \"0x\": invalid syntax"},
    {"0x1.5", "1:1: bad number or duration syntax: \"0x1.\""},
    {"1e", "1:1: bad number or duration syntax: \"1e\""},
    {"1e+", "1:1: bad number or duration syntax: \"1e+\""},
    {"1e5e5", "1:1: bad number or duration syntax: \"1e5e\""},
    {"1..2", "1:1: bad number or duration syntax: \"1..\""},
    {"1.2.3", "1:1: bad number or duration syntax: \"1.2.\""},
    {"0deadbeef", "1:1: bad number or duration syntax: \"0de\""},
    {"5x", "1:1: bad number or duration syntax: \"5\""},
    {"0b11", "1:1: bad number or duration syntax: \"0\""},
    {"1e999", "1:1: error parsing number: strconv.ParseFloat: parsing \"1e999\": value out of range"},
    {".", "1:1: unexpected character: '.'"},
    {"5m1", "1:1: bad number or duration syntax: \"5m1\""},
    {"5m5m", "1:1: not a valid duration string: \"5m5m\""},
    {"5m1h", "1:1: not a valid duration string: \"5m1h\""},
    {"5mm", "1:1: bad number or duration syntax: \"5mm\""},
    {"5ms5s", "1:1: not a valid duration string: \"5ms5s\""},
    {"1.5m", "1:1: not a valid duration string: \"1.5m\""},
    {"0x5s", "1:1: not a valid duration string: \"0x5s\""},
    {"300y", "1:1: duration out of range"},
};

constexpr Row kOperators[] = {
    {"1 == 1", "1:3: comparisons between scalars must use BOOL modifier"},
    {"1 and 1", "1:1: set operator \"and\" not allowed in binary scalar expression"},
    {"1 or foo", "1:1: set operator \"or\" not allowed in binary scalar expression"},
    {"foo unless 1", "1:1: set operator \"unless\" not allowed in binary scalar expression"},
    {"1 or on(bar) foo", "1:1: vector matching only allowed between instant vectors"},
    {"foo == on(bar) 10", "1:1: vector matching only allowed between instant vectors"},
    {"foo + bool bar", "1:5: bool modifier can only be used on comparison operators"},
    {"foo and bool 10", "1:5: bool modifier can only be used on comparison operators"},
    {"foo + group_left(baz) bar", "1:7: unexpected <group_left>"},
    {"foo and on(bar) group_left(baz) bar", "1:1: no grouping allowed for \"and\" operation"},
    {"foo unless on(bar) group_right bar", "1:1: no grouping allowed for \"unless\" operation"},
    {"a + on(x) group_left(x) b", "1:3: label \"x\" must not occur in ON and GROUP clause at once"},
    {"a - on(b) ignoring(c) d", "1:11: unexpected <ignoring>"},
    {"a + on b", "1:8: unexpected identifier \"b\" in grouping opts, expected \"(\""},
    {"a + on(b c) d", "1:10: unexpected identifier \"c\" in grouping opts, expected \",\" or \")\""},
    {"a + on(1) b", "1:8: unexpected number \"1\" in grouping opts, expected label"},
    {"a + on(\"\") b", "1:8: invalid label name for grouping: \"\""},
    {"a =~ b", "1:3: unexpected character after '=': '~'"},
    {"a !~ b", "1:3: unexpected character after '!': '~'"},
    {"a ! b", "1:3: unexpected character after '!': ' '"},
    {"a = b", "1:3: unexpected \"=\""},
    {"1+", "1:3: unexpected end of input"},
    {"*1", "1:1: unexpected <op:*>"},
    {"-=", "1:2: unexpected \"=\""},
    {"++-++-+-+-<", "1:11: unexpected <op:<>"},
    {"(1))", "1:4: unexpected right parenthesis ')'"},
    {"((1)", "1:5: unclosed left parenthesis"},
    {"(", "1:2: unclosed left parenthesis"},
    {"\"a\" + 1", "1:1: binary expression must contain only scalar and instant vector types"},
    {"1 + \"a\"", "1:5: binary expression must contain only scalar and instant vector types"},
    {"a[5m] + 1", "1:1: binary expression must contain only scalar and instant vector types"},
    {"1 + a[5m]", "1:5: binary expression must contain only scalar and instant vector types"},
    {"-\"string\"", "1:1: unary expression only allowed on expressions of type scalar or instant vector, got \"string\""},
    {"-test[5m]", "1:1: unary expression only allowed on expressions of type scalar or instant vector, got \"range vector\""},
    {"a b", "1:3: unexpected identifier \"b\""},
    {"a + atan2", "1:5: unexpected <op:atan2>"},
    {"on", "1:1: unexpected <on>"},
    {"bool", "1:1: unexpected <bool>"},
    {"", "1:1: no expression found in input"},
    {"# just a comment", "1:1: no expression found in input"},
};

constexpr Row kSelectors[] = {
    {"foo{\"bar\"}", "1:1: metric name must not be set twice: \"foo\" or \"bar\""},
    {"foo{__name__=\"bar\"}", "1:1: metric name must not be set twice: \"foo\" or \"bar\""},
    {"foo{__name__=~\".+\"}", "1:1: metric name must not be set twice: \"foo\" or \".+\""},
    {"{}", "1:1: vector selector must contain at least one non-empty matcher"},
    {"{x=\"\"}", "1:1: vector selector must contain at least one non-empty matcher"},
    {"{x=~\".*\"}", "1:1: vector selector must contain at least one non-empty matcher"},
    {"{x!~\".+\"}", "1:1: vector selector must contain at least one non-empty matcher"},
    {"{x!=\"a\"}", "1:1: vector selector must contain at least one non-empty matcher"},
    {"{\"\"}", "1:1: vector selector must contain at least one non-empty matcher"},
    {"{", "1:2: unexpected end of input inside braces"},
    {"}", "1:1: unexpected character: '}'"},
    {"some{", "1:6: unexpected end of input inside braces"},
    {"some_metric{a=b}", "1:15: unexpected identifier \"b\" in label matching, expected string"},
    {"some_metric{a:b=\"b\"}", "1:14: unexpected character inside braces: ':'"},
    {"foo{a*\"b\"}", "1:6: unexpected character inside braces: '*'"},
    {"foo{a>=\"b\"}", "1:6: unexpected character inside braces: '>'"},
    {"foo{a!b}", "1:6: unexpected character after '!' inside braces: 'b'"},
    {"foo{gibberish}", "1:14: unexpected \"}\" in label matching, expected label matching operator"},
    {"foo{1}", "1:5: unexpected character inside braces: '1'"},
    {"foo{,}", "1:5: unexpected \",\" in label matching, expected identifier or \"}\""},
    {"foo{a=\"b\",,}", "1:11: unexpected \",\" in label matching, expected identifier or \"}\""},
    {"foo{a=\"b\" lol}", "1:11: unexpected identifier \"lol\" in label matching, expected \",\" or \"}\""},
    {"foo{\"a\" \"b\"}", "1:9: unexpected string \"\\\"b\\\"\" in label matching, expected \",\" or \"}\""},
    {"foo{\"a\"=}", "1:9: unexpected \"}\" in label matching, expected string"},
    {"foo{__name__ == \"bar\"}", "1:15: unexpected \"=\" in label matching, expected string"},
    {"foo{a=\"b\"}{c=\"d\"}", "1:11: unexpected \"{\""},
    {"foo{{", "1:5: unexpected left brace '{'"},
    {"foo{a=~\"(\"}", "1:5: regular expression \"(\": missing ): ("},
    {"inf{}", "1:4: unexpected \"{\""},
    {"é", "1:1: unexpected character: 'é'"},
    {"foo}", "1:4: unexpected character: '}'"},
    {"foo]", "1:4: unexpected right bracket ']'"},
    {"foo[", "1:5: unexpected end of input in duration expression"},
    {"foo;", "1:4: unexpected character: ';'"},
};

constexpr Row kShifts[] = {
    {"1 offset 1d", "1:1: offset modifier must be preceded by an instant vector selector or range vector selector or a subquery"},
    {"foo offset 1s offset 2s", "1:1: offset may not be set multiple times"},
    {"foo @ 1 @ 2", "1:1: @ <timestamp> may not be set multiple times"},
    {"foo @ start() @ 2", "1:1: @ <timestamp> may not be set multiple times"},
    {"foo @ NaN", "1:1: timestamp out of bounds for @ modifier: NaN"},
    {"foo @ +Inf", "1:1: timestamp out of bounds for @ modifier: +Inf"},
    {"foo @ -Inf", "1:1: timestamp out of bounds for @ modifier: -Inf"},
    {"foo @ 1e30", "1:1: timestamp out of bounds for @ modifier: 1000000000000000019884624838656.000000"},
    {"foo @ x", "1:7: unexpected identifier \"x\" in @, expected timestamp"},
    {"foo @", "1:6: unexpected end of input in @, expected timestamp"},
    {"foo @ start", "1:12: unexpected end of input in @, expected timestamp"},
    {"foo @ 1 1", "1:9: unexpected number \"1\""},
    {"foo offset", "1:11: unexpected end of input in offset, expected number, duration, or step()"},
    {"foo offset \"5m\"", "1:12: unexpected string \"\\\"5m\\\"\" in offset, expected number, duration, or step()"},
    {"foo offset bar", "1:12: unexpected identifier \"bar\" in offset, expected number, duration, or step()"},
    {"foo offset (5m", "1:15: unclosed left parenthesis"},
    {"foo offset 300y", "1:12: duration out of range"},
    {"foo offset 1e300", "1:12: duration out of range"},
    {"foo offset sum(1,2)", "1:12: unexpected <aggr:sum> in offset, expected number, duration, or step()"},
    {"foo offset step", "1:16: unexpected end of input in offset, expected number, duration, or step()"},
    {"sum(foo) offset 5m", "1:1: offset modifier must be preceded by an instant vector selector or range vector selector or a subquery"},
    {"(foo) offset 5m", "1:1: offset modifier must be preceded by an instant vector selector or range vector selector or a subquery"},
    {"rate(foo[5m]) @ 1234", "1:1: @ modifier must be preceded by an instant vector selector or range vector selector or a subquery"},
    {"\"a\" @ 1", "1:1: @ modifier must be preceded by an instant vector selector or range vector selector or a subquery"},
};

constexpr Row kRanges[] = {
    {"-foo[5m:]", "1:1: unary expression only allowed on expressions of type scalar or instant vector, got \"range vector\""},
    {"foo[5mm]", "1:5: bad number or duration syntax: \"5mm\""},
    {"foo[5m1]", "1:5: bad number or duration syntax: \"5m1\""},
    {"foo[5m:1m1]", "1:8: bad number or duration syntax: \"1m1\""},
    {"foo[5y1hs]", "1:5: not a valid duration string: \"5y1hs\""},
    {"foo[5m1h]", "1:5: not a valid duration string: \"5m1h\""},
    {"foo[0m]", "1:5: duration must be greater than 0"},
    {"foo[0]", "1:5: duration must be greater than 0"},
    {"foo[-5m]", "1:5: duration must be greater than 0"},
    {"foo[0.0001]", "1:5: duration must be greater than 0"},
    {"foo[\"5m\"]", "1:5: unexpected character in duration expression: '\"'"},
    {"foo[]", "1:5: unexpected \"]\" in subquery or range selector, expected number, duration, or step()"},
    {"foo[:5m]", "1:5: unexpected colon before duration in duration expression"},
    {"foo[5m::]", "1:8: unexpected colon ':'"},
    {"foo[5m:5m:]", "1:10: unexpected colon ':'"},
    {"foo[5m 5m]", "1:8: unexpected duration \"5m\" in subquery or range, expected \":\" or \"]\""},
    {"foo[5m:5m 5m]", "1:11: unexpected duration \"5m\" in subquery selector, expected \"]\""},
    {"foo[5m+]", "1:8: unexpected \"]\" in subquery or range selector, expected number, duration, or step()"},
    {"foo[5m+x]", "1:8: unexpected character: 'x', expected ':'"},
    {"foo[x]", "1:5: unexpected character in duration expression: 'x'"},
    {"foo[step]", "1:9: unexpected \"]\" in subquery or range selector, expected number, duration, or step()"},
    {"foo[min(1,2]", "1:12: unexpected \"]\" in subquery or range selector, expected number, duration, or step()"},
    {"foo[min(1)]", "1:10: unexpected \")\" in subquery or range selector, expected number, duration, or step()"},
    {"foo[1m/0]", "1:7: division by zero"},
    {"foo[1m%0]", "1:7: modulo by zero"},
    {"foo[300y]", "1:5: duration out of range"},
    {"foo[1e300]", "1:5: duration out of range"},
    {"foo[NaN]", "1:5: unexpected character in duration expression: 'N'"},
    {"foo[5m", "1:7: unclosed left bracket"},
    {"foo[5m:", "1:8: unclosed left bracket"},
    {"foo[(5m]", "1:8: unexpected \"]\" in subquery or range selector, expected number, duration, or step()"},
    {"foo[[5m]]", "1:5: unexpected character in duration expression: '['"},
    {"foo[5m][5m]", "1:8: ranges only allowed for vector selectors"},
    {"foo[5m][5m:]", "1:1: subquery is only allowed on instant vector, got matrix instead"},
    {"(foo + bar)[5m]", "1:12: ranges only allowed for vector selectors"},
    {"rate(foo[1m])[1h] offset 1h", "1:14: ranges only allowed for vector selectors"},
    {"foo offset 1m[5m]", "1:14: no offset modifiers allowed before range"},
    {"foo @ 1234 [5m]", "1:12: no @ modifiers allowed before range"},
    {"foo @ start() [5m]", "1:15: no @ modifiers allowed before range"},
    {"(foo[5m:])[10m:5s]", "1:1: subquery is only allowed on instant vector, got matrix instead"},
    {"1[5m:]", "1:1: subquery is only allowed on instant vector, got scalar instead"},
    {"\"a\"[5m:]", "1:1: subquery is only allowed on instant vector, got string instead"},
};

constexpr Row kAggregations[] = {
    {"sum without(==)(some_metric)", "1:13: unexpected <op:==> in grouping opts, expected label"},
    {"sum without(,)(some_metric)", "1:13: unexpected \",\" in grouping opts, expected label"},
    {"sum without(foo,,)(some_metric)", "1:17: unexpected \",\" in grouping opts, expected label"},
    {"sum by (without) (foo)", "1:9: unexpected <without> in grouping opts, expected label"},
    {"sum by (inf) (foo)", "1:9: unexpected number \"inf\" in grouping opts, expected label"},
    {"sum some_metric by (test)", "1:5: unexpected identifier \"some_metric\""},
    {"sum (some_metric) by test", "1:22: unexpected identifier \"test\" in grouping opts, expected \"(\""},
    {"sum () by (test)", "1:1: no arguments for aggregate expression provided"},
    {"MIN keep_common (some_metric)", "1:5: unexpected identifier \"keep_common\""},
    {"MIN (some_metric) keep_common", "1:19: unexpected identifier \"keep_common\""},
    {"sum (some_metric) without (test) by (test)", "1:34: unexpected <by>"},
    {"sum without (test) (some_metric) by (test)", "1:34: unexpected <by>"},
    {"topk(some_metric)", "1:1: wrong number of arguments for aggregate expression provided, expected 2, got 1"},
    {"topk(some_metric,)", "1:17: trailing commas not allowed in function call args"},
    {"topk(1, some_metric, 2)", "1:1: wrong number of arguments for aggregate expression provided, expected 2, got 3"},
    {"topk(some_metric, other_metric)", "1:6: expected type scalar in aggregation parameter, got instant vector"},
    {"count_values(5, other_metric)", "1:14: expected type string in aggregation parameter, got scalar"},
    {"sum(foo[5m])", "1:5: expected type instant vector in aggregation expression, got range vector"},
    {"sum(1)", "1:5: expected type instant vector in aggregation expression, got scalar"},
    {"sum(\"a\")", "1:5: expected type instant vector in aggregation expression, got string"},
    {"sum(", "1:5: unclosed left parenthesis"},
    {"sum by (a", "1:10: unclosed left parenthesis"},
    {"sum by (a) foo", "1:12: unexpected identifier \"foo\""},
    {"sum by", "1:7: unexpected end of input in grouping opts, expected \"(\""},
    {"count by (x) by (y) (foo)", "1:14: unexpected <by>"},
};

constexpr Row kCalls[] = {
    {"floor()", "1:1: expected 1 argument(s) in call to \"floor\", got 0"},
    {"floor(some_metric, other_metric)", "1:1: expected 1 argument(s) in call to \"floor\", got 2"},
    {"floor(1)", "1:7: expected type instant vector in call to function \"floor\", got scalar"},
    {"hour(a, b, c)", "1:1: expected at most 1 argument(s) in call to \"hour\", got 3"},
    {"time(some_metric)", "1:1: expected 0 argument(s) in call to \"time\", got 1"},
    {"label_join(foo)", "1:1: expected at least 3 argument(s) in call to \"label_join\", got 1"},
    {"label_join(foo, \"a\", \",\", 1)", "1:27: expected type string in call to function \"label_join\", got scalar"},
    {"non_existent_function_far_bar()", "1:1: unknown function with name \"non_existent_function_far_bar\""},
    {"Rate(foo[5m])", "1:1: unknown function with name \"Rate\""},
    {"holt_winters(foo[5m], 0.5, 0.5)", "1:1: unknown function with name \"holt_winters\""},
    {"first_over_time(foo[5m])", "1:1: unknown function with name \"first_over_time\""},
    {"rate(some_metric)", "1:6: expected type range vector in call to function \"rate\", got instant vector"},
    {"rate(avg)", "1:6: expected type range vector in call to function \"rate\", got instant vector"},
    {"rate(foo[5m],)", "1:13: trailing commas not allowed in function call args"},
    {"rate(,)", "1:6: unexpected \",\""},
    {"a:b(foo)", "1:4: unexpected \"(\""},
    {"info(foo, bar)", "1:11: expected label selectors only, got vector selector instead"},
    {"info(foo, rate(bar[5m]))", "1:11: expected label selectors only"},
    {"info(foo, 1)", "1:11: expected type instant vector in call to function \"info\", got scalar"},
    {"info(1, {})", "1:6: expected type instant vector in call to function \"info\", got scalar"},
    {"start()", "1:6: unexpected \"(\""},
    {"end()", "1:4: unexpected \"(\""},
    {"step()", "1:5: unexpected \"(\""},
    {"max_over_time(foo[5m:]", "1:23: unclosed left parenthesis"},
};

constexpr Row kStrings[] = {
    {"\"\\", "1:1: escape sequence not terminated"},
    {"\"\\c\"", "1:1: unknown escape sequence U+0063 'c'"},
    {"\"\\'\"", "1:1: unknown escape sequence U+0027 '''"},
    {"'\\\"'", "1:1: unknown escape sequence U+0022 '\"'"},
    {"\"\\x.1\"", "1:1: illegal character U+002E '.' in escape sequence"},
    {"\"\\x1\"", "1:1: illegal character U+0022 '\"' in escape sequence"},
    {"\"\\400\"", "1:1: escape sequence is an invalid Unicode code point"},
    {"\"\\ud800\"", "1:1: escape sequence is an invalid Unicode code point"},
    {"\"\\U00110000\"", "1:1: escape sequence is an invalid Unicode code point"},
    {"\"abc", "1:1: unterminated quoted string"},
    {"`abc", "1:1: unterminated raw string"},
};

// clang-format on

void compare(std::span<const Row> rows)
{
    for (const auto &[expression, error] : rows) {
        const auto node = parse(expression);
        QVERIFY2(!node, expression);
        const auto &[span, message] = node.error();
        QCOMPARE(QString::fromStdString(positionText(expression, span.begin) + ": " + message), QString::fromUtf8(error));
        QVERIFY2(span.begin <= span.end && span.end <= std::string_view(expression).size(), expression);
    }
}

} // namespace

class TstParserErrors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void numbers_that_are_none() { compare(kNumbers); }

    void operands_that_do_not_fit() { compare(kOperators); }

    void selectors_that_are_none() { compare(kSelectors); }

    void shifts_of_what_can_not_be_shifted() { compare(kShifts); }

    void ranges_that_are_none() { compare(kRanges); }

    void aggregations_that_are_none() { compare(kAggregations); }

    void calls_that_do_not_fit() { compare(kCalls); }

    void strings_that_do_not_end_or_escape_wrongly() { compare(kStrings); }

    void bytes_that_are_no_text()
    {
        for (const char *text : {"foo{a=\"\xff\"}", "'\xc3\x28'", "`\xed\xa0\x80`", "\"\xf4\x90\x80\x80\""}) {
            const auto node = parse(text);
            QVERIFY(!node);
            QCOMPARE(node.error().message, std::string("invalid UTF-8 rune"));
        }
        QVERIFY(!parse("\xff") && !parse(std::string_view("a\0b", 3)));
    }

    void positions_are_lines_and_columns()
    {
        const std::string_view text = "sum(\n  foo\n) + \n rate(bar)";
        const auto node = parse(text);
        QVERIFY(!node);
        const auto error = errorOf(text, node.error());
        QVERIFY(error.code == metric::ErrorCode::InvalidArgument);
        QCOMPARE(error.message, std::string("4:7: parse error: expected type range vector in call to function \"rate\", got instant vector"));
        QCOMPARE(positionText("", 0), std::string("1:1"));
        QCOMPARE(positionText("a\n", 2), std::string("2:1"));
    }
};

VEDETTE_TEST(TstParserErrors)
#include "tst_parser_errors.moc"
