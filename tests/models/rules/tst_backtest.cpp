#include "models/query/promql_engine.h"
#include "models/rules/backtest.h"
#include "models/rules/group_evaluation.h"
#include "models/rules/rule_file_reader.h"
#include "tests/support/fake_reader.h"
#include "tests/support/registry.h"

#include <fmt/format.h>

#include <cstdint>

using namespace rules;
using namespace std::chrono_literals;
using metric::Labels;
using metric::Timestamp;

namespace {

// The past of some series, and a rule that looks back on it.
struct Past {
    // `rule` as below "rules:".
    explicit Past(const std::string &rule, const std::string &fields = {})
    {
        const auto file = readRuleFile("groups:\n  - name: g\n" + fields + "    rules:\n" + rule);
        if (!file)
            qFatal("%s", file.error()[0].message.c_str());
        group = file->groups[0];
    }

    void sample(const Labels &labels, std::chrono::seconds at, double value) { reader.add(labels, Timestamp(at), value); }
    metric::Result<Backtest> test(std::chrono::seconds end, std::chrono::seconds step, BacktestOptions options = {}, std::stop_token stop = {}) const
    {
        options.start = Timestamp(0s);
        options.end = Timestamp(end);
        options.step = step;
        options.limit = group.limit;
        options.queryOffset = group.queryOffset.value_or(0s);
        auto rule = group.rules.at(0);
        addLabels(rule, group.labels);
        return backtest(rule, query::PromqlEngine(reader), options, std::move(stop));
    }

    RuleGroup group;
    tests::FakeReader reader;
};

long seconds(Timestamp time) { return long(time.time_since_epoch().count() / 1000); }

// "60 to 120 {...}" of each firing, sorted.
std::string textOf(std::vector<Firing> firings)
{
    std::vector<std::string> lines;
    for (const auto &firing : firings)
        lines.push_back(fmt::format("{} {} to {} {}", seconds(firing.pendingSince), seconds(firing.firedAt),
                                    firing.resolvedAt ? fmt::to_string(seconds(*firing.resolvedAt)) : "the end", firing.labels.toString()));
    std::sort(lines.begin(), lines.end());
    return fmt::format("{}", fmt::join(lines, "\n"));
}

// The same, by a group that is evaluated moment by moment.
std::string lived(const Past &past, std::chrono::seconds end, std::chrono::seconds step)
{
    GroupEvaluation evaluation(past.group, past.reader);
    GroupState state;
    std::vector<Firing> firings;
    std::map<Labels, std::size_t> open;
    for (auto at = 0s; at <= end; at += step) {
        evaluation.evaluate(Timestamp(at), state);
        const auto &alerts = state.rules.at(0).alerts;
        for (auto each = open.begin(); each != open.end();) {
            const auto alert = alerts.find(each->first);
            const bool goesOn = alert != alerts.end() && alert->second.phase == AlertPhase::Firing;
            if (!goesOn)
                firings[each->second].resolvedAt = Timestamp(at);
            each = goesOn ? std::next(each) : open.erase(each);
        }
        for (const auto &[labels, alert] : alerts) {
            if (alert.phase == AlertPhase::Firing && open.try_emplace(labels, firings.size()).second)
                firings.push_back({labels, alert.annotations, alert.activeAt, *alert.firedAt, std::nullopt, alert.value, alert.value});
        }
    }
    return textOf(std::move(firings));
}

// The same numbers in each run.
class Dice {
public:
    std::uint32_t roll(std::uint32_t sides) { return (m_state = m_state * 1664525 + 1013904223) / 65536 % sides; }

private:
    std::uint32_t m_state = 7;
};

#define SAYS(actual, expected) QCOMPARE(QByteArray::fromStdString(actual), QByteArray::fromStdString(expected))

const Labels kX{{"__name__", "x"}, {"i", "0"}};

} // namespace

class TstBacktest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void it_tells_what_would_have_fired()
    {
        Past past("      - alert: A\n        expr: x > 10\n        for: 1m\n        labels: {severity: page}\n");
        for (const auto &[at, value] : {std::pair{0s, 1.0},
                                        {60s, 20.0},
                                        {120s, 40.0},
                                        {180s, 30.0},
                                        {240s, 5.0},
                                        {300s, 50.0},
                                        {360s, 3.0},
                                        {420s, 11.0},
                                        {480s, 12.0},
                                        {540s, 13.0}})
            past.sample(kX, at, value);
        const auto told = past.test(550s, 60s);
        QVERIFY(told);
        SAYS(textOf(told->firings), "420 480 to the end {alertname=\"A\",i=\"0\",severity=\"page\"}\n"
                                    "60 120 to 240 {alertname=\"A\",i=\"0\",severity=\"page\"}");
        QCOMPARE(told->firings[0].worst, 40.0);
        QCOMPARE(told->firings[0].last, 30.0);
        QCOMPARE(told->count, std::size_t(2));
        QCOMPARE(told->total.count(), (120s + 70s) / 1ms); // up to the end, which is no moment
        QCOMPARE(told->longest.count(), 120s / 1ms);
        QCOMPARE(told->mostAtOnce, std::size_t(1));
        QCOMPARE(told->moments, std::size_t(10));
        QVERIFY(!told->isTruncated() && told->failed == 0);
    }

    void the_least_value_is_the_worst_of_what_must_not_be_low_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<double>("worst");
        QTest::newRow("below") << "x < 10" << 2.0;
        QTest::newRow("at most, in parentheses") << "(x <= 10)" << 2.0;
        QTest::newRow("the number first") << "10 > x" << 2.0;
        QTest::newRow("with a condition") << "x < 10 and x > 0" << 2.0;
        QTest::newRow("above") << "x > 1" << 6.0;
        QTest::newRow("no comparison") << "x" << 6.0;
    }
    void the_least_value_is_the_worst_of_what_must_not_be_low()
    {
        QFETCH(QString, expression);
        Past past("      - alert: A\n        expr: " + expression.toStdString() + "\n");
        for (const auto &[at, value] : {std::pair{0s, 4.0}, {60s, 2.0}, {120s, 6.0}})
            past.sample(kX, at, value);
        const auto told = past.test(120s, 60s);
        QVERIFY(told);
        QCOMPARE(told->firings.size(), std::size_t(1));
        QTEST(told->firings[0].worst, "worst");
    }

    void it_comes_to_what_a_group_comes_to_moment_by_moment_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("fields");
        const auto row = [](const char *name, const char *rule, const char *fields = "") {
            QTest::newRow(name) << QStringLiteral("      - alert: A\n        expr: %1\n").arg(QLatin1String(rule)) << QString::fromLatin1(fields);
        };
        row("at once", "x > 7");
        row("after a while", "x > 4\n        for: 45s");
        row("for a while longer", "x > 7\n        keep_firing_for: 1m");
        row("both, in a group with labels", "x > 5\n        for: 30s\n        keep_firing_for: 40s\n        labels: {a: own, on: '{{ $labels.i }}'}",
            "    labels: {a: group, b: group}\n");
        row("labels that hang on the value", "x > 3\n        for: 15s\n        labels: {how: '{{ if gt $value 7.0 }}very{{ else }}rather{{ end }}'}");
        row("labels that are asked for", "x > 3\n        labels: {all: '{{ with query \"count(x > 6)\" }}{{ . | first | value }}{{ end }}'}");
        row("labels that make two alerts one", "x > 5\n        labels: {i: same}");
        row("a scalar", "scalar(x{i=\"1\"})\n        for: 1m");
        row("a limit", "x > 4\n        for: 15s", "    limit: 3\n");
        row("a look at what was before", "x > 6\n        for: 30s", "    query_offset: 40s\n");
        row("what is not there", "absent(x{i=\"1\"} > 4)\n        for: 30s");
    }
    void it_comes_to_what_a_group_comes_to_moment_by_moment()
    {
        QFETCH(QString, rule);
        QFETCH(QString, fields);
        Past past(rule.toStdString(), fields.toStdString());
        Dice dice;
        for (int i = 0; i < 5; ++i) {
            const Labels labels{{"__name__", "x"}, {"i", std::to_string(i)}};
            double value = 0;
            for (auto at = 0s; at <= 2h; at += 15s) {
                if (dice.roll(3) == 0)
                    value = double(dice.roll(10));
                const bool ends = dice.roll(20) == 0;
                past.sample(labels, at, ends ? metric::staleMarker() : value);
            }
        }
        const auto told = past.test(2h, 15s);
        QVERIFY2(told, told ? "" : told.error().message.c_str());
        QVERIFY(told->count > 0);
        SAYS(textOf(told->firings), lived(past, 2h, 15s));
    }

    void a_moment_in_which_the_rule_would_have_failed_changes_nothing()
    {
        Past past("      - alert: A\n        expr: x > 5\n        labels: {i: same}\n");
        past.sample(kX, 0s, 9);
        past.sample({{"__name__", "x"}, {"i", "1"}}, 60s, 9);
        past.sample(kX, 120s, metric::staleMarker());
        past.sample({{"__name__", "x"}, {"i", "1"}}, 180s, 0);
        const auto told = past.test(180s, 60s);
        QVERIFY(told);
        QCOMPARE(told->failed, std::size_t(1));
        QVERIFY(told->error->message.find("same labelset") != std::string::npos);
        SAYS(textOf(told->firings), "0 0 to 180 {alertname=\"A\",i=\"same\"}");
    }

    void a_long_time_is_asked_in_pieces()
    {
        Past past("      - alert: A\n        expr: x > 5\n        for: 1m\n");
        for (auto at = 0s; at <= 30'000s; at += 100s)
            past.sample(kX, at, at >= 10'000s && at < 13'000s ? 9 : 1); // over the ends of pieces
        const auto told = past.test(30'000s, 1s);
        QVERIFY(told);
        QVERIFY(past.reader.selects > 3);
        QCOMPARE(told->moments, std::size_t(30'001));
        SAYS(textOf(told->firings), "10000 10060 to 13000 {alertname=\"A\",i=\"0\"}");
    }

    void what_is_too_much_for_one_question_is_asked_in_smaller_ones()
    {
        Past past("      - alert: A\n        expr: x > 5\n");
        for (auto at = 0s; at <= 1000s; at += 10s)
            past.sample(kX, at, at >= 500s ? 9 : 1);
        query::EngineOptions options;
        options.maxPoints = 300;
        const auto told =
            backtest(past.group.rules[0], query::PromqlEngine(past.reader, options), {.start = Timestamp(0s), .end = Timestamp(1000s), .step = 1s});
        QVERIFY(told);
        SAYS(textOf(told->firings), "500 500 to the end {alertname=\"A\",i=\"0\"}");
    }

    void moments_are_multiples_of_the_step()
    {
        Past past("      - alert: A\n        expr: x > 5\n");
        past.sample(kX, 0s, 9);
        const auto told =
            backtest(past.group.rules[0], query::PromqlEngine(past.reader), {.start = Timestamp(7s), .end = Timestamp(59s), .step = 15s});
        QVERIFY(told);
        QCOMPARE(told->moments, std::size_t(3));
        SAYS(textOf(told->firings), "15 15 to the end {alertname=\"A\",i=\"0\"}");
        const auto none =
            backtest(past.group.rules[0], query::PromqlEngine(past.reader), {.start = Timestamp(7s), .end = Timestamp(9s), .step = 15s});
        QVERIFY(none && none->moments == 0 && none->count == 0);
    }

    void its_own_step_is_as_fine_as_one_question_allows()
    {
        QCOMPARE(backtestStep(Timestamp(0s), Timestamp(30min)), metric::Duration(1s));
        const auto step = backtestStep(Timestamp(0s), Timestamp(7 * 24h));
        QCOMPARE(step, metric::Duration(55s));
        QVERIFY(7 * 24h / step < kMostBacktestMoments);
    }

    void annotations_are_there_on_request()
    {
        Past past("      - alert: A\n        expr: x > 5\n        for: 1m\n        annotations: {summary: '{{ $labels.i }} has {{ $value }}'}\n");
        for (const auto &[at, value] : {std::pair{0s, 6.0}, {60s, 7.0}, {120s, 8.0}})
            past.sample(kX, at, value);
        QVERIFY(past.test(120s, 60s)->firings.at(0).annotations.empty());
        const auto annotations = past.test(120s, 60s, {.annotated = true})->firings.at(0).annotations;
        QCOMPARE(annotations.size(), std::size_t(1));
        SAYS(annotations[0].second, "0 has 7");
    }

    void firings_beyond_the_most_are_counted_only()
    {
        Past past("      - alert: A\n        expr: x > 5\n");
        for (auto at = 0s; at < 600s; at += 60s)
            past.sample(kX, at, at / 60s % 2 ? 9 : 1);
        const auto told = past.test(600s, 60s, {.maxFirings = 2});
        QVERIFY(told && told->isTruncated());
        QCOMPARE(told->firings.size(), std::size_t(2));
        QCOMPARE(told->count, std::size_t(5));
        QCOMPARE(told->total.count(), 5 * 60s / 1ms);
        QCOMPARE(*told->firings[1].resolvedAt, Timestamp(240s));
    }

    void too_many_alerts_are_refused()
    {
        Past past("      - alert: A\n        expr: x > 5\n");
        for (int i = 0; i < 20; ++i)
            past.sample({{"__name__", "x"}, {"i", std::to_string(i)}}, 0s, 9);
        const auto told = past.test(60s, 60s, {.maxAlerts = 10});
        QVERIFY(!told);
        QCOMPARE(told.error().code, metric::ErrorCode::LimitExceeded);
        QVERIFY(told.error().message.find("more than 10 alerts") != std::string::npos);
    }

    void what_is_no_expression_is_an_error()
    {
        const tests::FakeReader reader;
        Rule rule;
        for (const auto *expression : {"x >", "\"text\"", "x[5m]"}) {
            rule.expression = expression;
            const auto told = backtest(rule, query::PromqlEngine(reader), {.start = Timestamp(0s), .end = Timestamp(60s), .step = 1s});
            QVERIFY(!told);
            QCOMPARE(told.error().code, metric::ErrorCode::InvalidArgument);
        }
    }

    void it_can_be_cancelled()
    {
        Past past("      - alert: A\n        expr: x > 5\n");
        past.sample(kX, 0s, 9);
        std::stop_source stop;
        stop.request_stop();
        const auto told = past.test(60s, 1s, {}, stop.get_token());
        QVERIFY(!told);
        QCOMPARE(told.error().code, metric::ErrorCode::Cancelled);
    }
};

VEDETTE_TEST(TstBacktest)
#include "tst_backtest.moc"
