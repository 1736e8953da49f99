#include "models/exposition/text_parser.h"

#include "models/exposition/number.h"
#include "tests/models/exposition/recording_sink.h"
#include "tests/support/registry.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <random>

using exposition::Format;
using tests::tell;
using tests::Told;
using Lines = std::vector<std::string>;

namespace {

constexpr std::string_view kPrometheus = "# HELP http_requests_total All \\\\ of\\nthem \\\" here.\n"
                                         "# TYPE http_requests_total counter\n"
                                         "http_requests_total{method=\"post\",code=\"200\"} 1027 1395066363000\n"
                                         "http_requests_total{method=\"post\",code=\"200\"} 1028.5 1395066364000\n"
                                         "  http_requests_total { code = \"200\", method = \"post\", } \t 1029 -5 \t\r\n"
                                         "\n"
                                         "\t# a comment\n"
                                         "#TYPE of comment\n"
                                         "msdos_file{path=\"C:\\\\DIR\\\\FILE.TXT\",error=\"Cannot\\n\\\"find\\\" \\d\"} 1.458255915e9\n"
                                         "gr\xC3\xB6\xC3\x9F" // cut off below: names are ASCII
    ;
constexpr std::string_view kOpenMetrics = "# HELP acme_http_router_request_seconds Latency \\\"all\\\".\n"
                                          "# TYPE acme_http_router_request_seconds summary\n"
                                          "# UNIT acme_http_router_request_seconds seconds\n"
                                          "acme_http_router_request_seconds_sum{path=\"/api\",method=\"GET\"} 9036.32\n"
                                          "acme_http_router_request_seconds_count{path=\"/api\",method=\"GET\"} 807283.0\n"
                                          "acme_http_router_request_seconds_created{path=\"/api\",method=\"GET\"} 1605281325.0\n"
                                          "# TYPE go_goroutines gauge\n"
                                          "# HELP go_goroutines \xE2\x82\xAC und \xF0\x9F\x98\x80\n"
                                          "go_goroutines{h=\"gr\xC3\xB6\xC3\x9F\xE2\x82\xAC\xF0\x9F\x98\x80\"} 69 1.5205\n"
                                          "go_goroutines{h=\"gr\xC3\xB6\xC3\x9F\xE2\x82\xAC\xF0\x9F\x98\x80\"} 70 2\n"
                                          "# TYPE foo histogram\n"
                                          "foo_bucket{le=\"0.1\"} 8 123.456 # {id=\"a # b\"} 0.054 1\n"
                                          "foo_bucket{le=\"+Inf\"} 17 123.456 # {} 9.8\n"
                                          "foo_count 17 123.456\n"
                                          "foo_sum 324789.3 123.456\n"
                                          "# TYPE \"my.metric\" counter\n"
                                          "{\"my.metric_total\",\"a.b\"=\"c\"} +Inf\n"
                                          "# EOF\n";

std::string joined(const Lines &lines)
{
    std::string text;
    for (const auto &line : lines)
        text += line + '\n';
    return text;
}

Lines toldBy(Format format, std::string_view text)
{
    const auto told = tell(format, text);
    return told.error.empty() ? told.lines : Lines{"ERROR " + told.error};
}

std::string errorOf(Format format, std::string_view text) { return tell(format, text).error; }

// The lines up to and without the one named by the error are those that were told.
std::uint64_t lineIn(const std::string &error)
{
    std::uint64_t line = 0;
    if (error.starts_with("line "))
        std::from_chars(error.data() + 5, error.data() + error.size(), line);
    return line;
}

bool sameBits(double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); }

} // namespace

class TstTextParser : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void prometheus_text_is_read()
    {
        const auto text = kPrometheus.substr(0, kPrometheus.rfind('\n') + 1);
        const Lines expected{
            "metadata http_requests_total 1 [All \\ of\nthem \\\" here.] []",
            "series 0 http_requests_total{code=\"200\",method=\"post\"}",
            "sample 0 1027 1395066363000",
            "sample 0 1028.5 1395066364000",
            "sample 0 1029 -5",
            "series 1 msdos_file{error=\"Cannot\\n\\\"find\\\" \\\\d\",path=\"C:\\\\DIR\\\\FILE.TXT\"}",
            "sample 1 1458255915",
        };
        QCOMPARE(joined(toldBy(Format::Prometheus, text)), joined(expected));
        QCOMPARE(tell(Format::Prometheus, kPrometheus).line, 10U);
        QVERIFY(errorOf(Format::Prometheus, kPrometheus).starts_with("line 10: "));
    }

    void openmetrics_is_read()
    {
        const Lines expected{
            "metadata acme_http_router_request_seconds 5 [Latency \"all\".] [seconds]",
            "series 0 acme_http_router_request_seconds_sum{method=\"GET\",path=\"/api\"}",
            "sample 0 9036.32",
            "series 1 acme_http_router_request_seconds_count{method=\"GET\",path=\"/api\"}",
            "sample 1 807283",
            "series 2 acme_http_router_request_seconds_created{method=\"GET\",path=\"/api\"}",
            "sample 2 1605281325",
            "metadata go_goroutines 2 [\xE2\x82\xAC und \xF0\x9F\x98\x80] []",
            "series 3 go_goroutines{h=\"gr\xC3\xB6\xC3\x9F\xE2\x82\xAC\xF0\x9F\x98\x80\"}",
            "sample 3 69 1521",
            "sample 3 70 2000",
            "metadata foo 3 [] []",
            "series 4 foo_bucket{le=\"0.1\"}",
            "sample 4 8 123456",
            "series 5 foo_bucket{le=\"+Inf\"}",
            "sample 5 17 123456",
            "series 6 foo_count",
            "sample 6 17 123456",
            "series 7 foo_sum",
            "sample 7 324789.3 123456",
            "metadata my.metric 1 [] []",
            "series 8 " + metric::Labels{{metric::kMetricName, "my.metric_total"}, {"a.b", "c"}}.toString(),
            "sample 8 inf",
        };
        QCOMPARE(joined(toldBy(Format::OpenMetrics, kOpenMetrics)), joined(expected));
    }

    void every_cut_gives_the_same()
    {
        for (const auto &[format, text] : {std::pair(Format::Prometheus, kPrometheus), std::pair(Format::OpenMetrics, kOpenMetrics)}) {
            const auto whole = tell(format, text);
            for (std::size_t cut = 0; cut <= text.size(); ++cut)
                QVERIFY2(tell(format, text, {cut}) == whole, qPrintable(QString::number(cut)));
            for (std::size_t cut = 0; cut + 7 <= text.size(); ++cut)
                QVERIFY2(tell(format, text, {cut, 1, 1, 5}) == whole, qPrintable(QString::number(cut)));
            QVERIFY(tell(format, text, std::vector<std::size_t>(text.size(), 1)) == whole);
        }
    }

    void changed_bytes_are_read_or_refused_at_their_line()
    {
        std::mt19937_64 random(11);
        constexpr std::string_view kBytes = "{}\",=\\ \t\n#+-.0123456789eEaN_:\xC3\xFF\x80\0";
        for (const auto &[format, text] : {std::pair(Format::Prometheus, kPrometheus), std::pair(Format::OpenMetrics, kOpenMetrics)}) {
            for (int round = 0; round < 8000; ++round) {
                std::string changed(text);
                const auto changes = 1 + random() % 4;
                for (std::size_t i = 0; i < changes; ++i) {
                    const auto place = random() % changed.size();
                    switch (random() % 3) {
                    case 0: changed[place] = random() % 2 == 0 ? char(random()) : kBytes[random() % kBytes.size()]; break;
                    case 1: changed.erase(place, 1 + random() % 3); break;
                    default: changed.insert(place, 1, kBytes[random() % kBytes.size()]); break;
                    }
                }
                const auto told = tell(format, changed, {random() % changed.size()});
                if (told.error.empty())
                    continue;
                QCOMPARE(lineIn(told.error), told.line);
                // Without the line of the error and what follows there is no error but that of the missing end.
                std::size_t end = 0;
                for (std::uint64_t line = 1; line < told.line; ++line)
                    end = changed.find('\n', end) + 1;
                const auto before = tell(format, std::string_view(changed).substr(0, end));
                QVERIFY2(before.error.empty() || before.error.find("the text ends without") != std::string::npos, before.error.c_str());
                for (const char c : told.error)
                    QVERIFY(c >= ' ' && c <= '~');
            }
        }
    }

    void an_error_names_the_line_and_what_was_expected_data()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("error");
        const auto row = [](const char *name, Format format, const char *text, const char *error) {
            QTest::newRow(name) << int(format) << QByteArray(text) << QByteArray(error);
        };
        constexpr auto prom = Format::Prometheus;
        constexpr auto open = Format::OpenMetrics;
        row("value", prom, "a 1\n\na x\n", "line 3: expected a value after the series, got \"x\"");
        row("no value", prom, "a 1\na\n", "line 2: expected a value after the series, got the end of the line");
        row("in a run", prom, "a 1\na 2\na 3 4.5\na 5\n", "line 3: expected a time in whole milliseconds, got \"4.5\"");
        row("control bytes", prom, "a \x01\x7f\xff\"\n", "line 1: expected a value after the series, got \"\\x01\\x7f\\xff\\\"\"");
        row("long", prom, "a 0123456789012345678901234567890123456789x\n",
            "line 1: expected a value after the series, got \"0123456789012345678901234567890123456789...\"");
        row("name", prom, "1a 1\n", "line 1: expected a metric name, got \"1a 1\"");
        row("dot in a name", prom, "a.b 1\n", "line 1: expected a blank and a value after the series, got \".b 1\"");
        row("quote", prom, "a{b=\"c} 1\n", "line 1: expected a closing quote, got \"\\\"c} 1\"");
        row("label twice", prom, "a{b=\"c\",b=\"d\"} 1\n", "line 1: the label \"b\" is there twice");
        row("name as a label", prom, "a{__name__=\"c\"} 1\n", "line 1: the label __name__ is the metric's name and cannot be given by itself");
        row("no name", prom, "{a=\"b\"} 1\n", "line 1: the series has no metric name");
        row("utf-8", prom, "a{b=\"\xC0\x80\"} 1\n", "line 1: expected UTF-8, got \"\\\"\\xc0\\x80\\\"\"");
        row("type", prom, "# TYPE a thing\n", "line 1: expected a type such as counter or gauge, got \"thing\"");
        row("exemplar", prom, "a 1 # {} 1\n", "line 1: expected a time in whole milliseconds, got \"#\"");
        row("hexadecimal", open, "a 0x1p3\n# EOF\n", "line 1: expected a value after the series, got \"0x1p3\"");
        row("too large", open, "a 1e400\n# EOF\n", "line 1: expected a value after the series, got \"1e400\"");
        row("no end", open, "a 1\n", "line 2: expected \"# EOF\" as the last line, the text ends without");
        row("after the end", open, "a 1\n# EOF\n\n", "line 3: expected nothing after \"# EOF\", got the end of the line");
        row("comment", open, "# a\n", "line 1: expected \"# HELP\", \"# TYPE\", \"# UNIT\" or \"# EOF\", got \"# a\"");
        row("counter's name", open, "# TYPE a counter\na 1\n# EOF\n",
            "line 2: expected a sample of the counter \"a\", which is named a_total or a_created, got \"a\"");
        row("interleaved", open, "a 1\nb 1\na 1\n# EOF\n", "line 3: a sample among those of \"b\": the lines of one metric stand together");
        row("comes back", open, "a{b=\"1\"} 1\na{b=\"2\"} 1\na{b=\"1\"} 1\n# EOF\n",
            "line 3: samples of one metric of \"a\" stand together, this one comes back");
        row("negative total in a run", open, "# TYPE a counter\na_total 1 1\na_total 2 2\na_total -1 3\n# EOF\n",
            "line 4: a total cannot be negative or NaN, as -1");
        row("without a time", open, "a 1 1\na 2 2\na 3\n# EOF\n", "line 3: samples of one metric with and without a time");
        row("two gauges", open, "# TYPE a gauge\na 1\n# TYPE a gauge\n# EOF\n", "line 3: metadata of \"a\" after its samples");
        row("help alone", open, "# TYPE a gauge\na 1\n# HELP a b\n# EOF\n", "line 4: metadata of \"a\" after its samples");
    }
    void an_error_names_the_line_and_what_was_expected()
    {
        QFETCH(int, format);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, error);
        const auto told = tell(Format(format), text.toStdString());
        QCOMPARE(told.error, error.toStdString());
    }

    void what_came_before_an_error_was_told_and_the_error_stays()
    {
        tests::RecordingSink sink;
        exposition::TextParser parser(Format::Prometheus, sink);
        const auto result = parser.feed("a 1\nb 2\nc x\nd 4\n");
        QVERIFY(!result);
        QVERIFY(result.error().code == metric::ErrorCode::Malformed);
        QCOMPARE(joined(sink.lines), joined({"series 0 a", "sample 0 1", "series 1 b", "sample 1 2"}));
        QCOMPARE(parser.feed("e 5\n").error().message, result.error().message);
        QCOMPARE(parser.finish().error().message, result.error().message);
    }

    void one_series_has_one_number_however_it_is_written()
    {
        QCOMPARE(joined(toldBy(Format::Prometheus,
                               "a{b=\"1\",c=\"2\"} 1\nx 1\na{c=\"2\",b=\"1\"} 2\na { b = \"1\", c=\"2\" } 3\n{\"a\",c=\"2\",b=\"1\",d=\"\"} 4\n")),
                 joined({"series 0 a{b=\"1\",c=\"2\"}", "sample 0 1", "series 1 x", "sample 1 1", "sample 0 2", "sample 0 3", "sample 0 4"}));
    }

    void a_name_that_begins_another_is_not_taken_for_it()
    {
        QCOMPARE(joined(toldBy(Format::Prometheus, "a 1\na {b=\"1\"} 2\nab 3\na{b=\"1\"} 4\na 5\n")),
                 joined({"series 0 a", "sample 0 1", "series 1 a{b=\"1\"}", "sample 1 2", "series 2 ab", "sample 2 3", "sample 1 4", "sample 0 5"}));
    }

    void the_last_line_may_lack_its_newline()
    {
        QCOMPARE(joined(toldBy(Format::Prometheus, "a 1\na 2")), joined({"series 0 a", "sample 0 1", "sample 0 2"}));
        QCOMPARE(joined(toldBy(Format::OpenMetrics, "a 1\n# EOF")), joined({"series 0 a", "sample 0 1"}));
    }

    void a_counter_may_share_the_name_of_a_gauge_before_it()
    {
        QCOMPARE(joined(toldBy(Format::OpenMetrics, "# TYPE a gauge\na 1\n# HELP a b\n# TYPE a counter\na_total 2\n# EOF\n")),
                 joined({"metadata a 2 [] []", "series 0 a", "sample 0 1", "metadata a 1 [b] []", "series 1 a_total", "sample 1 2"}));
    }

    void a_restart_keeps_numbers_and_forgets_the_rest()
    {
        for (const auto format : {Format::OpenMetrics, Format::Prometheus}) {
            tests::RecordingSink sink;
            exposition::TextParser parser(format, sink);
            const auto read = [&](std::string_view text) {
                sink.lines.clear();
                auto result = parser.feed(text);
                if (result)
                    result = parser.finish();
                if (!result)
                    sink.lines.push_back(result.error().message);
                parser.restart();
                return joined(sink.lines);
            };
            constexpr std::string_view kBody = "# TYPE a counter\na_total{x=\"1\"} 1\na_total{x=\"2\"} 2\n# TYPE b gauge\nb 3\n# EOF\n";
            QCOMPARE(read(kBody), joined({"metadata a 1 [] []", "series 0 a_total{x=\"1\"}", "sample 0 1", "series 1 a_total{x=\"2\"}", "sample 1 2",
                                          "metadata b 2 [] []", "series 2 b", "sample 2 3"}));
            const auto again = joined({"metadata a 1 [] []", "sample 0 1", "sample 1 2", "metadata b 2 [] []", "sample 2 3"});
            QCOMPARE(read(kBody), again);
            // Other families, another order, and a new series among the known ones.
            QCOMPARE(read("b 4\nc 5\na_total{x=\"2\"} -6\n# EOF\n"), joined({"sample 2 4", "series 3 c", "sample 3 5", "sample 1 -6"}));
            // Broken off: in a line, at a value after a series that is new, and in what the rules forbid.
            (void)parser.feed("# TYPE b gauge\nb 3\nb");
            parser.restart();
            QCOMPARE(read("c 5\nd no\n"), joined({"sample 3 5", "line 2: expected a value after the series, got \"no\"", "series 4 d"}));
            QCOMPARE(read("c 5\n# EOF\n"), joined({"sample 3 5"}));
            QCOMPARE(read("c 5\nd 6\n# EOF\n"), joined({"sample 3 5", "sample 4 6"}));
            QCOMPARE(read(kBody), again);
            // The rules hold for known series as for new ones.
            if (format == Format::OpenMetrics) {
                QVERIFY(read("# TYPE a counter\na_total{x=\"1\"} -1\n").find("line 2: a total cannot be negative") != std::string::npos);
                QVERIFY(read("# TYPE a gauge\na_total{x=\"1\"} 1\n# TYPE b gauge\nb 1\na_total{x=\"1\"} 1\n").find("line 5: ") != std::string::npos);
            }
        }
    }

    void limits_hold()
    {
        const auto value = [](std::size_t size) { return "a{b=\"" + std::string(size, 'x') + "\"} 1\n"; };
        QCOMPARE(errorOf(Format::Prometheus, value(exposition::kLongestValue)), std::string());
        QVERIFY(errorOf(Format::Prometheus, value(exposition::kLongestValue + 1)).starts_with("line 1: a name or label value is longer than"));
        QVERIFY(errorOf(Format::Prometheus, std::string(exposition::kLongestValue + 1, 'x') + " 1\n")
                    .starts_with("line 1: a name or label value is longer"));

        const auto labels = [](std::size_t count) {
            std::string text = "a{";
            for (std::size_t i = 0; i < count; ++i)
                text += fmt::format("l{}=\"v\",", i);
            return text + "} 1\n";
        };
        QCOMPARE(errorOf(Format::Prometheus, labels(exposition::kMostLabels)), std::string());
        QVERIFY(errorOf(Format::Prometheus, labels(exposition::kMostLabels + 1)).starts_with("line 1: the series has more than 1000 labels"));

        const auto line = [](std::size_t size) { return "a 1\na " + std::string(size - 3, '0') + "1\na 2\n"; };
        for (const std::vector<std::size_t> &pieces : {std::vector<std::size_t>{}, std::vector<std::size_t>(40, 30000)}) {
            QCOMPARE(tell(Format::Prometheus, line(exposition::kLongestLine), pieces).error, std::string());
            QVERIFY(tell(Format::Prometheus, line(exposition::kLongestLine + 1), pieces).error.starts_with("line 2: the line is longer than"));
            QVERIFY(tell(Format::Prometheus, line(3 * exposition::kLongestLine), pieces).error.starts_with("line 2: the line is longer than"));
        }
    }

    void values_are_read_to_the_last_bit()
    {
        std::mt19937_64 random(5);
        for (int i = 0; i < 200000; ++i) {
            std::string text;
            switch (random() % 5) {
            case 0: text = fmt::format("{}", std::bit_cast<double>(random())); break;
            case 1: text = fmt::format("{}.{:0{}}", random() % 10000000, random() % 1000, 1 + random() % 12); break;
            case 2: text = fmt::format("{}e{}", random() % 1000000000000000000, int(random() % 50) - 25); break;
            case 3: text = fmt::format("-{}", random()); break;
            default: text = fmt::format("{:.{}e}", std::ldexp(double(random()), int(random() % 100) - 80), random() % 20); break;
            }
            double expected = 0;
            const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), expected);
            if (text.find("nan") != std::string::npos || text.find("inf") != std::string::npos)
                continue;
            QVERIFY(error == std::errc());
            const auto slow = exposition::valueOf(text);
            QVERIFY2(slow && sameBits(*slow, expected), text.c_str());
            double quick = 0;
            if (exposition::readPlainValue((text + "\n").c_str(), quick))
                QVERIFY2(sameBits(quick, expected), text.c_str());
        }
    }

    void numbers_have_the_spellings_of_the_formats()
    {
        for (const auto *text : {"+Inf", "-Inf", "Inf", "inf", "+infinity", "-INFINITY", "NaN", "nan", "1", "+1", "-0", "1.", ".5", "1e5", "1E+05",
                                 "1e-400", "0e99999999999999"})
            QVERIFY2(exposition::valueOf(text), text);
        for (const auto *text :
             {"", "+", "-", ".", "e5", "1e", "1e+", "+nan", "-NaN", "++1", "+-1", "0x1", "1_0", "1e400", "in", "infin", "nan(1)", "1 ", " 1", "1f"})
            QVERIFY2(!exposition::valueOf(text), text);
        QVERIFY(sameBits(*exposition::valueOf("-0"), -0.0));
        QVERIFY(sameBits(*exposition::valueOf("-1e-400"), -0.0));
        QVERIFY(sameBits(*exposition::valueOf("0.00001e-400"), 0.0));

        const auto seconds = [](std::string_view text) { return exposition::secondsOf(text)->time_since_epoch().count(); };
        QCOMPARE(seconds("1.0005"), 1001);
        QCOMPARE(seconds("1.5e3"), 1500000);
        QCOMPARE(seconds("-1.1"), -1100);
        QCOMPARE(seconds("12345678901234567890.1234567890"), exposition::kFarthestMs);
        QVERIFY(!exposition::secondsOf("Inf"));
        QVERIFY(!exposition::millisecondsOf("1.5"));
        QVERIFY(!exposition::millisecondsOf("+-5"));
        QVERIFY(!exposition::millisecondsOf("99999999999999999999"));
        QCOMPARE(exposition::millisecondsOf("+5")->time_since_epoch().count(), 5);
        QCOMPARE(exposition::millisecondsOf("9223372036854775807")->time_since_epoch().count(), exposition::kFarthestMs);
    }

    void times_are_the_same_quickly_and_slowly()
    {
        std::mt19937_64 random(6);
        for (int i = 0; i < 100000; ++i) {
            const std::int64_t ms = std::int64_t(random() % 4000000000000) - 2000000000000;
            const auto text = fmt::format("{}{}.{:03}", ms < 0 ? "-" : "", std::abs(ms) / 1000, std::abs(ms) % 1000);
            std::int64_t quick = 0;
            QVERIFY(exposition::readPlainSeconds((text + "\n").c_str(), quick));
            QCOMPARE(quick, ms);
            QCOMPARE(exposition::secondsOf(text)->time_since_epoch().count(), ms);
        }
    }
};

VEDETTE_TEST(TstTextParser)
#include "tst_text_parser.moc"
