#include "models/alerts/notification_groups.h"
#include "tests/support/registry.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

using namespace alerts;
using namespace std::chrono_literals;
using metric::Labels;
using metric::Timestamp;

namespace {

const Timestamp kGroupsStart{1'700'000'000s};

// As Alertmanager's defaults.
NotificationRoute alertmanagersRoute() { return {{"alertname"}, 30s, 5min, 4h}; }

std::string written(const std::vector<GroupNotification> &notifications)
{
    std::string text;
    for (const auto &each : notifications) {
        text += text.empty() ? "" : "; ";
        text += fmt::format("{} fires [{}]", each.labels.get("alertname"), fmt::join(each.firing, " "));
        if (!each.fresh.empty())
            text += fmt::format(" fresh [{}]", fmt::join(each.fresh, " "));
        if (!each.resolved.empty())
            text += fmt::format(" resolved [{}]", fmt::join(each.resolved, " "));
        if (each.isRepeat)
            text += " repeat";
    }
    return text;
}

// Groups of one route, and the time since they began.
struct Watched {
    explicit Watched(NotificationRoute of) : route(of), groups(std::move(of)) {}

    void set(std::int64_t id, const char *name, bool isFiring, bool isMuted = false)
    {
        groups.set({.id = id,
                    .labels = Labels{{"alertname", name}, {"instance", fmt::format("host{}", id)}, {"severity", "warning"}},
                    .isFiring = isFiring,
                    .isMuted = isMuted},
                   now);
    }
    void fires(std::int64_t id, const char *name = "A") { set(id, name, true); }
    void muted(std::int64_t id, const char *name = "A") { set(id, name, true, true); }
    void ends(std::int64_t id, const char *name = "A") { set(id, name, false); }

    std::string due() { return written(groups.due(now)); }
    std::string dueAt(metric::Duration sinceStart)
    {
        now = kGroupsStart + sinceStart;
        return due();
    }
    // From one telling to the next, as a program would; ends with the one given.
    std::string everythingUntil(metric::Duration sinceStart)
    {
        std::string text;
        for (auto next = groups.nextDue(); next && *next <= kGroupsStart + sinceStart; next = groups.nextDue()) {
            now = std::max(now, *next);
            text += fmt::format("{}{} s: {}", text.empty() ? "" : "; ", std::chrono::duration_cast<std::chrono::seconds>(now - kGroupsStart).count(),
                                due());
        }
        now = kGroupsStart + sinceStart;
        return text;
    }
    void restart()
    {
        const auto state = groups.state();
        groups = NotificationGroups(route);
        groups.restore(state, now);
    }

    NotificationRoute route;
    NotificationGroups groups;
    Timestamp now = kGroupsStart;
};

} // namespace

class TstNotificationGroups : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_group_is_told_group_wait_after_its_first_alert()
    {
        Watched watched(alertmanagersRoute());
        watched.fires(1);
        QCOMPARE(watched.dueAt(20s), "");
        watched.fires(2);
        QVERIFY(watched.groups.nextDue() == kGroupsStart + 30s);
        QCOMPARE(watched.dueAt(29'999ms), "");
        QCOMPARE(watched.dueAt(30s), "A fires [1 2] fresh [1 2]");
        QCOMPARE(watched.due(), "");
    }

    void a_thousand_alerts_of_one_second_are_one_notification()
    {
        Watched watched({{"alertname"}, 1s, 5min, 4h});
        for (int i = 0; i < 1'000; ++i) {
            watched.now = kGroupsStart + i * 1ms;
            watched.fires(i + 1);
            QVERIFY(watched.groups.due(watched.now).empty());
        }
        const auto told = watched.groups.due(kGroupsStart + 1s);
        QCOMPARE(told.size(), std::size_t(1));
        QCOMPARE(told[0].firing.size(), std::size_t(1'000));
        QVERIFY(told[0].fresh == told[0].firing && told[0].resolved.empty() && !told[0].isRepeat);
        QVERIFY(watched.groups.nextDue() == kGroupsStart + 1s + 4h);
    }

    void without_a_wait_the_first_is_told_at_once_and_the_rest_of_a_storm_together()
    {
        Watched watched({});
        for (int i = 0; i < 100; ++i) {
            watched.now = kGroupsStart + i * 10ms;
            watched.fires(i + 1);
            QCOMPARE(watched.due(), i == 0 ? "A fires [1] fresh [1]" : "");
        }
        watched.now = kGroupsStart + 5min;
        const auto told = watched.groups.due(watched.now);
        QVERIFY(told.size() == 1 && told[0].firing.size() == 100 && told[0].fresh.size() == 99);
    }

    void changes_are_told_at_most_every_group_interval()
    {
        Watched watched({});
        watched.fires(1);
        QCOMPARE(watched.due(), "A fires [1] fresh [1]");
        watched.now += 10s;
        watched.fires(2);
        QCOMPARE(watched.everythingUntil(100s), "");
        watched.ends(1);
        watched.fires(3);
        QCOMPARE(watched.everythingUntil(3h), "300 s: A fires [2 3] fresh [2 3] resolved [1]");
    }

    void a_change_after_a_quiet_interval_waits_only_as_long_as_a_first_alert()
    {
        Watched watched(alertmanagersRoute());
        watched.fires(1);
        QCOMPARE(watched.everythingUntil(1000s), "30 s: A fires [1] fresh [1]");
        watched.fires(2);
        QCOMPARE(watched.everythingUntil(1200s), "1030 s: A fires [1 2] fresh [2]");
        watched.ends(1);
        QCOMPARE(watched.everythingUntil(2000s), "1330 s: A fires [2] resolved [1]");
    }

    void what_fires_on_is_repeated_and_what_ended_is_not()
    {
        Watched watched({});
        watched.fires(1);
        watched.fires(2);
        QCOMPARE(watched.due(), "A fires [1 2] fresh [1 2]");
        QCOMPARE(watched.everythingUntil(5h), "14400 s: A fires [1 2] repeat");
        watched.ends(2);
        QCOMPARE(watched.everythingUntil(8h), "18000 s: A fires [1] resolved [2]");
        QCOMPARE(watched.everythingUntil(10h), "32400 s: A fires [1] repeat"); // counted from the last telling
        watched.ends(1);
        QCOMPARE(watched.everythingUntil(100h), "36000 s: A fires [] resolved [1]");
        QVERIFY(!watched.groups.nextDue());
        QCOMPARE(watched.groups.groupCount(), std::size_t(0));
    }

    void what_ended_before_it_was_told_is_never_told()
    {
        Watched watched(alertmanagersRoute());
        watched.fires(1);
        watched.now += 10s;
        watched.ends(1);
        QVERIFY(!watched.groups.nextDue());
        QCOMPARE(watched.groups.groupCount(), std::size_t(0));
        watched.fires(2); // waits its own time
        QVERIFY(watched.groups.nextDue() == watched.now + 30s);
        QCOMPARE(watched.everythingUntil(60s), "40 s: A fires [2] fresh [2]");
        watched.fires(3);
        watched.ends(3);
        QCOMPARE(watched.everythingUntil(3h), "");
    }

    void an_incident_that_ended_and_began_anew_is_told_as_both()
    {
        Watched watched({});
        watched.fires(1);
        QCOMPARE(watched.due(), "A fires [1] fresh [1]");
        watched.ends(1);
        watched.fires(2);
        QCOMPARE(watched.everythingUntil(1h), "300 s: A fires [2] fresh [2] resolved [1]");
    }

    void what_is_muted_is_not_told_and_is_no_change()
    {
        Watched watched({});
        watched.muted(1);
        QVERIFY(!watched.groups.nextDue());
        watched.fires(2);
        QCOMPARE(watched.due(), "A fires [2] fresh [2]");
        watched.now += 10min;
        watched.fires(3);
        watched.muted(3); // within the same moment
        watched.muted(2);
        QCOMPARE(watched.everythingUntil(100h), ""); // nor repeated
    }

    void what_is_muted_no_more_is_new()
    {
        Watched watched({});
        watched.fires(1);
        watched.fires(2);
        QCOMPARE(watched.due(), "A fires [1 2] fresh [1 2]");
        watched.muted(1);
        watched.muted(2);
        QCOMPARE(watched.everythingUntil(10h), "");
        watched.fires(2);
        QCOMPARE(watched.due(), "A fires [2] fresh [2]");
    }

    void the_end_of_what_is_muted_is_told_where_the_caller_wants_it()
    {
        Watched watched({});
        watched.fires(1);
        watched.fires(2);
        watched.fires(3);
        QCOMPARE(watched.due(), "A fires [1 2 3] fresh [1 2 3]");
        for (const int id : {1, 2, 3})
            watched.muted(id);
        watched.set(1, "A", false, true); // silenced: nobody hears of it
        watched.ends(2);                  // acknowledged, say: who does wants to know
        watched.muted(4);
        watched.ends(4); // was never told
        QCOMPARE(watched.everythingUntil(3h), "300 s: A fires [] resolved [2]");
    }

    void groups_are_told_apart_by_their_labels()
    {
        Watched watched({});
        watched.fires(1, "B");
        watched.fires(2, "A");
        const auto told = watched.groups.due(watched.now);
        QCOMPARE(written(told), "A fires [2] fresh [2]; B fires [1] fresh [1]");
        QCOMPARE(told[0].key, std::string("{alertname=\"A\"}"));

        Watched alone({{"..."}, 0s, 5min, 4h});
        alone.fires(1);
        alone.fires(2);
        QCOMPARE(alone.due(), "A fires [1] fresh [1]; A fires [2] fresh [2]");

        Watched together({{}, 0s, 5min, 4h});
        together.fires(1, "B");
        together.fires(2, "A");
        const auto all = together.groups.due(together.now);
        QVERIFY(all.size() == 1 && all[0].key == "{}" && all[0].firing.size() == 2);

        Watched without({{"team", "alertname"}, 0s, 5min, 4h}); // a label that is not there
        without.fires(1);
        QCOMPARE(without.groups.due(without.now)[0].key, std::string("{alertname=\"A\"}"));
    }

    void a_restart_tells_nothing_again_and_forgets_nothing()
    {
        Watched watched({});
        watched.fires(1);
        watched.fires(2);
        watched.fires(5);
        QCOMPARE(watched.due(), "A fires [1 2 5] fresh [1 2 5]");
        watched.now += 10s;
        watched.fires(3);
        watched.restart();
        watched.fires(1); // 2 ended meanwhile, nobody was there to say so
        watched.fires(3);
        watched.ends(5);
        watched.groups.endUnseen(watched.now);
        QCOMPARE(watched.everythingUntil(1h), "300 s: A fires [1 3] fresh [3] resolved [2 5]");
        watched.restart();
        watched.fires(1);
        watched.muted(3);
        watched.groups.endUnseen(watched.now);
        QCOMPARE(watched.everythingUntil(5h), "14700 s: A fires [1] repeat");
        watched.restart();
        watched.groups.endUnseen(watched.now);
        QCOMPARE(watched.everythingUntil(6h), "18000 s: A fires [] resolved [1 3]");
        QVERIFY(watched.groups.state().empty());
    }

    void what_changed_of_the_state_is_said_once()
    {
        const Labels labels{{"alertname", "A"}};
        Watched watched({});
        watched.fires(1);
        watched.fires(2, "B");
        QVERIFY(watched.groups.takeChangedStates().empty());
        watched.due();
        const auto changed = watched.groups.takeChangedStates();
        QVERIFY(changed.size() == 2 && changed == watched.groups.state());
        QVERIFY((changed[0] == GroupState{labels, kGroupsStart, {1}}));
        QVERIFY(watched.groups.takeChangedStates().empty());
        watched.muted(1);
        QVERIFY(watched.groups.takeChangedStates().empty());
        watched.fires(1); // to be told again, even if the program ends now
        QVERIFY((watched.groups.takeChangedStates() == std::vector{GroupState{labels, kGroupsStart, {}}}));
        watched.ends(1);
        QVERIFY(watched.groups.takeChangedStates().empty()); // had no state any more
        watched.ends(2, "B");
        watched.everythingUntil(1h);
        QVERIFY((watched.groups.takeChangedStates() == std::vector{GroupState{Labels{{"alertname", "B"}}, {}, {}}}));
    }

    void a_clock_that_is_set_back_holds_nothing_up()
    {
        Watched watched({});
        watched.fires(1);
        watched.due();
        watched.fires(2);
        watched.now -= 24h;
        QCOMPARE(watched.due(), "");
        QVERIFY(watched.groups.nextDue() == watched.now + 5min);
        const GroupState future{Labels{{"alertname", "A"}}, kGroupsStart + 1000h, {7}};
        Watched restored({});
        restored.groups.restore(std::span(&future, 1), kGroupsStart);
        QVERIFY(restored.groups.nextDue() == kGroupsStart + 4h);
    }

    // What is told must add up, whatever comes: everything is told once as fresh before it is told as resolved, only what fires unmuted is
    // told as firing, two tellings of a group are groupInterval apart, and nothing remains when all has ended.
    void whatever_happens_the_tellings_add_up()
    {
        std::uint32_t random = 4711;
        const auto any = [&random](std::uint32_t below) {
            random = random * 1'664'525u + 1'013'904'223u;
            return (random >> 8) % below;
        };
        Watched watched({{"alertname"}, 2s, 60s, 600s});
        std::map<std::int64_t, std::pair<bool, bool>> truth; // fires, is muted
        std::map<std::int64_t, bool> toldFiring;
        std::map<std::string, Timestamp> toldAt;
        constexpr const char *kNames[] = {"A", "B", "C"};
        const auto nameOf = [&](std::int64_t id) { return kNames[id % 3]; };
        std::int64_t nextId = 1;
        int notifications = 0;
        for (int step = 0; step < 10'000; ++step) {
            watched.now += std::chrono::milliseconds(any(3'000));
            const bool isEnding = step > 9'000;
            if (!isEnding && any(20) == 0)
                truth[nextId++] = {true, any(4) == 0};
            const auto id = std::int64_t(any(std::uint32_t(nextId)));
            if (truth.contains(id) && any(2) == 0)
                truth[id] = {any(3) != 0, any(3) == 0};
            if (isEnding && !truth.empty())
                truth.begin()->second = {false, false};
            for (auto at = truth.begin(); at != truth.end();) {
                watched.set(at->first, nameOf(at->first), at->second.first, at->second.second);
                at = at->second.first ? std::next(at) : truth.erase(at);
            }
            if (any(500) == 0) {
                watched.restart();
                for (const auto &[each, how] : truth)
                    watched.set(each, nameOf(each), how.first, how.second);
                watched.groups.endUnseen(watched.now);
            }
            std::map<std::string, Timestamp> known; // who was told of nothing that still is does not wait
            for (const auto &state : watched.groups.state()) {
                if (const auto at = toldAt.find(state.labels.toString()); at != toldAt.end())
                    known.insert(*at);
            }
            toldAt = std::move(known);
            const auto told = watched.groups.due(watched.now);
            for (const auto &each : told) {
                ++notifications;
                QVERIFY(!toldAt.contains(each.key) || watched.now - toldAt[each.key] >= 60s);
                toldAt[each.key] = watched.now;
                QVERIFY(!each.firing.empty() || !each.resolved.empty());
                QCOMPARE(each.isRepeat, each.fresh.empty() && each.resolved.empty());
                for (const auto firing : each.firing)
                    QVERIFY(truth.contains(firing) && truth[firing] == std::pair(true, false));
                for (const auto fresh : each.fresh)
                    toldFiring[fresh] = true;
                for (const auto firing : each.firing)
                    QVERIFY(toldFiring[firing]);
                for (const auto resolved : each.resolved) {
                    QVERIFY(!truth.contains(resolved));
                    QVERIFY(std::exchange(toldFiring[resolved], false));
                }
            }
            const auto next = watched.groups.nextDue();
            QVERIFY(!next || *next > watched.now);
        }
        QVERIFY(notifications > 200);
        for (const auto &[id, how] : truth)
            watched.ends(id, nameOf(id));
        watched.now += 1h;
        watched.due();
        QCOMPARE(watched.groups.groupCount(), std::size_t(0));
    }
};

VEDETTE_TEST(TstNotificationGroups)
#include "tst_notification_groups.moc"
