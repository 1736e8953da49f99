#include "models/alerts/alert.h"
#include "models/alerts/condition.h"
#include "models/alerts/rule_conversion.h"
#include "models/query/parser.h"
#include "tests/support/registry.h"

#include <limits>

using namespace alerts;
using namespace std::chrono_literals;

namespace {

// "what is measured | target | comparison | value", or the condition whole.
QString described(const std::string &condition)
{
    AlertRule rule;
    setCondition(rule, condition);
    if (!rule.isThreshold)
        return QString::fromStdString(rule.expression);
    const char *words[] = {">", ">=", "<", "<="};
    return QStringLiteral("%1 | %2 | %3 | %4")
        .arg(QString::fromStdString(rule.expression), QString::fromStdString(rule.target), QLatin1String(words[int(rule.comparison)]))
        .arg(rule.value);
}

} // namespace

class TstCondition : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thresholds_are_recognised_data()
    {
        QTest::addColumn<QString>("condition");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *condition, const char *expected) {
            QTest::newRow(condition) << QString::fromUtf8(condition) << QString::fromUtf8(expected);
        };
        row("cpu > 0.9", "cpu |  | > | 0.9");
        row("cpu >= 1", "cpu |  | >= | 1");
        row("cpu < -5", "cpu |  | < | -5");
        row("(cpu <= 1e3)", "cpu |  | <= | 1000");
        row("rate(x[5m]) > 10m", "rate(x[5m]) |  | > | 600");
        row("cpu{instance=\"anvil\"} > 1", "cpu | anvil | > | 1");
        row("cpu{mode=\"user\",instance=\"anvil\"} > 1", "cpu{mode=\"user\"} | anvil | > | 1");
        row("cpu{instance=~\"anvil\"} > 1", "cpu{instance=~\"anvil\"} |  | > | 1");
        row("cpu{instance=\"anvil\"} offset 1h > 1", "cpu{instance=\"anvil\"} offset 1h |  | > | 1");
        row("(a / b) > 0.5", "a / b |  | > | 0.5");
        row("sum(cpu{instance=\"anvil\"}) > 1", "sum(cpu{instance=\"anvil\"}) |  | > | 1");
        row("cpu == 1", "cpu == 1");
        row("cpu > bool 1", "cpu > bool 1");
        row("cpu > other", "cpu > other");
        row("1 < cpu", "1 < cpu");
        row("cpu > 1 and other", "cpu > 1 and other");
        row("cpu >", "cpu >");
    }
    void thresholds_are_recognised()
    {
        QFETCH(QString, condition);
        QFETCH(QString, expected);
        QCOMPARE(described(condition.toStdString()), expected);
    }

    void what_is_written_means_the_same_again_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("condition");
        const auto row = [](const char *expression, const char *target, const char *condition) {
            QTest::newRow(condition) << QString::fromUtf8(expression) << QString::fromUtf8(target) << QString::fromUtf8(condition);
        };
        row("cpu", "", "cpu > 0.9");
        row("cpu", "an\"vil", "cpu{instance=\"an\\\"vil\"} > 0.9");
        row("cpu{mode=\"user\"}", "anvil", "cpu{instance=\"anvil\",mode=\"user\"} > 0.9");
        row("a / b", "", "(a / b) > 0.9");
        row("a{} / b { x=\"y\" }", "anvil", "(a{instance=\"anvil\",} / b {instance=\"anvil\", x=\"y\" }) > 0.9");
        row("{__name__=~\"c.*\"}", "anvil", "{instance=\"anvil\",__name__=~\"c.*\"} > 0.9");
        row("rate(x[5m] offset 1h)", "anvil", "rate(x{instance=\"anvil\"}[5m] offset 1h) > 0.9");
    }
    void what_is_written_means_the_same_again()
    {
        QFETCH(QString, expression);
        QFETCH(QString, target);
        QFETCH(QString, condition);
        AlertRule rule;
        rule.expression = expression.toStdString();
        rule.target = target.toStdString();
        rule.value = 0.9;
        QCOMPARE(QString::fromStdString(conditionOf(rule)), condition);
        QVERIFY(query::parse(conditionOf(rule)));
        AlertRule again;
        setCondition(again, conditionOf(rule));
        QVERIFY(again.isThreshold);
        QVERIFY(query::parse(conditionOf(again)));
        AlertRule third;
        setCondition(third, conditionOf(again));
        QVERIFY(firesAlike(again, third));
    }

    void numbers_keep_every_digit()
    {
        for (const double value :
             {0.1 + 0.2, 1e300, -2.5e-10, std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(), 0.0}) {
            AlertRule rule;
            rule.expression = "x";
            rule.value = value;
            AlertRule again;
            setCondition(again, conditionOf(rule));
            QCOMPARE(again.value, value);
        }
    }

    void a_files_rule_keeps_what_an_alert_rule_does_not_know()
    {
        rules::Rule written;
        written.name = "Slow";
        written.expression = "latency  >  2  # why";
        written.forDuration = 5min;
        written.labels = {{"team", "db", {}}, {"severity", "page", {}}};
        written.annotations = {{"summary", "slow", {}}, {"dashboard", "{{ $value }}", {}}};
        auto rule = alertRuleOf(written);
        QVERIFY(rule.severity == Severity::Critical && meaningOf(rule) == "slow" && rule.value == 2);
        auto same = ruleOf(rule, written);
        QCOMPARE(same.expression, written.expression);
        QCOMPARE(same.labels[1].value, std::string("page"));
        rule.value = 3;
        rule.severity = Severity::Warning;
        rule.annotations.emplace_back("action", "Restart it.");
        same = ruleOf(rule, written);
        QCOMPARE(same.expression, std::string("latency > 3"));
        QCOMPARE(same.labels[0].value, std::string("db"));
        QCOMPARE(same.labels[1].value, std::string("warning"));
        QCOMPARE(same.annotations.size(), std::size_t(3));
        QCOMPARE(same.annotations[2].name, std::string("action"));
    }

    void an_alert_says_what_it_means_rendered()
    {
        rules::Rule written;
        written.name = "Slow";
        written.expression = "latency > 2";
        written.annotations = {{"description", "{{ $value }} s", {}}, {"runbook_url", "https://x", {}}};
        Alert alert;
        alert.rule = std::make_shared<const AlertRule>(alertRuleOf(written));
        QCOMPARE(meaningOf(alert), std::string("{{ $value }} s"));
        alert.annotations = std::make_shared<const Annotations>(Annotations{{"summary", "slow"}, {"description", "3 s"}});
        QCOMPARE(meaningOf(alert), std::string("3 s"));
        QCOMPARE(actionOf(alert), std::string("https://x"));
    }

    void severities_of_other_houses_have_a_meaning()
    {
        QVERIFY(severityOf("page") == Severity::Critical && severityOf("none") == Severity::Info && severityOf("") == Severity::Warning);
        for (const auto severity : {Severity::Info, Severity::Warning, Severity::Critical, Severity::Emergency})
            QVERIFY(severityOf(wordOf(severity)) == severity);
    }
};

VEDETTE_TEST(TstCondition)
#include "tst_condition.moc"
