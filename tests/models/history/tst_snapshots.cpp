#include "models/history/history.h"
#include "models/history/upkeep.h"
#include "models/sqlite/database.h"
#include "tests/support/registry.h"

#include <QtCore/QTemporaryDir>

#include <random>

using namespace std::chrono_literals;
using history::History;
using metric::Timestamp;

namespace {

const Timestamp kStart{metric::Duration(1'700'006'400'000)}; // midnight
constexpr int kProcesses = 300;

std::filesystem::path pathOf(const QTemporaryDir &dir) { return dir.path().toStdString(); }

// A list of processes of which some worked a little since the moment before.
metric::Table processes(int moment)
{
    std::vector<double> pids, cpu, memory;
    std::vector<std::string> commands;
    std::mt19937 random(static_cast<unsigned>(moment));
    for (int i = 0; i < kProcesses; ++i) {
        pids.push_back(i * 7 + 1);
        cpu.push_back(random() % 10 == 0 ? double(random() % 1000) / 997 : 0);
        memory.push_back(double(i * 12345 % 9973) * 4096 + (i % 40 == 0 ? moment * 4096.0 : 0));
        commands.push_back("/usr/lib/some-program-" + std::to_string(i * 7919 % 1009) + " --with --options");
    }
    return {"processes",
            kStart + 10s * moment,
            {{"pid", metric::Unit::None, pids},
             {"cpu", metric::Unit::Ratio, cpu},
             {"memory", metric::Unit::Bytes, memory},
             {"command", metric::Unit::None, commands}}};
}

void append(History &history, int from, int to)
{
    const auto up = std::make_shared<const metric::Labels>(metric::Labels{{metric::kMetricName, "up"}, {"instance", "anvil"}});
    for (int moment = from; moment < to; ++moment) {
        auto batch = std::make_shared<metric::Batch>();
        batch->target = "local";
        batch->time = kStart + 10s * moment;
        batch->samples = {{up, 1}};
        batch->tables = {std::make_shared<const metric::Table>(processes(moment))};
        history.append(std::move(batch));
    }
    history.flush();
}

std::unique_ptr<History> opened(const QTemporaryDir &dir, const history::Options &options = {})
{
    auto history = History::open(pathOf(dir), options);
    return history ? std::move(*history) : nullptr;
}

bool isThere(const History &history, int moment)
{
    const auto found = history.table("anvil", "processes", kStart + 10s * moment, 5s);
    if (!found)
        return false;
    const auto expected = processes(moment);
    return (*found)->time == expected.time && *(*found)->numbers("cpu") == *expected.numbers("cpu") &&
           *(*found)->numbers("memory") == *expected.numbers("memory") && *(*found)->texts("command") == *expected.texts("command");
}

qint64 number(const QTemporaryDir &dir, const char *sql)
{
    auto database = sqlite::Database::open(pathOf(dir) / "history.sqlite", sqlite::Database::Mode::ReadOnly);
    auto statement = database->prepare(sql);
    return *statement->step() ? statement->integer(0) : -1;
}

} // namespace

class TstSnapshots : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void every_moment_comes_back_whichever_it_was_packed_against()
    {
        QTemporaryDir dir;
        {
            const auto history = opened(dir);
            append(*history, 0, 70);
            for (int moment = 0; moment < 70; ++moment)
                QVERIFY2(isThere(*history, moment), qPrintable(QString::number(moment)));
        }
        const auto history = opened(dir);
        append(*history, 70, 100);
        for (int moment = 0; moment < 100; ++moment)
            QVERIFY2(isThere(*history, moment), qPrintable(QString::number(moment)));
        QVERIFY(history::verify(pathOf(dir))->faults.empty());
    }

    void what_stays_the_same_is_kept_once()
    {
        QTemporaryDir dir;
        append(*opened(dir), 0, 62);
        const auto keys = number(dir, "SELECT TOTAL(LENGTH(content)) FROM snapshot WHERE base IS NULL");
        const auto others = number(dir, "SELECT TOTAL(LENGTH(content)) FROM snapshot WHERE base IS NOT NULL");
        QCOMPARE(number(dir, "SELECT COUNT(*) FROM snapshot WHERE base IS NULL"), 2);
        QCOMPARE(number(dir, "SELECT COUNT(*) FROM snapshot"), 62);
        QVERIFY2(others / 60 < keys / 2 / 4, qPrintable(QStringLiteral("%1 B a moment, %2 B a key").arg(others / 60).arg(keys / 2)));
    }

    void the_retention_leaves_no_moment_without_its_key()
    {
        QTemporaryDir dir;
        history::Options options;
        options.batchesPerSegment = 30;
        options.retention[history::kRaw] = 24h;
        const auto history = opened(dir, options);
        constexpr int kDay = 8640;
        append(*history, 0, 400);
        append(*history, kDay, kDay + 400);
        QVERIFY(history::verify(pathOf(dir))->faults.empty());
        QVERIFY(!isThere(*history, 0));
        QVERIFY(isThere(*history, kDay));
        const auto first = number(dir, "SELECT MIN(time_ms) FROM snapshot");
        QVERIFY(first < kStart.time_since_epoch().count() + 4'000'000); // some of the first day are young enough
    }

    void a_damaged_key_costs_its_own_moments_and_no_others()
    {
        QTemporaryDir dir;
        append(*opened(dir), 0, 100);
        {
            auto database = sqlite::Database::open(pathOf(dir) / "history.sqlite", sqlite::Database::Mode::ReadWrite);
            QVERIFY(database->execute("UPDATE snapshot SET content=CAST(SUBSTR(content, 1, 50) || x'00' || SUBSTR(content, 52) AS BLOB)"
                                      " WHERE id=(SELECT MIN(base) FROM snapshot)"));
        }
        QCOMPARE(history::verify(pathOf(dir))->faults.size(), std::size_t(31));
        QVERIFY(!isThere(*opened(dir), 30));
        QCOMPARE(history::repair(pathOf(dir))->size(), std::size_t(31));
        QVERIFY(history::verify(pathOf(dir))->faults.empty());
        const auto history = opened(dir);
        for (int moment = 31; moment < 100; ++moment)
            QVERIFY2(isThere(*history, moment), qPrintable(QString::number(moment)));
    }
};

VEDETTE_TEST(TstSnapshots)
#include "tst_snapshots.moc"
