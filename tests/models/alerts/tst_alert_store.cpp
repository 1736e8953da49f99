#include "models/alerts/alert_book.h"
#include "models/alerts/alert_store.h"
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

AlertRule makeStoredRule()
{
    AlertRule rule;
    rule.id = 7;
    rule.name = "Ü \"quoted\"";
    rule.expression = "cpu{a=\"b\"}";
    rule.target = "anvil";
    rule.comparison = Comparison::AtMost;
    rule.value = -0.1;
    rule.holdFor = 42ms;
    rule.keepFiringFor = 5s;
    rule.severity = Severity::Emergency;
    rule.annotations = {{"meaning", "It means\nthis."}};
    rule.origin = RuleOrigin::File;
    rule.source = "mine.yaml";
    rule.group = "g";
    return rule;
}

AlertChange makeChange(std::int64_t id, AlertState state)
{
    Alert alert;
    alert.id = id;
    alert.rule = std::make_shared<const AlertRule>(makeStoredRule());
    alert.annotations = std::make_shared<const Annotations>(Annotations{{"description", "two\nlines \"and\" more"}, {"summary", "x"}});
    alert.labels = std::make_shared<const metric::Labels>(metric::Labels{{"instance", "an\"vil\n"}, {"mountpoint", "/my disk,}"}, {"any näme", "x"}});
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
    alert.dismissedAt = kStoreStart + 70s;
    return {alert, {{id, kStoreStart, EventKind::Fired, "vedette", "why", 0.75}}};
}

} // namespace

class TstAlertStore : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder;
    std::filesystem::path file;

    AlertStore open()
    {
        auto store = AlertStore::open(file, kStoreStart);
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

    // As version 1 wrote it.
    void makeVersion1()
    {
        auto database = sqlite::Database::open(file, sqlite::Database::Mode::ReadWrite);
        const char *columns = "name TEXT NOT NULL, expression TEXT NOT NULL, target TEXT NOT NULL, comparison INTEGER NOT NULL, ";
        const char *more = " REAL NOT NULL, hold_ms INTEGER NOT NULL, severity INTEGER NOT NULL, enabled INTEGER NOT NULL, meaning TEXT NOT NULL, "
                           "action TEXT NOT NULL";
        const auto sql =
            std::string("CREATE TABLE rules (id INTEGER PRIMARY KEY AUTOINCREMENT, ") + columns + "value" + more +
            ");CREATE TABLE alerts (id INTEGER PRIMARY KEY AUTOINCREMENT, rule_id INTEGER NOT NULL, " + columns + "threshold" + more +
            ", labels TEXT NOT NULL, state INTEGER NOT NULL, value REAL, worst REAL, pending_since INTEGER NOT NULL, firing_since INTEGER "
            "NOT NULL, resolved_at INTEGER NOT NULL, acknowledged_by TEXT NOT NULL, comment TEXT NOT NULL, acknowledged_at INTEGER NOT "
            "NULL, snoozed_until INTEGER NOT NULL, notified INTEGER NOT NULL);"
            "CREATE TABLE events (alert_id INTEGER NOT NULL, time INTEGER NOT NULL, kind INTEGER NOT NULL, author TEXT NOT NULL, text "
            "TEXT NOT NULL, value REAL);"
            "INSERT INTO rules VALUES (1, 'CPU', 'cpu', '', 0, 0.9, 300000, 2, 1, 'm', 'a'), (2, 'Mine', 'x', 'anvil', 2, 5, 0, 1, 0, '', '');"
            "INSERT INTO alerts VALUES (1, 1, 'CPU', 'cpu', '', 0, 0.9, 300000, 2, 1, 'm', 'a', '{instance=\"anvil\"}', 3, 0.5, 0.99, 1, 2, "
            "3, '', '', 0, 0, 1);";
        QVERIFY(database->execute(sql));
        QVERIFY(database->setUserVersion(1));
    }

private Q_SLOTS:
    void init()
    {
        folder = std::make_unique<QTemporaryDir>();
        file = folder->filePath(QStringLiteral("alerts.sqlite")).toStdString();
    }

    void a_file_of_version_1_keeps_its_alerts_and_gives_its_rules_away()
    {
        makeVersion1();
        auto store = open();
        QVERIFY(store.notice().empty());
        const auto resolved = *store.resolvedAlerts(10);
        QCOMPARE(resolved.size(), std::size_t(1));
        QVERIFY(resolved[0].rule->name == "CPU" && resolved[0].rule->isThreshold && resolved[0].worst == 0.99 && !resolved[0].annotations);
        QVERIFY(resolved[0].dismissedAt == metric::Timestamp{});
        const auto rules = *store.oldRules();
        QCOMPARE(rules.size(), std::size_t(2));
        QVERIFY(rules[1].name == "Mine" && rules[1].target == "anvil" && rules[1].comparison == Comparison::Below && !rules[1].enabled);
        QCOMPARE(open().oldRules()->size(), std::size_t(2)); // until they are taken over
        QVERIFY(store.forgetOldRules());
        QVERIFY(open().oldRules()->empty());
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
        QVERIFY(*read.rule == *wrote.rule && *read.annotations == *wrote.annotations && *read.labels == *wrote.labels && read.state == wrote.state &&
                read.dismissedAt == wrote.dismissedAt && read.value == wrote.value);
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
        auto store = AlertStore::open(file, kStoreStart);
        QVERIFY2(store, store ? "" : store.error().message.c_str());
        QVERIFY(store->notice().find("alerts.sqlite.damaged-20231114T221320Z") != std::string::npos);
        QVERIFY(store->resolvedAlerts(10)->empty());
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
        const auto store = AlertStore::open(file, kStoreStart);
        QVERIFY(!store);
        QVERIFY(store.error().message.find("newer") != std::string::npos);
        QCOMPARE(namesBeside().front(), std::string("alerts.sqlite"));
    }

    void an_unwritable_folder_is_an_error()
    {
        const auto store = AlertStore::open("/proc/no/such/alerts.sqlite", kStoreStart);
        QVERIFY(!store && !store.error().message.empty());
    }

    // The child writes every alert with its event in one go and reports each finished one; it is killed at a random moment. Whatever was
    // reported must be there, and every alert must be whole.
    void a_kill_in_the_middle_of_writing_loses_nothing_that_was_done()
    {
        constexpr int kKills = 40;
        constexpr std::int64_t kAlerts = 20;
        std::mt19937 random(4711);
        std::int64_t writes = 0;
        for (int kill = 0; kill < kKills; ++kill) {
            int pipe[2];
            QVERIFY(::pipe(pipe) == 0);
            const pid_t child = fork();
            if (child == 0) {
                auto store = AlertStore::open(file, kStoreStart);
                for (std::int64_t round = kill * 1'000'000LL + 1;; ++round) {
                    for (std::int64_t id = 1; id <= kAlerts; ++id) {
                        auto change = makeChange(id, AlertState::Resolved);
                        change.alert.value = double(round);
                        change.alert.comment = std::string(std::size_t(round % 3000), 'm') + std::to_string(round);
                        change.events[0].value = double(round);
                        if (!store || !store->write({&change, 1}))
                            _exit(2);
                        const std::int64_t done[] = {id, round};
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
            std::map<std::int64_t, Alert> stored;
            const auto resolved = *store.resolvedAlerts(1000);
            for (const auto &alert : resolved)
                stored[alert.id] = alert;
            for (const auto &[id, round] : reported) {
                QVERIFY(stored.contains(id));
                const auto value = std::int64_t(stored[id].value);
                QVERIFY(value == round || value == round + 1);
            }
            for (const auto &[id, alert] : stored) {
                const auto round = std::int64_t(alert.value);
                const auto text = std::to_string(round);
                QVERIFY(alert.comment.ends_with(text) && alert.comment.size() == std::size_t(round % 3000) + text.size());
                QCOMPARE(store.events(id)->back().value, alert.value); // of the same transaction
            }
        }
        qInfo("%d kills, %lld finished writes, none lost, none torn", kKills, static_cast<long long>(writes));
        QVERIFY(writes > kKills);
    }
};

VEDETTE_TEST(TstAlertStore)
#include "tst_alert_store.moc"
