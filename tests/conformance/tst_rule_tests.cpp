// Files of rule tests that others wrote, and what promtool says of them and of tests that chance made up.
#include "models/rules/rule_file_reader.h"
#include "models/rules/rule_test_reader.h"
#include "models/rules/rule_test_run.h"
#include "tests/conformance/slip_of_the_hand.h"
#include "tests/support/registry.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QProcess>
#include <QtCore/QSet>
#include <QtCore/QTemporaryDir>

#include <fmt/format.h>

#include <random>

namespace {

constexpr auto kPromtoolOfTests = "/usr/bin/promtool";

QString ruleTests() { return qEnvironmentVariable("VEDETTE_SHARED") + "/conformance/rules"; }

std::string bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

bool write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

QStringList toldOf(const std::vector<rules::Fault> &faults)
{
    QStringList lines;
    for (const auto &fault : faults)
        lines.push_back(QString::fromStdString(fmt::format("{}:{} {}", fault.place.line, fault.place.column, fault.message)));
    return lines;
}

struct Verdict {
    QStringList failures;
    std::size_t alerts = 0; // cases
    std::size_t expressions = 0;
};

// Of all tests of the file.
Verdict verdictOn(const QString &path, const rules::ReadOptions &options = {})
{
    const auto file = rules::readRuleTestFile(bytesOf(path));
    if (!file)
        return {toldOf(file.error())};
    std::vector<rules::RuleGroup> groups;
    QSet<QString> seen;
    for (const auto &pattern : file->ruleFiles) {
        const QFileInfo wanted(QFileInfo(path).dir(), QString::fromStdString(pattern));
        for (const auto &found : wanted.dir().entryInfoList({wanted.fileName()}, QDir::Files)) {
            if (seen.contains(found.filePath()))
                continue;
            seen.insert(found.filePath());
            auto read = rules::readRuleFile(bytesOf(found.filePath()), options);
            if (!read)
                return {toldOf(read.error())};
            groups.insert(groups.end(), read->groups.begin(), read->groups.end());
        }
    }
    Verdict verdict;
    for (const auto &test : file->tests) {
        verdict.failures += toldOf(rules::runRuleTest(*file, test, groups));
        verdict.alerts += test.alerts.size();
        verdict.expressions += test.expressions.size();
    }
    return verdict;
}

struct Answer {
    QSet<QString> passed; // files
    QString failures;     // of the others
};

Answer promtoolOn(const QStringList &files)
{
    QProcess promtool;
    promtool.start(QString::fromLatin1(kPromtoolOfTests), QStringList{"test", "rules"} + files);
    promtool.waitForFinished(120'000);
    Answer answer{{}, QString::fromUtf8(promtool.readAllStandardError())};
    QString file;
    for (const auto &line : promtool.readAllStandardOutput().split('\n')) {
        if (line.startsWith("Unit Testing:  "))
            file = QString::fromUtf8(line.mid(15));
        else if (line == "  SUCCESS")
            answer.passed.insert(file);
    }
    return answer;
}

// Every kind of alert and of recording rule. Ranges and look-back end between samples, where Prometheus 2 and 3 think alike.
constexpr auto kRulesUnderTest = R"(groups:
  - name: alerts
    rules:
      - {alert: Now, expr: x > 2, labels: {severity: page}, annotations: {text: '{{ $labels.i }} has {{ $value }} in {{ $externalLabels.zone }}'}}
      - {alert: Later, expr: x > 1, for: 2m, labels: {i: 'i{{ $labels.i }}'}, annotations: {text: '{{ printf "%.1f" $value }}', empty: ''}}
      - {alert: Lasting, expr: x == 3, for: 1m, keep_firing_for: 3m}
      - {alert: Absent, expr: absent(x), annotations: {text: '{{ with query "y" }}{{ . | first | value }}{{ end }}'}}
      - {alert: Now, expr: y > 4, labels: {severity: none}}
      - {alert: Recorded, expr: x:sum > 5, for: 59s}
  - name: records
    rules:
      - {record: x:sum, expr: sum(x), labels: {kind: sum}}
      - {record: x:rate, expr: 'rate(x[170s])'}
      - {record: x:last, expr: 'x:sum + 1'}
      - {record: firing, expr: 'count by (alertname, alertstate) (ALERTS)'}
)";

// 61 s between samples and 59 s between evaluations never lie 5 minutes apart within half an hour, nor do they 10 s later.
std::string testsByChance(std::mt19937 &random)
{
    const auto below = [&](unsigned end) { return random() % end; };
    std::string text = "rule_files: [rules.yml]\nevaluation_interval: 59s\ngroup_eval_order: [records, alerts]\ntests:\n";
    for (int i = 0; i < 100; ++i) {
        text += "  - interval: 61s\n    external_labels: {zone: north}\n    input_series:\n";
        for (const auto *series : {"x{i=\"1\"}", "x{i=\"2\"}", "y"}) {
            text += fmt::format("      - series: '{}'\n        values: '", series);
            for (int item = 0; item < 8; ++item) {
                switch (below(6)) {
                case 0: text += fmt::format("_x{} ", below(7)); break;
                case 1: text += "stale "; break;
                case 2: text += fmt::format("{}-1x{} ", below(7), below(4)); break;
                case 3: text += fmt::format("{}+0.5x{} ", below(3), below(6)); break;
                default: text += fmt::format("{}x{} ", below(6), below(5)); break;
                }
            }
            text += "'\n";
        }
        text += "    alert_rule_test:\n";
        for (const auto *alert : {"Now", "Later", "Lasting", "Absent", "Recorded"}) {
            for (int k = 0; k < 4; ++k)
                text += fmt::format("      - {{alertname: {}, eval_time: {}s, exp_alerts: [{{exp_labels: {{none: such}}}}]}}\n", alert, below(1700));
        }
        text += "    promql_expr_test:\n";
        for (const auto *expression : {"x", "x:sum", "x:rate", "x:last", "firing", "ALERTS", "ALERTS_FOR_STATE", "timestamp({__name__=~\".:.*\"})"}) {
            for (int k = 0; k < 3; ++k)
                text +=
                    fmt::format("      - {{expr: '{}', eval_time: {}s, exp_samples: [{{value: -1}}]}}\n", expression, 59 * below(30) + 10 * below(2));
        }
    }
    return text;
}

// All that a file of tests may have, of the rules above; all of it passes.
constexpr auto kPassingTests = R"(rule_files:
  - rules.yml
evaluation_interval: 59s
group_eval_order:
  - records
  - alerts
tests:
  - name: first
    interval: 61s
    external_labels: {zone: north}
    external_url: http://x
    input_series:
      - series: 'x{i="1"}'
        values: '3x9 _ stale'
      - series: x{i="2"}
        values: 1 1x9
    alert_rule_test:
      - eval_time: 4m
        alertname: Now
        exp_alerts:
          - exp_labels:
              severity: page
              i: "1"
            exp_annotations:
              text: 1 has 3 in north
      - alertname: Later
        eval_time: 3m
        exp_alerts:
          - exp_labels: {i: i1}
            exp_annotations: {text: "3.0", empty: ""}
      - eval_time: 1m
        alertname: Absent
        exp_alerts: []
    promql_expr_test:
      - expr: x:sum
        eval_time: 2m
        exp_samples:
          - labels: 'x:sum{kind="sum"}'
            value: 4
      - expr: sum by (alertname) (ALERTS)
        eval_time: 1s
        exp_samples:
          - labels: '{alertname="Later"}'
            value: 1
          - labels: '{alertname="Now"}'
            value: 1
          - labels: '{alertname="Lasting"}'
            value: 1.0
  - promql_expr_test:
      - expr: time()
        eval_time: 1m30s
        exp_samples: [{value: 90}]
)";

// The same words, without what promtool puts around them: blanks in front and behind, the place.
QStringList wordsOf(const QString &text)
{
    QStringList lines;
    for (const auto &line : text.split('\n')) {
        if (const auto words = line.trimmed(); !words.isEmpty() && words != QLatin1String("FAILED:"))
            lines.push_back(words);
    }
    return lines;
}

} // namespace

class TstRuleTests : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!QFileInfo::exists(ruleTests() + "/unittest.yml"))
            QSKIP("no rule tests: VEDETTE_SHARED does not hold them");
    }

    void the_files_of_promtool_pass_or_fail_as_they_should_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QStringList>("beginnings"); // of the failures
        const auto row = [](const char *name, const QStringList &beginnings) { QTest::newRow(name) << QString(name) << beginnings; };
        const QString manyToMany = "err: found duplicate series for the match group {a=\"1\"} on the right hand-side of the operation: ";
        row("at-modifier-test.yml", {});
        row("bad-input-series.yml", {"3:9 series \"up{job=\\\"prometheus\\\", instance=\\\"localhost:9090\\\"\": 1:48: parse error: "});
        row("bad-promql.yml", {"12:9 expr: \"join_1 + on(a) join_2\", time: 0s, " + manyToMany});
        row("bad-rules-error-test.yml", {"5:5 rule: joined, time: 0s, " + manyToMany});
        row("bad-rules-syntax-test.yml", {"7:22 group \"bad-syntax\", rule 1, \"x\": could not parse expression: 1:7: parse error: "});
        row("failing.yml", {"20:9 name: Failing test, alertname: Test, time: 0s,", "13:9 name: Failing test, expr: \"test\", time: 0s,",
                            "33:9 name: Failing alert test, alertname: InstanceDown, time: 5m,",
                            "36:9 name: Failing alert test, alertname: AlwaysFiring, time: 5m,"});
        row("long-period.yml", {});
        row("negative-offset-test.yml", {});
        row("no-test-group-interval.yml", {});
        row("rules_run.yml", {"26:9 name: wrong test, expr: \"test\", time: 0s,"});
        row("rules_run_extrafields.yml", {"7:5 field namespace not found in a rule group", "21:5 field ownership not found in a rule group"});
        row("rules_run_fuzzy.yml", {"34:9 name: wrong fuzzy match, expr: \"test_low\"", "39:9 name: wrong fuzzy match, expr: \"test_high\""});
        row("rules_run_no_fuzzy.yml", {"15:9 name: correct fuzzy match, expr: \"test_low\"", "20:9 name: correct fuzzy match, expr: \"test_high\""});
        // Native histograms are not kept; but for them all passes.
        row("unittest.yml", {"19:9 series test_histogram: native histograms are not supported",
                             "22:9 series test_histogram_repeat: native histograms are not supported",
                             "25:9 series test_histogram_increase: native histograms are not supported",
                             "62:9 expr: \"test_histogram\", time: 1m, err: native histograms are not supported",
                             "68:9 expr: \"test_histogram_repeat\", time: 2m, err: native histograms are not supported",
                             "74:9 expr: \"test_histogram_increase\", time: 2m, err: native histograms are not supported"});
    }
    void the_files_of_promtool_pass_or_fail_as_they_should()
    {
        QFETCH(QString, name);
        QFETCH(QStringList, beginnings);
        const auto path = ruleTests() + '/' + name;
        QVERIFY(QFileInfo::exists(path));
        const auto failures = verdictOn(path).failures;
        QVERIFY2(failures.size() == beginnings.size(), qPrintable(failures.join('\n')));
        for (qsizetype i = 0; i < failures.size(); ++i)
            QVERIFY2(failures[i].startsWith(beginnings[i]), qPrintable(failures[i]));
        // What Prometheus 2 knows nothing of: fuzzy_compare, histograms, the default of the interval.
        if (QFileInfo::exists(kPromtoolOfTests) && !name.contains("fuzzy") && name != "unittest.yml" && name != "no-test-group-interval.yml")
            QCOMPARE(failures.isEmpty(), promtoolOn({path}).passed.contains(path));
    }

    void unknown_fields_of_rule_files_pass_where_they_may()
    {
        const auto verdict = verdictOn(ruleTests() + "/rules_run_extrafields.yml", {.ignoreUnknownFields = true});
        QVERIFY2(verdict.failures.isEmpty(), qPrintable(verdict.failures.join('\n')));
        QCOMPARE(verdict.expressions, 1u);
    }

    void promtool_says_the_same_of_tests_that_chance_made_up()
    {
        if (!QFileInfo::exists(kPromtoolOfTests))
            QSKIP("promtool is not installed");
        QTemporaryDir directory;
        QVERIFY(write(directory.filePath("rules.yml"), kRulesUnderTest));
        std::mt19937 random(1);
        QVERIFY(write(directory.filePath("tests.yml"), testsByChance(random).c_str()));
        const auto verdict = verdictOn(directory.filePath("tests.yml"));
        QString ours;
        for (const auto &failure : verdict.failures)
            ours += failure.mid(failure.indexOf(' ') + 1) + '\n';
        const auto expected = wordsOf(promtoolOn({directory.filePath("tests.yml")}).failures);
        const auto told = wordsOf(ours);
        qInfo("%d of %d cases fail with %d lines", int(verdict.failures.size()), int(verdict.alerts + verdict.expressions), int(told.size()));
        QVERIFY(told.size() > 5000);
        int different = 0;
        for (qsizetype i = 0; i < std::min(told.size(), expected.size()) && different < 10; ++i) {
            if (told[i] != expected[i] && ++different)
                qWarning("line %d: %s\n  promtool: %s", int(i), qPrintable(told[i]), qPrintable(expected[i]));
        }
        QCOMPARE(different, 0);
        QCOMPARE(told.size(), expected.size());
    }

    void promtool_says_the_same_of_tests_that_a_slip_of_the_hand_has_changed()
    {
        if (!QFileInfo::exists(kPromtoolOfTests))
            QSKIP("promtool is not installed");
        QTemporaryDir directory;
        QVERIFY(write(directory.filePath("rules.yml"), kRulesUnderTest));
        std::mt19937 random(1);
        QStringList files{directory.filePath("whole.yml")};
        QVERIFY(write(files.back(), kPassingTests));
        while (files.size() < 500) {
            files.push_back(directory.filePath(QStringLiteral("%1.yml").arg(files.size())));
            QVERIFY(write(files.back(), tests::slipped(kPassingTests, random)));
        }
        const auto passed = promtoolOn(files).passed;
        QVERIFY(passed.contains(files.front()));
        int different = 0;
        for (const auto &path : std::as_const(files)) {
            const auto failures = verdictOn(path).failures;
            // Where the rest of a file is indented less than its beginning, promtool takes the beginning for all of it.
            if (failures.size() == 1 && failures[0].contains(QLatin1String("does not belong to what stands above it")))
                continue;
            if (failures.isEmpty() != passed.contains(path) && ++different)
                qWarning("%s\n%s", bytesOf(path).c_str(), qPrintable(failures.isEmpty() ? QStringLiteral("passes") : failures.join('\n')));
        }
        qInfo("%d of %d files pass with both", int(passed.size()), int(files.size()));
        QCOMPARE(different, 0);
    }
};

VEDETTE_TEST(TstRuleTests)
#include "tst_rule_tests.moc"
