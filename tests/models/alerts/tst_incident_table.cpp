#include "models/alerts/alert_book.h"
#include "models/alerts/alert_store.h"
#include "models/alerts/incident_table.h"
#include "tests/support/registry.h"

#include <QtCore/QTemporaryDir>

#include <random>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace alerts;
using namespace std::chrono_literals;
using metric::Timestamp;

namespace {

const Timestamp kZero{1'700'000'000s};

AlertChange incidentChange(std::int64_t id, metric::Duration from, std::optional<metric::Duration> to, int events = 1)
{
    AlertRule rule;
    rule.id = 7;
    rule.name = "Level";
    rule.target = "anvil";
    rule.severity = Severity::Critical;
    Alert alert;
    alert.id = id;
    alert.rule = std::make_shared<const AlertRule>(rule);
    alert.labels = std::make_shared<const metric::Labels>(metric::Labels{{"alertname", "Level"}, {"instance", "anvil"}});
    alert.state = to ? AlertState::Resolved : AlertState::Firing;
    alert.firingSince = kZero + from;
    if (to)
        alert.resolvedAt = kZero + *to;
    AlertChange change{alert, {}};
    for (int i = 0; i < events; ++i)
        change.events.push_back({id, alert.firingSince + std::chrono::seconds(i), EventKind::Fired, "vedette", "", 1});
    return change;
}

} // namespace

class TstIncidentTable : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder;
    std::filesystem::path file;
    std::optional<AlertStore> store;

    void write(std::vector<AlertChange> changes)
    {
        if (const auto done = store->write(changes); !done)
            qFatal("%s", done.error().message.c_str());
    }
    std::vector<std::int64_t> idsWithin(metric::Duration from, metric::Duration to, std::size_t most = 100)
    {
        const auto found = store->incidents({kZero + from, kZero + to}, most);
        if (!found)
            qFatal("%s", found.error().message.c_str());
        std::vector<std::int64_t> ids;
        for (const auto &incident : found->incidents)
            ids.push_back(incident.id);
        return ids;
    }
    sqlite::Database database() { return std::move(*sqlite::Database::open(file, sqlite::Database::Mode::ReadWrite)); }
    std::int64_t numberOf(const char *sql)
    {
        auto connection = database();
        auto statement = connection.prepare(sql);
        if (!statement || !statement->step())
            qFatal("%s", sql);
        return statement->integer(0);
    }

private Q_SLOTS:
    void init()
    {
        store.reset();
        folder = std::make_unique<QTemporaryDir>();
        file = folder->filePath(QStringLiteral("alerts.sqlite")).toStdString();
        store = std::move(*AlertStore::open(file, kZero));
    }

    void what_fired_at_any_time_of_a_range_is_in_it()
    {
        write({incidentChange(1, 0s, 10s), incidentChange(2, 5s, 40s), incidentChange(3, 12s, 13s), incidentChange(4, 20s, 30s),
               incidentChange(5, 15s, std::nullopt), incidentChange(6, 50s, std::nullopt), incidentChange(7, 10s, 10s)});
        using Ids = std::vector<std::int64_t>;
        // Open ones first, then by their end; neither what ended just when it begins nor what begins when it ends.
        QCOMPARE(idsWithin(10s, 20s), (Ids{5, 2, 3, 7}));
        QCOMPARE(idsWithin(0s, 1000s), (Ids{6, 5, 2, 4, 3, 7, 1}));
        QCOMPARE(idsWithin(60s, 70s), (Ids{6, 5}));
        QCOMPARE(idsWithin(-10s, 0s), Ids{});
        QCOMPARE(idsWithin(20s, 10s), Ids{});
        for (const auto &range : {std::pair{10s, 20s}, std::pair{0s, 1000s}, std::pair{60s, 70s}}) {
            const TimeRange asked{kZero + range.first, kZero + range.second};
            const auto all = store->incidents({kZero - 1h, kZero + 1h}, 100)->incidents;
            const auto within = std::ranges::count_if(all, [&](const Incident &each) { return firedWithin(each, asked); });
            QCOMPARE(std::size_t(within), store->incidents(asked, 100)->incidents.size());
        }
    }

    void of_too_many_the_newest_are_answered()
    {
        write({incidentChange(1, 0s, 10s), incidentChange(2, 5s, 40s), incidentChange(3, 12s, std::nullopt)});
        QCOMPARE(idsWithin(0s, 100s, 2), (std::vector<std::int64_t>{3, 2}));
        QVERIFY(!store->incidents({kZero, kZero + 100s}, 2)->areAll);
        QVERIFY(store->incidents({kZero, kZero + 100s}, 3)->areAll);
        QCOMPARE(idsWithin(0s, 100s, 0), std::vector<std::int64_t>{});
    }

    void an_incident_says_who_took_it_on_and_who_ended_it()
    {
        auto change = incidentChange(1, 0s, 60s);
        change.alert.acknowledgedBy = "ada";
        change.alert.acknowledgedAt = kZero + 20s;
        change.events.push_back({1, kZero + 60s, EventKind::Cleared, "ada", "", 1});
        write({change, incidentChange(2, 1s, 50s)});
        const auto found = store->incidents({kZero, kZero + 1h}, 10)->incidents;
        QCOMPARE(found.size(), std::size_t(2));
        QVERIFY(found[0].endedByHand && !found[1].endedByHand);
        QVERIFY(found[0].acknowledgedBy == "ada" && found[0].acknowledgedAt == kZero + 20s && found[1].acknowledgedAt == Timestamp());
        QVERIFY(found[0].rule->id == 7 && found[0].rule->name == "Level" && found[0].rule->target == "anvil");
        QVERIFY(found[0].rule->severity == Severity::Critical && found[0].state == AlertState::Resolved);
        QVERIFY(found[0].labels->get("instance") == "anvil");
        QVERIFY(found[0].rule == found[1].rule && found[0].labels == found[1].labels); // shared
        QCOMPARE(store->alert(2)->value().resolvedAt, kZero + 50s);
        QVERIFY(!store->alert(9)->has_value());
    }

    void what_ended_before_a_moment_goes_with_its_events_and_what_is_open_stays()
    {
        write({incidentChange(1, 0s, 10s, 3), incidentChange(2, 1s, 20s, 3), incidentChange(3, 2s, std::nullopt, 3), incidentChange(4, 3s, 15s, 3)});
        QCOMPARE(*store->dropOld(kZero + 20s, 100), std::size_t(8)); // two with three events each
        QCOMPARE(idsWithin(0s, 1h), (std::vector<std::int64_t>{3, 2}));
        QCOMPARE(numberOf("SELECT count(*) FROM events"), std::int64_t(6));
        QCOMPARE(*store->dropOld(kZero + 24h * 365, 100), std::size_t(4));
        QCOMPARE(idsWithin(0s, 1h), std::vector<std::int64_t>{3});
        QCOMPARE(*store->dropOld(kZero + 24h * 365, 100), std::size_t(0));
    }

    void an_id_does_not_come_again_after_its_alert_is_forgotten()
    {
        write({incidentChange(1, 0s, 10s), incidentChange(2, 1s, 20s)});
        QVERIFY(store->dropOld(kZero + 1h, 100));
        QCOMPARE(*store->nextAlertId(), std::int64_t(3));
    }

    void no_more_rows_go_at_once_than_asked_for_and_no_event_is_left_alone()
    {
        std::vector<AlertChange> changes;
        for (std::int64_t id = 1; id <= 20; ++id)
            changes.push_back(incidentChange(id, std::chrono::seconds(id), std::chrono::seconds(100 + id), int(id * 7 % 40)));
        write(changes);
        const auto all = numberOf("SELECT (SELECT count(*) FROM alerts) + (SELECT count(*) FROM events)");
        std::int64_t sum = 0;
        while (true) {
            const auto dropped = std::int64_t(*store->dropOld(kZero + 1h, 16));
            sum += dropped;
            QVERIFY(dropped <= 16);
            QCOMPARE(numberOf("SELECT (SELECT count(*) FROM alerts) + (SELECT count(*) FROM events)"), all - sum);
            QCOMPARE(numberOf("SELECT count(*) FROM events WHERE alert_id NOT IN (SELECT id FROM alerts)"), std::int64_t(0));
            if (dropped < 16)
                break;
        }
        QCOMPARE(sum, all);
    }

    // The child drops a few rows at a time and is killed at a random moment: what is left is whole, and nothing that had to stay went.
    void a_kill_in_the_middle_of_dropping_leaves_no_event_alone()
    {
        std::vector<AlertChange> changes;
        for (std::int64_t id = 1; id <= 3'000; ++id)
            changes.push_back(incidentChange(id, std::chrono::seconds(id), id % 10 == 0 ? std::nullopt : std::optional(10'000s), 4));
        write(changes);
        store.reset();
        std::mt19937 random(4711);
        std::int64_t left = 3'000;
        int kills = 0;
        for (; kills < 40 && left > 300; ++kills) {
            int pipe[2];
            QVERIFY(::pipe(pipe) == 0);
            const pid_t child = fork();
            if (child == 0) {
                auto mine = AlertStore::open(file, kZero);
                while (mine && mine->dropOld(kZero + 20'000s, 7)) {
                    if (::write(pipe[1], "x", 1) != 1)
                        _exit(3);
                }
                _exit(2);
            }
            ::close(pipe[1]);
            char done = 0;
            const bool began = ::read(pipe[0], &done, 1) == 1; // however slow the machine is
            usleep(useconds_t(random() % 15'000));
            ::kill(child, SIGKILL);
            int status = 0;
            waitpid(child, &status, 0);
            ::close(pipe[0]);
            QVERIFY(began && WIFSIGNALED(status));
            QVERIFY(AlertStore::open(file, kZero)->notice().empty());
            QCOMPARE(numberOf("SELECT count(*) FROM events WHERE alert_id NOT IN (SELECT id FROM alerts)"), std::int64_t(0));
            QCOMPARE(numberOf("SELECT count(*) FROM alerts WHERE state <> 3"), std::int64_t(300));
            // At most one has lost some of its events: the one that is next.
            QVERIFY(numberOf("SELECT count(*) FROM alerts WHERE (SELECT count(*) FROM events WHERE alert_id = alerts.id) < 4") <= 1);
            const auto now = numberOf("SELECT count(*) FROM alerts");
            QVERIFY(now < left);
            left = now;
        }
        qInfo("%d kills, %lld alerts left", kills, static_cast<long long>(left));
        store = std::move(*AlertStore::open(file, kZero));
        QVERIFY(*store->dropOld(kZero + 20'000s, 100'000) < 100'000);
        QCOMPARE(numberOf("SELECT count(*) FROM alerts"), std::int64_t(300));
    }

    void the_questions_go_through_an_index()
    {
        auto connection = database();
        std::string lines;
        for (const auto *question :
             {"SELECT id, labels FROM alerts WHERE state = 3 AND resolved_at >= 1 AND firing_since < 9 ORDER BY resolved_at DESC, id DESC",
              "SELECT alert_id FROM events WHERE kind = 5 ORDER BY alert_id"})
        {
            auto plan = connection.prepare(std::string("EXPLAIN QUERY PLAN ") + question);
            QVERIFY(plan);
            while (*plan->step())
                lines += std::string(plan->text(3)) + '\n';
        }
        QVERIFY2(lines.find("alerts_by_state (state=? AND resolved_at>?") != std::string::npos, lines.c_str());
        QVERIFY2(lines.find("INDEX events_cleared") != std::string::npos, lines.c_str());
        QVERIFY2(lines.find("TEMP B-TREE") == std::string::npos, lines.c_str());
    }
};

VEDETTE_TEST(TstIncidentTable)
#include "tst_incident_table.moc"
