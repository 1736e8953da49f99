#include "models/health/health_file.h"
#include "models/health/state_log.h"
#include "tests/support/registry.h"

#include <QtCore/QTemporaryDir>

#include <fmt/format.h>

#include <csignal>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

using namespace health;
using namespace std::chrono_literals;
using metric::Reason;
using metric::Timestamp;

namespace {

const Timestamp kStart{1'700'000'000s};

StateChange change(std::string target, int second, std::optional<State> state)
{
    const auto time = kStart + std::chrono::seconds(second);
    return {std::move(target), time, state, time, state == State::Down ? Reason::Timeout : Reason::None, state == State::Down ? "no answer" : ""};
}

// "0 ok, 10 down, 20 -"
QByteArray text(std::span<const Turn> turns)
{
    std::string words;
    for (const auto &turn : turns)
        words +=
            fmt::format("{}{} {}", words.empty() ? "" : ", ", double((turn.time - kStart).count()) / 1000, turn.state ? stateWord(*turn.state) : "-");
    return QByteArray::fromStdString(words);
}

} // namespace

class TstStateLog : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path m_file;
    std::optional<HealthFile> m_open;

    StateLog open(int second = 0)
    {
        m_open.reset();
        auto file = HealthFile::open(m_file, kStart + std::chrono::seconds(second));
        if (!file)
            qFatal("%s", file.error().message.c_str());
        m_open.emplace(std::move(*file));
        return StateLog(m_open->database);
    }
    static Timestamp at(int second) { return kStart + std::chrono::seconds(second); }
    QByteArray line(const std::string &target, int second = 1'000'000)
    {
        auto lines = StateLog(m_open->database).timelines(at(second));
        return lines ? text((*lines)[target].turns()) : QByteArray::fromStdString(lines.error().message);
    }

private Q_SLOTS:
    void init()
    {
        m_open.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(QStringLiteral("health.sqlite")).toStdString();
    }

    void changes_come_back_as_they_were()
    {
        auto log = open();
        QVERIFY(log.begin(at(0)));
        auto first = change("shop", 5, State::Ok);
        first.since = at(-100);
        const std::vector changes{first, change("shop", 20, State::Down), change("db", 7, State::Degraded), change("shop", 30, State::Ok)};
        QVERIFY(log.write(changes, at(31)));
        auto again = open();
        QCOMPARE(line("shop"), "5 ok, 20 down, 30 ok");
        QCOMPARE(line("db"), "7 degraded");
        QVERIFY(again.changes("shop", at(0), at(100), 10) == (std::vector{changes[0], changes[1], changes[3]}));
        QVERIFY(again.changes("shop", at(10), at(25), 10) == (std::vector{changes[0], changes[1]})); // with the one that held
        QVERIFY(again.changes("shop", at(0), at(100), 1) == (std::vector{changes[3]}));              // the newest
        QVERIFY(again.latest(at(100)) == (std::vector{changes[2], changes[3]}));
    }

    void a_console_that_is_killed_leaves_time_in_which_nobody_looked()
    {
        if (const auto child = fork(); child == 0) {
            auto log = open();
            const std::vector changes{change("shop", 5, State::Ok), change("db", 6, State::Down)};
            if (!log.begin(at(0)) || !log.write(changes, at(6)) || !log.write({}, at(60)))
                _exit(1);
            raise(SIGKILL);
        } else {
            int status = 0;
            waitpid(child, &status, 0);
            QVERIFY(WIFSIGNALED(status));
        }
        auto log = open(3600);
        QCOMPARE(line("shop"), "5 ok");
        QVERIFY(log.begin(at(3600)));
        QCOMPARE(line("shop"), "5 ok, 60 -");
        QCOMPARE(line("db"), "6 down, 60 -");
        const auto latest = log.latest(at(3600));
        QVERIFY(latest && latest->size() == 2 && latest->at(0).state == State::Down && latest->at(0).message == "no answer");
        // Once more, with nothing in between: nothing new.
        auto again = open(3700);
        QVERIFY(again.begin(at(3700)));
        QCOMPARE(line("shop"), "5 ok, 60 -");
        QVERIFY(again.write(std::vector{change("shop", 3705, State::Ok)}, at(3705)));
        QCOMPARE(line("shop"), "5 ok, 60 -, 3705 ok");
    }

    void a_change_that_nothing_followed_is_kept_when_the_next_start_ends_it()
    {
        auto log = open();
        QVERIFY(log.begin(at(0)));
        QVERIFY(log.write(std::vector{change("shop", 5, State::Down)}, at(5)));
        auto again = open(10);
        QVERIFY(again.begin(at(10)));
        QCOMPARE(line("shop"), "5 down, 5.001 -");
        QCOMPARE(again.latest(at(10))->size(), std::size_t(1));
    }

    void what_lies_in_the_future_is_left_aside()
    {
        auto log = open();
        QVERIFY(log.begin(at(0)));
        QVERIFY(log.write(std::vector{change("shop", 5, State::Ok), change("shop", 5000, State::Down)}, at(5000)));
        QVERIFY(log.begin(at(100))); // the clock was set back
        QCOMPARE(line("shop", 100), "5 ok, 100 -");
        QVERIFY(log.latest(at(100))->at(0).state == State::Ok);
    }

    void a_summary_takes_the_place_of_what_it_sums_up()
    {
        auto log = open();
        QVERIFY(log.begin(at(0)));
        std::vector<StateChange> changes;
        for (int i = 0; i < 20; ++i)
            changes.push_back(change("shop", i * 10, i % 2 ? State::Down : State::Ok));
        changes.push_back(change("db", 5, State::Ok));
        QVERIFY(log.write(changes, at(200)));
        QVERIFY(
            log.replace("shop", at(150), std::vector<Turn>{{at(0), State::Ok}, {at(80), std::nullopt}, {at(90), State::Down}, {at(150), State::Ok}}));
        QCOMPARE(line("shop"), "0 ok, 80 -, 90 down, 160 ok, 170 down, 180 ok, 190 down");
        QCOMPARE(line("db"), "5 ok");
    }

    void what_is_old_is_dropped_but_for_the_state_that_held()
    {
        auto log = open();
        QVERIFY(log.begin(at(0)));
        QVERIFY(log.write(
            std::vector{change("a", 5, State::Ok), change("a", 50, State::Down), change("a", 500, State::Ok), change("b", 5, State::Ok)}, at(600)));
        QVERIFY(log.dropBefore(at(100)));
        QCOMPARE(line("a"), "50 down, 500 ok");
        QCOMPARE(line("b"), "5 ok");
    }

    void a_damaged_file_is_kept_aside_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("at");
        QTest::newRow("no database") << QByteArray("this is no database at all, it is a text") << 0;
        QTest::newRow("a page of rubbish") << QByteArray(4096, 'x') << 4096;
        QTest::newRow("the schema is gone") << QByteArray(100, '\x55') << 100;
    }
    void a_damaged_file_is_kept_aside()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, at);
        {
            auto log = open();
            QVERIFY(log.begin(kStart));
            for (int i = 0; i < 200; ++i)
                QVERIFY(log.write(std::vector{change(fmt::format("target-{}", i), i, State::Ok)}, kStart + 1s));
        }
        m_open.reset();
        {
            std::fstream file(m_file, std::ios::in | std::ios::out | std::ios::binary);
            file.seekp(at);
            file.write(bytes.data(), bytes.size());
        }
        auto log = open(1);
        QVERIFY2(m_open->notice.find("damaged") != std::string::npos, m_open->notice.c_str());
        QVERIFY(log.begin(kStart + 1s));
        QVERIFY(log.write(std::vector{change("shop", 5, State::Ok)}, kStart + 6s));
        QCOMPARE(line("shop"), "5 ok");
        int asides = 0;
        for (const auto &entry : std::filesystem::directory_iterator(m_file.parent_path()))
            asides += entry.path().filename().string().starts_with("health.sqlite.damaged-2023") && entry.path().string().ends_with('Z');
        QCOMPARE(asides, 1);
    }

    void a_newer_file_is_left_alone()
    {
        open();
        QVERIFY(m_open->database.setUserVersion(99));
        m_open.reset();
        const auto refused = HealthFile::open(m_file, kStart);
        QVERIFY(!refused && refused.error().code == metric::ErrorCode::Conflict);
        QVERIFY(refused.error().message.find("newer version") != std::string::npos);
    }

    void what_nobody_wrote_is_read_as_unknown()
    {
        auto log = open();
        QVERIFY(m_open->database.execute("INSERT INTO changes VALUES ('shop', 1700000001000, 77, 0, -3, 'x')"));
        QCOMPARE(line("shop"), "1 unknown");
        QVERIFY(log.latest(at(100))->at(0).reason == Reason::None);
    }
};

VEDETTE_TEST(TstStateLog)
#include "tst_state_log.moc"
