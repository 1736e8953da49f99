#include "models/items/health_model.h"
#include "tests/support/alert_rule.h"
#include "tests/support/printed_model.h"
#include "tests/support/registry.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>

using namespace items;
using namespace std::chrono_literals;

namespace {

metric::Timestamp at(int second) { return metric::Timestamp(std::chrono::seconds(1795265527 + second)); }

metric::BatchRef batch(int second, std::vector<metric::ProbeOutcome> outcomes)
{
    metric::Batch made;
    made.target = "local";
    made.time = at(second);
    made.outcomes = std::move(outcomes);
    return std::make_shared<const metric::Batch>(std::move(made));
}

QString line(const HealthRow &row)
{
    return QStringLiteral("%1 %2 %3 run+%4 change+%5 %6")
        .arg(QString::fromStdString(row.check), QString::fromStdString(row.kind), healthText(row.state))
        .arg((row.lastRun - at(0)) / 1s)
        .arg((row.lastChange - at(0)) / 1s)
        .arg(QString::fromStdString(row.reason))
        .trimmed();
}

QStringList lines(const std::vector<HealthRow> &rows)
{
    QStringList all;
    for (const HealthRow &row : rows)
        all << line(row);
    return all;
}

} // namespace

class TstHealthModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void probes_are_ok_or_down_with_their_reason_and_keep_since_when()
    {
        const auto one = batch(0, {{"cpu", "node", 1ms, true, ""}, {"netdev", "node", 1ms, true, ""}});
        auto rows = healthRows({}, {.batches = {&one, 1}, .alerts = {}, .figures = {}, .now = at(0)});
        QCOMPARE(lines(rows), (QStringList{QStringLiteral("cpu probe OK run+0 change+0"), QStringLiteral("netdev probe OK run+0 change+0")}));
        const auto two = batch(5, {{"cpu", "node", 2ms, false, "/proc/stat: permission denied"}});
        rows = healthRows(rows, {.batches = {&two, 1}, .alerts = {}, .figures = {}, .now = at(5)});
        // netdev did not run this time: what it said last still holds.
        QCOMPARE(lines(rows), (QStringList{QStringLiteral("cpu probe Down run+5 change+5 /proc/stat: permission denied"),
                                           QStringLiteral("netdev probe OK run+0 change+0")}));
        const auto three = batch(6, {{"cpu", "node", 2ms, false, "/proc/stat: permission denied"}});
        rows = healthRows(rows, {.batches = {&three, 1}, .alerts = {}, .figures = {}, .now = at(6)});
        QCOMPARE(line(rows[0]), QStringLiteral("cpu probe Down run+6 change+5 /proc/stat: permission denied"));
        QCOMPARE(double(rows[0].duration), 0.002);
    }

    void a_target_that_says_nothing_is_unknown_not_ok_and_not_down()
    {
        const auto one = batch(0, {{"cpu", "node", 1ms, true, ""}});
        auto rows = healthRows({}, {.batches = {&one, 1}, .alerts = {}, .figures = {}, .now = at(0)});
        rows = healthRows(rows, {.batches = {&one, 1}, .alerts = {}, .figures = {}, .now = at(6)});
        QCOMPARE(line(rows[0]), QStringLiteral("cpu probe Unknown run+0 change+6 no answer from the target since then"));
        QVERIFY(healthRows(rows, {.batches = {}, .alerts = {}, .figures = {}, .now = at(7)}).empty()); // the target has gone
    }

    void resources_follow_the_worst_alert_on_their_figure()
    {
        std::vector<alerts::Alert> on(3);
        for (auto &alert : on) {
            alert.state = alerts::AlertState::Firing;
            alert.rule = tests::ruleWith([](alerts::AlertRule &rule) {
                rule.expression = "cpu_ratio";
                rule.name = "CPU above 70 %";
            });
        }
        on[1].rule = tests::ruleWith(
            [](alerts::AlertRule &rule) {
                rule.severity = alerts::Severity::Critical;
                rule.name = "CPU above 90 %";
            },
            *on[1].rule);
        on[2].rule = tests::ruleWith(
            [](alerts::AlertRule &rule) {
                rule.severity = alerts::Severity::Emergency;
                rule.target = "another";
            },
            *on[2].rule);
        const ResourceFigure figures[] = {{"Processor", "local", "cpu_ratio", 0.93, metric::Unit::Ratio, {}},
                                          {"Memory", "local", "memory_ratio", 0.4, metric::Unit::Ratio, {}},
                                          {"Temperature", "local", "celsius", {}, metric::Unit::Celsius, {}}};
        const auto told = [&] { return lines(healthRows({}, {.batches = {}, .alerts = on, .figures = figures, .now = at(0)})); };
        QCOMPARE(told(), (QStringList{QStringLiteral("Memory resource OK run+0 change+0 40 %"),
                                      QStringLiteral("Processor resource Down run+0 change+0 93 % · CPU above 90 %"),
                                      QStringLiteral("Temperature resource Unknown run+0 change+0 no value")}));
        on[1].state = alerts::AlertState::Resolved;
        QCOMPARE(told().at(1), QStringLiteral("Processor resource Degraded run+0 change+0 93 % · CPU above 70 %"));
        on[0].state = alerts::AlertState::Pending; // not yet
        QCOMPARE(told().at(1), QStringLiteral("Processor resource OK run+0 change+0 93 %"));
    }

    void the_model_shows_them()
    {
        HealthModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto one = batch(0, {{"cpu", "node", 1500us, false, "garbage"}});
        const auto rows = healthRows({}, {.batches = {&one, 1}, .alerts = {}, .figures = {}, .now = at(0)});
        model.setRows(rows);
        QCOMPARE(tests::printed(model), QStringLiteral("cpu | probe | local | Down | 1.5 ms | 21 Nov 12:52:07 | 21 Nov 12:52:07 | garbage\n"));
        QCOMPARE(model.index(0, model.columnOf(u"state")).data(StateRole).toInt(), int(State::Critical));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setRows(rows);
        QCOMPARE(changed.count(), 0);
    }
};

VEDETTE_TEST(TstHealthModel)
#include "tst_health_model.moc"
