#include "app/notify/notification_text.h"
#include "tests/support/registry.h"

#include <QtCore/QDateTime>

using namespace std::chrono_literals;
using alerts::Alert;
using alerts::AlertState;
using alerts::Severity;

namespace {

const auto kFiringSince = std::chrono::time_point_cast<metric::Duration>(std::chrono::system_clock::now());

Alert alertOf(std::int64_t id, const std::string &name, const std::string &instance, Severity severity = Severity::Warning)
{
    alerts::AlertRule rule;
    rule.name = name;
    rule.severity = severity;
    rule.annotations = {{"meaning", "It is slow."}};
    Alert alert;
    alert.id = id;
    alert.rule = std::make_shared<const alerts::AlertRule>(rule);
    alert.labels = std::make_shared<const metric::Labels>(metric::Labels{{"alertname", name}, {"instance", instance}, {"severity", "warning"}});
    alert.state = AlertState::Firing;
    alert.value = 0.95;
    alert.unit = metric::Unit::Ratio;
    alert.firingSince = kFiringSince;
    return alert;
}

Alert over(Alert alert)
{
    alert.state = AlertState::Resolved;
    alert.resolvedAt = alert.firingSince + 90s;
    return alert;
}

QString since() { return QDateTime::fromMSecsSinceEpoch(kFiringSince.time_since_epoch().count()).toString("HH:mm:ss"); }

} // namespace

class TstNotificationText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void one_alert_says_what_where_how_much_since_when_and_what_it_means()
    {
        const auto text = notify::textOf({"k", {}, {alertOf(1, "CPU", "anvil")}, {}, {1}, false});
        QCOMPARE(text.summary, QStringLiteral("CPU"));
        QCOMPARE(text.body, QStringLiteral("Warning · anvil · 95 % · since %1\nIt is slow.").arg(since()));
        QVERIFY(!text.isOver && text.severity == Severity::Warning);
    }

    void the_target_stands_first_and_what_the_rule_adds_is_left_out()
    {
        auto alert = alertOf(1, "Disk", "anvil");
        alert.labels = std::make_shared<const metric::Labels>(
            metric::Labels{{"alertname", "Disk"}, {"device", "vda"}, {"instance", "anvil"}, {"job", "node"}, {"team", "disks"}});
        auto rule = *alert.rule;
        rule.labels = {{"team", "disks"}};
        alert.rule = std::make_shared<const alerts::AlertRule>(rule);
        QVERIFY(notify::textOf({"k", {}, {alert}, {}, {1}, false}).body.startsWith("Warning · anvil · vda · 95 % · since"));
    }

    void many_are_a_few_lines()
    {
        alerts::GroupMessage message{"k", {}, {}, {}, {}, false};
        for (int i = 1; i <= 1000; ++i) {
            message.firing.push_back(alertOf(i, "CPU", "host " + std::to_string(i)));
            message.fresh.push_back(i);
        }
        const auto text = notify::textOf(message);
        QCOMPARE(text.summary, QStringLiteral("CPU: 1000 times"));
        QCOMPARE(text.body.count(u'\n'), 6); // five, how many more, what it means
        QVERIFY(text.body.contains("and 995 more"));
    }

    void what_is_new_and_grave_stands_first()
    {
        const auto text = notify::textOf({"k",
                                          {},
                                          {alertOf(1, "Disk", "anvil"), alertOf(2, "CPU", "forge"), alertOf(3, "Fire", "barn", Severity::Emergency)},
                                          {over(alertOf(4, "Net", "gate"))},
                                          {2},
                                          false});
        QCOMPARE(text.summary, QStringLiteral("3 alerts fire"));
        const auto lines = text.body.split(u'\n');
        QVERIFY(lines[0].startsWith("Emergency · Fire · barn"));
        QVERIFY(lines[1].startsWith("CPU · forge"));
        QVERIFY(lines[2].startsWith("Disk · anvil"));
        QCOMPARE(lines[3], QStringLiteral("over meanwhile: 1"));
        QVERIFY(text.severity == Severity::Emergency);
    }

    void the_end_says_how_long_it_lasted()
    {
        const auto text = notify::textOf({"k", {}, {}, {over(alertOf(1, "CPU", "anvil"))}, {}, false});
        QVERIFY(text.isOver);
        QCOMPARE(text.summary, QStringLiteral("Resolved: CPU"));
        QCOMPARE(text.body, QStringLiteral("anvil · 95 % · lasted 1 min 30 s"));
    }

    void why_it_is_told_again_is_said()
    {
        auto alert = alertOf(1, "CPU", "anvil");
        alert.returned = true;
        QVERIFY(notify::textOf({"k", {}, {alert}, {}, {1}, false}).body.contains("its silence ended"));
        QVERIFY(!notify::textOf({"k", {}, {alert}, {}, {}, true}).body.contains("its silence ended"));
        QVERIFY(notify::textOf({"k", {}, {alert}, {}, {}, true}).body.contains("It still fires."));
        alert.flaps = true;
        QVERIFY(notify::textOf({"k", {}, {alert}, {}, {1}, false}).body.contains("comes and goes"));
    }

    void nothing_known_is_no_text() { QVERIFY(notify::textOf({"k", {}, {}, {}, {}, false}).summary.isEmpty()); }
};

VEDETTE_TEST(TstNotificationText)
#include "tst_notification_text.moc"
