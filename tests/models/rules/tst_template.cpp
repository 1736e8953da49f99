// The language: Go's text/template.
#include "tests/models/rules/template_help.h"
#include "tests/support/registry.h"

class TstTemplate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void it_says_what_go_says_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("said");
        const auto row = [](const char *text, const char *said) { QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(said); };
        row("plain text", "plain text");
        row("", "");
        row("{{ 1 }}", "1");
        row("a {{/* nothing */}} b", "a  b");
        row("a {{- /* nothing */ -}} b", "ab");
        row("a\n {{- 1 -}} \n b", "a1b");
        row("{{ $labels.instance }} of {{ .Labels.job }}: {{ $value }}", "host:9100 of node: 1.2345675e+06");
        row("{{ $externalLabels.env }} {{ .ExternalURL }} {{ $externalURL }}",
            "test http://testhost:9090/path/prefix http://testhost:9090/path/prefix");
        row("[{{ $labels.missing }}]", "[]");
        row("{{ $labels }}", "map[__name__:up instance:host:9100 job:node]");
        row("{{ if $labels.missing }}a{{ else if eq $labels.job \"node\" }}b{{ else }}c{{ end }}", "b");
        row("{{ with $labels.missing }}a{{ else with $labels.job }}<{{ . }}>{{ end }}", "<node>");
        row("{{ range $i, $s := query \"up\" }}{{ $i }}={{ $s.Value }} {{ end }}", "0=21 1=11 ");
        row("{{ range query \"nothing\" }}x{{ else }}none{{ end }}", "none");
        row("{{ range 3 }}{{ . }}{{ end }}{{ range $i := 2 }}{{ $i }}{{ end }}{{ range 0 }}{{ else }}-{{ end }}", "01201-");
        row("{{ range 9 }}{{ if eq . 1 }}{{ continue }}{{ end }}{{ if gt . 3 }}{{ break }}{{ end }}{{ . }}{{ end }}", "023");
        row("{{ $x := 1 }}{{ range 3 }}{{ $x = . }}{{ end }}{{ $x }}", "2");
        row("{{ $x := 1 }}{{ range 3 }}{{ $x := . }}{{ end }}{{ $x }}", "1");
        row("{{ define \"x\" }}{{ .arg0 }}-{{ .arg1 }}{{ end }}{{ template \"x\" (args 1 \"2\") }}", "1-2");
        row("{{ block \"x\" $labels }}{{ .job }}{{ end }}", "node");
        row("{{ (query \"up\" | first).Labels.instance }}", "b:2");
        row("{{ and 0 (index \"a\" 9) }}{{ or 1 (index \"a\" 9) }}", "01");
        row("{{ le 1 2 }} {{ ge 1.5 2.5 }} {{ lt \"a\" \"b\" }} {{ ne 1 1 }} {{ eq 3 1 2 3 }}", "true false true false true");
        row("{{ len $labels }} {{ index $labels \"job\" }} {{ slice \"abcdef\" 1 3 }}", "3 node bc");
        row("{{ printf \"%.2f %5d|%-5s|%q %x %t %T %v %%\" 1.5 42 \"a\" \"b\" 255 true 1.5 1e21 }}",
            "1.50    42|a    |\"b\" ff true float64 1e+21 %");
        row("{{ printf \"%d\" 1.5 }} {{ printf \"%d %d\" 1 }}", "%!d(float64=1.5) 1 %!d(MISSING)");
        row("{{ print 1 2 \"a\" 3 }}", "1 2a3");
        row("{{ html \"<a>\" }} {{ js \"it's\" }} {{ urlquery \"a b&c\" }}", "&lt;a&gt; it\\'s a+b%26c");
        row("{{ 0x1F }} {{ 0b11 }} {{ 017 }} {{ 1_000 }} {{ 'a' }} {{ `raw\\n` }} {{ \"\\u00e9\" }} {{ 1e3 }}", "31 3 15 1000 97 raw\\n é 1000");
        row("{{ $value\n | printf \"%.0f\"\n }}", "1234568");
    }
    void it_says_what_go_says()
    {
        QFETCH(QString, text);
        QFETCH(QString, said);
        QCOMPARE(tests::qRendered(text), said);
    }

    void what_is_wrong_is_said_with_its_place_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("said");
        const auto row = [](const char *text, const char *said) { QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(said); };
        row("{{ foo }}", "1:4: function \"foo\" not defined");
        row("a\nb {{ $x }}", "2:6: undefined variable \"$x\"");
        row("{{ $labels.job", "1:15: unclosed action");
        row("{{ if 1 }}", "1:11: unexpected EOF");
        row("ab{{ end }}", "1:3: unexpected {{end}}");
        row("{{ if }}{{ end }}", "1:7: missing value for if");
        row("{{ \"x }}", "1:4: unterminated quoted string");
        row("{{ 1 | 2 }}", "1:8: non executable command in pipeline stage 2");
        row("{{ break }}", "1:4: {{break}} outside {{range}}");
        row("{{ tmpl \"x\" . }}", "1:4: function \"tmpl\" not defined");
        row("{{ $labels.a-b }}", "1:11: bad character U+002D '-'");
        row("{{ template \"x\" }}", "! 1:4: at <>: template \"x\" not defined");
        row("{{ .Labels.x }}{{ .Foo }}",
            "! 1:19: at <.Foo>: can't evaluate field Foo in type struct { Labels map[string]string; ExternalLabels map[string]string; "
            "ExternalURL string; Value float64 }");
        row("x\n {{ query \"nothing\" | first }}", "! 2:23: at <first>: error calling first: first() called on vector with no elements");
        row("{{ query \"broken\" }}", "! 1:4: at <query \"broken\">: error calling query: the query takes too long");
        row("{{ humanize \"one\" }}", "! 1:4: at <humanize \"one\">: error calling humanize: strconv.ParseFloat: parsing \"one\": invalid syntax");
        row("{{ gt $value 5 }}", "! 1:4: at <gt $value 5>: error calling gt: incompatible types for comparison");
        row("{{ toUpper 5 }}", "! 1:12: at <5>: expected string; found 5");
        row("{{ value $value }}", "! 1:10: at <$value>: wrong type for value; expected *template.sample; got float64");
        row("{{ humanize 1 2 }}", "! 1:4: at <humanize 1 2>: wrong number of args for humanize: want 1 got 2");
        row("{{ range $i, $j := 5 }}{{ end }}", "! 1:20: at <5>: can't use 5 to iterate over more than one variable");
    }
    void what_is_wrong_is_said_with_its_place()
    {
        QFETCH(QString, text);
        QFETCH(QString, said);
        QCOMPARE(tests::qRendered(text), said);
    }

    void the_code_of_a_query_that_failed_is_kept()
    {
        const auto said = rules::Template::parse("{{ query \"broken\" }}")->render(tests::someData(), tests::someSeries);
        QVERIFY(!said);
        QCOMPARE(said.error().code, metric::ErrorCode::Timeout);
        const auto none = rules::Template::parse("{{ query \"up\" }}")->render(tests::someData(), {});
        QVERIFY(!none);
        QCOMPARE(none.error().code, metric::ErrorCode::InvalidArgument);
    }

    void a_template_outlives_its_text_and_its_copies()
    {
        auto text = std::make_unique<std::string>("{{ $labels.job }} {{ printf \"%q\" `raw` }}");
        auto read = rules::Template::parse(*text);
        QVERIFY(read);
        text->assign(text->size(), 'x');
        text.reset();
        const auto copy = *read;
        read = tl::unexpected<rules::TemplateError>(rules::TemplateError{});
        QCOMPARE(*copy.render(tests::someData(), {}), "node \"raw\"");
    }
};

VEDETTE_TEST(TstTemplate)
#include "tst_template.moc"
