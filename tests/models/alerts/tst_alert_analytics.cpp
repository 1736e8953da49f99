#include "models/alerts/alert_analytics.h"
#include "tests/support/registry.h"

using namespace alerts;
using namespace std::chrono_literals;
using metric::Duration;
using metric::Timestamp;

namespace {

// Sunday, 12 November 2023, 00:00 UTC.
const Timestamp kSunday{1'699'747'200s};
const TimeRange kFirstHour{kSunday, kSunday + 1h};

WallOffset aheadBy(std::chrono::seconds offset)
{
    return [offset](Timestamp) { return offset; };
}

struct Past {
    std::vector<Incident> incidents;

    // Ends at `to`, unless it still fires.
    Incident &add(const char *name, Duration from, std::optional<Duration> to, const char *instance = "anvil")
    {
        Incident incident;
        incident.id = std::int64_t(incidents.size()) + 1;
        incident.rule = std::make_shared<const IncidentRule>(IncidentRule{name[0], name, {}, Severity::Warning});
        incident.labels = std::make_shared<const metric::Labels>(metric::Labels{{"alertname", name}, {"instance", instance}});
        incident.firingSince = kSunday + from;
        if (to) {
            incident.state = AlertState::Resolved;
            incident.resolvedAt = kSunday + *to;
        }
        return incidents.emplace_back(std::move(incident));
    }
    AlertAnalytics look(const TimeRange &range = kFirstHour, std::chrono::seconds offset = 0s) const
    {
        return analyse(incidents, range, aheadBy(offset));
    }
};

} // namespace

class TstAlertAnalytics : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothing_has_no_means()
    {
        const auto found = Past().look();
        QVERIFY(found.rules.empty() && found.all.incidents == 0 && found.hours == HourGrid{});
        QVERIFY(!found.all.mtta() && !found.all.mttr() && !found.all.meanFiring() && !found.all.noiseShare());
    }

    void time_is_cut_at_the_edges_of_the_range_but_repair_is_not()
    {
        Past past;
        past.add("A", -10min, 5min);            // began before
        past.add("A", 50min, 70min);            // ends after: as yet firing
        past.add("A", 20min, 30min);            // within
        past.add("A", 55min, std::nullopt);     // fires
        past.add("A", -30min, -10min);          // outside
        past.add("A", 60min, 61min);            // begins when the range ends
        past.add("A", -5min, Duration::zero()); // ended when it begins
        const auto &all = past.look().all;
        QCOMPARE(all.incidents, std::size_t(4));
        QCOMPARE(all.began, std::size_t(3));
        QCOMPARE(all.ended, std::size_t(2));
        QCOMPARE(all.open(), std::size_t(2));
        QCOMPARE(all.firing, Duration(5min + 10min + 10min + 5min));
        QCOMPARE(*all.meanFiring(), Duration(450s));
        QCOMPARE(*all.mttr(), Duration(750s));
    }

    void who_was_never_acknowledged_is_not_in_the_mean()
    {
        Past past;
        past.add("A", 0min, 20min).acknowledgedAt = kSunday + 4min;
        past.add("A", 10min, 20min).acknowledgedAt = kSunday + 12min;
        past.add("A", 15min, 20min);
        past.add("A", 40min, 90min).acknowledgedAt = kSunday + 80min; // later than the range tells
        const auto &all = past.look().all;
        QCOMPARE(*all.mtta(), Duration(3min));
        QCOMPARE(all.acknowledged, std::size_t(2));
        QCOMPARE(all.unacknowledged(), std::size_t(2));
    }

    void noise_is_what_ended_by_itself_within_a_minute()
    {
        Past past;
        past.add("A", 0s, 60s);
        past.add("A", 10min, 10min + 61s);
        past.add("A", 20min, 20min + 5s).endedByHand = true;
        past.add("A", 30min, 30min + 5s);
        past.add("A", 59min + 50s, std::nullopt); // nobody knows yet
        const auto &all = past.look().all;
        QCOMPARE(all.noise, std::size_t(2));
        QCOMPARE(*all.noiseShare(), 0.5);
    }

    void flapping_begins_with_the_fourth_beginning_of_one_alert()
    {
        Past past;
        for (int i = 5; i >= 0; --i) // in no order
            past.add("A", i * 5min, i * 5min + 2min);
        for (int i = 0; i < 6; ++i) // each on its own
            past.add("B", i * 5min, i * 5min + 2min, std::array{"a", "b", "c", "d", "e", "f"}[std::size_t(i)]);
        const auto found = past.look();
        QCOMPARE(found.all.flapping, std::size_t(3));
        QCOMPARE(found.rules[0].figures.flapping + found.rules[1].figures.flapping, std::size_t(3));
    }

    void the_noisiest_rule_is_first_and_goes_by_its_newest_name()
    {
        Past past;
        past.add("Quiet", 0s, 50min);
        past.add("Loud", 0s, 1min);
        past.add("Zeal", 0s, 55min); // as often as Quiet, but longer
        past.add("Lauter", 10min, 11min);
        past.add("Loud", 5min, 6min);
        const auto found = past.look();
        QCOMPARE(found.rules.size(), std::size_t(3));
        QCOMPARE(found.rules[0].rule->name, std::string("Lauter")); // the same rule: known by its id
        QCOMPARE(found.rules[0].figures.incidents, std::size_t(3));
        QCOMPARE(found.rules[0].figures.firing, Duration(3min));
        QCOMPARE(found.rules[1].rule->name, std::string("Zeal"));
        QCOMPARE(found.rules[2].rule->name, std::string("Quiet"));
        QCOMPARE(found.all.incidents, std::size_t(5));
    }

    void beginnings_are_counted_by_the_clock_on_the_wall()
    {
        Past past;
        past.add("A", 90min, 100min);
        past.add("A", 23h + 59min, 30h);
        past.add("A", -1min, 10min); // began before the range
        const TimeRange range{kSunday, kSunday + 24h * 3};
        const auto utc = past.look(range).hours;
        QVERIFY(utc[0][1] == 1 && utc[0][23] == 1);
        const auto berlin = past.look(range, 1h).hours;
        QVERIFY(berlin[0][2] == 1 && berlin[1][0] == 1);
        const auto newYork = past.look(range, -5h).hours;
        QVERIFY(newYork[6][20] == 1 && newYork[0][18] == 1);
        std::uint32_t sum = 0;
        for (const auto &day : newYork) {
            for (const auto hour : day)
                sum += hour;
        }
        QCOMPARE(sum, 2U);
    }

    void a_clock_that_was_set_back_makes_nothing_negative()
    {
        Past past;
        past.add("A", 30min, 10min);
        const auto &all = past.look().all;
        QCOMPARE(all.firing, Duration::zero());
        QCOMPARE(*all.mttr(), Duration::zero());
    }
};

VEDETTE_TEST(TstAlertAnalytics)
#include "tst_alert_analytics.moc"
