#include "models/alerts/absence.h"
#include "models/alerts/watched.h"
#include "tests/support/registry.h"

using namespace alerts;
using namespace std::chrono_literals;
using metric::Timestamp;

namespace {

const Timestamp kGone{1'700'000'000s};

Incident goneIncident(metric::Duration from, std::optional<metric::Duration> to)
{
    Incident incident;
    incident.rule = std::make_shared<const IncidentRule>();
    incident.firingSince = kGone + from;
    if (to) {
        incident.state = AlertState::Resolved;
        incident.resolvedAt = kGone + *to;
    }
    return incident;
}

} // namespace

class TstAbsence : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void who_was_gone_for_five_minutes_was_absent()
    {
        Absence absence;
        QVERIFY(!absence.returned(kGone)); // never left
        absence.left(kGone);
        QVERIFY(!absence.returned(kGone + 5min - 1ms));
        absence.left(kGone);
        absence.left(kGone + 4min); // is gone already
        QVERIFY((absence.returned(kGone + 5min) == TimeRange{kGone, kGone + 5min}));
        QVERIFY(!absence.returned(kGone + 1h)); // told once
        absence.left(kGone + 2h);
        QVERIFY(!absence.returned(kGone + 1h)); // the clock was set back
    }

    void what_began_and_what_ended_is_told_apart()
    {
        const Incident incidents[] = {
            goneIncident(1min, 2min),          // began and ended
            goneIncident(3min, std::nullopt),  // fires
            goneIncident(3min, 90min),         // ended later than that
            goneIncident(-1h, 10min),          // ended
            goneIncident(-1h, std::nullopt),   // fired all the time
            goneIncident(-2h, -1h),            // long over
            goneIncident(61min, std::nullopt), // since
        };
        const auto report = reportOf(incidents, {kGone, kGone + 1h});
        QCOMPARE(report.fired, std::size_t(3));
        QCOMPARE(report.over, std::size_t(1));
        QCOMPARE(report.endedOnes, std::size_t(1));
        QVERIFY(report.isWorthTelling() && report.since == kGone);
        QVERIFY(!reportOf({incidents + 4, 2}, {kGone, kGone + 1h}).isWorthTelling());
    }

    void nobody_watched_where_no_answer_is()
    {
        const TimeRange hour{kGone, kGone + 60min};
        std::vector<metric::Point> answers;
        for (const auto minute : {0, 1, 2, 3, 20, 21, 30})
            answers.push_back({kGone + std::chrono::minutes(minute), 1});
        const auto gaps = unwatched(answers, hour, 1min);
        const std::vector<TimeRange> expected{{kGone + 3min, kGone + 19min}, {kGone + 21min, kGone + 29min}, {kGone + 30min, kGone + 60min}};
        QVERIFY(gaps == expected);
        QVERIFY((unwatched({}, hour, 1min) == std::vector<TimeRange>{hour}));
        answers.clear();
        for (int minute = 0; minute <= 60; ++minute)
            answers.push_back({kGone + std::chrono::minutes(minute), 1});
        QVERIFY(unwatched(answers, hour, 1min).empty());
        answers.pop_back(); // not measured yet
        QVERIFY(unwatched(answers, hour, 1min).empty());
        QVERIFY((unwatched({answers.data() + 10, 50}, hour, 1min) == std::vector<TimeRange>{{kGone, kGone + 9min}}));
        // Somebody began to, just now.
        QVERIFY((unwatched(std::array{metric::Point{kGone + 60min, 1}}, hour, 1min) == std::vector<TimeRange>{{kGone, kGone + 59min}}));
    }
};

VEDETTE_TEST(TstAbsence)
#include "tst_absence.moc"
