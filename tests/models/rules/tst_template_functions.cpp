// The functions of Prometheus.
#include "tests/models/rules/template_help.h"
#include "tests/support/registry.h"

class TstTemplateFunctions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void they_say_what_prometheus_says_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("said");
        const auto row = [](const char *text, const char *said) { QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(said); };
        row("{{ range query \"up\" | sortByLabel \"instance\" }}{{ .Labels.instance }}:{{ .Value }}: {{ end }}", "a:1:11: b:2:21: ");
        row("{{ query \"up\" | first | label \"instance\" }} {{ query \"up\" | first | value }} {{ query \"up\" | first | strvalue }}",
            "b:2 21 text");
        row("{{ humanize 0.0 }} {{ humanize 1 }} {{ humanize 1234567.0 }} {{ humanize .12 }} {{ humanize \"0.00012\" }} {{ humanize -999.96 }}",
            "0 1 1.235M 120m 120u -1000");
        row("{{ humanize 1e30 }} {{ humanize 1e-30 }} {{ humanize \"Inf\" }} {{ humanize \"NaN\" }} {{ humanize 9223372036854775807 }}",
            "1e+06Y 1e-06y +Inf NaN 9.223E");
        row("{{ humanize1024 0 }} {{ humanize1024 1048576 }} {{ humanize1024 1.5e9 }} {{ humanize1024 .12 }} {{ humanize1024 -2048 }}",
            "0 1Mi 1.397Gi 0.12 -2ki");
        row("{{ humanizeDuration 0 }} {{ humanizeDuration 1.2345 }} {{ humanizeDuration 60.5 }} {{ humanizeDuration 3600 }} {{ humanizeDuration "
            "90061 }}",
            "0s 1.234s 1m 0s 1h 0m 0s 1d 1h 1m 1s");
        row("{{ humanizeDuration .0001 }} {{ humanizeDuration -183845 }} {{ humanizeDuration \"+Inf\" }} {{ humanizeDuration 1e9 }}",
            "100us -2d 3h 4m 5s +Inf 11574d 1h 46m 40s");
        row("{{ humanizePercentage 0.0123 }} {{ humanizePercentage -0.22222 }} {{ humanizePercentage 1.23456 }} {{ humanizePercentage 1234567 }}",
            "1.23% -22.22% 123.5% 1.235e+08%");
        row("{{ humanizeTimestamp 1435065584.128 }} {{ humanizeTimestamp -1 }} {{ humanizeTimestamp \"NaN\" }}",
            "2015-06-23 13:19:44.128 +0000 UTC 1969-12-31 23:59:59 +0000 UTC NaN");
        row("{{ (toTime 1435065584.128).Format \"02.01.2006 15:04:05.00 Mon\" }}", "23.06.2015 13:19:44.12 Tue");
        row("{{ toDuration 3723.5 }} {{ (toDuration 5400).Hours }} {{ toDuration 0.0015 }} {{ toDuration 0 }}", "1h2m3.5s 1.5 1.5ms 0s");
        row("{{ (toDuration -1e300).Abs }} {{ ((toTime 1).Sub ((toTime 0).Add (toDuration -1e300))).Hours }}",
            "2562047h47m16.854775807s 2.5620477880152157e+06");
        row("{{ (toTime 0).Format \"Ja M\" }} {{ (toTime 0).Format \"Jan Janu Mon\" }}", "Ja M Jan Janu Thu");
        row("{{ ((toTime 3600).Add (toDuration 60)).Unix }}", "3660");
        row("{{ now }} {{ now | toTime }}", "1.5 1970-01-01 00:00:01.5 +0000 UTC");
        row("{{ parseDuration \"1h2m10ms\" }} {{ parseDuration \"0\" }}", "3720.01 0");
        row("{{ pathPrefix }} {{ externalURL }}", "/path/prefix http://testhost:9090/path/prefix");
        row("{{ graphLink \"up\" }} {{ tableLink \"a{b=\\\"c\\\"}\" }}", "/graph?g0.expr=up&g0.tab=0 /graph?g0.expr=a%7Bb%3D%22c%22%7D&g0.tab=1");
        row("{{ urlQueryEscape \"a b=ü\" }}", "a+b%3D%C3%BC");
        row("{{ reReplaceAll \"(a)b\" \"x$1\" \"abcab\" }} {{ match \"a+\" \"baa\" }} {{ match \"^a\" \"b\" }}", "xacxa true false");
        row("{{ reReplaceAll \"a*\" \"x\" \"baac\" }} {{ reReplaceAll \"(?P<n>b)\" \"$n${n}$$$nx\" \"abc\" }}", "xbxcx abb$c");
        // As 3.x has it; 2.42 takes a dot and an apostrophe for the end of a word.
        row("{{ title \"aa bb CC it's a.b c-d 1st\" }} {{ toUpper \"aä ß\" }} {{ toLower \"AÄ Σ\" }}", "Aa Bb CC It's A.b C-D 1St AÄ ß aä σ");
        row("{{ safeHtml \"<b>\" }} {{ printf \"%T\" (safeHtml \"x\") }}", "<b> template.HTML");
        row("{{ stripPort \"a.b:80\" }} {{ stripPort \"[2001:db8::1]:80\" }} {{ stripPort \"2001:db8::1\" }} {{ stripPort \"a\" }}",
            "a.b 2001:db8::1 2001:db8::1 a");
        row("{{ stripDomain \"a.b.c:80\" }} {{ stripDomain \"10.0.0.1:80\" }} {{ stripDomain \"[2001:db8::1]:80\" }} {{ stripDomain \"a.b\" }}",
            "a:80 10.0.0.1:80 [2001:db8::1]:80 a");
        row("{{ args 1 \"b\" }} {{ (args 1).arg0 }}", "map[arg0:1 arg1:b] 1");
    }
    void they_say_what_prometheus_says()
    {
        QFETCH(QString, text);
        QFETCH(QString, said);
        QCOMPARE(tests::qRendered(text), said);
    }

    void what_they_refuse_is_said_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char *text, const char *reason) { QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(reason); };
        row("{{ toTime 1e300 }}", "error calling toTime: 1e+300 cannot be represented as a nanoseconds timestamp since it overflows int64");
        row("{{ toTime \"NaN\" }}", "error calling toTime: value is NaN or Inf");
        row("{{ humanize true }}", "error calling humanize: can't convert bool to float");
        row("{{ parseDuration \"1s1h\" }}", "error calling parseDuration: not a valid duration string: \"1s1h\"");
        row("{{ parseDuration \"9999999999y\" }}", "error calling parseDuration: duration out of range");
        row("{{ value nil }}", "error calling value: runtime error: invalid memory address or nil pointer dereference");
    }
    void what_they_refuse_is_said()
    {
        QFETCH(QString, text);
        QFETCH(QString, reason);
        const auto said = tests::qRendered(text);
        QVERIFY2(said.startsWith("! ") && said.endsWith(reason), qPrintable(said));
    }
};

VEDETTE_TEST(TstTemplateFunctions)
#include "tst_template_functions.moc"
