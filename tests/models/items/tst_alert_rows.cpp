#include "models/items/alert_rows.h"
#include "tests/support/alert_rule.h"
#include "tests/support/registry.h"

#include <QtCore/QStringList>

using namespace items;
using namespace std::chrono_literals;
using alerts::Alert;
using alerts::AlertState;
using alerts::Severity;

namespace {

const metric::Timestamp kStart(1795265527s);

Alert alert(const char *name, const char *instance, Severity severity, std::chrono::seconds since = 0s, AlertState state = AlertState::Firing)
{
    Alert made;
    made.rule = tests::ruleWith([&](alerts::AlertRule &rule) {
        rule.name = name;
        rule.severity = severity;
        rule.source = "machine";
        rule.group = name[0] < 'M' ? "machine" : "other";
    });
    made.labels = std::make_shared<metric::Labels>(metric::Labels{{"alertname", name}, {"instance", instance}});
    made.state = state;
    made.firingSince = kStart + since;
    made.pendingSince = kStart + since;
    return made;
}

} // namespace

class TstAlertRows : public QObject {
    Q_OBJECT

    std::shared_ptr<alerts::AlertSnapshot> snapshot;

    // "title: alert alert; ..."
    QString grouped(const char *by, const AlertFilter &filter = {}) const
    {
        QStringList groups;
        const auto list = alertRows(snapshot, filter, alertGrouping(QString::fromLatin1(by)), kStart);
        for (const auto &head : list.rows) {
            if (!head.group)
                continue;
            QStringList names;
            for (const auto &row : list.rows) {
                if (row.parent == head.key)
                    names << QString::fromStdString(row.alert->rule->name);
            }
            groups << QString::fromStdString(head.group->title) + QStringLiteral(": ") + names.join(u' ');
        }
        return groups.join(QStringLiteral("; "));
    }

private Q_SLOTS:
    void init()
    {
        snapshot = std::make_shared<alerts::AlertSnapshot>();
        snapshot->firing = {alert("Disk", "b", Severity::Critical, 9s), alert("Heat", "a", Severity::Warning, 3s),
                            alert("Heat", "b", Severity::Warning, 5s), alert("Quiet", "", Severity::Info, 7s)};
        snapshot->pending = {alert("Swap", "a", Severity::Warning, 8s, AlertState::Pending)};
        snapshot->resolved = {alert("Load", "c", Severity::Emergency, 0s, AlertState::Resolved)};
    }

    void alerts_stand_side_by_side_as_the_snapshot_has_them()
    {
        const auto list = alertRows(snapshot, {}, nullptr, kStart);
        QCOMPARE(list.shown, 6);
        QCOMPARE(list.rows.size(), std::size_t(6));
        QVERIFY(list.rows[0].alert.get() == &snapshot->firing[0] && list.rows[5].alert.get() == &snapshot->resolved[0]);
        QVERIFY(!list.rows[0].parent);
    }

    void a_row_keeps_its_snapshot_alive()
    {
        const std::weak_ptr<const alerts::AlertSnapshot> watched = snapshot;
        auto list = alertRows(snapshot, {}, nullptr, kStart);
        snapshot.reset();
        QVERIFY(!watched.expired());
        list.rows.clear();
        QVERIFY(watched.expired());
    }

    void traits_are_counted_whether_shown_or_not()
    {
        AlertFilter filter;
        filter.hidden.set(std::size_t(AlertTrait::Firing));
        const auto list = alertRows(snapshot, filter, nullptr, kStart);
        QCOMPARE(list.shown, 2);
        const auto count = [&](AlertTrait trait) { return list.counts[std::size_t(trait)]; };
        QCOMPARE(count(AlertTrait::Firing), 4);
        QCOMPARE(count(AlertTrait::Pending), 1);
        QCOMPARE(count(AlertTrait::Resolved), 1);
        QCOMPARE(count(AlertTrait::Warning), 3);
        QCOMPARE(count(AlertTrait::Emergency), 1);
    }

    void groups_come_gravest_first_and_what_is_over_last()
    {
        QCOMPARE(grouped("target"), QStringLiteral("b: Disk Heat; a: Heat Swap; none: Quiet; c: Load"));
        QCOMPARE(grouped("alert"), QStringLiteral("Disk: Disk; Heat: Heat Heat; Swap: Swap; Quiet: Quiet; Load: Load"));
        QCOMPARE(grouped("severity"), QStringLiteral("Critical: Disk; Warning: Heat Heat Swap; Info: Quiet; Emergency: Load"));
        QCOMPARE(grouped("rules"), QStringLiteral("machine: Disk Heat Heat Load; machine / other: Quiet Swap"));
        QVERIFY(!alertGrouping(u"moon"));
        AlertFilter filter;
        filter.matchers = {series::Matcher::equal("instance", "a")};
        QCOMPARE(grouped("target", filter), QStringLiteral("a: Heat Swap"));
    }

    void a_group_says_what_its_alerts_come_to()
    {
        const auto list = alertRows(snapshot, {}, alertGrouping(u"rules"), kStart);
        const auto &first = *list.rows[0].group, &second = *list.rows[1].group;
        QVERIFY(first.worst == Severity::Critical && !first.isOver()); // the emergency is over
        QVERIFY(first.since == kStart + 3s);
        QCOMPARE(countsText(first), QStringLiteral("critical 1, warning 2, resolved 1"));
        const auto alone = alertRows(snapshot, {}, alertGrouping(u"alert"), kStart);
        QCOMPARE(countsText(*alone.rows[1].group), QStringLiteral("2"));
        QVERIFY(second.worst == Severity::Warning && second.since == kStart + 7s);
        std::swap(snapshot->firing, snapshot->resolved); // what is over does not count, wherever it stands
        QVERIFY(*alertRows(snapshot, {}, alertGrouping(u"rules"), kStart).rows[0].group == first);
    }
};

VEDETTE_TEST(TstAlertRows)
#include "tst_alert_rows.moc"
