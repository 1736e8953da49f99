#include "models/alerts/alert_book.h"
#include "models/alerts/alert_store.h"
#include "models/alerts/default_rules.h"
#include "tests/support/registry.h"

#include <QtCore/QTemporaryDir>

#include <fstream>
#include <random>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace alerts;
using namespace std::chrono_literals;
using metric::Timestamp;

namespace {

const Timestamp kStoreStart{1'700'000'000s};

AlertChange makeChange(std::int64_t id, AlertState state)
{
    Alert alert;
    alert.id = id;
    alert.rule = defaultRules().front();
    alert.rule.id = 7;
    alert.labels = std::make_shared<const metric::Labels>(metric::Labels{{"instance", "an\"vil\n"}, {"mountpoint", "/my disk,}"}});
    alert.state = state;
    alert.value = 0.75;
    alert.worst = std::numeric_limits<double>::infinity();
    alert.pendingSince = kStoreStart;
    alert.firingSince = kStoreStart + 60s;
    if (state == AlertState::Resolved)
        alert.resolvedAt = kStoreStart + 61s + std::chrono::seconds(id);
    alert.acknowledgedBy = "ada";
    alert.comment = "looking; DROP TABLE rules";
    alert.notified = Notified::Yes;
    return {alert, {{id, kStoreStart, EventKind::Fired, "vedette", "why", 0.75}}, std::nullopt};
}

} // namespace

class TstAlertStore : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder;
    std::filesystem::path file;

    AlertStore open()
    {
        auto store = AlertStore::open(file, defaultRules(), kStoreStart);
        if (!store)
            qFatal("%s", store.error().message.c_str());
        return std::move(*store);
    }
    std::vector<std::string> namesBeside() const
    {
        std::vector<std::string> names;
        for (const auto &entry : std::filesystem::directory_iterator(file.parent_path()))
            names.push_back(entry.path().filename().string());
        std::sort(names.begin(), names.end());
        return names;
    }

private Q_SLOTS:
    void init()
    {
        folder = std::make_unique<QTemporaryDir>();
        file = folder->filePath(QStringLiteral("alerts.sqlite")).toStdString();
    }

    void a_new_file_has_the_defaults_once()
    {
        QCOMPARE(open().rules()->size(), defaultRules().size());
        auto store = open();
        auto rules = *store.rules();
        QCOMPARE(rules.size(), defaultRules().size());
        for (const auto &rule : rules)
            QVERIFY(store.removeRule(rule.id));
        QVERIFY(open().rules()->empty()); // what a user deletes stays deleted
    }

    void a_rule_comes_back_as_it_was_stored()
    {
        auto store = open();
        AlertRule rule = defaultRules().back();
        rule.name = "Ü \"quoted\"";
        rule.target = "anvil";
        rule.comparison = Comparison::AtMost;
        rule.severity = Severity::Emergency;
        rule.enabled = false;
        rule.value = -0.1;
        rule = *store.addRule(rule);
        QVERIFY(rule.id > 0);
        QVERIFY(open().rules()->back() == rule);
        rule.holdFor = 42ms;
        QVERIFY(store.updateRule(rule));
        QVERIFY(open().rules()->back() == rule);
        rule.id = 999;
        QVERIFY(store.updateRule(rule).error().code == metric::ErrorCode::NotFound);
        QVERIFY(store.removeRule(999).error().code == metric::ErrorCode::NotFound);
    }

    void ids_of_deleted_rules_are_not_given_again()
    {
        auto store = open();
        const auto last = store.addRule(defaultRules().front())->id;
        QVERIFY(store.removeRule(last));
        QVERIFY(open().addRule(defaultRules().front())->id > last);
    }

    void alerts_and_events_come_back_as_they_were_stored()
    {
        const AlertChange changes[] = {makeChange(1, AlertState::Acknowledged), makeChange(2, AlertState::Resolved),
                                       makeChange(3, AlertState::Resolved)};
        QVERIFY(open().write(changes));
        auto store = open();
        const auto firing = *store.openAlerts();
        QCOMPARE(firing.size(), std::size_t(1));
        const auto &read = firing[0];
        const auto &wrote = changes[0].alert;
        QVERIFY(read.rule == wrote.rule && *read.labels == *wrote.labels && read.state == wrote.state && read.value == wrote.value);
        QVERIFY(read.worst == wrote.worst && read.pendingSince == wrote.pendingSince && read.firingSince == wrote.firingSince);
        QVERIFY(read.comment == wrote.comment && read.acknowledgedBy == wrote.acknowledgedBy && read.notified == wrote.notified);
        const auto resolved = *store.resolvedAlerts(1);
        QCOMPARE(resolved.size(), std::size_t(1));
        QCOMPARE(resolved[0].id, std::int64_t(3)); // the newest
        const auto events = *store.events(1);
        QCOMPARE(events.size(), std::size_t(1));
        QVERIFY(events[0].kind == EventKind::Fired && events[0].text == "why" && events[0].time == kStoreStart);
        QCOMPARE(*store.nextAlertId(), std::int64_t(4));
        auto reader = AlertStore::openReadOnly(file);
        QVERIFY(reader && reader->events(1)->size() == 1);
    }

    void a_rule_and_the_ends_of_its_alerts_are_stored_together_or_not_at_all()
    {
        auto store = open();
        const AlertChange end[] = {makeChange(1, AlertState::Resolved)};
        QVERIFY(!store.removeRule(999, end));
        QVERIFY(store.resolvedAlerts(10)->empty());
        QVERIFY(store.removeRule(1, end));
        QCOMPARE(store.resolvedAlerts(10)->size(), std::size_t(1));
    }

    void a_damaged_file_is_set_aside_with_a_notice_data()
    {
        QTest::addColumn<bool>("garbage");
        QTest::newRow("garbage from the start") << true;
        QTest::newRow("pages in the middle") << false;
    }
    void a_damaged_file_is_set_aside_with_a_notice()
    {
        QFETCH(bool, garbage);
        if (garbage) {
            std::ofstream(file) << "this was never a database, but people keep it here all the same" << std::string(5000, '!');
        } else {
            open();
            std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
            bytes.seekp(4096);
            bytes << std::string(3 * 4096, '\x5a');
        }
        auto store = AlertStore::open(file, defaultRules(), kStoreStart);
        QVERIFY2(store, store ? "" : store.error().message.c_str());
        QVERIFY(store->notice().find("alerts.sqlite.damaged-20231114T221320Z") != std::string::npos);
        QCOMPARE(store->rules()->size(), defaultRules().size());
        const auto names = namesBeside();
        QVERIFY(std::find(names.begin(), names.end(), "alerts.sqlite.damaged-20231114T221320Z") != names.end());
        QVERIFY(open().notice().empty());
    }

    void a_second_damage_in_the_same_second_overwrites_nothing()
    {
        for (int i = 0; i < 2; ++i) {
            std::ofstream(file) << std::string(5000, char('a' + i));
            QVERIFY(!open().notice().empty());
            std::filesystem::remove(file.string() + "-wal");
            std::filesystem::remove(file.string() + "-shm");
        }
        const auto names = namesBeside();
        QCOMPARE(std::count_if(names.begin(), names.end(), [](const auto &name) { return name.find("damaged") != std::string::npos; }), 2);
    }

    void a_file_of_a_newer_version_is_left_alone()
    {
        open();
        {
            auto database = sqlite::Database::open(file, sqlite::Database::Mode::ReadWrite);
            QVERIFY(database->setUserVersion(99));
        }
        const auto store = AlertStore::open(file, {}, kStoreStart);
        QVERIFY(!store);
        QVERIFY(store.error().message.find("newer") != std::string::npos);
        QCOMPARE(namesBeside().front(), std::string("alerts.sqlite"));
    }

    void an_unwritable_folder_is_an_error()
    {
        const auto store = AlertStore::open("/proc/no/such/alerts.sqlite", {}, kStoreStart);
        QVERIFY(!store && !store.error().message.empty());
    }

    // The child changes every rule to "round n" in one go per rule and reports each finished one; it is killed at a random
    // moment. Whatever was reported must be there, and every rule must be whole.
    void a_kill_in_the_middle_of_writing_loses_nothing_that_was_done()
    {
        constexpr int kKills = 40;
        std::mt19937 random(4711);
        std::int64_t writes = 0;
        for (int kill = 0; kill < kKills; ++kill) {
            int pipe[2];
            QVERIFY(::pipe(pipe) == 0);
            const pid_t child = fork();
            if (child == 0) {
                auto store = AlertStore::open(file, defaultRules(), kStoreStart);
                auto rules = store ? *store->rules() : std::vector<AlertRule>{};
                for (std::int64_t round = kill * 1'000'000LL + 1;; ++round) {
                    for (auto &rule : rules) {
                        rule.name = "round " + std::to_string(round);
                        rule.meaning = std::string(std::size_t(round % 3000), 'm') + std::to_string(round);
                        rule.value = double(round);
                        auto change = makeChange(rule.id, AlertState::Resolved);
                        change.alert.value = double(round);
                        if (!store->updateRule(rule, {&change, 1}))
                            _exit(2);
                        const std::int64_t done[] = {rule.id, round};
                        if (write(pipe[1], done, sizeof done) != sizeof done)
                            _exit(3);
                    }
                }
            }
            ::close(pipe[1]);
            // Not before the first write is done, however slow the machine is.
            std::map<std::int64_t, std::int64_t> reported;
            std::int64_t done[2];
            const bool began = read(pipe[0], done, sizeof done) == sizeof done;
            reported[done[0]] = done[1];
            usleep(useconds_t(random() % 25'000));
            ::kill(child, SIGKILL);
            int status = 0;
            waitpid(child, &status, 0);
            QVERIFY(WIFSIGNALED(status));
            QVERIFY(began);
            ++writes;
            while (read(pipe[0], done, sizeof done) == sizeof done) {
                reported[done[0]] = done[1];
                ++writes;
            }
            ::close(pipe[0]);

            auto store = open();
            QVERIFY(store.notice().empty());
            const auto rules = *store.rules();
            QCOMPARE(rules.size(), defaultRules().size());
            std::map<std::int64_t, double> ends;
            const auto ended = *store.resolvedAlerts(1000);
            for (const auto &alert : ended)
                ends[alert.id] = alert.value;
            for (const auto &rule : rules) {
                const auto found = reported.find(rule.id);
                if (found != reported.end())
                    QVERIFY(std::int64_t(rule.value) == found->second || std::int64_t(rule.value) == found->second + 1);
                if (!rule.name.starts_with("round "))
                    continue;
                const auto round = std::to_string(std::int64_t(rule.value));
                QCOMPARE(rule.name, "round " + round);
                QVERIFY(rule.meaning.ends_with(round) && rule.meaning.size() == std::size_t(std::int64_t(rule.value) % 3000) + round.size());
                QCOMPARE(ends[rule.id], rule.value); // the alert's end is of the same transaction
            }
        }
        qInfo("%d kills, %lld finished writes, none lost, none torn", kKills, static_cast<long long>(writes));
        QVERIFY(writes > kKills);
    }
};

VEDETTE_TEST(TstAlertStore)
#include "tst_alert_store.moc"
