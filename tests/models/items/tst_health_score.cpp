#include "models/items/health_score.h"
#include "tests/support/alert_rule.h"
#include "tests/support/registry.h"

using alerts::Alert;
using alerts::AlertState;
using alerts::Severity;

class TstHealthScore : public QObject {
    Q_OBJECT

    static Alert firing(Severity severity, AlertState state = AlertState::Firing)
    {
        Alert alert;
        alert.rule = tests::ruleWith([&](alerts::AlertRule &rule) {
            rule.name = "CPU above 90 %";
            rule.expression = "instance:node_cpu_utilisation:ratio";
            rule.severity = severity;
        });
        alert.state = state;
        alert.labels = std::make_shared<const metric::Labels>(metric::Labels{{"instance", "anvil"}});
        return alert;
    }
    static items::HealthRow probe(const char *name, items::Health state)
    {
        items::HealthRow row;
        row.check = name;
        row.kind = "probe";
        row.state = state;
        return row;
    }

private Q_SLOTS:
    void all_is_well_is_a_hundred()
    {
        const auto score = items::healthScore({}, {});
        QCOMPARE(score.value, 100);
        QVERIFY(score.reasons.isEmpty());
    }

    void what_is_wrong_lowers_it_and_is_named_gravest_first()
    {
        alerts::AlertSnapshot snapshot;
        snapshot.firing = {firing(Severity::Warning), firing(Severity::Critical)};
        const items::HealthRow checks[] = {probe("hwmon", items::Health::Down), probe("cpu", items::Health::Ok)};
        const auto score = items::healthScore(snapshot, checks);
        QCOMPARE(score.value, 100 - 20 - 8 - 5);
        QCOMPARE(score.reasons.size(), 3);
        QCOMPARE(score.reasons.first(), QStringLiteral("−20 CPU above 90 % (anvil)"));
    }

    void an_acknowledged_alert_counts_half()
    {
        alerts::AlertSnapshot snapshot;
        snapshot.firing = {firing(Severity::Critical, AlertState::Acknowledged)};
        QCOMPARE(items::healthScore(snapshot, {}).value, 90);
    }

    void it_never_falls_below_zero()
    {
        alerts::AlertSnapshot snapshot;
        snapshot.firing.assign(7, firing(Severity::Emergency));
        QCOMPARE(items::healthScore(snapshot, {}).value, 0);
    }

    void a_failing_probe_is_not_counted_twice()
    {
        alerts::AlertSnapshot snapshot;
        snapshot.firing = {firing(Severity::Warning)};
        auto &rule = snapshot.firing.front().rule;
        rule = tests::ruleWith([](alerts::AlertRule &each) { each.expression = "vedette_probe_success"; }, *rule);
        const items::HealthRow checks[] = {probe("hwmon", items::Health::Down)};
        QCOMPARE(items::healthScore(snapshot, checks).value, 92);
    }
};

VEDETTE_TEST(TstHealthScore)
#include "tst_health_score.moc"
