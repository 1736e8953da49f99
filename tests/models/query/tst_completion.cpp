#include "models/query/completion.h"
#include "models/query/printer.h"
#include "tests/support/registry.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

using namespace query;

namespace {

struct Marked {
    std::string text;
    std::uint32_t cursor;
};

// "ra|te": the bar is the cursor.
Marked marked(const QString &text)
{
    auto bytes = text.toStdString();
    const auto at = bytes.find('|');
    bytes.erase(at, 1);
    return {std::move(bytes), std::uint32_t(at)};
}

QString told(const QString &text)
{
    const auto [bytes, cursor] = marked(text);
    const auto place = completionAt(bytes, cursor);
    constexpr std::array kKinds{"nothing", "expression", "keyword", "label", "value", "duration"};
    std::string line = kKinds[std::size_t(place.kind)];
    if (place.kind == CompletionKind::Nothing)
        return QString::fromStdString(line);
    line += fmt::format(" <{}> for '{}'", place.prefix, bytes.substr(place.replaced.begin, place.replaced.end - place.replaced.begin));
    if (place.kind == CompletionKind::LabelValue)
        line += fmt::format(" of {}{}", place.label, place.closed ? " closed" : "");
    for (const auto &selector : place.selectors) {
        std::string matchers;
        for (const auto &matcher : selector)
            matchers += (matchers.empty() ? "" : ",") + print(matcher);
        line += " {" + matchers + "}";
    }
    if (!place.words.empty())
        line += fmt::format(" [{}]", fmt::join(place.words, " "));
    return QString::fromStdString(line);
}

} // namespace

class TstCompletion : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void what_may_stand_at_the_cursor_follows_from_what_stands_before_it_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("place");
        const auto row = [](const char *text, const char *place) { QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(place); };
        row("|", "expression <> for ''");
        row("no|", "expression <no> for 'no'");
        row("no|de_cpu * 2", "expression <no> for 'node_cpu'");
        row("rate(no|", "expression <no> for 'no'");
        row("rate(|)", "expression <> for ''");
        row("instance:no|", "expression <instance:no> for 'instance:no'");
        row("a + |", "expression <> for '' [on ignoring]");
        row("a > b|", "expression <b> for 'b' [on ignoring bool]");
        row("a |", "keyword <> for '' [and or unless offset by without atan2]");
        row("sum(a) b|", "keyword <b> for 'b' [and or unless offset by without atan2]");
        row("sum |", "keyword <> for '' [by without]");
        row("sum w|(a)", "keyword <w> for 'w' [by without]");
        row("a * on(x) g|", "expression <g> for 'g' [group_left group_right and or unless]");
        row("up @ |", "keyword <> for '' [start() end()]");
        row("up offset |", "duration <> for '' [1m 5m 10m 15m 30m 1h 3h 6h 12h 1d 7d 30d]");
        row("up offset 3|", "duration <3> for '3' [3s 3m 3h 3d 3w 3y 3ms]");
        row("rate(up[|", "duration <> for '' [1m 5m 10m 15m 30m 1h 3h 6h 12h 1d 7d 30d step()]");
        row("rate(up[1|])", "duration <1> for '1' [1s 1m 1h 1d 1w 1y 1ms]");
        row("rate(up[12m:s|])", "duration <s> for 's' [1m 5m 10m 15m 30m 1h 3h 6h 12h 1d 7d 30d step()]");
        row("up{|", "label <> for '' {__name__=\"up\"}");
        row("up{j|ob}", "label <j> for 'job' {__name__=\"up\"}");
        row("{|}", "label <> for ''");
        row("up{job=\"x\", i|", "label <i> for 'i' {__name__=\"up\",job=\"x\"}");
        row("up{job|", "label <job> for 'job' {__name__=\"up\"}");
        row("up{job |", "nothing");
        row("up{job=\"x\"|", "nothing");
        row("up{job=|", "value <> for '' of job {__name__=\"up\"}");
        row("up{job=\"|", "value <> for '' of job {__name__=\"up\"}");
        row("up{job=~\"no|de\"}", "value <no> for 'node' of job closed {__name__=\"up\"}");
        row("up{instance!=\"a\",job='|'}", "value <> for '' of job closed {__name__=\"up\",instance!=\"a\"}");
        row("up{job=\"|, instance=\"x\"}", "value <> for '' of job {__name__=\"up\"}");
        row("up{a=~\"(\",job=\"|\"}", "value <> for '' of job closed {__name__=\"up\"}");
        row("{__name__=\"no|\"}", "value <no> for 'no' of __name__ closed");
        row("sum by (|) (rate(node_cpu[5m]) / up)", "label <> for '' {__name__=\"node_cpu\"} {__name__=\"up\"}");
        row("sum(node_cpu) by (mo|", "label <mo> for 'mo' {__name__=\"node_cpu\"}");
        row("a * on(x, |) group_left() b", "label <> for '' {__name__=\"a\"} {__name__=\"b\"}");
        row("sum by (|", "label <> for ''");
        row("sum by (x |)", "nothing");
        row("12|", "nothing");
        row("a + .5|", "nothing");
        row("label_replace(up, \"ds|", "nothing");
        row("up # no|", "nothing");
        row("up # no\n+ |", "expression <> for '' [on ignoring]");
        row("a $ b|", "nothing");
        row("größe{|", "nothing");
    }
    void what_may_stand_at_the_cursor_follows_from_what_stands_before_it()
    {
        QFETCH(QString, text);
        QFETCH(QString, place);
        QCOMPARE(told(text), place);
    }

    // Whatever is typed and wherever the cursor is: an answer within the text.
    void every_cursor_in_any_bytes_has_an_answer()
    {
        const std::string texts[] = {
            "sum by (a, b) (rate(up{job=~\"x|y\", a!='b', `c`=\"d\"}[5m:1m] offset -3h @ end())) > bool on(x) group_left(y) 0x1f # end",
            "up{job=\"",
            "\xff{\"\xc3",
            "((([[[{{{",
            ")]}",
            "rate(up[",
            "\"",
            "#",
            "a{b=\"c\"}{"};
        for (const auto &text : texts) {
            for (std::uint32_t cursor = 0; cursor <= text.size(); ++cursor) {
                const auto place = completionAt(text, cursor);
                QVERIFY(place.replaced.begin <= cursor && cursor <= place.replaced.end && place.replaced.end <= text.size());
            }
        }
    }

    void a_choice_is_quoted_where_it_has_to_be_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("choice");
        QTest::addColumn<QString>("written");
        const auto row = [](const char *text, const char *choice, const char *written) {
            QTest::newRow(written) << QString::fromUtf8(text) << QString::fromUtf8(choice) << QString::fromUtf8(written);
        };
        row("no|", "node_load1", "node_load1");
        row("u|", "http.requests", "{\"http.requests\"}");
        row("up{|", "k8s.pod", "\"k8s.pod\"");
        row("up{job=|", "x", "\"x\"");
        row("up{job=\"|", "C:\\a \"b\"", "C:\\\\a \\\"b\\\"\"");
        row("up{job=\"|\"", "x", "x");
        row("up{job='|", "x", "x'");
        row("up[|", "step()", "step()");
    }
    void a_choice_is_quoted_where_it_has_to_be()
    {
        QFETCH(QString, text);
        QFETCH(QString, choice);
        QFETCH(QString, written);
        const auto [bytes, cursor] = marked(text);
        QCOMPARE(QString::fromStdString(completed(completionAt(bytes, cursor), choice.toStdString())), written);
    }

    void the_words_of_the_language_have_signatures()
    {
        const auto signature = [](std::string_view name) {
            for (const auto &word : languageWords()) {
                if (word.name == name)
                    return QString::fromStdString(word.signature);
            }
            return QString();
        };
        QCOMPARE(signature("rate"), QStringLiteral("rate(range vector)"));
        QCOMPARE(signature("quantile_over_time"), QStringLiteral("quantile_over_time(scalar, range vector)"));
        QCOMPARE(signature("round"), QStringLiteral("round(instant vector, [scalar])"));
        QCOMPARE(signature("label_join"), QStringLiteral("label_join(instant vector, string, string, [string, ...])"));
        QCOMPARE(signature("time"), QStringLiteral("time()"));
        QCOMPARE(signature("topk"), QStringLiteral("topk by (label, ...) (parameter, instant vector)"));
        QCOMPARE(signature("histogram_avg"), QString());
        QVERIFY(std::is_sorted(languageWords().begin(), languageWords().end(), [](const auto &a, const auto &b) { return a.name < b.name; }));
    }

    void what_begins_as_typed_comes_before_what_holds_it()
    {
        QCOMPARE(completionRank("node_cpu_seconds_total", "Node_C"), 0);
        QCOMPARE(completionRank("node_cpu_seconds_total", "cpu"), 1);
        QCOMPARE(completionRank("instance:node_cpu", "node"), 1);
        QCOMPARE(completionRank("node_cpu_seconds_total", "otal"), 2);
        QCOMPARE(completionRank("no_nd_d", "d"), 1);
        QCOMPARE(completionRank("up", "load"), -1);
        QCOMPARE(completionRank("up", ""), 0);
        QCOMPARE(completionRank("", ""), 0);
    }
};

VEDETTE_TEST(TstCompletion)
#include "tst_completion.moc"
