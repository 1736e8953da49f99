#include "models/query/function.h"
#include "models/query/parser.h"
#include "models/query/printer.h"
#include "tests/support/registry.h"

#include <fmt/format.h>

#include <span>

using namespace query;

namespace {

// How it binds, every operation in brackets of its own, and how it is printed where that is something else.
struct Row {
    const char *expression;
    const char *printed;
    const char *shape;
};

// clang-format off
constexpr Row kNumbers[] = {
    {"1", "1", "1"},
    {"+Inf", "+Inf", "+Inf"},
    {"-inf", "-Inf", "-Inf"},
    {"NaN", "NaN", "NaN"},
    {"nAn", "NaN", "NaN"},
    {".5", "0.5", "0.5"},
    {"5.", "5", "5"},
    {"123.4567", "123.4567", "123.4567"},
    {"5e-3", "0.005", "0.005"},
    {"5E+3", "5000", "5000"},
    {"0xc", "12", "12"},
    {"0XFF", "255", "255"},
    {"0x_1F", "31", "31"},
    {"0755", "493", "493"},
    {"08", "8", "8"},
    {"-0755", "-493", "-493"},
    {"+5.5e-3", "0.0055", "0.0055"},
    {"1_000_000", "1000000", "1000000"},
    {"1_2.3_4e1_0", "123400000000", "123400000000"},
    {"0_7", "7", "7"},
    {"9223372036854775807", "9223372036854776000", "9223372036854776000"},
    {"9223372036854775808", "9223372036854776000", "9223372036854776000"},
    {"1e-400", "0", "0"},
    {"_1", "_1", "_1"},
    {"5m", "5m", "5m"},
    {"1m0s", "1m", "1m"},
    {"1h0m0s", "1h", "1h"},
    {"1y2w3d4h5m6s7ms", "382d4h5m6s7ms", "382d4h5m6s7ms"},
    {"-5m", "-5m", "-5m"},
    {"0s", "0s", "0s"},
    {"9223372036s", "106751d23h47m16s", "106751d23h47m16s"},
};

constexpr Row kOperators[] = {
    {"1 + 1", "1 + 1", "[1 + 1]"},
    {"1 - 1 * 2 / 3 % 4", "1 - 1 * 2 / 3 % 4", "[1 - [[[1 * 2] / 3] % 4]]"},
    {"1 == bool 1", "1 == bool 1", "[1 == 1]"},
    {"1 != bool 1 < bool 2", "1 != bool 1 < bool 2", "[[1 != 1] < 2]"},
    {"-1^2", "-1 ^ 2", "[-[1 ^ 2]]"},
    {"-1*2", "-1 * 2", "[-1 * 2]"},
    {"-1+2", "-1 + 2", "[-1 + 2]"},
    {"-1^-2", "-1 ^ -2", "[-[1 ^ -2]]"},
    {"2^3^2", "2 ^ 3 ^ 2", "[2 ^ [3 ^ 2]]"},
    {"Inf^2", "Inf ^ 2", "[+Inf ^ 2]"},
    {"+Inf^2", "+Inf ^ 2", "[+[+Inf ^ 2]]"},
    {"--1", "1", "1"},
    {"-+-a", "-+-a", "[-[+[-a]]]"},
    {"- -a", "--a", "[-[-a]]"},
    {"+a", "+a", "[+a]"},
    {"-(1)", "-(1)", "[-(1)]"},
    {"-a^2", "-a ^ 2", "[-[a ^ 2]]"},
    {"-a*b", "-a * b", "[[-a] * b]"},
    {"a*-b^c*d", "a * -b ^ c * d", "[[a * [-[b ^ c]]] * d]"},
    {"a atan2 b + c", "a atan2 b + c", "[[a atan2 b] + c]"},
    {"1 + 2/(3*1)", "1 + 2 / (3 * 1)", "[1 + [2 / ([3 * 1])]]"},
    {"1 < bool 2 - 1 * 2", "1 < bool 2 - 1 * 2", "[1 < [2 - [1 * 2]]]"},
    {"foo and bar unless baz or qux", "foo and bar unless baz or qux", "[[[foo and bar] unless baz] or qux]"},
    {"foo or bar and baz", "foo or bar and baz", "[foo or [bar and baz]]"},
    {"foo + bar or bla and blub", "foo + bar or bla and blub", "[[foo + bar] or [bla and blub]]"},
    {"foo == bar > baz", "foo == bar > baz", "[[foo == bar] > baz]"},
    {"a AND b Or c UNLESS d", "a and b or c unless d", "[[a and b] or [c unless d]]"},
    {"a and on() b", "a and on () b", "[a and b]"},
    {"a and ignoring() b", "a and b", "[a and b]"},
    {"a and ignoring(x) b", "a and ignoring (x) b", "[a and b]"},
    {"a or on(x, y,) b", "a or on (x, y) b", "[a or b]"},
    {"foo * on(test,blub) bar", "foo * on (test, blub) bar", "[foo * bar]"},
    {"foo * on(test,blub) group_left bar", "foo * on (test, blub) group_left () bar", "[foo * bar]"},
    {"foo / ignoring(test) group_right (a, \"b.c\") bar", "foo / ignoring (test) group_right (a, \"b.c\") bar", "[foo / bar]"},
    {"foo > bool on(x) group_left() bar", "foo > bool on (x) group_left () bar", "[foo > bar]"},
    {"bar + on(foo) bla / on(baz, buz) group_right(test) blub", "bar + on (foo) bla / on (baz, buz) group_right (test) blub", "[bar + [bla / blub]]"},
    {"a * on(b) group_left (c) (d)", "a * on (b) group_left (c) (d)", "[a * (d)]"},
    {"a + ON (by, \"without\", sum, and, atan2, start, step, bool, group_left, offset) b", "a + on (by, \"without\", sum, and, atan2, start, step, bool, group_left, offset) b", "[a + b]"},
    {"foo == 1", "foo == 1", "[foo == 1]"},
    {"foo > 10m", "foo > 10m", "[foo > 10m]"},
    {"2.5 / bar", "2.5 / bar", "[2.5 / bar]"},
    {"1 * on() 2", "1 * 2", "[1 * 2]"},
};

constexpr Row kSelectors[] = {
    {"foo", "foo", "foo"},
    {"foo # why", "foo", "foo"},
    {"foo:bar{a=\"bc\"}", "foo:bar{a=\"bc\"}", "foo:bar{a=\"bc\"}"},
    {":x", ":x", ":x"},
    {"foo{}", "foo", "foo"},
    {"foo{NaN='bc'}", "foo{NaN=\"bc\"}", "foo{NaN=\"bc\"}"},
    {"foo{bar='}'}", "foo{bar=\"}\"}", "foo{bar=\"}\"}"},
    {"foo{a=\"b\", foo!=\"bar\", test=~\"test\", bar!~\"baz\",}", "foo{a=\"b\",bar!~\"baz\",foo!=\"bar\",test=~\"test\"}", "foo{a=\"b\",bar!~\"baz\",foo!=\"bar\",test=~\"test\"}"},
    {"foo{sum=\"1\",by=\"2\",on=\"3\",offset=\"4\"}", "foo{by=\"2\",offset=\"4\",on=\"3\",sum=\"1\"}", "foo{by=\"2\",offset=\"4\",on=\"3\",sum=\"1\"}"},
    {"{a=\"b\"}", "{a=\"b\"}", "{a=\"b\"}"},
    {"{__name__=\"foo\"}", "{__name__=\"foo\"}", "{__name__=\"foo\"}"},
    {"{__name__=~\"foo.*\", a=\"\"}", "{__name__=~\"foo.*\",a=\"\"}", "{__name__=~\"foo.*\",a=\"\"}"},
    {"{\"foo\"}", "{__name__=\"foo\"}", "{__name__=\"foo\"}"},
    {"{\"foo.bar\", \"a b\"=\"c\"}", "{\"a b\"=\"c\",__name__=\"foo.bar\"}", "{\"a b\"=\"c\",__name__=\"foo.bar\"}"},
    {"{'foo', a='b'}", "{__name__=\"foo\",a=\"b\"}", "{__name__=\"foo\",a=\"b\"}"},
    {"{`foo`,\"x\"!~`\\d+`}", "{__name__=\"foo\",x!~\"\\\\d+\"}", "{__name__=\"foo\",x!~\"\\\\d+\"}"},
    {"{\"foo\", __name__=\"bar\"}", "{__name__=\"bar\",__name__=\"foo\"}", "{__name__=\"bar\",__name__=\"foo\"}"},
    {"sum", "sum", "sum"},
    {"min{a=\"b\"}", "min{a=\"b\"}", "min{a=\"b\"}"},
    {"by", "by", "by"},
    {"without", "without", "without"},
    {"offset", "offset", "offset"},
    {"offset offset 5m", "offset offset 5m", "offset offset 5m"},
    {"and", "and", "and"},
    {"or{a=\"b\"}", "or{a=\"b\"}", "or{a=\"b\"}"},
    {"start", "start", "start"},
    {"end{start=\"foo\"}", "end{start=\"foo\"}", "end{start=\"foo\"}"},
    {"step", "step", "step"},
    {"topk", "topk", "topk"},
    {"limit_ratio", "limit_ratio", "limit_ratio"},
    {"Sum", "Sum", "Sum"},
    {"foo{a=\"\\\"\\\\\\n\\t\\x41\\u00e9\\U0001F600\\101\"}", "foo{a=\"\\\"\\\\\\n\\tAé😀A\"}", "foo{a=\"\\\"\\\\\\n\\tAé😀A\"}"},
    {"foo{a='it\\'s \"it\"'}", "foo{a=\"it's \\\"it\\\"\"}", "foo{a=\"it's \\\"it\\\"\"}"},
};

constexpr Row kShifts[] = {
    {"foo offset 5m", "foo offset 5m", "foo offset 5m"},
    {"foo OFFSET -7m", "foo offset -7m", "foo offset -7m"},
    {"foo offset 1h30m", "foo offset 1h30m", "foo offset 1h30m"},
    {"foo offset 0", "foo", "foo"},
    {"foo offset 300", "foo offset 5m", "foo offset 5m"},
    {"foo offset 1.5", "foo offset 1s500ms", "foo offset 1s500ms"},
    {"foo @ 1603774568", "foo @ 1603774568.000", "foo @ 1603774568.000"},
    {"foo @ -100", "foo @ -100.000", "foo @ -100.000"},
    {"foo @ .3", "foo @ 0.300", "foo @ 0.300"},
    {"foo @ 3.3335", "foo @ 3.334", "foo @ 3.334"},
    {"foo @ 3e2", "foo @ 300.000", "foo @ 300.000"},
    {"foo @ 0xA", "foo @ 10.000", "foo @ 10.000"},
    {"foo @ 1m40s", "foo @ 100.000", "foo @ 100.000"},
    {"foo @ +5", "foo @ 5.000", "foo @ 5.000"},
    {"foo @ start()", "foo @ start()", "foo @ start()"},
    {"foo @ END()", "foo @ end()", "foo @ end()"},
    {"foo @ 123 offset 1m", "foo @ 123.000 offset 1m", "foo @ 123.000 offset 1m"},
    {"foo offset 1m @ 123", "foo @ 123.000 offset 1m", "foo @ 123.000 offset 1m"},
    {"foo offset -1m @ start() + 1", "foo @ start() offset -1m + 1", "[foo @ start() offset -1m + 1]"},
    {"foo offset 100 + 2", "foo offset 1m40s + 2", "[foo offset 1m40s + 2]"},
    {"foo offset 2 ^ 2", "foo offset 2s ^ 2", "[foo offset 2s ^ 2]"},
    {"foo offset -2 ^ 2", "foo offset -2s ^ 2", "[foo offset -2s ^ 2]"},
    {"foo offset (2 ^ 2)", "foo offset (2 ^ 2)", "foo offset (2 ^ 2)"},
    {"foo offset (2)", "foo offset 2s", "foo offset 2s"},
    {"foo offset -(2)", "foo offset -2s", "foo offset -2s"},
    {"foo offset -(2m + 1)", "foo offset -(2m + 1)", "foo offset -(2m + 1)"},
    {"foo offset +(2m + 1)", "foo offset (2m + 1)", "foo offset (2m + 1)"},
    {"foo offset (2m) + 1", "foo offset (2m) + 1", "foo offset (2m) + 1"},
    {"foo offset step()", "foo offset step()", "foo offset step()"},
    {"foo offset -STEP() * 2", "foo offset -step() * 2", "[foo offset -step() * 2]"},
    {"foo offset min(step(), 1s) + 8000", "foo offset min(step(), 1s) + 8000", "[foo offset min(step(), 1s) + 8000]"},
    {"foo offset -max(3s, min(step(), 1s))^0", "foo offset -max(3s, min(step(), 1s)) ^ 0", "[foo offset -max(3s, min(step(), 1s)) ^ 0]"},
    {"foo offset --step()", "foo offset --step()", "foo offset --step()"},
};

constexpr Row kRanges[] = {
    {"test[5s]", "test[5s]", "test[5s]"},
    {"test[5m30s]", "test[5m30s]", "test[5m30s]"},
    {"test[1m0s]", "test[1m]", "test[1m]"},
    {"test[300]", "test[5m]", "test[5m]"},
    {"test[0x3C]", "test[1m]", "test[1m]"},
    {"test[1.5]", "test[1s500ms]", "test[1s500ms]"},
    {"test{a=\"b\"}[5y] OFFSET 3d", "test{a=\"b\"}[5y] offset 3d", "test{a=\"b\"}[5y] offset 3d"},
    {"test[5h] offset -5m @ end()", "test[5h] @ end() offset -5m", "test[5h] @ end() offset -5m"},
    {"test[26m+4m]", "test[26m + 4m]", "test[26m + 4m]"},
    {"test[30m1s-30m1s % 1m]", "test[30m1s - 30m1s % 1m]", "test[30m1s - 30m1s % 1m]"},
    {"test[2m*(10+5)]", "test[2m * (10 + 5)]", "test[2m * (10 + 5)]"},
    {"test[24m+((1.5*2m)+2m)]", "test[24m + ((1.5 * 2m) + 2m)]", "test[24m + ((1.5 * 2m) + 2m)]"},
    {"test[-5m+35m]", "test[-5m + 35m]", "test[-5m + 35m]"},
    {"test[1h/2]", "test[1h / 2]", "test[1h / 2]"},
    {"test[(9m30s+30s)*3]", "test[(9m30s + 30s) * 3]", "test[(9m30s + 30s) * 3]"},
    {"test[-2^2+10]", "test[-2 ^ 2 + 10]", "test[-2 ^ 2 + 10]"},
    {"test[(-2)^2]", "test[(-2) ^ 2]", "test[(-2) ^ 2]"},
    {"test[2^3^2]", "test[2 ^ 3 ^ 2]", "test[2 ^ 3 ^ 2]"},
    {"test[10-5-3]", "test[10 - 5 - 3]", "test[10 - 5 - 3]"},
    {"test[(step())+1]", "test[(step()) + 1]", "test[(step()) + 1]"},
    {"test[1+(STep()-5)*2]", "test[1 + (step() - 5) * 2]", "test[1 + (step() - 5) * 2]"},
    {"test[max(min(step()+1,1h),1ms)]", "test[max(min(step() + 1, 1h), 1ms)]", "test[max(min(step() + 1, 1h), 1ms)]"},
    {"test[ 5m ]", "test[5m]", "test[5m]"},
    {"foo[10m:6s]", "foo[10m:6s]", "foo[10m:6s]"},
    {"foo[10m:]", "foo[10m:]", "foo[10m:]"},
    {"foo[10m5s:1h6ms]", "foo[10m5s:1h6ms]", "foo[10m5s:1h6ms]"},
    {"foo[29s+1s:20*500ms] offset -(20*2)", "foo[29s + 1s:20 * 500ms] offset -(20 * 2)", "foo[29s + 1s:20 * 500ms] offset -(20 * 2)"},
    {"foo[step():step()]", "foo[step():step()]", "foo[step():step()]"},
    {"foo[10m:5s] @ 123 offset 1m", "foo[10m:5s] @ 123.000 offset 1m", "foo[10m:5s] @ 123.000 offset 1m"},
    {"foo @ 123 offset 1m [10m:5s]", "foo @ 123.000 offset 1m[10m:5s]", "foo @ 123.000 offset 1m[10m:5s]"},
    {"(foo + bar)[5m:] offset 10m", "(foo + bar)[5m:] offset 10m", "(foo + bar)[5m:] offset 10m"},
    {"min_over_time(rate(foo{bar=\"baz\"}[2s])[5m:] offset 4m)[4m:3s]", "min_over_time(rate(foo{bar=\"baz\"}[2s])[5m:] offset 4m)[4m:3s]", "min_over_time(rate(foo{bar=\"baz\"}[2s])[5m:] offset 4m)[4m:3s]"},
    {"sum without(and, by, avg)(foo) [30m:10s]", "sum without (and, by, avg) (foo)[30m:10s]", "sum without (and, by, avg) (foo)[30m:10s]"},
};

constexpr Row kAggregations[] = {
    {"sum by (foo)(some_metric)", "sum by (foo) (some_metric)", "sum by (foo) (some_metric)"},
    {"sum(some_metric) by (foo)", "sum by (foo) (some_metric)", "sum by (foo) (some_metric)"},
    {"sum by (foo, bar,) (some_metric)", "sum by (foo, bar) (some_metric)", "sum by (foo, bar) (some_metric)"},
    {"SUM BY (foo) (some_metric)", "sum by (foo) (some_metric)", "sum by (foo) (some_metric)"},
    {"sum without () (some_metric)", "sum without () (some_metric)", "sum without () (some_metric)"},
    {"sum by () (some_metric)", "sum(some_metric)", "sum(some_metric)"},
    {"sum(sum)", "sum(sum)", "sum(sum)"},
    {"sum(sum by (by) (by))", "sum(sum by (by) (by))", "sum(sum by (by) (by))"},
    {"avg without(and, by, avg, count, alert, annotations, NaNa)(some_metric)", "avg without (and, by, avg, count, alert, annotations, NaNa) (some_metric)", "avg without (and, by, avg, count, alert, annotations, NaNa) (some_metric)"},
    {"sum by (\"a.b\", c, x:y) (foo)", "sum by (\"a.b\", c, \"x:y\") (foo)", "sum by (\"a.b\", c, \"x:y\") (foo)"},
    {"topk(5, some_metric)", "topk(5, some_metric)", "topk(5, some_metric)"},
    {"bottomk by (a) (scalar(foo), some_metric)", "bottomk by (a) (scalar(foo), some_metric)", "bottomk by (a) (scalar(foo), some_metric)"},
    {"count_values(\"value\", some_metric)", "count_values(\"value\", some_metric)", "count_values(\"value\", some_metric)"},
    {"quantile without (a) (0.9, foo)", "quantile without (a) (0.9, foo)", "quantile without (a) (0.9, foo)"},
    {"stddev(foo) + stdvar(foo) + group(foo) + min(foo) + max(foo) + count(foo)", "stddev(foo) + stdvar(foo) + group(foo) + min(foo) + max(foo) + count(foo)", "[[[[[stddev(foo) + stdvar(foo)] + group(foo)] + min(foo)] + max(foo)] + count(foo)]"},
    {"limitk(2, foo) or limit_ratio(-0.5, foo)", "limitk(2, foo) or limit_ratio(-0.5, foo)", "[limitk(2, foo) or limit_ratio(-0.5, foo)]"},
};

constexpr Row kCalls[] = {
    {"time()", "time()", "time()"},
    {"floor(some_metric{foo!=\"bar\"})", "floor(some_metric{foo!=\"bar\"})", "floor(some_metric{foo!=\"bar\"})"},
    {"rate(some_metric[5m])", "rate(some_metric[5m])", "rate(some_metric[5m])"},
    {"round(some_metric)", "round(some_metric)", "round(some_metric)"},
    {"round(some_metric, 5)", "round(some_metric, 5)", "round(some_metric, 5)"},
    {"hour()", "hour()", "hour()"},
    {"hour(foo)", "hour(foo)", "hour(foo)"},
    {"label_replace(foo, \"a\", \"$1\", \"b\", \"(.*)\")", "label_replace(foo, \"a\", \"$1\", \"b\", \"(.*)\")", "label_replace(foo, \"a\", \"$1\", \"b\", \"(.*)\")"},
    {"label_join(foo, \"a\", \",\")", "label_join(foo, \"a\", \",\")", "label_join(foo, \"a\", \",\")"},
    {"label_join(foo, \"a\", \",\", \"b\", \"c\", \"d\")", "label_join(foo, \"a\", \",\", \"b\", \"c\", \"d\")", "label_join(foo, \"a\", \",\", \"b\", \"c\", \"d\")"},
    {"sort_by_label(foo)", "sort_by_label(foo)", "sort_by_label(foo)"},
    {"sort_by_label_desc(foo, \"a\", \"b\")", "sort_by_label_desc(foo, \"a\", \"b\")", "sort_by_label_desc(foo, \"a\", \"b\")"},
    {"histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m])))", "histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m])))", "histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m])))"},
    {"double_exponential_smoothing(foo[5m], 0.5, 0.5)", "double_exponential_smoothing(foo[5m], 0.5, 0.5)", "double_exponential_smoothing(foo[5m], 0.5, 0.5)"},
    {"info(foo)", "info(foo)", "info(foo)"},
    {"info(foo, {})", "info(foo, {})", "info(foo, {})"},
    {"info(foo, {a=~\".*\"})", "info(foo, {a=~\".*\"})", "info(foo, {a=~\".*\"})"},
    {"info(rate(foo[5m]), {__name__=\"build_info\", a=\"b\"})", "info(rate(foo[5m]), {__name__=\"build_info\",a=\"b\"})", "info(rate(foo[5m]), {__name__=\"build_info\",a=\"b\"})"},
    {"absent(foo) unless vector(1)", "absent(foo) unless vector(1)", "[absent(foo) unless vector(1)]"},
    {"quantile_over_time(0.5, foo[5m:1m])", "quantile_over_time(0.5, foo[5m:1m])", "quantile_over_time(0.5, foo[5m:1m])"},
    {"scalar(foo) > bool 1", "scalar(foo) > bool 1", "[scalar(foo) > 1]"},
    {"pi() * 2", "pi() * 2", "[pi() * 2]"},
    {"ts_of_max_over_time(foo[5m])", "ts_of_max_over_time(foo[5m])", "ts_of_max_over_time(foo[5m])"},
    {"mad_over_time(foo[5m])", "mad_over_time(foo[5m])", "mad_over_time(foo[5m])"},
    {"rate", "rate", "rate"},
    {"rate{a=\"b\"}", "rate{a=\"b\"}", "rate{a=\"b\"}"},
};

constexpr Row kStrings[] = {
    {"\"double-quoted string \\\" with escaped quote\"", "\"double-quoted string \\\" with escaped quote\"", "\"double-quoted string \\\" with escaped quote\""},
    {"'single-quoted string \\' with escaped quote'", "\"single-quoted string ' with escaped quote\"", "\"single-quoted string ' with escaped quote\""},
    {"`backtick-quoted \\string`", "\"backtick-quoted \\\\string\"", "\"backtick-quoted \\\\string\""},
    {"\"\\a\\b\\f\\n\\r\\t\\v\\\\\\\" - \\xFF\\377\\u1234\\U00010111☺\"", "\"\\a\\b\\f\\n\\r\\t\\v\\\\\\\" - \\xff\\xffሴ𐄑☺\"", "\"\\a\\b\\f\\n\\r\\t\\v\\\\\\\" - \\xff\\xffሴ𐄑☺\""},
    {"\"\"", "\"\"", "\"\""},
    {"\"tab\t\"", "\"tab\\t\"", "\"tab\\t\""},
    {"'\\u00a0\\u200b\\ufeff\\ue000\\U000e0001'", "\"\\u00a0\\u200b\\ufeff\\ue000\\U000e0001\"", "\"\\u00a0\\u200b\\ufeff\\ue000\\U000e0001\""},
};

// clang-format on

std::string shapeOf(const Node &node)
{
    if (const auto *binary = node.as<Binary>())
        return fmt::format("[{} {} {}]", shapeOf(*binary->left), wordOf(binary->op), shapeOf(*binary->right));
    if (const auto *unary = node.as<Unary>())
        return fmt::format("[{}{}]", unary->minus ? '-' : '+', shapeOf(*unary->expression));
    if (const auto *parentheses = node.as<Parentheses>())
        return fmt::format("({})", shapeOf(*parentheses->expression));
    return print(node);
}

void compare(const Row &row)
{
    const auto node = parse(row.expression);
    QVERIFY2(node, node ? "" : errorOf(row.expression, node.error()).message.c_str());
    QCOMPARE(QString::fromStdString(print(**node)), QString::fromUtf8(row.printed));
    QCOMPARE(QString::fromStdString(shapeOf(**node)), QString::fromUtf8(row.shape));
    const auto again = parse(row.printed);
    QVERIFY2(again && print(**again) == row.printed && shapeOf(**again) == row.shape, row.printed);
}

void compareAll(std::span<const Row> rows)
{
    for (const auto &row : rows)
        compare(row);
}

std::string repeated(std::string_view text, int times)
{
    std::string result;
    for (int i = 0; i < times; ++i)
        result += text;
    return result;
}

} // namespace

class TstParser : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void numbers_are_read_in_all_their_forms() { compareAll(kNumbers); }

    void operators_bind_as_in_prometheus() { compareAll(kOperators); }

    void selectors_take_words_and_quoted_names() { compareAll(kSelectors); }

    void offset_and_at_follow_what_they_shift() { compareAll(kShifts); }

    void ranges_and_subqueries_take_arithmetic() { compareAll(kRanges); }

    void groupings_stand_before_or_behind() { compareAll(kAggregations); }

    void calls_take_what_the_function_takes() { compareAll(kCalls); }

    void strings_have_the_escapes_of_go() { compareAll(kStrings); }

    void nodes_know_where_they_stand_and_what_they_are()
    {
        const std::string_view text = " sum by (a) (rate(foo[5m] offset 1m)) > 2 ";
        const auto node = parse(text);
        QVERIFY(node);
        const auto at = [&](const Node &each) { return text.substr(each.span.begin, each.span.end - each.span.begin); };
        QVERIFY(at(**node) == "sum by (a) (rate(foo[5m] offset 1m)) > 2");
        QVERIFY((*node)->type == ValueType::Vector);
        const auto &sum = *(*node)->as<Binary>()->left;
        QVERIFY(at(sum) == "sum by (a) (rate(foo[5m] offset 1m))");
        const auto &rate = *childrenOf(sum).front();
        QVERIFY(at(rate) == "rate(foo[5m] offset 1m)" && rate.as<Call>()->function == findFunction("rate"));
        const auto &range = *childrenOf(rate).front();
        QVERIFY(at(range) == "foo[5m] offset 1m" && range.type == ValueType::Matrix);
        const auto &selector = *childrenOf(range).front();
        QVERIFY(at(selector) == "foo" && selector.as<VectorSelector>()->shift.offset.fixed == std::chrono::minutes(1));
        QVERIFY(childrenOf(*(*node)->as<Binary>()->right).empty());
    }

    void sets_match_many_to_many_and_scalars_not_at_all()
    {
        const auto cardOf = [](std::string_view text) { return parse(text).value()->as<Binary>()->matching; };
        QVERIFY(cardOf("a and b")->card == Matching::Card::ManyToMany);
        QVERIFY(cardOf("a + b")->card == Matching::Card::OneToOne);
        QVERIFY(cardOf("a + on(x) group_left b")->card == Matching::Card::ManyToOne);
        QVERIFY(cardOf("a + on(x) group_right b")->card == Matching::Card::OneToMany);
        QVERIFY(!cardOf("a + 1") && !cardOf("1 * on() 2"));
        const auto wrapped = parse("((a))");
        QVERIFY(wrapped && unwrapped(**wrapped).as<VectorSelector>()->name == "a");
    }

    void no_text_makes_a_tree_that_is_too_deep_to_walk()
    {
        const int deepest = kMaxTreeDepth;
        QVERIFY(parse("a" + repeated("+a", deepest - 1)));
        for (const auto &text :
             {"a" + repeated("+a", deepest), repeated("(", 2000) + "a" + repeated(")", 2000), repeated("-", 2000) + "a",
              repeated("abs(", 2000) + "a" + repeated(")", 2000), "a" + repeated("^a", 2000), "a" + repeated("[5m:][5m:]", 2000),
              "a[" + repeated("(", 2000) + "1" + repeated(")", 2000) + "]", "a[1" + repeated("+1", 2000) + "]", "a[1" + repeated("^1", 2000) + "]",
              "a offset " + repeated("-", 2000) + "step()", "a[" + repeated("-", 2000) + "1]", "a[" + repeated("min(1,", 2000)})
        {
            const auto node = parse(text);
            QVERIFY2(!node && node.error().message == "the expression is nested too deeply", text.substr(0, 40).c_str());
        }
        QVERIFY(!parse("a" + std::string(kMaxExpressionBytes, ' ')));
        QVERIFY(parse("a" + std::string(kMaxExpressionBytes - 1, ' ')));
    }

    void regular_expressions_are_bounded_together()
    {
        const std::string large = "=~\"[^x]{1000}\",";
        QVERIFY(parse("{a" + large + "}"));
        std::string text = "{";
        for (int i = 0; i < 1000; ++i)
            text += "a" + large;
        const auto node = parse(text + "}");
        QVERIFY(!node && node.error().message == "the regular expressions are too large together");
        // A long choice of plain names is none of them.
        QVERIFY(parse("{a=~\"" + repeated("some-machine.example|", 10'000) + "x\"}"));
    }

    void selectors_alone_are_read_for_match()
    {
        QCOMPARE(parseSelector(" up ").value().size(), std::size_t(1));
        QCOMPARE(parseSelector("{\"a.b\", x=~\"y\"}").value().size(), std::size_t(2));
        QCOMPARE(parseSelector("sum{job='x'}").value().front().value(), std::string("sum"));
        for (const char *text : {"", "{}", "up offset 5m", "up @ 1", "up[5m]", "1", "up{__name__='x'}", "rate(up[5m])", "(up)"})
            QVERIFY2(!parseSelector(text), text);
        QCOMPARE(parseLabels("{\"a.b\"=\"c\"}").value().get("a.b"), std::string_view("c"));
    }

    void durations_alone_have_units()
    {
        using namespace std::chrono_literals;
        QVERIFY(parseDuration("1h30m").value() == 90min && parseDuration("500ms").value() == 500ms && parseDuration("1m0s").value() == 1min);
        for (const char *text : {"", "5", "0s", "-5m", "5m5m", "m", "1.5m", " 5m", "300y", "99999999999999999999s"})
            QVERIFY2(!parseDuration(text), text);
    }

    void every_function_is_found_by_its_name()
    {
        QCOMPARE(functions().size(), std::size_t(80));
        for (const auto &function : functions())
            QCOMPARE(findFunction(function.name), &function);
        QVERIFY(!findFunction("") && !findFunction("zzz") && !findFunction("Rate"));
        QVERIFY(findFunction("histogram_avg")->nativeHistogramsOnly && !findFunction("histogram_fraction")->nativeHistogramsOnly);
    }
};

VEDETTE_TEST(TstParser)
#include "tst_parser.moc"
