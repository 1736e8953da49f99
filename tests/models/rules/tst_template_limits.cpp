// Templates that somebody wrote to do harm: each ends, with a clear error.
#include "tests/models/rules/template_help.h"
#include "tests/support/registry.h"

#include <random>

namespace {

std::string repeated(std::string_view text, int times)
{
    std::string result;
    for (int i = 0; i < times; ++i)
        result += text;
    return result;
}

metric::Result<std::string> renderedOrNot(const std::string &text)
{
    const auto read = rules::Template::parse(text);
    if (!read)
        return metric::fail(metric::ErrorCode::Malformed, read.error().message);
    return read->render(tests::someData(), tests::someSeries);
}

} // namespace

class TstTemplateLimits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void what_has_no_end_is_ended_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char *name, const std::string &text, const char *reason) {
            QTest::newRow(name) << QByteArray::fromStdString(text) << QString::fromUtf8(reason);
        };
        constexpr auto kSteps = "takes more than 1000000 steps";
        row("a long loop", "{{ range 1000000000000 }}{{ end }}", kSteps);
        row("loops in loops", "{{ range 10000 }}{{ range 10000 }}{{ range 10000 }}{{ end }}{{ end }}{{ end }}", kSteps);
        row("many queries", "{{ range 100000 }}{{ $x := query \"up\" }}{{ end }}", kSteps);
        row("many expressions", "{{ range 100000 }}{{ $x := match \"(a{50}){20}\" \"aaaa\" }}{{ end }}", kSteps);
        row("long texts looked at", "{{ $x := printf \"%1000000d\" 1 }}{{ range 100000 }}{{ if $x }}{{ end }}{{ end }}", kSteps);
        row("a template in itself", "{{ define \"x\" }}{{ template \"x\" . }}{{ end }}{{ template \"x\" }}",
            "more than 100 templates within each other");
        row("two templates in each other",
            "{{ define \"x\" }}{{ template \"y\" }}{{ end }}{{ define \"y\" }}{{ template \"x\" }}{{ end }}{{ template \"x\" }}",
            "more than 100 templates within each other");
        row("a tree of templates",
            "{{ define \"x\" }}{{ if lt (len .) 90 }}{{ template \"x\" (print . \"a\") }}{{ template \"x\" (print . \"b\") }}{{ end }}{{ end }}"
            "{{ template \"x\" \"\" }}",
            kSteps);
        row("much text", "{{ range 100000 }}0123456789012345678901234567890123456789{{ end }}", "says more than 1048576 bytes");
        row("a text that doubles", "{{ $x := \"ab\" }}{{ range 100 }}{{ $x = print $x $x }}{{ end }}",
            "print makes a text longer than 1048576 bytes");
        row("a wide number", "{{ printf \"%1000000d%1000000d\" 1 2 }}", "printf makes a text longer than 1048576 bytes");
        row("a text that escapes longer", "{{ $x := printf \"%0900000d\" 0 }}{{ js (reReplaceAll \"0\" \"<<\" $x) }}",
            "makes a text longer than 1048576 bytes");
        row("arguments in arguments", "{{ $x := args 1 }}{{ range 1000 }}{{ $x = args $x }}{{ end }}", "more than 100 levels of arguments");
        row("arguments that double", "{{ $x := args 1 }}{{ range 30 }}{{ $x = args $x $x $x }}{{ end }}{{ len (print $x) }}",
            "print makes a text longer than 1048576 bytes");
        row("deep templates with deep parentheses",
            "{{ define \"x\" }}{{ $y := " + repeated("(", 30) + "1" + repeated(")", 30) + " }}{{ if " + repeated("(and 1 ", 20) + "1" +
                repeated(")", 20) +
                " }}{{ if 1 }}{{ if 1 }}{{ if 1 }}{{ template \"x\" }}{{ end }}{{ end }}{{ end }}{{ end }}{{ end }}{{ template \"x\" }}",
            "the template nests too deeply");
    }
    void what_has_no_end_is_ended()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, reason);
        const auto said = renderedOrNot(text.toStdString());
        QVERIFY2(!said, said ? said->substr(0, 200).c_str() : "");
        QVERIFY2(QString::fromStdString(said.error().message).contains(reason), said.error().message.c_str());
    }

    void what_nests_too_deeply_is_refused_data()
    {
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char *name, const std::string &text) { QTest::newRow(name) << QByteArray::fromStdString(text); };
        row("parentheses", "{{ " + repeated("(", 100'000) + "1" + repeated(")", 100'000) + " }}");
        row("conditions", repeated("{{ if 1 }}", 20'000) + repeated("{{ end }}", 20'000));
        row("other conditions", "{{ if 1 }}" + repeated("{{ else if 1 }}", 20'000) + "{{ end }}");
        row("loops", repeated("{{ range 1 }}", 20'000) + repeated("{{ end }}", 20'000));
        row("blocks", repeated("{{ block \"x\" . }}", 20'000) + repeated("{{ end }}", 20'000));
    }
    void what_nests_too_deeply_is_refused()
    {
        QFETCH(QByteArray, text);
        const auto read = rules::Template::parse(text.toStdString());
        QVERIFY(!read);
        QCOMPARE(read.error().message, "nested more than 200 levels deep");
    }

    void a_text_that_is_too_long_is_refused()
    {
        const auto read = rules::Template::parse(std::string(rules::kMaxTemplateBytes + 1, 'x'));
        QVERIFY(!read);
        QCOMPARE(read.error().message, "the template is longer than 1048576 bytes");
    }

    void what_is_just_within_the_limits_renders()
    {
        QCOMPARE(renderedOrNot(repeated("{{ if 1 }}", 150) + "x" + repeated("{{ end }}", 150)).value_or("failed"), "x");
        QCOMPARE(renderedOrNot("{{ range 10000 }}{{ $labels.job }},{{ end }}").map([](const auto &said) { return said.size(); }).value_or(0),
                 50'000U);
        QCOMPARE(renderedOrNot("{{ define \"x\" }}{{ if lt (len .) 90 }}{{ template \"x\" (print . \"a\") }}{{ else }}{{ len . }}{{ end }}{{ end }}"
                               "{{ template \"x\" \"\" }}")
                     .value_or("failed"),
                 "90");
    }

    // Pieces of templates, cut, doubled and mixed: every one is refused, fails or renders, within the limits.
    void no_mutation_does_harm()
    {
        const std::vector<std::string> pieces{"{{",
                                              "}}",
                                              "{{-",
                                              "-}}",
                                              " ",
                                              "(",
                                              ")",
                                              "|",
                                              ".",
                                              "$",
                                              "$x",
                                              ":=",
                                              "=",
                                              ",",
                                              "if ",
                                              "else ",
                                              "end",
                                              "range ",
                                              "with ",
                                              "define ",
                                              "template ",
                                              "block ",
                                              "break",
                                              "continue",
                                              "\"x\"",
                                              "`y`",
                                              "'z'",
                                              "1",
                                              "-2.5",
                                              "1e9",
                                              "0x",
                                              "nil",
                                              "true",
                                              "$labels",
                                              "$value",
                                              ".Labels.job",
                                              "query \"up\"",
                                              "first",
                                              "value",
                                              "args ",
                                              "printf \"%*[3]d%v\" ",
                                              "index ",
                                              "slice ",
                                              "humanize ",
                                              "humanizeDuration ",
                                              "toTime ",
                                              ".Format \"2006\"",
                                              "reReplaceAll \"(a*)\" \"$1$0${\" ",
                                              "match \"[\" ",
                                              "title ",
                                              "sortByLabel \"a\" ",
                                              "len ",
                                              "print ",
                                              "eq ",
                                              "and ",
                                              "or ",
                                              "not ",
                                              "html ",
                                              "js ",
                                              "\xff",
                                              "\xC3",
                                              "\0a",
                                              "{{/*",
                                              "*/}}",
                                              "text\n"};
        std::mt19937_64 random(20250711);
        const auto below = [&random](std::size_t count) { return std::size_t(random() % count); };
        int read = 0;
        int said = 0;
        for (int i = 0; i < 60'000; ++i) {
            std::string text = below(3) == 0 ? "" : "{{ ";
            for (auto count = 1 + below(12); count > 0; --count)
                text += pieces[below(pieces.size())];
            if (below(3) != 0)
                text += " }}";
            if (!text.empty() && below(4) == 0)
                text[below(text.size())] = char(random());
            if (below(4) == 0)
                text += text;
            const auto parsed = rules::Template::parse(text);
            if (!parsed) {
                QVERIFY(parsed.error().line >= 1 && parsed.error().column >= 1 && !parsed.error().message.empty());
                continue;
            }
            ++read;
            const auto result = parsed->render(tests::someData(), tests::someSeries);
            said += result ? 1 : 0;
            QVERIFY(!result || result->size() <= rules::kMaxRenderedBytes);
        }
        // Otherwise little is tried.
        QVERIFY2(read > 2000 && said > 500, qPrintable(QStringLiteral("%1 read, %2 said something").arg(read).arg(said)));
    }
};

VEDETTE_TEST(TstTemplateLimits)
#include "tst_template_limits.moc"
