#include "models/items/alert_model.h"
#include "models/items/row_filter.h"
#include "tests/support/alert_rule.h"
#include "tests/support/printed_model.h"
#include "tests/support/registry.h"

#include <QtCore/QItemSelectionModel>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>

using namespace items;
using alerts::Alert;
using alerts::AlertState;
using alerts::Severity;

namespace {

metric::Timestamp at(int second) { return metric::Timestamp(std::chrono::seconds(1795265527 + second)); }

Alert alert(const char *name, Severity severity, AlertState state, double value)
{
    Alert made;
    made.rule = tests::ruleWith([&](alerts::AlertRule &rule) {
        rule.id = name[0];
        rule.name = name;
        rule.expression = "node_memory_MemAvailable_bytes";
        rule.severity = severity;
    });
    made.labels = std::make_shared<metric::Labels>(
        metric::Labels{{"alertname", "x"}, {"severity", "warning"}, {"instance", "anvil"}, {"job", "node"}, {"mountpoint", "/home"}});
    made.state = state;
    made.value = value;
    made.worst = value;
    made.pendingSince = at(0);
    made.firingSince = at(60);
    return made;
}

} // namespace

class TstAlertModel : public QObject {
    Q_OBJECT

    static std::vector<AlertRow> rows(std::vector<Alert> alerts, const AlertGrouping *grouping = nullptr)
    {
        auto snapshot = std::make_shared<alerts::AlertSnapshot>();
        snapshot->firing = std::move(alerts);
        return alertRows(snapshot, {}, grouping, at(0)).rows;
    }

private Q_SLOTS:
    void what_is_not_told_says_why()
    {
        AlertModel model;
        auto worked = alert("Disk", Severity::Critical, AlertState::Firing, 2048);
        model.setRows(rows({worked}));
        QCOMPARE(tests::printed(model, {model.columnOf(u"state")}), QStringLiteral("firing\n"));
        worked.inMaintenance = true;
        model.setRows(rows({worked}));
        QCOMPARE(tests::printed(model, {model.columnOf(u"state")}), QStringLiteral("firing, in maintenance\n"));
    }

    void an_alert_reads_as_a_line()
    {
        AlertModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        auto acknowledged = alert("Memory", Severity::Warning, AlertState::Acknowledged, 1048576);
        acknowledged.comment = "nightly build";
        model.setRows(rows({alert("Disk", Severity::Critical, AlertState::Firing, 2048), acknowledged,
                            alert("Pending", Severity::Info, AlertState::Pending, 1), alert("Over", Severity::Emergency, AlertState::Resolved, 0)}));
        const auto columns = [&](std::initializer_list<const char *> ids) {
            QList<int> found;
            for (const char *id : ids)
                found << model.columnOf(QString::fromLatin1(id));
            return found;
        };
        QCOMPARE(tests::printed(model, columns({"severity", "alert", "target", "value", "since", "state", "comment"})),
                 QStringLiteral("Critical | Disk | anvil /home | 2 KiB | 21 Nov 12:53:07 | firing | \n"
                                "Warning | Memory | anvil /home | 1 MiB | 21 Nov 12:53:07 | acknowledged | nightly build\n"
                                "Info | Pending | anvil /home | 1 B | 21 Nov 12:52:07 | pending | \n"
                                "Emergency | Over | anvil /home | 0 B | 21 Nov 12:53:07 | resolved | \n"));
        QCOMPARE(model.index(0, 0).data(StateRole).toInt(), int(State::Critical));
        QCOMPARE(model.index(3, 0).data(StateRole).toInt(), int(State::Ok));
        QVERIFY(!model.index(0, 1).data(StateRole).isValid());
        RowFilter sorted;
        sorted.setSourceModel(&model);
        sorted.sort(0, Qt::DescendingOrder);
        QCOMPARE(tests::printed(sorted, {0}), QStringLiteral("Emergency\nCritical\nWarning\nInfo\n"));
    }

    void an_incident_keeps_its_row_from_pending_to_resolved()
    {
        AlertModel model;
        auto incident = alert("Disk", Severity::Critical, AlertState::Pending, 1);
        model.setRows(rows({incident}));
        QItemSelectionModel selection(&model);
        selection.select(model.index(0, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        incident.id = 17; // stored now
        incident.state = AlertState::Firing;
        auto next = incident;
        next.pendingSince = at(600);
        model.setRows(rows({next, incident}));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(selection.selectedRows().value(0).row(), 1);
        QCOMPARE(model.rowAt(model.index(1, 0))->alert->id, 17);
        changed.clear();
        model.setRows(rows({next, incident}));
        QCOMPARE(changed.count(), 0);
    }

    void a_value_that_nobody_knows_changes_nothing_and_reads_as_unknown()
    {
        AlertModel model;
        const auto lost = alert("Lost", Severity::Warning, AlertState::Firing, std::numeric_limits<double>::quiet_NaN());
        model.setRows(rows({lost}));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setRows(rows({lost}));
        QCOMPARE(changed.count(), 0);
        QCOMPARE(model.index(0, model.columnOf(u"value")).data().toString(), QStringLiteral("–"));
        QVERIFY(!model.index(0, model.columnOf(u"value")).data(ValueRole).isValid());
    }

    void a_group_stands_above_its_alerts_and_follows_what_becomes_of_them()
    {
        AlertModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QList<int> columns{model.columnOf(u"severity"), model.columnOf(u"alert"), model.columnOf(u"target"), model.columnOf(u"state"),
                                 model.columnOf(u"comment")};
        auto disk = alert("Disk", Severity::Critical, AlertState::Firing, 1);
        const auto heat = alert("Heat", Severity::Warning, AlertState::Firing, 1);
        model.setRows(rows({disk, heat}, alertGrouping(u"target")));
        QCOMPARE(tests::printed(model, columns), QStringLiteral("Critical | anvil · critical 1, warning 1 |  |  | \n"
                                                                "  Critical | Disk | anvil /home | firing | \n"
                                                                "  Warning | Heat | anvil /home | firing | \n"));
        const QPersistentModelIndex selected = model.index(1, 0, model.index(0, 0));
        QCOMPARE(model.index(0, 0).data(StateRole).toInt(), int(State::Critical));
        disk.state = AlertState::Resolved;
        model.setRows(rows({disk, heat}, alertGrouping(u"target")));
        QCOMPARE(model.index(0, columns[1]).data().toString(), QStringLiteral("anvil · warning 1, resolved 1"));
        QCOMPARE(model.index(0, 0).data(StateRole).toInt(), int(State::Warning));
        model.setRows(rows({disk, heat}));
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.rowAt(selected)->alert->rule->name, std::string("Heat"));
    }

    void events_and_rules_read_as_lines()
    {
        AlertEventModel events;
        QAbstractItemModelTester eventTester(&events, QAbstractItemModelTester::FailureReportingMode::QtTest);
        events.setRows(
            {{1, at(2), alerts::EventKind::Acknowledged, "user", "nightly build", 1}, {1, at(1), alerts::EventKind::Fired, "vedette", "", 1}});
        QSignalSpy layout(&events, &QAbstractItemModel::layoutChanged);
        events.setRows({{1, at(3), alerts::EventKind::Resolved, "vedette", "", 0},
                        {1, at(2), alerts::EventKind::Acknowledged, "user", "nightly build", 1},
                        {1, at(1), alerts::EventKind::Fired, "vedette", "", 1}});
        QCOMPARE(layout.count(), 0);
        QCOMPARE(tests::printed(events), QStringLiteral("21 Nov 12:52:10 | resolved | vedette | \n"
                                                        "21 Nov 12:52:09 | acknowledged | user | nightly build\n"
                                                        "21 Nov 12:52:08 | fired | vedette | \n"));
        RuleModel rules;
        QAbstractItemModelTester ruleTester(&rules, QAbstractItemModelTester::FailureReportingMode::QtTest);
        alerts::AlertRule rule;
        rule.id = 1;
        rule.name = "Memory low";
        rule.expression = "node_memory_MemAvailable_bytes";
        rule.comparison = alerts::Comparison::Below;
        rule.value = 1048576;
        rule.holdFor = std::chrono::minutes(5);
        rule.enabled = false;
        rules.setRows({rule});
        QCOMPARE(tests::printed(rules),
                 QStringLiteral("Memory low | off | Warning | node_memory_MemAvailable_bytes | below 1 MiB | 5 min | every target\n"));
        QCOMPARE(rules.index(0, rules.columnOf(u"severity")).data(StateRole).toInt(), int(State::Paused));
    }
};

VEDETTE_TEST(TstAlertModel)
#include "tst_alert_model.moc"
