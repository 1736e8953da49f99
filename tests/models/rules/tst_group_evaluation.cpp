#include "models/rules/group_evaluation.h"
#include "models/rules/rule_file_reader.h"
#include "tests/support/fake_reader.h"
#include "tests/support/registry.h"

#include <fmt/format.h>

using namespace rules;
using namespace std::chrono_literals;
using metric::Labels;
using metric::Timestamp;

namespace {

// A group over series in memory; what it comes to goes back into them, as the console does it.
class Story {
public:
    // `rules` as below "rules:", `fields` as below "name:".
    explicit Story(const std::string &rules, const std::string &fields = {}, EvaluationOptions options = {})
        : m_group(groupOf(rules, fields), m_reader, std::move(options))
    {
    }

    void sample(const Labels &labels, std::chrono::seconds at, double value) { m_reader.add(labels, Timestamp(at), value); }

    // What there is at that time, a line for each sample and each rule that failed, sorted.
    std::string at(std::chrono::seconds time)
    {
        auto answer = m_group.evaluate(Timestamp(time), m_state);
        std::vector<std::string> lines;
        for (std::size_t i = 0; i < answer.errors.size(); ++i) {
            if (answer.errors[i])
                lines.push_back(fmt::format("rule {}: {}", i + 1, answer.errors[i]->message));
        }
        for (const auto &sample : answer.samples) {
            m_reader.addNext(*sample.labels, answer.time, sample.value);
            lines.push_back(fmt::format("{} {}{}", sample.labels->toString(), metric::isStale(sample.value) ? "stale" : fmt::to_string(sample.value),
                                        answer.time == Timestamp(time) ? "" : fmt::format(" @{}", answer.time.time_since_epoch().count() / 1000)));
        }
        std::sort(lines.begin(), lines.end());
        return fmt::format("{}", fmt::join(lines, "\n"));
    }
    void resume(std::chrono::seconds time) { m_group.evaluate({.time = Timestamp(time), .isFirst = true}, m_state); }
    // "pending 60 {...}" of each alert of the first rule: since when in seconds.
    std::string alerts() const
    {
        std::string text;
        for (const auto &[labels, alert] : m_state.rules.at(0).alerts) {
            text += fmt::format("{} {} {} {}", wordOf(alert.phase), alert.activeAt.time_since_epoch().count() / 1000, labels.toString(), alert.value);
            for (const auto &[name, value] : alert.annotations)
                text += fmt::format(" {}={}", name, value);
            text += '\n';
        }
        return text;
    }

private:
    static RuleGroup groupOf(const std::string &rules, const std::string &fields)
    {
        const auto file = readRuleFile("groups:\n  - name: g\n" + fields + "    rules:\n" + rules);
        if (!file)
            qFatal("%s", file.error()[0].message.c_str());
        return file->groups[0];
    }

    tests::FakeReader m_reader;
    GroupEvaluation m_group;
    GroupState m_state;
};

#define SAYS(actual, expected) QCOMPARE(QByteArray::fromStdString(actual), QByteArray(expected))

} // namespace

class TstGroupEvaluation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void an_alert_is_pending_then_fires_then_ends()
    {
        Story story("      - alert: A\n        expr: x < 10\n        for: 1m\n        labels: {severity: page}\n");
        const Labels x{{"__name__", "x"}, {"i", "0"}};
        for (const auto &[at, value] : {std::pair{0s, 5.0}, {60s, 6.0}, {120s, 20.0}})
            story.sample(x, at, value);
        SAYS(story.at(0s), "ALERTS_FOR_STATE{alertname=\"A\",i=\"0\",severity=\"page\"} 0\n"
                           "ALERTS{alertname=\"A\",alertstate=\"pending\",i=\"0\",severity=\"page\"} 1");
        SAYS(story.alerts(), "pending 0 {alertname=\"A\",i=\"0\",severity=\"page\"} 5\n");
        SAYS(story.at(60s), "ALERTS_FOR_STATE{alertname=\"A\",i=\"0\",severity=\"page\"} 0\n"
                            "ALERTS{alertname=\"A\",alertstate=\"firing\",i=\"0\",severity=\"page\"} 1\n"
                            "ALERTS{alertname=\"A\",alertstate=\"pending\",i=\"0\",severity=\"page\"} stale");
        SAYS(story.alerts(), "firing 0 {alertname=\"A\",i=\"0\",severity=\"page\"} 6\n");
        SAYS(story.at(120s), "ALERTS_FOR_STATE{alertname=\"A\",i=\"0\",severity=\"page\"} stale\n"
                             "ALERTS{alertname=\"A\",alertstate=\"firing\",i=\"0\",severity=\"page\"} stale");
        SAYS(story.alerts(), "inactive 0 {alertname=\"A\",i=\"0\",severity=\"page\"} 6\n");
        SAYS(story.at(121s), "");
    }

    void what_is_over_is_remembered_for_a_quarter_of_an_hour()
    {
        Story story("      - alert: A\n        expr: x < 10\n");
        const Labels x{{"__name__", "x"}};
        story.sample(x, 0s, 5);
        story.sample(x, 60s, 20);
        story.at(0s);
        story.at(60s);
        story.at(60s + 15min);
        QVERIFY(!story.alerts().empty());
        story.at(61s + 15min);
        QVERIFY(story.alerts().empty());
    }

    void what_was_only_pending_is_forgotten_at_once()
    {
        Story story("      - alert: A\n        expr: x < 10\n        for: 5m\n");
        const Labels x{{"__name__", "x"}};
        for (const auto &[at, value] : {std::pair{0s, 5.0}, {60s, 20.0}, {120s, 5.0}})
            story.sample(x, at, value);
        story.at(0s);
        story.at(60s);
        SAYS(story.alerts(), "");
        story.at(120s);
        SAYS(story.alerts(), "pending 120 {alertname=\"A\"} 5\n");
    }

    void an_alert_that_returns_begins_anew()
    {
        Story story("      - alert: A\n        expr: x < 10\n        for: 1m\n");
        const Labels x{{"__name__", "x"}};
        for (const auto &[at, value] : {std::pair{0s, 5.0}, {60s, 5.0}, {120s, 20.0}, {180s, 6.0}, {240s, 6.0}})
            story.sample(x, at, value);
        for (const auto at : {0s, 60s, 120s})
            story.at(at);
        SAYS(story.alerts(), "inactive 0 {alertname=\"A\"} 5\n");
        story.at(180s);
        SAYS(story.alerts(), "pending 180 {alertname=\"A\"} 6\n");
        story.at(240s);
        SAYS(story.alerts(), "firing 180 {alertname=\"A\"} 6\n");
    }

    void it_keeps_firing_for_a_while_without_a_value()
    {
        Story story("      - alert: A\n        expr: x > 70\n        for: 1m\n        keep_firing_for: 1m\n");
        const Labels x{{"__name__", "x"}};
        for (const auto &[at, value] :
             {std::pair{0s, 75.0}, {60s, 75.0}, {120s, 10.0}, {150s, 10.0}, {170s, 80.0}, {200s, 10.0}, {240s, 10.0}, {260s, 10.0}})
            story.sample(x, at, value);
        const auto phases = [&](std::chrono::seconds at) {
            story.at(at);
            return story.alerts().substr(0, story.alerts().find(' '));
        };
        SAYS(phases(0s), "pending");
        SAYS(phases(60s), "firing");
        SAYS(phases(120s), "firing"); // kept since here
        SAYS(phases(150s), "firing");
        SAYS(phases(170s), "firing"); // back: what was kept counts no more
        SAYS(phases(200s), "firing");
        SAYS(phases(240s), "firing");
        SAYS(phases(260s), "inactive");
    }

    void labels_and_annotations_are_rendered()
    {
        Story story("      - alert: A\n"
                    "        expr: up == 0\n"
                    "        labels: {l: '{{ $labels.i }}-{{ $value }}', i: '', own: x}\n"
                    "        annotations:\n"
                    "          s: '{{ $labels.__name__ }} of {{ $externalLabels.dc }} at {{ $externalURL }}'\n"
                    "          q: '{{ with query \"up == 1\" }}{{ . | first | label \"i\" }}{{ end }}'\n"
                    "          bad: '{{ 5 | toTime | humanize }}{{ template \"none\" }}'\n",
                    "    labels: {team: t, own: group}\n", {{{"dc", "b"}}, "http://v/"});
        story.sample({{"__name__", "up"}, {"i", "0"}}, 0s, 0);
        story.sample({{"__name__", "up"}, {"i", "1"}}, 0s, 1);
        story.at(0s);
        const auto alerts = story.alerts();
        const std::string begin =
            "firing 0 {alertname=\"A\",l=\"0-0\",own=\"x\",team=\"t\"} 0 s=up of b at http://v/ q=1 bad=<error expanding template: ";
        SAYS(alerts.substr(0, begin.size()), begin.c_str());
    }

    void a_label_of_the_rule_takes_the_place_of_the_samples()
    {
        Story story("      - record: r\n        expr: x\n        labels: {i: '{{ $value }}', j: ''}\n", "    labels: {team: t}\n");
        story.sample({{"__name__", "x"}, {"i", "0"}, {"j", "0"}}, 0s, 7);
        SAYS(story.at(0s), "r{i=\"{{ $value }}\",team=\"t\"} 7");
    }

    void rules_see_what_those_before_them_wrote()
    {
        Story story("      - record: a\n        expr: x + 1\n"
                    "      - record: b\n        expr: sum(a) * 10\n"
                    "      - alert: C\n        expr: b > 5\n"
                    "      - record: d\n        expr: count({__name__=~\"ALERTS|a\"})\n"
                    "      - record: e\n        expr: 5\n"
                    "      - record: f\n        expr: count_over_time(a[5m])\n");
        const Labels x{{"__name__", "x"}, {"i", "0"}};
        story.sample(x, 0s, 1);
        SAYS(story.at(0s), "ALERTS_FOR_STATE{alertname=\"C\"} 0\nALERTS{alertname=\"C\",alertstate=\"firing\"} 1\n"
                           "a{i=\"0\"} 2\nb 20\nd 2\ne 5\nf{i=\"0\"} 1");
        SAYS(story.at(60s), "ALERTS_FOR_STATE{alertname=\"C\"} 0\nALERTS{alertname=\"C\",alertstate=\"firing\"} 1\n"
                            "a{i=\"0\"} 2\nb 20\nd 2\ne 5\nf{i=\"0\"} 2");
        story.sample(x, 90s, metric::staleMarker());
        SAYS(story.at(120s), "ALERTS_FOR_STATE{alertname=\"C\"} stale\nALERTS{alertname=\"C\",alertstate=\"firing\"} stale\n"
                             "a{i=\"0\"} stale\nb stale\nd stale\ne 5\nf{i=\"0\"} 2");
    }

    void a_rule_that_fails_harms_no_other()
    {
        Story story("      - record: many\n        expr: x + on() group_left y\n"
                    "      - record: same\n        expr: y\n        labels: {i: ''}\n"
                    "      - alert: Same\n        expr: '{i!=\"\"}'\n        labels: {i: z}\n"
                    "      - record: text\n        expr: '\"text\"'\n"
                    "      - record: good\n        expr: x\n");
        story.sample({{"__name__", "x"}}, 0s, 1);
        story.sample({{"__name__", "y"}, {"i", "0"}}, 0s, 1);
        story.sample({{"__name__", "y"}, {"i", "1"}}, 0s, 1);
        const auto lines = story.at(0s);
        QVERIFY2(lines.find("good 1\nrule 1: found duplicate series") == 0, lines.c_str());
        QVERIFY2(lines.find("\nrule 2: vector contains metrics with the same labelset after applying rule labels\n"
                            "rule 3: vector contains metrics with the same labelset after applying alert labels\n"
                            "rule 4: rule result is not a vector or scalar") != std::string::npos,
                 lines.c_str());
    }

    void what_a_rule_knew_outlives_its_failure()
    {
        Story story("      - alert: A\n        expr: x / on() y > 0\n        for: 2m\n");
        const Labels y{{"__name__", "y"}, {"i", "1"}};
        story.sample({{"__name__", "x"}}, 0s, 1);
        story.sample({{"__name__", "y"}, {"i", "0"}}, 0s, 1);
        story.at(0s);
        story.sample(y, 50s, 1);
        story.sample(y, 70s, metric::staleMarker());
        QVERIFY(story.at(60s).starts_with("rule 1: "));
        SAYS(story.alerts(), "pending 0 {alertname=\"A\"} 1\n");
        story.at(120s);
        SAYS(story.alerts(), "firing 0 {alertname=\"A\"} 1\n");
    }

    void a_restart_takes_alerts_up_where_they_were_data()
    {
        QTest::addColumn<int>("lastMinute"); // before the restart, active since 0 s
        QTest::addColumn<int>("minute");     // of the first evaluation after it
        QTest::addColumn<double>("value");   // of ALERTS_FOR_STATE
        QTest::addColumn<QByteArray>("alert");
        QTest::newRow("time that nobody looked does not count") << 15 << 25 << 0.0 << QByteArray("pending 600 ");
        QTest::newRow("what was about to fire is given ten minutes") << 25 << 40 << 0.0 << QByteArray("pending 1200 ");
        QTest::newRow("what fired fires") << 35 << 50 << 0.0 << QByteArray("firing 0 ");
        QTest::newRow("an hour is bridged") << 35 << 95 << 0.0 << QByteArray("firing 0 ");
        QTest::newRow("longer is not") << 35 << 96 << 0.0 << QByteArray("pending 5760 ");
        QTest::newRow("what had ended begins anew") << 35 << 50 << metric::staleMarker() << QByteArray("pending 3000 ");
        QTest::newRow("nonsense is none") << 35 << 50 << 1e300 << QByteArray("pending 3000 ");
    }
    void a_restart_takes_alerts_up_where_they_were()
    {
        QFETCH(int, lastMinute);
        QFETCH(int, minute);
        QFETCH(double, value);
        QFETCH(QByteArray, alert);
        Story story("      - alert: A\n        expr: x > 0\n        for: 30m\n");
        story.sample({{"__name__", "ALERTS_FOR_STATE"}, {"alertname", "A"}, {"i", "0"}}, std::chrono::minutes(lastMinute), value);
        story.sample({{"__name__", "ALERTS_FOR_STATE"}, {"alertname", "A"}, {"i", "1"}}, std::chrono::minutes(lastMinute), 7);
        story.sample({{"__name__", "ALERTS_FOR_STATE"}, {"alertname", "B"}, {"i", "0"}}, std::chrono::minutes(lastMinute), 7);
        story.sample({{"__name__", "x"}, {"i", "0"}}, std::chrono::minutes(minute), 1);
        story.resume(std::chrono::minutes(minute));
        SAYS(story.alerts(), alert + "{alertname=\"A\",i=\"0\"} 1\n");
    }

    void an_alert_that_fires_soon_begins_anew_after_a_restart()
    {
        Story story("      - alert: A\n        expr: x > 0\n        for: 5m\n");
        story.sample({{"__name__", "ALERTS_FOR_STATE"}, {"alertname", "A"}}, 10min, 0);
        story.sample({{"__name__", "x"}}, 20min, 1);
        story.resume(20min);
        SAYS(story.alerts(), "pending 1200 {alertname=\"A\"} 1\n");
    }

    void a_limit_holds_for_each_rule()
    {
        Story story("      - alert: A\n        expr: x\n      - record: r\n        expr: x\n      - record: s\n        expr: sum(x)\n",
                    "    limit: 1\n");
        story.sample({{"__name__", "x"}, {"i", "0"}}, 0s, 1);
        SAYS(story.at(0s), "ALERTS_FOR_STATE{alertname=\"A\",i=\"0\"} 0\nALERTS{alertname=\"A\",alertstate=\"firing\",i=\"0\"} 1\nr{i=\"0\"} 1\ns 1");
        story.sample({{"__name__", "x"}, {"i", "1"}}, 60s, 1);
        SAYS(story.at(60s), "rule 1: exceeded limit of 1 with 2 alerts\nrule 2: exceeded limit of 1 with 2 series\ns 2");
        SAYS(story.alerts(), "");
    }

    void a_query_offset_shifts_what_is_asked_and_what_is_written()
    {
        Story story("      - record: r\n        expr: x\n      - alert: A\n        expr: r > 0\n        for: 1m\n", "    query_offset: 30s\n");
        story.sample({{"__name__", "x"}}, 0s, 1);
        story.sample({{"__name__", "x"}}, 80s, metric::staleMarker());
        SAYS(story.at(30s), "ALERTS_FOR_STATE{alertname=\"A\"} 30 @0\nALERTS{alertname=\"A\",alertstate=\"pending\"} 1 @0\nr 1 @0");
        SAYS(story.at(90s), "ALERTS_FOR_STATE{alertname=\"A\"} 30 @60\nALERTS{alertname=\"A\",alertstate=\"firing\"} 1 @60\n"
                            "ALERTS{alertname=\"A\",alertstate=\"pending\"} stale @60\nr 1 @60");
        SAYS(story.at(120s), "ALERTS_FOR_STATE{alertname=\"A\"} stale @90\nALERTS{alertname=\"A\",alertstate=\"firing\"} stale @90\nr stale @90");
    }
};

VEDETTE_TEST(TstGroupEvaluation)
#include "tst_group_evaluation.moc"
