#include "models/alerts/outbox.h"
#include "models/alerts/told_groups_table.h"
#include "tests/support/registry.h"

#include <QtCore/QTemporaryDir>

#include <fmt/format.h>

#include <csignal>
#include <functional>
#include <random>
#include <set>
#include <sys/wait.h>
#include <unistd.h>

using namespace alerts;
using namespace std::chrono_literals;
using metric::Labels;
using metric::Timestamp;
using sqlite::Database;

namespace {

constexpr std::int64_t kStormAlerts = 1'000;
const Timestamp kStormStart{1'700'000'000s};

// Twenty groups.
Labels stormLabels(std::int64_t id) { return Labels{{"alertname", fmt::format("A{}", id % 20)}, {"instance", fmt::format("host{}", id)}}; }

// What a program would do that is killed at any moment: ten alerts fire every 10 ms, what is due is told, a receiver writes down what it
// gets and fails every third time. An error ends the process.
class Storm {
public:
    Storm(Database database, int heard) : m_database(std::move(database)), m_heard(heard)
    {
        insist(createOutboxTable(m_database));
        insist(createToldGroupsTable(m_database));
        insist(m_database.execute("CREATE TABLE IF NOT EXISTS storm (fired INTEGER NOT NULL, now INTEGER NOT NULL)"));
        m_fired = number("SELECT coalesce(max(fired), 0) FROM storm");
        m_now = kStormStart + metric::Duration(number("SELECT coalesce(max(now), 0) FROM storm"));
        const auto told = loadToldGroups(m_database);
        if (!told || !told->damaged.empty())
            _exit(4);
        m_groups.restore(told->groups, m_now);
        for (std::int64_t id = 1; id <= m_fired; ++id)
            m_groups.set({id, stormLabels(id), true, false}, m_now);
        m_groups.endUnseen(m_now);
    }

    bool isOver() { return m_fired == kStormAlerts && m_now > kStormStart + 1h; }

    void step()
    {
        const bool isStorming = m_fired < kStormAlerts;
        m_now += isStorming ? metric::Duration(10ms) : metric::Duration(1min);
        inTransaction([&] {
            for (int i = 0; i < 10 && m_fired < kStormAlerts; ++i) {
                ++m_fired;
                m_groups.set({m_fired, stormLabels(m_fired), true, false}, m_now);
            }
            insist(m_database.execute(fmt::format("INSERT INTO storm VALUES ({}, {})", m_fired, (m_now - kStormStart).count())));
            const std::vector<std::string> receivers{"mail"};
            for (const auto &notification : m_groups.due(m_now))
                insist(m_outbox.enqueue(m_database, notification, receivers, m_now));
            insist(saveToldGroups(m_database, m_groups.takeChangedStates()));
        });
        std::vector<Delivery> deliveries;
        inTransaction([&] {
            auto ready = m_outbox.ready(m_database, m_now, 100);
            if (!ready)
                _exit(4);
            deliveries = std::move(*ready);
        });
        for (const auto &delivery : deliveries) {
            const bool isHeard = ++m_attempts % 3 != 0;
            if (isHeard)
                hear(delivery);
            inTransaction([&] {
                if (!m_outbox.done(m_database, delivery.id, isHeard ? DeliveryResult::delivered() : DeliveryResult::retry("busy"), m_now))
                    _exit(4);
            });
        }
    }

private:
    void insist(const metric::Result<void> &done)
    {
        if (!done)
            _exit(4);
    }
    void inTransaction(const std::function<void()> &what)
    {
        auto transaction = sqlite::Transaction::begin(m_database);
        if (!transaction)
            _exit(4);
        what();
        insist(transaction->commit());
    }
    std::int64_t number(const char *sql)
    {
        auto statement = m_database.prepare(sql);
        if (!statement || !statement->step())
            _exit(4);
        return statement->integer(0);
    }
    // How many, and which; in one piece, as long as it fits PIPE_BUF.
    void hear(const Delivery &delivery)
    {
        auto ids = delivery.what.fresh;
        ids.insert(ids.begin(), std::int64_t(ids.size()));
        if (ids.size() > 400 || write(m_heard, ids.data(), ids.size() * sizeof ids[0]) != ssize_t(ids.size() * sizeof ids[0]))
            _exit(5);
    }

    Database m_database;
    int m_heard;
    NotificationGroups m_groups{NotificationRoute{{"alertname"}, 30ms, 5min, 4h}};
    Outbox m_outbox{[] { return 0.5; }};
    std::int64_t m_fired = 0;
    Timestamp m_now;
    int m_attempts = 0;
};

} // namespace

class TstOutboxCrash : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_thousand_alerts_of_one_second_are_all_told_however_often_the_program_is_killed()
    {
        const QTemporaryDir folder;
        const auto file = folder.filePath(QStringLiteral("a.sqlite")).toStdString();
        std::mt19937 random(4711);
        std::set<std::int64_t> heard;
        std::size_t messages = 0;
        std::size_t repeated = 0;
        int kills = 0;
        for (bool isOver = false; !isOver;) {
            int pipe[2];
            QVERIFY(::pipe(pipe) == 0);
            const pid_t child = fork();
            if (child == 0) {
                auto database = Database::open(file, Database::Mode::ReadWrite);
                if (!database)
                    _exit(4);
                Storm storm(std::move(*database), pipe[1]);
                while (!storm.isOver()) {
                    storm.step();
                    const std::int64_t none = 0; // a step was done
                    if (write(pipe[1], &none, sizeof none) != sizeof none)
                        _exit(5);
                }
                _exit(0);
            }
            ::close(pipe[1]);
            const auto listen = [&] {
                std::int64_t count = 0;
                if (read(pipe[0], &count, sizeof count) != sizeof count)
                    return false;
                for (auto rest = count; rest > 0; --rest) {
                    std::int64_t id = 0;
                    if (read(pipe[0], &id, sizeof id) != sizeof id)
                        return false;
                    repeated += heard.insert(id).second ? 0 : 1;
                }
                messages += count > 0;
                return true;
            };
            // Not before something was done, however slow the machine is; enough is enough at last.
            if (listen() && kills < 200) {
                usleep(useconds_t(random() % 4'000));
                ::kill(child, SIGKILL);
            }
            while (listen()) {
            }
            ::close(pipe[0]);
            int status = 0;
            waitpid(child, &status, 0);
            QVERIFY2(WIFSIGNALED(status) || WEXITSTATUS(status) == 0, qPrintable(QString::number(status)));
            isOver = WIFEXITED(status);
            kills += !isOver;
        }
        qInfo("%d kills, %zu messages, %zu alerts told, %zu times one was told as new again", kills, messages, heard.size(), repeated);
        QVERIFY(kills >= 10);
        QCOMPARE(heard.size(), std::size_t(kStormAlerts));
        QCOMPARE(*heard.rbegin(), kStormAlerts);
        QVERIFY(messages < 20 * 3 + std::size_t(kills) * 20);
    }
};

VEDETTE_TEST(TstOutboxCrash)
#include "tst_outbox_crash.moc"
