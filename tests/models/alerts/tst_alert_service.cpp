#include "models/alerts/alert_service.h"
#include "tests/support/fake_clock.h"
#include "tests/support/now_reader.h"
#include "tests/support/registry.h"
#include "tests/support/rule_pack.h"

#include <QtCore/QTemporaryDir>

#include <algorithm>
#include <condition_variable>
#include <fstream>

using namespace alerts;
using namespace std::chrono_literals;
using metric::Labels;

namespace {

const Labels kHost{{"instance", "anvil"}};

// Answers at once, with what it was told to answer.
class FakeReceiver : public Receiver {
public:
    std::string name() const override { return "fake"; }
    void deliver(const GroupMessage &message, Done done) override
    {
        DeliveryResult answer;
        {
            const std::lock_guard lock(m_mutex);
            heard.push_back(message);
            heardAt = std::chrono::steady_clock::now();
            answer = m_answer;
            m_heard.notify_all();
        }
        done(answer);
    }
    void setAnswer(DeliveryResult answer)
    {
        const std::lock_guard lock(m_mutex);
        m_answer = std::move(answer);
    }
    bool waitFor(std::size_t count)
    {
        std::unique_lock lock(m_mutex);
        return m_heard.wait_for(lock, 10s, [&] { return heard.size() >= count; });
    }
    std::size_t count()
    {
        const std::lock_guard lock(m_mutex);
        return heard.size();
    }
    std::vector<GroupMessage> heard;
    std::chrono::steady_clock::time_point heardAt;

private:
    std::mutex m_mutex;
    std::condition_variable m_heard;
    DeliveryResult m_answer;
};

} // namespace

class TstAlertService : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder;
    std::filesystem::path file;
    tests::NowReader reader;
    tests::FakeClock clock;
    std::unique_ptr<FakeReceiver> receiver;
    NotificationParts notifications;
    std::filesystem::path notificationFile;
    std::unique_ptr<AlertService> service;
    metric::Duration retention{0};

    void startService(std::vector<AlertRule> defaults = {cpuRule()})
    {
        service.reset();
        auto store = AlertStore::open(file, clock.now());
        if (!store)
            qFatal("%s", store.error().message.c_str());
        receiver = std::make_unique<FakeReceiver>();
        AlertParts parts{.reader = reader, .clock = clock};
        parts.notifications = notifications;
        parts.notificationFile = notificationFile;
        parts.notifications.receivers = {receiver.get()};
        parts.retention = retention;
        service = std::make_unique<AlertService>(std::move(*store), tests::libraryOf(rulesFolder(), defaults), std::move(parts));
    }
    std::filesystem::path rulesFolder() const { return file.parent_path() / "rules"; }
    static AlertRule cpuRule()
    {
        AlertRule rule;
        rule.name = "CPU";
        rule.expression = "cpu";
        rule.value = 0.9;
        return rule;
    }
    void batch(double value, metric::Duration gap = 0s)
    {
        reader.set("cpu", kHost, value);
        clock.advance(1s);
        metric::Batch next{"local", clock.now(), {{std::make_shared<const Labels>(kHost), value}}, {}, {}, {}, gap};
        service->post(std::make_shared<const metric::Batch>(std::move(next)));
    }
    template <class Condition>
    bool until(Condition condition)
    {
        return QTest::qWaitFor([&] { return condition(*service->snapshot()); }, 5000);
    }

private Q_SLOTS:
    void init()
    {
        folder = std::make_unique<QTemporaryDir>();
        file = folder->filePath(QStringLiteral("alerts.sqlite")).toStdString();
        reader.clear();
        reader.set("cpu", kHost, 0.1);
        notifications = {.route = {.groupInterval = 0s}};
        notificationFile.clear();
    }
    void cleanup()
    {
        service.reset();
        retention = {};
    }

    void a_breach_is_told_once_within_milliseconds()
    {
        startService();
        batch(0.1);
        QVERIFY(until([](const auto &s) { return s.version >= 1 && s.rules->size() == 1; }));
        std::vector<double> latencies;
        for (int i = 0; i < 20; ++i) {
            clock.advance(kFlappingWindow);
            batch(0.1);
            if (i > 0)
                QVERIFY(receiver->waitFor(std::size_t(2 * i)));
            const auto before = std::chrono::steady_clock::now();
            batch(0.95);
            QVERIFY(receiver->waitFor(std::size_t(2 * i + 1)));
            latencies.push_back(std::chrono::duration<double, std::milli>(receiver->heardAt - before).count());
        }
        std::sort(latencies.begin(), latencies.end());
        qInfo("from the batch to the notification: median %.2f ms, worst %.2f ms", latencies[10], latencies.back());
        QVERIFY(latencies[10] < 50);
        batch(0.95);
        batch(0.96);
        service.reset();
        QCOMPARE(receiver->heard.size(), std::size_t(39)); // 20 beginnings, 19 ends
    }

    void a_thousand_alerts_of_one_second_are_one_message()
    {
        startService();
        batch(0.1);
        QVERIFY(until([](const auto &s) { return s.version >= 1; }));
        for (int i = 0; i < 999; ++i)
            reader.set("cpu", Labels{{"instance", "host " + std::to_string(i)}}, 0.95);
        batch(0.95);
        QVERIFY(until([](const auto &s) { return s.firing.size() == 1000 && s.firing.back().notified == Notified::Yes; }));
        QVERIFY(receiver->waitFor(1));
        QCOMPARE(receiver->heard[0].firing.size(), std::size_t(1000));
        QCOMPARE(receiver->heard[0].fresh.size(), std::size_t(1000));
        QVERIFY((receiver->heard[0].groupLabels == Labels{{"alertname", "CPU"}}));
        batch(0.95);
        service.reset();
        QCOMPARE(receiver->heard.size(), std::size_t(1));
    }

    void while_paused_nothing_is_told_and_afterwards_what_still_fires()
    {
        notifications.pausedUntil = clock.now() + 1h;
        startService();
        batch(0.1);
        QVERIFY(service->snapshot()->pausedUntil == notifications.pausedUntil);
        reader.set("cpu", Labels{{"instance", "forge"}}, 0.95);
        batch(0.95);
        QVERIFY(until([](const auto &s) { return s.firing.size() == 2; }));
        reader.set("cpu", Labels{{"instance", "forge"}}, 0.1);
        batch(0.95);
        QVERIFY(until([](const auto &s) { return s.firing.size() == 1; }));
        QCOMPARE(receiver->count(), std::size_t(0));
        clock.advance(1h);
        batch(0.95);
        QVERIFY(until([](const auto &s) { return s.firing[0].notified == Notified::Yes && s.pausedUntil == metric::Timestamp{}; }));
        QVERIFY(receiver->waitFor(1));
        QCOMPARE(receiver->heard[0].firing.size(), std::size_t(1));
        QVERIFY(receiver->heard[0].resolved.empty());
    }

    void in_quiet_hours_emergencies_alone_are_told()
    {
        notifications.quietHours = {TimeInterval{}}; // always
        auto emergency = cpuRule();
        emergency.name = "CPU on fire";
        emergency.expression = "heat";
        emergency.severity = Severity::Emergency;
        startService({cpuRule(), emergency});
        reader.set("heat", kHost, 0.1);
        batch(0.1);
        reader.set("heat", kHost, 0.95);
        batch(0.95);
        QVERIFY(until([](const auto &s) { return s.firing.size() == 2 && s.firing[0].notified == Notified::Yes; }));
        QVERIFY(receiver->waitFor(1));
        QCOMPARE(receiver->heard[0].firing.at(0).rule->name, std::string("CPU on fire"));
        batch(0.95);
        QVERIFY(service->snapshot()->firing[1].notified == Notified::No);
        service->setQuietHours({});
        QVERIFY(receiver->waitFor(2));
        QCOMPARE(receiver->heard[1].firing.at(0).rule->name, std::string("CPU"));
    }

    void what_people_wrote_about_notifications_holds_and_its_faults_are_said()
    {
        notificationFile = folder->filePath(QStringLiteral("notifications.yaml")).toStdString();
        std::ofstream(notificationFile) << "inhibit_rules: [{source_matchers: [alertname=Gate], target_matchers: [alertname=CPU]}]\n";
        auto gate = cpuRule();
        gate.name = "Gate";
        gate.expression = "gate";
        startService({cpuRule(), gate});
        reader.set("gate", kHost, 0.1);
        batch(0.1);
        reader.set("gate", kHost, 0.95);
        batch(0.95);
        QVERIFY(until([](const auto &s) { return s.firing.size() == 2 && (s.firing[0].inhibitedBy.size() + s.firing[1].inhibitedBy.size()) == 1; }));
        QVERIFY(receiver->waitFor(1));
        QCOMPARE(receiver->heard[0].firing.at(0).rule->name, std::string("Gate"));
        std::ofstream(notificationFile) << "inhibit_rules: 3\n";
        clock.advance(2s);
        batch(0.95);
        QVERIFY(until([](const auto &s) { return s.faults.size() == 1 && s.faults[0].file == "notifications.yaml"; }));
        QCOMPARE(receiver->count(), std::size_t(1)); // what it said before counts
        std::ofstream(notificationFile) << "route: {mute_time_intervals: [always]}\ntime_intervals: [{name: always, time_intervals: [{}]}]\n";
        clock.advance(2s);
        batch(0.95);
        QVERIFY(until([](const auto &s) { return s.faults.empty() && s.firing[0].inhibitedBy.empty() && s.firing[1].inhibitedBy.empty(); }));
        batch(0.95);
        QCOMPARE(receiver->count(), std::size_t(1)); // nothing is told at such times
        std::filesystem::remove(notificationFile);
        clock.advance(2s);
        batch(0.95);
        QVERIFY(receiver->waitFor(2));
        QCOMPARE(receiver->heard[1].firing.at(0).rule->name, std::string("CPU"));
    }

    void what_was_not_received_is_delivered_after_a_restart()
    {
        startService();
        receiver->setAnswer(DeliveryResult::retry("nobody is there"));
        batch(0.1);
        batch(0.95);
        QVERIFY(receiver->waitFor(1));
        const auto tried = [&] {
            const auto deliveries = service->deliveries(10);
            return deliveries && deliveries->size() == 1 && deliveries->front().attempts > 0;
        };
        QTRY_VERIFY(tried());
        QCOMPARE(service->deliveries(10)->front().result, std::string("nobody is there"));
        QVERIFY(service->deliveries(10)->front().state == DeliveryState::Queued);
        const auto id = service->snapshot()->firing.at(0).id;
        clock.advance(5min);
        startService();
        QVERIFY(receiver->waitFor(1));
        QCOMPARE(receiver->heard[0].fresh, std::vector<std::int64_t>{id});
        const auto delivered = [&] { return service->deliveries(10)->front().state == DeliveryState::Delivered; };
        QTRY_VERIFY(delivered());
        batch(0.95);
        batch(0.95);
        service.reset();
        QCOMPARE(receiver->heard.size(), std::size_t(1));
    }

    void a_refusal_is_said()
    {
        startService();
        receiver->setAnswer(DeliveryResult::refused("no such user"));
        batch(0.1);
        batch(0.95);
        QVERIFY(until([](const auto &s) { return s.notice == "A notification could not be delivered (fake): no such user"; }));
        receiver->setAnswer(DeliveryResult::delivered());
        batch(0.1);
        QVERIFY(until([](const auto &s) { return s.notice.empty(); }));
    }

    void what_can_not_be_stored_is_told_all_the_same()
    {
        startService();
        batch(0.1);
        QVERIFY(until([](const auto &s) { return s.version >= 1; }));
        auto other = sqlite::Database::open(file, sqlite::Database::Mode::ReadWrite);
        {
            const auto holding = sqlite::Transaction::begin(*other);
            batch(0.95);
            QVERIFY(receiver->waitFor(1));
            QVERIFY(until([](const auto &s) { return s.notice.starts_with("Alerts can not be stored"); }));
        }
        batch(0.95);
        QTRY_VERIFY_WITH_TIMEOUT(service->snapshot()->notice.empty(), 10000);
        const auto id = service->snapshot()->firing.at(0).id;
        QCOMPARE(service->events(id)->back().kind, EventKind::Notified);
        startService();
        batch(0.95);
        batch(0.95);
        service.reset();
        QCOMPARE(receiver->heard.size(), std::size_t(0)); // it was told already
    }

    void what_ended_longer_ago_than_the_retention_is_forgotten_every_hour()
    {
        const auto known = [&] { return service->incidents({clock.now() - 1000h, clock.now() + 1h}, 10)->incidents.size(); };
        retention = 2h;
        startService();
        batch(0.1);
        batch(0.95);
        QVERIFY(until([](const auto &s) { return s.firing.size() == 1; }));
        batch(0.1);
        QVERIFY(until([](const auto &s) { return s.resolved.size() == 1; }));
        batch(0.95); // fires from now on
        QVERIFY(until([](const auto &s) { return s.firing.size() == 1; }));
        QCOMPARE(known(), std::size_t(2));
        clock.advance(119min);
        batch(0.95);
        batch(0.95);
        QTest::qWait(50);
        QCOMPARE(known(), std::size_t(2)); // not old enough
        clock.advance(50min);
        batch(0.95);
        QTest::qWait(50);
        QCOMPARE(known(), std::size_t(2)); // looked for less than an hour ago
        clock.advance(10min);
        batch(0.95);
        QVERIFY(QTest::qWaitFor([&] { return known() == 1; }, 5000));
        QCOMPARE(service->incidents({clock.now() - 1h, clock.now()}, 10)->incidents.front().state, AlertState::Firing);
        QVERIFY(service->snapshot()->notice.empty());
    }

    void commands_reach_the_snapshot_and_the_file()
    {
        startService();
        batch(0.1);
        batch(0.95);
        QVERIFY(until([](const auto &s) { return s.firing.size() == 1 && s.firing[0].notified == Notified::Yes; }));
        const auto id = service->snapshot()->firing[0].id;
        service->acknowledge(id, "ada", "looking");
        QVERIFY(until([](const auto &s) { return s.firing[0].state == AlertState::Acknowledged; }));
        service->snooze(id, clock.now() + 1h, "ada");
        QVERIFY(until([](const auto &s) { return s.firing[0].snoozedUntil != metric::Timestamp{}; }));
        service->resolve(id, "ada");
        QVERIFY(until([](const auto &s) { return s.firing.empty() && s.resolved.size() == 1; }));
        const auto events = service->events(id);
        QVERIFY(events);
        std::vector<EventKind> kinds;
        for (const auto &event : *events)
            kinds.push_back(event.kind);
        using enum EventKind;
        QVERIFY((kinds == std::vector<EventKind>{Pending, Fired, Notified, Acknowledged, Snoozed, Cleared}));
        QCOMPARE(service->resolvedAlerts(10)->size(), std::size_t(1));
        QCOMPARE(events->at(3).author, std::string("ada"));
    }

    void rules_are_added_changed_switched_off_and_removed()
    {
        startService({});
        auto rule = cpuRule();
        service->addRule(rule);
        QVERIFY(until([](const auto &s) { return s.rules->size() == 1; }));
        rule = service->snapshot()->rules->at(0);
        batch(0.1);
        batch(0.95);
        QVERIFY(until([](const auto &s) { return s.firing.size() == 1; }));
        service->setEnabled(rule.id, false);
        QVERIFY(until([](const auto &s) { return s.firing.empty() && !s.rules->at(0).enabled; }));
        QCOMPARE(service->events(service->snapshot()->resolved[0].id)->back().text, std::string("the rule was switched off"));
        rule.value = 0.5;
        rule.enabled = true;
        service->updateRule(rule);
        QVERIFY(until([](const auto &s) { return s.rules->at(0).value == 0.5 && s.rules->at(0).enabled; }));
        service->removeRule(rule.id);
        QVERIFY(until([](const auto &s) { return s.rules->empty(); }));
        startService({});
        QVERIFY(service->snapshot()->rules->empty());
    }

    void what_is_over_can_be_dismissed_too()
    {
        startService();
        batch(0.1);
        batch(0.95);
        QVERIFY(until([](const auto &s) { return s.firing.size() == 1; }));
        const auto id = service->snapshot()->firing[0].id;
        batch(0.1);
        QVERIFY(until([](const auto &s) { return s.resolved.size() == 1; }));
        service->dismiss(id, "ada");
        QVERIFY(until([](const auto &s) { return s.resolved[0].dismissedAt != metric::Timestamp{}; }));
        QVERIFY(service->events(id)->back().kind == EventKind::Dismissed);
        startService();
        QVERIFY(service->snapshot()->resolved.at(0).dismissedAt != metric::Timestamp{});
    }

    void commands_given_before_the_end_are_carried_out()
    {
        startService({});
        auto rule = cpuRule();
        for (int i = 0; i < 50; ++i) {
            rule.name = "rule " + std::to_string(i);
            service->addRule(rule);
        }
        startService({});
        QCOMPARE(service->snapshot()->rules->size(), std::size_t(50));
    }

    void after_a_restart_the_same_incident_goes_on()
    {
        startService();
        batch(0.1);
        batch(0.95);
        QVERIFY(receiver->waitFor(1));
        QVERIFY(until([](const auto &s) { return s.firing.size() == 1; }));
        const auto id = service->snapshot()->firing[0].id;
        service->acknowledge(id, "ada", "mine");
        startService();
        QCOMPARE(service->snapshot()->firing.size(), std::size_t(1));
        QCOMPARE(service->snapshot()->firing[0].id, id);
        QVERIFY(service->snapshot()->firing[0].state == AlertState::Acknowledged);
        batch(0.95);
        batch(0.95);
        batch(0.1);
        QVERIFY(receiver->waitFor(1));
        QVERIFY(receiver->heard[0].firing.empty() && receiver->heard[0].resolved.at(0).id == id);
    }

    void a_gap_in_a_batch_restarts_the_waiting()
    {
        auto rule = cpuRule();
        rule.holdFor = 2s;
        startService({rule});
        batch(0.1);
        batch(0.95);
        QVERIFY(until([](const auto &s) { return s.pending.size() == 1; }));
        clock.sleep(8h);
        batch(0.95, 8h);
        QVERIFY(until([&](const auto &s) { return s.pending.size() == 1 && s.pending[0].pendingSince == clock.now(); }));
        QVERIFY(receiver->heard.empty());
        batch(0.95);
        batch(0.95);
        QVERIFY(receiver->waitFor(1));
    }

    void everybody_may_command_at_once()
    {
        startService();
        const auto rule = service->snapshot()->rules->at(0).id;
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&, t] {
                for (int i = 0; i < 50; ++i) {
                    service->acknowledge(i, "t" + std::to_string(t));
                    service->setEnabled(rule, i % 2 == 0);
                    service->acknowledgeAll("x");
                    (void)service->snapshot();
                    (void)service->resolvedAlerts(5);
                }
            });
        }
        for (int i = 0; i < 50; ++i)
            batch(i % 2 ? 0.95 : 0.1);
        for (auto &thread : threads)
            thread.join();
        service->setEnabled(rule, true);
        QVERIFY(until([](const auto &s) { return s.rules->at(0).enabled; }));
    }

    void many_commands_at_once_push_no_batch_out_of_the_queue()
    {
        auto store = AlertStore::open(file, clock.now());
        QVERIFY(store);
        std::mutex busy;
        AlertParts parts{.reader = reader, .clock = clock};
        parts.listener = [&](AlertSnapshotRef) { const std::lock_guard lock(busy); };
        service = std::make_unique<AlertService>(std::move(*store), tests::libraryOf(rulesFolder(), {cpuRule()}), std::move(parts));
        {
            const std::lock_guard lock(busy);
            service->pauseNotifications(clock.now() + 1h); // the thread tells of it, and waits
            for (int i = 0; i < 1000; ++i) {
                service->acknowledge(i, "x");
                if (i % 50 == 0)
                    batch(0.1);
            }
            QCOMPARE(service->droppedBatches(), std::uint64_t(0));
        }
        service.reset();
    }

    void a_file_of_rules_is_taken_up_and_a_bad_one_keeps_what_it_said()
    {
        startService({});
        std::filesystem::create_directories(rulesFolder());
        const auto write = [&](const char *text) {
            std::ofstream(rulesFolder() / "mine.yaml") << text;
            clock.advance(1s); // it is looked for once a second
        };
        write("groups:\n- name: g\n  interval: 1s\n  rules:\n  - alert: Mine\n    expr: cpu > 0.9\n");
        QVERIFY(until([&](const auto &s) { return s.rules->size() == 1 && s.rules->at(0).origin == RuleOrigin::File; }));
        batch(0.1);
        batch(0.95);
        QVERIFY(until([](const auto &s) { return s.firing.size() == 1 && s.firing[0].rule->name == "Mine"; }));
        write("groups:\n- name: g\n  rules:\n  - alert: Mine\n    expr: cpu >\n");
        QVERIFY(until([](const auto &s) { return s.faults.size() == 1; }));
        const auto snapshot = service->snapshot();
        QCOMPARE(snapshot->faults[0].file, std::string("mine.yaml"));
        QCOMPARE(int(snapshot->faults[0].fault.place.line), 5);
        QCOMPARE(snapshot->firing.size(), std::size_t(1));
        service->removeRule(snapshot->rules->at(0).id);
        QVERIFY(until([](const auto &s) { return s.notice.find("remove it there") != std::string::npos; }));
        std::filesystem::remove(rulesFolder() / "mine.yaml");
        clock.advance(1s);
        QVERIFY(until([](const auto &s) { return s.rules->empty() && s.firing.empty() && s.faults.empty(); }));
    }

    void what_rules_record_goes_to_the_sink()
    {
        std::filesystem::create_directories(rulesFolder());
        std::ofstream(rulesFolder() / "mine.yaml") << "groups:\n- name: g\n  interval: 1s\n  rules:\n  - record: a:b\n    expr: cpu * 2\n"
                                                      "  - alert: Twice\n    expr: a:b > 1\n";
        auto store = AlertStore::open(file, clock.now());
        std::vector<std::string> written;
        std::mutex mutex;
        AlertParts parts{.reader = reader, .clock = clock};
        parts.sink = [&](const metric::BatchRef &given) {
            const std::lock_guard lock(mutex);
            for (const auto &sample : given->samples)
                written.push_back(sample.labels->toString() + ' ' + std::to_string(sample.value));
        };
        service = std::make_unique<AlertService>(std::move(*store), tests::libraryOf(rulesFolder(), {}), std::move(parts));
        const auto has = [&](std::string_view line) {
            const std::lock_guard lock(mutex);
            return std::ranges::find(written, line) != written.end();
        };
        batch(0.25);
        QTRY_VERIFY(has("a:b{instance=\"anvil\"} 0.500000"));
        batch(0.75);
        QTRY_VERIFY(has("a:b{instance=\"anvil\"} 1.500000"));
        batch(0.75);
        QVERIFY(until([](const auto &s) { return s.firing.size() == 1; }));
        service.reset();
        QVERIFY(std::ranges::find(written, "ALERTS{alertname=\"Twice\",alertstate=\"firing\",instance=\"anvil\"} 1.000000") != written.end());
        QVERIFY(std::ranges::any_of(written, [](const auto &line) { return line.starts_with("ALERTS_FOR_STATE{"); }));
    }

    void what_others_post_has_the_same_life()
    {
        startService({});
        QVERIFY(service->receive({{.labels = Labels{{"alertname", "Down"}, {"instance", "b"}}, .annotations = {{"summary", "gone"}}}}).get());
        auto snapshot = service->snapshot();
        QCOMPARE(snapshot->firing.size(), std::size_t(1));
        QVERIFY(snapshot->firing[0].rule->origin == RuleOrigin::Received && snapshot->rules->empty());
        QVERIFY(receiver->waitFor(1));
        service->acknowledge(snapshot->firing[0].id, "ada", "mine");
        startService({}); // and survives
        QVERIFY(service->snapshot()->firing.at(0).state == AlertState::Acknowledged);
        QVERIFY(service->receive({{.labels = Labels{{"alertname", "Down"}, {"instance", "b"}}, .endsAt = clock.now()}}).get());
        QVERIFY(service->snapshot()->firing.empty());
        QVERIFY(!service->receive({{.labels = {}}}).get());
    }

    void a_silence_is_kept_and_ends()
    {
        startService();
        Silence silence;
        silence.matchers = {series::Matcher::equal("instance", "anvil")};
        silence.endsAt = clock.now() + 1h;
        silence.createdBy = "ada";
        const auto id = service->setSilence(silence).get();
        QVERIFY(id && isSilenceId(*id));
        QCOMPARE(service->snapshot()->silences->size(), std::size_t(1));
        startService();
        QCOMPARE(service->snapshot()->silences->at(0).id, *id);
        batch(0.1);
        batch(0.95);
        batch(0.95);
        QVERIFY(until([](const auto &s) { return s.firing.size() == 1 && s.firing[0].silencedBy.size() == 1; }));
        QVERIFY(receiver->heard.empty());
        QVERIFY(service->expireSilence(*id).get());
        QVERIFY(receiver->waitFor(1));
        QVERIFY(receiver->heard[0].firing.at(0).returned);
        QCOMPARE(service->expireSilence("nobody").get().error().code, metric::ErrorCode::NotFound);
        QVERIFY(!service->setSilence({}).get());
    }

    void nothing_is_evaluated_before_there_is_something_to_see()
    {
        startService();
        QTest::qWait(1200); // longer than it waits for a batch
        QVERIFY(service->groups().get().at(0).lastEvaluation == metric::Timestamp());
        clock.advance(6s); // but where none comes at all, what says so must be seen to
        QTRY_VERIFY(service->groups().get().at(0).lastEvaluation == clock.now());
    }

    void groups_tell_what_they_came_to()
    {
        startService();
        batch(0.95);
        QVERIFY(until([](const auto &s) { return s.pending.size() == 1; }));
        const auto groups = service->groups().get();
        QCOMPARE(groups.size(), std::size_t(1));
        QVERIFY(groups[0].lastEvaluation == clock.now() && groups[0].rules.at(0).rule.name == "CPU");
        QCOMPARE(groups[0].rules[0].alerts.at(0).value, 0.95);
    }

    void the_notice_of_a_damaged_file_reaches_people()
    {
        std::ofstream(file) << std::string(5000, '?');
        startService();
        QVERIFY(service->snapshot()->notice.find("damaged") != std::string::npos);
    }

    void the_listener_hears_every_version_in_order()
    {
        auto store = AlertStore::open(file, clock.now());
        QVERIFY(store);
        std::vector<std::uint64_t> versions;
        AlertParts parts{.reader = reader, .clock = clock};
        parts.listener = [&](AlertSnapshotRef snapshot) { versions.push_back(snapshot->version); };
        service = std::make_unique<AlertService>(std::move(*store), tests::libraryOf(rulesFolder(), {cpuRule()}), std::move(parts));
        for (int i = 0; i < 10; ++i)
            batch(i % 2 ? 0.95 : 0.1);
        service.reset();
        QVERIFY(versions.size() >= 2);
        for (std::size_t i = 0; i < versions.size(); ++i)
            QCOMPARE(versions[i], i + 1);
    }
};

VEDETTE_TEST(TstAlertService)
#include "tst_alert_service.moc"
