#include "models/alerts/alert_book.h"
#include "models/alerts/matchers.h"
#include "models/alerts/notification_groups.h"
#include "models/alerts/rule_conversion.h"
#include "models/alerts/shipped_inhibition.h"
#include "tests/support/fake_clock.h"
#include "tests/support/now_reader.h"
#include "tests/support/registry.h"

#include <limits>
#include <memory>

using namespace alerts;
using namespace std::chrono_literals;
using metric::Labels;
using metric::Timestamp;

namespace {

const Timestamp kBookStart{1'700'000'000s};
constexpr double kGone = std::numeric_limits<double>::quiet_NaN();
const Labels kAnvil{{"instance", "anvil"}};
const Labels kForge{{"instance", "forge"}};

AlertRule makeRule(std::int64_t id, double value, metric::Duration holdFor = 0s, Severity severity = Severity::Warning)
{
    AlertRule rule;
    rule.id = id;
    rule.name = "CPU above " + std::to_string(value);
    rule.expression = "cpu";
    rule.value = value;
    rule.holdFor = holdFor;
    rule.severity = severity;
    return rule;
}

// A group of them, as the console's own are evaluated.
LoadedGroup groupOf(const std::vector<AlertRuleRef> &rules)
{
    LoadedGroup group{RuleOrigin::Thresholds, "test", {}, {}};
    group.group.interval = 1s;
    for (const auto &rule : rules) {
        if (!rule->enabled)
            continue;
        group.group.rules.push_back(ruleOf(*rule));
        group.alerts.push_back(rule);
    }
    return group;
}

} // namespace

class TstAlertBook : public QObject {
    Q_OBJECT

    std::unique_ptr<tests::NowReader> reader;
    tests::FakeClock clock;
    std::unique_ptr<RuleRounds> rounds;
    std::unique_ptr<AlertBook> book;
    std::string maintained; // the instance that is being worked on
    Timestamp now;
    std::unique_ptr<NotificationGroups> telling; // each alert told alone and at once
    QStringList told;                            // what people would have heard, in order

    void take(const std::vector<AlertChange> &changes)
    {
        for (const auto &change : changes)
            show(change.alert);
        tellWhatIsDue();
    }
    void show(const Alert &alert)
    {
        telling->set({.id = alert.id, .labels = *alert.labels, .isFiring = alert.state != AlertState::Resolved, .isMuted = isMuted(alert, now)}, now);
    }
    void tellWhatIsDue()
    {
        QStringList ended, begun;
        for (const auto &each : telling->due(now)) {
            for (const auto id : each.resolved)
                ended << QStringLiteral("resolved %1").arg(id);
            for (const auto id : each.fresh) {
                begun << QStringLiteral("fired %1").arg(id);
                QVERIFY(book->told(id, now));
            }
        }
        begun.sort();
        told += ended + begun;
    }
    std::vector<AlertChange> round(metric::Duration later = 1s)
    {
        now += later;
        auto changes = book->round(rounds->evaluate(now), now);
        take(changes);
        return changes;
    }
    std::vector<AlertChange> setRules(const std::vector<AlertRule> &rules)
    {
        std::vector<AlertRuleRef> refs;
        for (const auto &rule : rules)
            refs.push_back(std::make_shared<const AlertRule>(rule));
        const LoadedGroup groups[] = {groupOf(refs)};
        rounds->setGroups(groups);
        return book->setRules(refs, now);
    }
    void restore(const std::vector<AlertRule> &rules, std::vector<Alert> open = {})
    {
        rounds = std::make_unique<RuleRounds>(*reader, rules::EvaluationOptions{}, clock, [](const metric::BatchRef &) {});
        book = std::make_unique<AlertBook>(shippedInhibitRules(), [this](const metric::Labels &labels, Timestamp) {
            return !maintained.empty() && labels.get("instance") == maintained;
        });
        std::vector<AlertRuleRef> refs;
        for (const auto &rule : rules)
            refs.push_back(std::make_shared<const AlertRule>(rule));
        const LoadedGroup groups[] = {groupOf(refs)};
        rounds->setGroups(groups);
        const auto before = telling ? telling->state() : std::vector<GroupState>();
        telling = std::make_unique<NotificationGroups>(
            NotificationRoute{.groupBy = {std::string(kEveryLabel)}, .groupWait = 0s, .groupInterval = 0s, .repeatInterval = 1000h});
        telling->restore(before, now);
        const auto changes = book->restore(refs, std::move(open), 1, now);
        for (const auto &alert : book->snapshot().firing)
            show(alert);
        take(changes);
        telling->endUnseen(now);
        tellWhatIsDue();
        rounds->goOn(book->snapshot().firing);
    }
    // pending/firing/acknowledged counts in one word, for reading tests.
    QString states()
    {
        const auto snapshot = book->snapshot();
        int acknowledged = 0;
        for (const auto &alert : snapshot.firing)
            acknowledged += alert.state == AlertState::Acknowledged;
        return QStringLiteral("%1p %2f %3a").arg(snapshot.pending.size()).arg(int(snapshot.firing.size()) - acknowledged).arg(acknowledged);
    }
    void start(const std::vector<AlertRule> &rules, std::vector<Alert> open = {})
    {
        restore(rules, std::move(open));
        told.clear();
        round(); // the first round fires nothing
    }
    std::int64_t onlyId() { return book->snapshot().firing.at(0).id; }
    std::string onlyText(const std::vector<AlertChange> &changes) { return changes.at(0).events.at(0).text; }

    static Silence silenceOf(const std::string &matchers, Timestamp until)
    {
        Silence silence;
        silence.matchers = *parseMatchers(matchers);
        silence.endsAt = until;
        silence.createdBy = "ada";
        silence.comment = "disks are swapped";
        return silence;
    }
    std::vector<AlertChange> tick()
    {
        auto changes = book->tick(now);
        take(changes);
        return changes;
    }

private Q_SLOTS:
    void init()
    {
        now = kBookStart;
        telling.reset();
        told.clear();
        reader = std::make_unique<tests::NowReader>();
        reader->set("cpu", kAnvil, 0.1);
    }

    void a_value_within_the_limits_is_no_alert()
    {
        start({makeRule(1, 0.9)});
        reader->set("cpu", kAnvil, 0.9); // above means above
        round();
        QCOMPARE(states(), QStringLiteral("0p 0f 0a"));
    }

    void comparisons_mean_what_they_say_data()
    {
        QTest::addColumn<int>("comparison");
        QTest::addColumn<double>("value");
        QTest::addColumn<bool>("fires");
        const auto row = [](const char *name, Comparison comparison, double value, bool fires) {
            QTest::newRow(name) << int(comparison) << value << fires;
        };
        row("above, more", Comparison::Above, 0.6, true);
        row("above, equal", Comparison::Above, 0.5, false);
        row("at least, equal", Comparison::AtLeast, 0.5, true);
        row("at least, less", Comparison::AtLeast, 0.4, false);
        row("below, less", Comparison::Below, 0.4, true);
        row("below, equal", Comparison::Below, 0.5, false);
        row("at most, equal", Comparison::AtMost, 0.5, true);
        row("at most, more", Comparison::AtMost, 0.6, false);
    }
    void comparisons_mean_what_they_say()
    {
        QFETCH(int, comparison);
        QFETCH(double, value);
        QFETCH(bool, fires);
        auto rule = makeRule(1, 0.5);
        rule.comparison = Comparison(comparison);
        reader->set("cpu", kAnvil, kGone);
        start({rule});
        reader->set("cpu", kAnvil, value);
        round();
        QCOMPARE(book->snapshot().firing.size(), std::size_t(fires));
    }

    void it_waits_fires_once_and_resolves()
    {
        start({makeRule(1, 0.9, 3s)});
        reader->set("cpu", kAnvil, 0.95);
        round();
        QCOMPARE(states(), QStringLiteral("1p 0f 0a"));
        QVERIFY(round().empty());
        QVERIFY(round().empty());
        const auto fired = round();
        QCOMPARE(states(), QStringLiteral("0p 1f 0a"));
        QCOMPARE(fired.size(), std::size_t(1));
        QVERIFY(fired[0].alert.firingSince == now && fired[0].alert.pendingSince == now - 3s);
        reader->set("cpu", kAnvil, 0.99);
        QVERIFY(round().empty());
        reader->set("cpu", kAnvil, 0.93);
        round();
        QCOMPARE(book->snapshot().firing[0].worst, 0.99);
        QCOMPARE(book->snapshot().firing[0].value, 0.93);
        reader->set("cpu", kAnvil, 0.5);
        const auto resolved = round();
        QCOMPARE(onlyText(resolved), std::string("back within the limits"));
        QCOMPARE(states(), QStringLiteral("0p 0f 0a"));
        QCOMPARE(told, QStringList({QStringLiteral("fired 1"), QStringLiteral("resolved 1")}));
    }

    void what_is_back_before_its_time_leaves_no_trace()
    {
        start({makeRule(1, 0.9, 3s)});
        for (int i = 0; i < 20; ++i) {
            reader->set("cpu", kAnvil, i % 3 == 2 ? 0.1 : 0.95);
            QVERIFY(round().empty());
        }
    }

    void one_alert_per_label_set()
    {
        start({makeRule(1, 0.9)});
        reader->set("cpu", kAnvil, 0.95);
        reader->set("cpu", kForge, 0.96);
        round();
        QCOMPARE(states(), QStringLiteral("0p 2f 0a"));
    }

    void a_rule_for_one_target_looks_at_that_target_alone()
    {
        auto rule = makeRule(1, 0.9);
        rule.target = "forge";
        start({rule});
        reader->set("cpu", kAnvil, 0.95);
        round();
        QCOMPARE(states(), QStringLiteral("0p 0f 0a"));
        reader->set("cpu", kForge, 0.95);
        round();
        QCOMPARE(states(), QStringLiteral("0p 1f 0a"));
    }

    void acknowledge_then_resolve_then_breach_is_a_new_incident()
    {
        start({makeRule(1, 0.9)});
        reader->set("cpu", kAnvil, 0.95);
        round();
        const auto first = onlyId();
        take(book->acknowledge(first, "ada", "looking", now));
        QCOMPARE(states(), QStringLiteral("0p 0f 1a"));
        QCOMPARE(book->snapshot().unacknowledged[std::size_t(Severity::Warning)], 0);
        QCOMPARE(book->snapshot().counts[std::size_t(Severity::Warning)], 1);
        round();
        reader->set("cpu", kAnvil, 0.1);
        const auto resolved = round();
        QCOMPARE(resolved.at(0).alert.acknowledgedBy, std::string("ada"));
        reader->set("cpu", kAnvil, 0.95);
        round();
        QVERIFY(onlyId() != first);
        QVERIFY(book->snapshot().firing[0].acknowledgedBy.empty());
        QCOMPARE(told, QStringList({QStringLiteral("fired 1"), QStringLiteral("resolved 1"), QStringLiteral("fired 2")}));
    }

    void commands_on_unknown_alerts_change_nothing()
    {
        start({makeRule(1, 0.9, 60s)});
        reader->set("cpu", kAnvil, 0.95);
        round();
        for (std::int64_t id : {0, 1, 99}) { // pending alerts have the id 0
            QVERIFY(book->acknowledge(id, "ada", {}, now).empty());
            QVERIFY(book->snooze(id, now + 1h, "ada", now).empty());
            QVERIFY(book->resolve(id, "ada", now).empty());
            QVERIFY(!book->told(id, now));
        }
    }

    void a_dismissed_incident_is_told_no_more_and_the_next_one_is()
    {
        start({makeRule(1, 0.9)});
        reader->set("cpu", kAnvil, 0.95);
        round();
        const auto changes = book->dismiss(onlyId(), "ada", now);
        QVERIFY(changes.at(0).events.at(0).kind == EventKind::Dismissed && changes[0].alert.dismissedAt == now);
        QVERIFY(book->dismiss(onlyId(), "ada", now).empty());
        QCOMPARE(states(), QStringLiteral("0p 1f 0a"));
        reader->set("cpu", kAnvil, 0.1);
        round();
        QCOMPARE(told, QStringList({QStringLiteral("fired 1")}));
        reader->set("cpu", kAnvil, 0.95);
        round();
        QCOMPARE(told, QStringList({QStringLiteral("fired 1"), QStringLiteral("fired 2")}));
    }

    void cleared_by_hand_it_comes_back_only_after_it_was_well()
    {
        start({makeRule(1, 0.9)});
        reader->set("cpu", kAnvil, 0.95);
        round();
        take(book->resolve(onlyId(), "ada", now));
        for (int i = 0; i < 5; ++i)
            round();
        QCOMPARE(states(), QStringLiteral("0p 0f 0a"));
        reader->set("cpu", kAnvil, 0.1);
        round();
        reader->set("cpu", kAnvil, 0.95);
        round();
        QCOMPARE(told, QStringList({QStringLiteral("fired 1"), QStringLiteral("resolved 1"), QStringLiteral("fired 2")}));
    }

    void after_a_gap_waiting_starts_anew_and_nothing_fires_before_a_fresh_look()
    {
        start({makeRule(1, 0.9, 10s), makeRule(2, 0.8)});
        reader->set("cpu", kAnvil, 0.85);
        round();
        QCOMPARE(told.size(), 1); // rule 2
        reader->set("cpu", kAnvil, 0.95);
        reader->set("cpu", kForge, 0.95);
        round();
        QCOMPARE(states(), QStringLiteral("2p 2f 0a"));
        told.clear();
        reader->set("cpu", Labels{{"instance", "anvil"}, {"n", "new"}}, 0.95);
        rounds->gap("anvil");
        round(8h);
        QVERIFY(told.contains(QStringLiteral("fired 3"))); // forge was watched all the time, its time is up
        QCOMPARE(told.size(), 1);
        const auto snapshot = book->snapshot();
        for (const auto &alert : snapshot.pending)
            QVERIFY(alert.pendingSince == now);
        told.clear();
        round();
        QCOMPARE(told.size(), 1); // rule 2 on the new label set: a second look agreed
        round(10s);
        QCOMPARE(states(), QStringLiteral("0p 6f 0a"));
    }

    void the_first_round_after_a_start_fires_nothing()
    {
        restore({makeRule(1, 0.9)});
        reader->set("cpu", kAnvil, 0.95);
        round();
        QCOMPARE(states(), QStringLiteral("1p 0f 0a"));
        round();
        QCOMPARE(states(), QStringLiteral("0p 1f 0a"));
    }

    void without_data_an_alert_stays_for_its_grace_and_ends_with_that_reason()
    {
        start({makeRule(1, 0.9)});
        reader->set("cpu", kAnvil, 0.95);
        round();
        reader->set("cpu", kAnvil, kGone);
        for (metric::Duration waited = 1s; waited <= RuleRounds::kNoDataGrace; waited += 1s)
            QVERIFY(round().empty());
        const auto ended = round();
        QCOMPARE(ended.size(), std::size_t(1));
        QCOMPARE(onlyText(ended), std::string("no data"));
    }

    void without_data_for_a_moment_the_incident_goes_on()
    {
        start({makeRule(1, 0.9)});
        reader->set("cpu", kAnvil, 0.95);
        round();
        reader->set("cpu", kAnvil, kGone);
        round(4min);
        reader->set("cpu", kAnvil, 0.95);
        round();
        reader->set("cpu", kAnvil, kGone);
        QVERIFY(round(4min).empty());
        QCOMPARE(told, QStringList({QStringLiteral("fired 1")}));
    }

    void a_night_asleep_is_no_night_of_silence()
    {
        start({makeRule(1, 0.9)});
        reader->set("cpu", kAnvil, 0.95);
        round();
        reader->set("cpu", kAnvil, kGone);
        rounds->gap("anvil");
        QVERIFY(round(8h).empty());
        QCOMPARE(states(), QStringLiteral("0p 1f 0a"));
    }

    void a_pending_alert_without_data_is_forgotten()
    {
        start({makeRule(1, 0.9, 10s)});
        reader->set("cpu", kAnvil, 0.95);
        round();
        reader->set("cpu", kAnvil, kGone);
        QVERIFY(round().empty());
        QCOMPARE(states(), QStringLiteral("0p 0f 0a"));
    }

    void a_rule_that_cannot_be_evaluated_says_so_and_changes_nothing()
    {
        start({makeRule(1, 0.9)});
        reader->set("cpu", kAnvil, 0.95);
        round();
        reader->fail(true);
        QVERIFY(round(1h).empty());
        QCOMPARE(states(), QStringLiteral("0p 1f 0a"));
        QCOMPARE(book->snapshot().errors.size(), std::size_t(1));
        reader->fail(false);
        round();
        QVERIFY(book->snapshot().errors.empty());
    }

    void a_changed_rule_ends_its_alerts_with_that_reason_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("reason");
        QTest::newRow("edited") << QStringLiteral("edit") << QStringLiteral("the rule was changed");
        QTest::newRow("off") << QStringLiteral("off") << QStringLiteral("the rule was switched off");
        QTest::newRow("deleted") << QStringLiteral("delete") << QStringLiteral("the rule was deleted");
    }
    void a_changed_rule_ends_its_alerts_with_that_reason()
    {
        QFETCH(QString, what);
        QFETCH(QString, reason);
        start({makeRule(1, 0.9)});
        reader->set("cpu", kAnvil, 0.95);
        round();
        auto rule = book->snapshot().rules->at(0);
        QVERIFY(setRules({rule}).empty()); // nothing changed, nothing ends
        rule.annotations = {{"meaning", "another text"}};
        QVERIFY(setRules({rule}).empty());
        rule.enabled = what != QLatin1String("off");
        if (what == QLatin1String("edit"))
            rule.value = 0.5;
        const auto changes = setRules(what == QLatin1String("delete") ? std::vector<AlertRule>{} : std::vector{rule});
        QCOMPARE(QString::fromStdString(onlyText(changes)), reason);
        take(changes);
        QCOMPARE(told, QStringList({QStringLiteral("fired 1"), QStringLiteral("resolved 1")}));
        told.clear();
        round();
        QCOMPARE(told, what == QLatin1String("edit") ? QStringList({QStringLiteral("fired 2")}) : QStringList());
    }

    void a_warning_under_a_critical_is_not_told()
    {
        start({makeRule(1, 0.7, 10s), makeRule(2, 0.9, 10s, Severity::Critical)});
        reader->set("cpu", kAnvil, 0.95);
        round();
        round(10s);
        QCOMPARE(states(), QStringLiteral("0p 2f 0a"));
        QCOMPARE(told, QStringList({QStringLiteral("fired 1")}));
        QVERIFY(book->snapshot().firing[0].rule->severity == Severity::Critical);
        reader->set("cpu", kAnvil, 0.8); // critical ends, the warning goes on, untold
        round();
        reader->set("cpu", kAnvil, 0.1);
        round();
        QCOMPARE(told, QStringList({QStringLiteral("fired 1"), QStringLiteral("resolved 1")}));
    }

    void a_critical_is_told_although_the_warning_was()
    {
        start({makeRule(1, 0.7), makeRule(2, 0.9, 0s, Severity::Critical)});
        reader->set("cpu", kAnvil, 0.8);
        round();
        reader->set("cpu", kAnvil, 0.95);
        round();
        reader->set("cpu", kForge, 0.8); // another machine is another matter
        round();
        QCOMPARE(told, QStringList({QStringLiteral("fired 1"), QStringLiteral("fired 2"), QStringLiteral("fired 3")}));
    }

    void a_snoozed_alert_is_silent_and_reminds_once()
    {
        start({makeRule(1, 0.9)});
        reader->set("cpu", kAnvil, 0.95);
        round();
        take(book->snooze(onlyId(), now + 1h, "ada", now));
        round(30min);
        QCOMPARE(told, QStringList({QStringLiteral("fired 1")}));
        round(30min);
        round();
        QCOMPARE(told, QStringList({QStringLiteral("fired 1"), QStringLiteral("fired 1")}));
        QVERIFY(book->snapshot().firing[0].snoozedUntil == Timestamp{});
        take(book->snooze(onlyId(), now + 1h, "ada", now));
        reader->set("cpu", kAnvil, 0.1);
        round();
        QCOMPARE(told.size(), 2); // its end is not told either
    }

    void after_a_restart_the_incident_goes_on_and_is_not_told_again()
    {
        start({makeRule(1, 0.9)});
        reader->set("cpu", kAnvil, 0.95);
        round();
        take(book->acknowledge(onlyId(), "ada", "mine", now));
        const auto before = book->snapshot().firing;
        start({makeRule(1, 0.9)}, before);
        round(10min);
        const auto after = book->snapshot().firing;
        QCOMPARE(after.size(), std::size_t(1));
        QCOMPARE(after[0].id, before[0].id);
        QCOMPARE(after[0].comment, std::string("mine"));
        QVERIFY(told.isEmpty());
        reader->set("cpu", kAnvil, 0.1);
        round();
        QCOMPARE(told, QStringList({QStringLiteral("resolved 1")}));
    }

    void what_was_not_yet_told_before_a_crash_is_told_after_it()
    {
        start({makeRule(1, 0.9)});
        reader->set("cpu", kAnvil, 0.95);
        now += 1s;
        const auto changes = book->round(rounds->evaluate(now), now); // stored, then the crash
        telling.reset();                                              // nothing was told yet
        start({makeRule(1, 0.9)}, {changes[0].alert});
        QVERIFY(book->snapshot().firing[0].notified == Notified::Yes);
    }

    void alerts_of_rules_that_changed_while_it_was_off_end_at_the_start()
    {
        start({makeRule(1, 0.9), makeRule(2, 0.8)});
        reader->set("cpu", kAnvil, 0.95);
        round();
        const auto before = book->snapshot().firing;
        AlertBook next;
        const AlertRuleRef changed[] = {std::make_shared<const AlertRule>(makeRule(1, 0.5))};
        const auto changes = next.restore(changed, before, 3, now);
        QCOMPARE(changes.size(), std::size_t(2));
        QVERIFY(next.snapshot().firing.empty());
    }

    void an_alert_on_trial_is_kept_and_nobody_is_told()
    {
        auto rule = makeRule(1, 0.9);
        rule.onTrial = true;
        start({rule});
        reader->set("cpu", kAnvil, 0.95);
        const auto changes = round();
        QCOMPARE(states(), QStringLiteral("0p 1f 0a"));
        QCOMPARE(changes.at(0).events.at(1).text, std::string("not told: the rule is on trial"));
        reader->set("cpu", kAnvil, 0.1);
        round();
        QVERIFY(told.isEmpty());
    }

    void a_silenced_alert_is_not_told_and_says_so_when_it_returns()
    {
        start({makeRule(1, 0.9)});
        QVERIFY(book->silences().set(silenceOf("instance=\"anvil\"", now + 1h), now, silenceId(1, 1)));
        reader->set("cpu", kAnvil, 0.95);
        reader->set("cpu", kForge, 0.95);
        round();
        QCOMPARE(told, QStringList({QStringLiteral("fired 2")})); // forge alone
        const auto snapshot = book->snapshot();
        const auto anvil = std::ranges::find(snapshot.firing, std::int64_t(1), &Alert::id);
        QCOMPARE(anvil->silencedBy, std::vector<std::string>{silenceId(1, 1)});
        round(59min);
        QCOMPARE(told.size(), 1);
        const auto changes = round(1min);
        QCOMPARE(told, QStringList({QStringLiteral("fired 2"), QStringLiteral("fired 1")}));
        QVERIFY(changes[0].alert.returned);
        QVERIFY(changes[0].events[0].kind == EventKind::Unsilenced);
    }

    void an_alert_that_was_told_returns_too_and_its_end_in_silence_is_not_told()
    {
        start({makeRule(1, 0.9)});
        reader->set("cpu", kAnvil, 0.95);
        round();
        const auto id = book->silences().set(silenceOf("instance=\"anvil\"", now + 1h), now, silenceId(1, 1))->id;
        const auto changes = tick();
        QVERIFY(changes.at(0).events.at(0).kind == EventKind::Silenced);
        QCOMPARE(changes[0].events[0].author, std::string("ada"));
        QVERIFY(book->silences().expire(id, now));
        tick();
        QCOMPARE(told, QStringList({QStringLiteral("fired 1"), QStringLiteral("fired 1")}));
        QVERIFY(book->silences().set(silenceOf("instance=\"anvil\"", now + 1h), now, silenceId(1, 2)));
        tick();
        reader->set("cpu", kAnvil, 0.1);
        round();
        QCOMPARE(told.size(), 2);
    }

    void what_is_in_maintenance_is_not_told_until_that_has_ended()
    {
        start({makeRule(1, 0.9)});
        reader->set("cpu", kAnvil, 0.95);
        reader->set("cpu", kForge, 0.95);
        maintained = "anvil";
        const auto fired = round();
        QCOMPARE(told, QStringList({QStringLiteral("fired 2")})); // forge alone
        QVERIFY(fired.at(0).alert.inMaintenance && !fired.at(1).alert.inMaintenance);
        QVERIFY(fired[0].events.back().kind == EventKind::Silenced);
        QCOMPARE(fired[0].events.back().text, std::string("its target is in maintenance"));
        maintained = "forge"; // what was told already
        const auto changes = round(59min);
        QCOMPARE(told, QStringList({QStringLiteral("fired 2"), QStringLiteral("fired 1")}));
        QVERIFY(std::ranges::all_of(changes, [](const auto &change) {
            return change.events.at(0).kind == (change.alert.inMaintenance ? EventKind::Silenced : EventKind::Unsilenced) &&
                   change.alert.returned != change.alert.inMaintenance;
        }));
        reader->set("cpu", kForge, 0.1);
        round();
        QCOMPARE(told.size(), 2); // an end that nobody is told of
        maintained.clear();
    }

    void what_is_silenced_stays_so_over_a_restart()
    {
        start({makeRule(1, 0.9)});
        QVERIFY(book->silences().set(silenceOf("instance=\"anvil\"", now + 1h), now, silenceId(1, 1)));
        reader->set("cpu", kAnvil, 0.95);
        round();
        const auto open = book->snapshot().firing;
        AlertBook next;
        next.silences().restore(book->silences().all());
        const AlertRuleRef rules[] = {std::make_shared<const AlertRule>(makeRule(1, 0.9))};
        auto unmuted = open;
        unmuted[0].silencedBy.clear(); // as the file gives it back
        next.restore(rules, unmuted, 2, now);
        QVERIFY(isMuted(next.snapshot().firing.at(0), now));
    }

    void what_comes_and_goes_is_told_until_that_is_clear_and_again_when_it_is_calm()
    {
        start({makeRule(1, 0.9)});
        for (int i = 0; i < 8; ++i) {
            reader->set("cpu", kAnvil, 0.95);
            const auto fired = round(10s);
            QVERIFY(fired.at(0).alert.flaps == (i >= 3));
            if (i == 7)
                break;
            reader->set("cpu", kAnvil, 0.1);
            round(10s);
        }
        QCOMPARE(told.join(u' '), QStringLiteral("fired 1 resolved 1 fired 2 resolved 2 fired 3 resolved 3 fired 4 resolved 4"));
        QVERIFY(isMuted(book->snapshot().firing.at(0), now));
        round(29min);
        QCOMPARE(told.size(), 8);
        const auto calm = round(1min); // that it fires steadily is news
        QCOMPARE(told.last(), QStringLiteral("fired 8"));
        QVERIFY(calm.at(0).events.at(0).kind == EventKind::Calm);
        QVERIFY(!book->snapshot().firing.at(0).flaps);
    }

    void one_outage_is_one_message()
    {
        auto down = makeRule(1, 0);
        down.name = "Target does not answer";
        down.expression = "up";
        down.comparison = Comparison::AtMost;
        down.severity = Severity::Critical;
        start({down, makeRule(2, 0.9)});
        reader->set("up", kAnvil, 0);
        reader->set("cpu", kAnvil, 0.95);
        reader->set("cpu", kForge, 0.95);
        const auto changes = round();
        QCOMPARE(told, QStringList({QStringLiteral("fired 1"), QStringLiteral("fired 3")}));
        const auto snapshot = book->snapshot();
        const auto inhibited = std::ranges::find(snapshot.firing, std::int64_t(2), &Alert::id);
        QCOMPARE(inhibited->inhibitedBy.at(0)->get("alertname"), std::string_view("Target does not answer"));
        reader->set("up", kAnvil, 1); // what still fires then is told
        round();
        QCOMPARE(told.mid(2), QStringList({QStringLiteral("resolved 1"), QStringLiteral("fired 2")}));
    }

    void a_condition_of_its_own_fires_too()
    {
        AlertRule rule;
        rule.id = 1;
        rule.name = "Both";
        rule.isThreshold = false;
        rule.expression = "cpu > 0.5 and cpu < 0.8";
        start({rule});
        reader->set("cpu", kAnvil, 0.9);
        round();
        QCOMPARE(states(), QStringLiteral("0p 0f 0a"));
        reader->set("cpu", kAnvil, 0.7);
        round();
        QCOMPARE(states(), QStringLiteral("0p 1f 0a"));
        QCOMPARE(QString::fromStdString(book->snapshot().firing[0].labels->toString()),
                 QStringLiteral("{alertname=\"Both\",instance=\"anvil\",severity=\"warning\"}"));
    }

    void a_long_wait_ends_at_its_own_moment()
    {
        std::vector<AlertRuleRef> rules{std::make_shared<const AlertRule>(makeRule(1, 0.9, 90s))};
        restore({*rules[0]});
        LoadedGroup groups[] = {groupOf(rules)};
        groups[0].group.interval = 60s;
        rounds->setGroups(groups);
        round();
        reader->set("cpu", kAnvil, 0.95);
        while (book->snapshot().pending.empty())
            round();
        const auto since = book->snapshot().pending.at(0).pendingSince;
        while (book->snapshot().firing.empty())
            round();
        QVERIFY(now == since + 90s);
    }

    void time_never_goes_back()
    {
        start({makeRule(1, 0.9, 5s)});
        reader->set("cpu", kAnvil, 0.95);
        round();
        const auto since = now;
        now -= 30s;
        round();
        QVERIFY(book->snapshot().pending.at(0).pendingSince == since);
        round(40s);
        QCOMPARE(states(), QStringLiteral("0p 1f 0a"));
    }

    void a_clock_that_was_set_back_is_a_gap()
    {
        start({makeRule(1, 0.9, 5s)});
        reader->set("cpu", kAnvil, 0.95);
        round();
        now -= 1h;
        round();
        QCOMPARE(states(), QStringLiteral("1p 0f 0a"));
        QVERIFY(book->snapshot().pending.at(0).pendingSince == now);
        for (int i = 0; i < 5; ++i)
            round();
        QCOMPARE(states(), QStringLiteral("0p 1f 0a"));
    }
};

VEDETTE_TEST(TstAlertBook)
#include "tst_alert_book.moc"
