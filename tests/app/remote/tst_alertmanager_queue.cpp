#include "app/remote/alertmanager_queue.h"
#include "tests/support/alert_rule.h"
#include "tests/support/registry.h"

#include <fmt/format.h>

#include <map>

using namespace std::chrono_literals;
using metric::Timestamp;
using remote::AlertmanagerQueue;
using remote::OutgoingAlert;

namespace {

const Timestamp kStart{1'700'000'000s};

alerts::Alert firing(std::int64_t id, const std::string &name, Timestamp since = kStart)
{
    alerts::Alert alert;
    alert.id = id;
    alert.rule = tests::ruleWith([&](auto &rule) { rule.name = name; });
    alert.labels = std::make_shared<const metric::Labels>(metric::Labels{{"alertname", name}, {"severity", "warning"}});
    alert.state = alerts::AlertState::Firing;
    alert.firingSince = since;
    return alert;
}

alerts::Alert with(alerts::Alert alert, const std::function<void(alerts::AlertRule &)> &change)
{
    alert.rule = tests::ruleWith(change, *alert.rule);
    return alert;
}

alerts::AlertSnapshot snapshotOf(std::vector<alerts::Alert> alerts)
{
    alerts::AlertSnapshot snapshot;
    snapshot.firing = std::move(alerts);
    return snapshot;
}

alerts::AlertSnapshot many(int count)
{
    std::vector<alerts::Alert> alerts;
    for (int i = 0; i < count; ++i)
        alerts.push_back(firing(i + 1, fmt::format("a{}", i)));
    return snapshotOf(std::move(alerts));
}

// Name and how far its end is ahead, in seconds, of each.
std::string told(const std::vector<OutgoingAlert> &batch, Timestamp now)
{
    std::string text;
    for (const auto &alert : batch) {
        const auto ahead = std::chrono::duration_cast<std::chrono::seconds>(alert.endsAt - now).count();
        text += fmt::format("{}{}{:+}", text.empty() ? "" : " ", alert.labels->get("alertname"), ahead);
    }
    return text;
}

} // namespace

class TstAlertmanagerQueue : public QObject {
    Q_OBJECT

    AlertmanagerQueue m_queue;

    // What is sent at that moment, in one batch.
    void expect(Timestamp at, const std::string &expected) { QCOMPARE(told(m_queue.next(at), at), expected); }

private Q_SLOTS:
    void init() { m_queue = {}; }

    void what_begins_is_told_at_once_and_again_every_minute()
    {
        QVERIFY(!m_queue.nextDue());
        m_queue.take(snapshotOf({firing(1, "a")}), kStart + 1s);
        QCOMPARE(*m_queue.nextDue(), Timestamp{});
        const auto batch = m_queue.next(kStart + 1s);
        QCOMPARE(told(batch, kStart + 1s), std::string("a+240"));
        QCOMPARE(batch.front().startsAt, kStart);
        m_queue.take(snapshotOf({firing(1, "a"), firing(2, "b")}), kStart + 31s);
        expect(kStart + 31s, "b+240");
        QCOMPARE(*m_queue.nextDue(), kStart + 61s);
        expect(kStart + 60s, "");
        expect(kStart + 61s, "a+240");
        expect(kStart + 90s, "");
        expect(kStart + 91s, "b+240");
    }

    void an_end_is_told_at_once_and_again_for_a_quarter_of_an_hour()
    {
        m_queue.take(snapshotOf({firing(1, "a")}), kStart);
        expect(kStart, "a+240");
        auto snapshot = snapshotOf({});
        snapshot.resolved = {firing(1, "a")};
        snapshot.resolved.front().resolvedAt = kStart + 10s;
        m_queue.take(snapshot, kStart + 12s);
        expect(kStart + 12s, "a-2");
        for (int minute = 1; minute <= 14; ++minute)
            expect(kStart + 12s + std::chrono::minutes(minute), fmt::format("a-{}", 2 + 60 * minute));
        expect(kStart + 12s + 15min, "");
        QCOMPARE(m_queue.size(), std::size_t(0));
        QVERIFY(!m_queue.nextDue());
    }

    void an_end_that_the_snapshot_no_longer_lists_is_one_all_the_same()
    {
        m_queue.take(many(1000), kStart);
        for (int i = 0; i < 16; ++i)
            QVERIFY(!m_queue.next(kStart).empty());
        expect(kStart, "");
        m_queue.take(snapshotOf({}), kStart + 5s);
        std::size_t ended = 0;
        for (auto batch = m_queue.next(kStart + 5s); !batch.empty(); batch = m_queue.next(kStart + 5s)) {
            QVERIFY(batch.size() <= 64);
            for (const auto &alert : batch)
                ended += alert.endsAt == kStart + 5s;
        }
        QCOMPARE(ended, std::size_t(1000));
    }

    void what_begins_does_not_wait_behind_what_is_repeated()
    {
        m_queue.take(many(500), kStart);
        while (!m_queue.next(kStart).empty())
            continue;
        auto snapshot = many(500);
        snapshot.firing.push_back(firing(1000, "new"));
        m_queue.take(snapshot, kStart + 60s);
        const auto batch = m_queue.next(kStart + 60s);
        QCOMPARE(batch.size(), std::size_t(64));
        QCOMPARE(batch.front().labels->get("alertname"), std::string_view("new"));
    }

    void what_others_posted_and_what_is_on_trial_is_never_sent()
    {
        m_queue.take(snapshotOf({with(firing(1, "received"), [](auto &rule) { rule.origin = alerts::RuleOrigin::Received; }),
                                 with(firing(2, "trial"), [](auto &rule) { rule.onTrial = true; }), firing(3, "own")}),
                     kStart);
        expect(kStart, "own+240");
    }

    void what_is_muted_here_goes_on_there()
    {
        auto alert = firing(1, "a");
        m_queue.take(snapshotOf({alert}), kStart);
        expect(kStart, "a+240");
        alert.silencedBy = {"id"};
        alert.snoozedUntil = kStart + 1h;
        alert.state = alerts::AlertState::Acknowledged;
        alert.inhibitedBy = {alert.labels};
        alert.notified = alerts::Notified::Covered;
        m_queue.take(snapshotOf({alert}), kStart + 1s);
        expect(kStart + 1s, "");
        expect(kStart + 60s, "a+240");
    }

    void an_alert_that_comes_back_is_told_with_its_new_beginning()
    {
        m_queue.take(snapshotOf({firing(1, "a")}), kStart);
        expect(kStart, "a+240");
        m_queue.take(snapshotOf({}), kStart + 10s);
        expect(kStart + 10s, "a+0");
        m_queue.take(snapshotOf({firing(2, "a", kStart + 20s)}), kStart + 20s);
        const auto batch = m_queue.next(kStart + 20s);
        QCOMPARE(told(batch, kStart + 20s), std::string("a+240"));
        QCOMPARE(batch.front().startsAt, kStart + 20s);
        // Its end was never seen.
        m_queue.take(snapshotOf({firing(3, "a", kStart + 25s)}), kStart + 25s);
        QCOMPARE(m_queue.next(kStart + 25s).front().startsAt, kStart + 25s);
        QCOMPARE(m_queue.size(), std::size_t(1));
    }

    void two_alerts_of_the_same_labels_are_one_and_stay_so()
    {
        const auto both = snapshotOf({firing(1, "a"), firing(2, "a")});
        m_queue.take(both, kStart);
        expect(kStart, "a+240");
        m_queue.take(both, kStart + 1s);
        expect(kStart + 1s, "");
        m_queue.take(snapshotOf({firing(2, "a")}), kStart + 2s);
        expect(kStart + 2s, "a+240");
    }

    void what_may_have_been_lost_is_told_again_as_it_is_by_then()
    {
        m_queue.take(snapshotOf({firing(1, "a"), firing(2, "b")}), kStart);
        expect(kStart, "a+240 b+240");
        m_queue.lost();
        m_queue.take(snapshotOf({firing(2, "b")}), kStart + 5s);
        expect(kStart + 6s, "a-1 b+240");
        expect(kStart + 7s, "");
    }

    void a_clock_that_is_set_stops_nothing()
    {
        m_queue.take(snapshotOf({firing(1, "a")}), kStart);
        expect(kStart, "a+240");
        const auto back = kStart - 1h;
        // Its beginning lies ahead now; an end before it would be refused.
        expect(back, "a+3600");
        expect(back + 59s, "");
        m_queue.take(snapshotOf({}), back + 59s);
        QVERIFY(m_queue.next(back + 59s).front().endsAt >= kStart);
        expect(back + 24h, "");
        QCOMPARE(m_queue.size(), std::size_t(0));
    }

    void there_is_an_end_to_what_it_holds()
    {
        m_queue.take(many(int(AlertmanagerQueue::kMost) + 3), kStart);
        QCOMPARE(m_queue.size(), AlertmanagerQueue::kMost);
        QCOMPARE(m_queue.leftOut(), std::size_t(3));
        m_queue.take(snapshotOf({}), kStart);
        QCOMPARE(m_queue.leftOut(), std::size_t(0));
    }

    void it_says_what_a_rule_says_now()
    {
        auto alert = firing(1, "a");
        m_queue.take(snapshotOf({alert}), kStart);
        (void)m_queue.next(kStart);
        alert.annotations = std::make_shared<const alerts::Annotations>(alerts::Annotations{{"summary", "worse"}});
        m_queue.take(snapshotOf({alert}), kStart + 1s);
        QCOMPARE(m_queue.next(kStart + 61s).front().annotations->front().second, std::string("worse"));
    }
};

VEDETTE_TEST(TstAlertmanagerQueue)
#include "tst_alertmanager_queue.moc"
