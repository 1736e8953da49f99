#include "models/items/incident_lanes.h"
#include "models/items/incident_model.h"
#include "tests/support/printed_model.h"
#include "tests/support/registry.h"

#include <QtTest/QAbstractItemModelTester>

using namespace items;
using namespace std::chrono_literals;
using alerts::Incident;
using metric::Timestamp;

namespace {

const Timestamp kMidnight{1'700'006'400s}; // 15 Nov 2023, UTC

Incident listedIncident(std::int64_t id, const char *rule, const char *instance, metric::Duration from, std::optional<metric::Duration> to)
{
    Incident incident;
    incident.id = id;
    incident.rule = std::make_shared<const alerts::IncidentRule>(alerts::IncidentRule{rule[0], rule, {}, alerts::Severity::Critical});
    incident.labels = std::make_shared<const metric::Labels>(
        metric::Labels{{"alertname", rule}, {"instance", instance}, {"mountpoint", "/home"}, {"severity", "critical"}});
    incident.firingSince = kMidnight + from;
    if (to) {
        incident.state = alerts::AlertState::Resolved;
        incident.resolvedAt = kMidnight + *to;
    }
    return incident;
}

} // namespace

class TstIncidentModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void incidents_are_read_as_a_table()
    {
        IncidentModel model;
        QAbstractItemModelTester tester(&model);
        auto taken = listedIncident(1, "Disk", "anvil", 0s, 10min);
        taken.acknowledgedBy = "ada";
        taken.acknowledgedAt = kMidnight + 4min;
        auto cleared = listedIncident(2, "CPU", "forge", 1min, 2min);
        cleared.endedByHand = true;
        model.setRows({taken, cleared, listedIncident(3, "CPU", "anvil", 5min, std::nullopt)});
        QCOMPARE(tests::printed(model), QStringLiteral("Critical | Disk | anvil /home | 15 Nov 00:00:00 | 10 min | ada, after 4 min | resolved\n"
                                                       "Critical | CPU | forge /home | 15 Nov 00:01:00 | 1 min | – | cleared\n"
                                                       "Critical | CPU | anvil /home | 15 Nov 00:05:00 | – | – | firing\n"));
        QCOMPARE(incidentText(taken), QStringLiteral("Disk\nanvil /home\nCritical, resolved\nsince 15 Nov 00:00:00\n"
                                                     "over 15 Nov 00:10:00, after 10 min\nacknowledged by ada, after 4 min"));
    }

    void figures_of_rules_are_read_as_a_table()
    {
        auto taken = listedIncident(1, "Disk", "anvil", 0s, 10min);
        taken.acknowledgedAt = kMidnight + 4min;
        const Incident incidents[] = {taken, listedIncident(2, "CPU", "anvil", 5min, 5min + 30s),
                                      listedIncident(3, "CPU", "forge", 50min, std::nullopt)};
        const auto analytics = alerts::analyse(incidents, {kMidnight, kMidnight + 1h}, [](Timestamp) { return 0s; });
        RuleFiguresModel model;
        QAbstractItemModelTester tester(&model);
        model.setRows(analytics.rules);
        QCOMPARE(tests::printed(model), QStringLiteral("Critical | CPU | 2 | 10 min | 5 min 15 s | – | 2 | 30 s | 1 | 100 % | 0\n"
                                                       "Critical | Disk | 1 | 10 min | 10 min | 4 min | 0 | 10 min | 0 | 0.0 % | 0\n"));
    }

    void what_fires_at_the_same_time_stands_on_tracks_of_its_own()
    {
        const Incident incidents[] = {
            listedIncident(1, "CPU", "a", 10min, 20min), listedIncident(2, "CPU", "b", 5min, 12min),  listedIncident(3, "CPU", "c", 12min, 13min),
            listedIncident(4, "Disk", "a", 0s, 1min),    listedIncident(5, "CPU", "a", 30min, 31min),
        };
        const auto byRule = incidentLanes(incidents, LanesBy::Rule);
        QCOMPARE(byRule.lanes.size(), std::size_t(2));
        QVERIFY(byRule.lanes[0].title == u"CPU" && byRule.lanes[0].tracks == 2 && byRule.lanes[0].incidents == 4);
        QVERIFY(byRule.lanes[1].title == u"Disk" && byRule.lanes[1].tracks == 1);
        const auto trackOf = [&](std::size_t i) { return byRule.places[i].track; };
        QVERIFY(trackOf(1) == 0 && trackOf(0) == 1 && trackOf(2) == 0 && trackOf(4) == 0);
        const auto byTarget = incidentLanes(incidents, LanesBy::Target);
        QCOMPARE(byTarget.lanes.size(), std::size_t(3));
        QVERIFY(byTarget.lanes[0].title == u"a" && byTarget.lanes[0].incidents == 3 && byTarget.lanes[0].tracks == 1);
    }

    void what_is_beyond_the_last_track_shares_it()
    {
        std::vector<Incident> incidents;
        for (int i = 0; i < 10; ++i)
            incidents.push_back(listedIncident(i + 1, "CPU", "a", std::chrono::seconds(i), std::nullopt));
        const auto lanes = incidentLanes(incidents, LanesBy::Rule);
        QCOMPARE(lanes.lanes[0].tracks, IncidentLanes::kMostTracks);
        for (std::size_t i = 0; i < incidents.size(); ++i)
            QCOMPARE(lanes.places[i].track, std::min(int(i), IncidentLanes::kMostTracks - 1));
    }
};

VEDETTE_TEST(TstIncidentModel)
#include "tst_incident_model.moc"
